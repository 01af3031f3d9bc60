"""Liveness and readiness: what is answered with a whole archive, with parts of one, and with none."""

from pathlib import Path

from flask.testing import FlaskClient

from archive.app import create_app
from archive.config import Settings
from archive.store import Store
from tests.web import library


def empty_site(data: Path) -> FlaskClient:
    """A site whose data folder holds nothing yet."""
    return create_app(Settings.from_environment({"VANKHO_DATA": str(data)})).test_client()


def test_the_process_lives_without_any_archive(tmp_path: Path) -> None:
    response = empty_site(tmp_path).get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_says_what_is_served_and_how_far_it_is_behind(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    index, store = response.json["index"], response.json["store"]
    assert index["documents"] == len(library.ALL)
    assert index["generation"] >= 1
    assert index["age_seconds"] >= 0
    assert index["behind"] == store["sequence"] - index["store_sequence"] == 1  # the withdrawal
    assert index["stale"] is True
    assert response.json["problems"] == []


def test_not_ready_names_what_is_missing(tmp_path: Path) -> None:
    response = empty_site(tmp_path).get("/readyz")
    assert response.status_code == 503
    assert response.json["status"] == "unavailable"
    assert any("vankho add" in problem for problem in response.json["problems"])
    assert any("vankho" in problem and "rebuild" in problem for problem in response.json["problems"])
    assert not any(tmp_path.iterdir()), "asking made something"


def test_pages_and_api_say_when_to_come_back(tmp_path: Path) -> None:
    client = empty_site(tmp_path)
    for path in ("/", "/search?q=a", "/api/v1/search?q=a", "/d/n4pnrn822752z"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert int(response.headers["Retry-After"]) > 0
        assert "thử lại" in response.text


def test_a_store_without_an_index_shows_documents_but_cannot_search(tmp_path: Path) -> None:
    Store.open(tmp_path / "archive.db", create=True).close()
    client = empty_site(tmp_path)
    assert client.get("/").status_code == 200
    assert client.get("/search?q=a").status_code == 503
    assert client.get("/readyz").status_code == 503


def test_an_archive_that_arrives_is_served_without_a_restart(tmp_path: Path) -> None:
    client = empty_site(tmp_path)
    assert client.get("/").status_code == 503
    Store.open(tmp_path / "archive.db", create=True).close()
    assert client.get("/").status_code == 200
