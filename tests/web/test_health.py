"""Liveness and readiness: what is answered with a whole archive, with parts of one, and with none."""

import json
from pathlib import Path

from flask.testing import FlaskClient

from archive.store import Store
from tests.web import library
from tests.web.conftest import Site


def test_the_process_lives_without_any_archive(site: Site, tmp_path: Path) -> None:
    response = site(tmp_path).test_client().get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_says_what_is_served_and_how_far_it_is_behind(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    ready = json.loads(response.text)
    index, store = ready["index"], ready["store"]
    assert index["documents"] == len(library.ALL)
    assert index["generation"] >= 1
    assert index["age_seconds"] >= 0
    assert index["behind"] == store["sequence"] - index["store_sequence"] == 1  # the withdrawal
    assert index["stale"] is True
    assert ready["problems"] == []


def test_not_ready_names_what_is_missing(site: Site, tmp_path: Path) -> None:
    response = site(tmp_path).test_client().get("/readyz")
    assert response.status_code == 503
    ready = json.loads(response.text)
    assert ready["status"] == "unavailable"
    assert any("vankho add" in problem for problem in ready["problems"])
    assert any("vankho rebuild" in problem for problem in ready["problems"])
    assert not any(tmp_path.iterdir()), "asking made something"


def test_pages_and_api_say_when_to_come_back(site: Site, tmp_path: Path) -> None:
    client = site(tmp_path).test_client()
    for path in ("/", "/search?q=a", "/api/v1/search?q=a", "/d/n4pnrn822752z"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert int(response.headers["Retry-After"]) > 0
        assert "thử lại" in response.text


def test_a_store_without_an_index_shows_documents_but_cannot_search(site: Site, tmp_path: Path) -> None:
    Store.open(tmp_path / "archive.db", create=True).close()
    client = site(tmp_path).test_client()
    assert client.get("/").status_code == 200
    assert client.get("/search?q=a").status_code == 503
    assert client.get("/readyz").status_code == 503


def test_an_archive_that_arrives_is_served_without_a_restart(site: Site, tmp_path: Path) -> None:
    client = site(tmp_path).test_client()
    assert client.get("/").status_code == 503
    Store.open(tmp_path / "archive.db", create=True).close()
    assert client.get("/").status_code == 200
