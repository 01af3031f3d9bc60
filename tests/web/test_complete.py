"""Completion over the API: what a box shows while one types, and where each choice leads."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from archive.store import Store
from tests.web import library
from tests.web.conftest import Site

KINDS = {"title", "word", "number"}


def asked(client: FlaskClient, text: str) -> list[dict[str, Any]]:
    """The completions of a text."""
    response = client.get("/api/v1/complete", query_string={"q": text})
    assert (response.status_code, response.content_type) == (200, "application/json"), response.text
    body = json.loads(response.text)
    assert list(body) == ["query", "completions"]
    assert body["query"] == text
    for each in body["completions"]:
        assert list(each) == ["text", "kind", "url"]
        assert each["kind"] in KINDS
    return list(body["completions"])


def test_words_lead_to_a_search_for_them(client: FlaskClient) -> None:
    found = {each["text"]: each for each in asked(client, "thanh ph")}
    assert found["thành phố"]["kind"] == "word"
    assert client.get(found["thành phố"]["url"]).status_code == 200
    assert "q=th%C3%A0nh+ph%E1%BB%91" in found["thành phố"]["url"]


def test_a_title_leads_to_its_document(client: FlaskClient) -> None:
    found = {each["text"]: each for each in asked(client, "nghi quyet r")}
    leads = found[library.DATED.title]
    assert leads["kind"] == "title"
    assert client.get(leads["url"]).status_code == 200
    assert library.DATED.key in leads["url"]


def test_a_number_leads_to_its_document(client: FlaskClient) -> None:
    report = library.REPORTS[7]
    (found,) = [each for each in asked(client, "7/bc") if each["kind"] == "number"]
    assert found["text"] == report.number
    assert urlsplit(found["url"]).path.startswith(f"/d/{report.key}/")


@pytest.mark.parametrize("text", ["", " ", '"', "x" * 9_000, "\x00", "%", "<script>", "zzzz", "🙂"])
def test_what_leads_nowhere_is_an_empty_list(client: FlaskClient, text: str) -> None:
    assert asked(client, text) == []


def test_no_question_is_an_empty_answer(client: FlaskClient) -> None:
    assert json.loads(client.get("/api/v1/complete").text) == {"query": "", "completions": []}


def test_what_was_withdrawn_completes_nothing_at_once(site: Site, data_dir: Path) -> None:
    """The index still has it until the next update; the store knows better."""
    library.build(data_dir)
    client = site(data_dir).test_client()

    def titles() -> list[str]:
        return [each["text"] for each in asked(client, "nghi quyet r") if each["kind"] == "title"]

    assert titles() == [library.DATED.title]
    with Store.open(data_dir / "archive.db") as store:
        store.withdraw(library.DATED.id, "Nhầm")
    assert titles() == []


def test_without_an_index_it_says_so(site: Site, data_dir: Path) -> None:
    Store.open(data_dir / "archive.db", create=True).close()
    response = site(data_dir).test_client().get("/api/v1/complete?q=a")
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"


def test_it_is_described(client: FlaskClient) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").text)
    assert "/api/v1/complete" in described["paths"]
    kinds = described["components"]["schemas"]["Completions"]["properties"]["completions"]["items"]
    assert set(kinds["properties"]["kind"]["enum"]) == KINDS
