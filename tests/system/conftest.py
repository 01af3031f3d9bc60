"""A data folder for tests that serve it."""

from pathlib import Path

import pytest

from tests.web import library


@pytest.fixture(scope="session")
def library_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small archive of the web tests. Tests that change it make their own."""
    data = tmp_path_factory.mktemp("served")
    library.build(data)
    return data
