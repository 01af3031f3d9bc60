"""What every test may ask for: an empty data directory and a fresh store in it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from archive.store import Store

# A busy machine is no failure; the same examples everywhere, so that what passes here passes there.
# HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("archive", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "archive"))


def pytest_configure() -> None:
    """Let Ctrl-C mean here, and in the commands that tests start, what it means in a terminal.

    A shell's background job is started to ignore it, and its children inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty folder to be `VANKHO_DATA`."""
    path = tmp_path / "var"
    path.mkdir()
    return path


@pytest.fixture
def store(data_dir: Path) -> Iterator[Store]:
    """An empty store at `archive.db` under `data_dir`."""
    with Store.open(data_dir / "archive.db", create=True) as store:
        yield store
