"""What every test may ask for: an empty data directory and a fresh store in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from archive.store import Store

settings.register_profile("archive", deadline=None)  # a busy machine is no failure
settings.load_profile("archive")


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
