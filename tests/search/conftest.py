"""The sample archive as `vankho add` and `vankho rebuild` make it, made once a session."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.adding import add
from archive.app import create_app
from archive.config import Settings
from archive.indexing import rebuild
from archive.resources import EXTENSION
from archive.sources import candidates
from archive.store import Store
from index.document import Document
from index.generations import Generations
from index.search import Index
from tests.index.sample import SAMPLE


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample archive, its words found by underthesea's model."""
    data = tmp_path_factory.mktemp("sample-archive")
    with Store.open(data / "archive.db", create=True) as store:
        add(store, candidates([SAMPLE]))
        rebuild(store, Generations(data))
    return data


@pytest.fixture(scope="session")
def index(sample_data: Path) -> Iterator[Index]:
    """The index of the sample archive."""
    with closing(Index(sample_data)) as index:
        yield index


@pytest.fixture(scope="session")
def sample(sample_data: Path) -> dict[str, Document]:
    """Every document of the sample archive by its key."""
    with Store.open(sample_data / "archive.db") as store, store.snapshot() as snapshot:
        return {stored.document.key: stored.document for stored in snapshot.live()}


@pytest.fixture(scope="session")
def client(sample_data: Path) -> Iterator[FlaskClient]:
    """A browser without cookies at the sample archive; an error of ours fails the test."""
    app: Flask = create_app(Settings.from_environment({"VANKHO_DATA": str(sample_data)}))
    app.testing = True
    yield app.test_client()
    app.extensions[EXTENSION].close()
