"""`client`, `app`, `settings`: the site over a small archive with a real index (`tests.web.library`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.config import Settings
from archive.resources import EXTENSION
from archive.store import Store
from tests.making import put
from tests.web import library


@pytest.fixture(scope="session")
def library_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with `library.ALL` indexed; one document was changed before, one withdrawn after."""
    from archive.indexing import rebuild

    data = tmp_path_factory.mktemp("library")
    with Store.open(data / "archive.db", create=True) as store:
        put(store, library.DRAFT)
        put(store, *library.ALL)
        rebuild(store, data)
        store.withdraw(library.WITHDRAWN.id, library.REASON)
    return data


@pytest.fixture
def settings(library_data: Path) -> Settings:
    """Settings of the site over the small archive."""
    return Settings.from_environment({"VANKHO_DATA": str(library_data)})


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application; a bug in it fails the test that met it."""
    from archive.app import create_app

    app = create_app(settings)
    app.testing = True
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()
