"""`client`, `app`, `site`: the site over a small archive with a real index (`tests.web.library`)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.app import create_app
from archive.config import Settings
from archive.resources import EXTENSION
from tests.web import library


@pytest.fixture(scope="session")
def library_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small archive."""
    data = tmp_path_factory.mktemp("library")
    library.build(data)
    return data


Site = Callable[..., Flask]


@pytest.fixture
def site() -> Iterator[Site]:
    """Makes applications over a data folder, with further settings: `site(data, VANKHO_TITLE="…")`.

    A bug in one fails the test that met it; what they opened is closed after the test.
    """
    made: list[Flask] = []

    def make(data: Path, **environ: str) -> Flask:
        made.append(create_app(Settings.from_environment({"VANKHO_DATA": str(data), **environ})))
        made[-1].testing = True
        return made[-1]

    yield make
    for app in made:
        app.extensions[EXTENSION].close()


@pytest.fixture
def app(site: Site, library_data: Path) -> Flask:
    """The application over the small archive."""
    return site(library_data)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()
