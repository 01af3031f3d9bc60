"""The JSON API: the keys of the contract in their order, numbers that agree with a plain count, errors."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.test import TestResponse

from index.document import FACETS, Document, key_of
from index.entities import facet_values, find
from index.facets import ALL_FACETS
from tests.web import library

SEARCH_KEYS = ["query", "total", "page", "size", "took_ms", "hits", "facets", "links"]
QUERY_KEYS = ["text", "interpreted", "match", "relaxed", "suggestion", "notes"]
HIT_KEYS = [
    *("id", "key", "url", "title", "title_html", "snippet_html"),
    *("published", "category", "type", "issuer", "source", "score"),
]
FACET_KEYS = ["value", "label", "count", "selected", "url"]
LINK_KEYS = ["self", "next", "prev", "html"]


def got(client: FlaskClient, path: str) -> dict[str, Any]:
    """The body of a successful answer."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    body: dict[str, Any] = json.loads(response.text)
    return body


def refused(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem of a refused request."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(response.text)
    assert list(body)[:4] == ["type", "title", "status", "detail"]
    assert body["status"] == status
    return body


def path_of(url: str) -> str:
    """Path and query string of an absolute URL, for the test client."""
    parts = urlsplit(url)
    assert parts.scheme
    assert parts.netloc
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_keys_and_their_order_are_the_contract(client: FlaskClient) -> None:
    body = got(client, "/api/v1/search?q=hội+nghị")
    assert list(body) == SEARCH_KEYS
    assert list(body["query"]) == QUERY_KEYS
    assert list(body["hits"][0]) == HIT_KEYS
    assert list(body["facets"]) == list(ALL_FACETS)
    assert list(body["facets"]["category"][0]) == FACET_KEYS
    assert list(body["links"]) == LINK_KEYS


def test_a_hit_is_its_document(client: FlaskClient) -> None:
    body = got(client, "/api/v1/search?q=cảng+cửa+lạc&size=100")
    documents = {document.id: document for document in library.ALL}
    assert body["total"] == 8
    for hit in body["hits"]:
        document = documents[hit["id"]]
        assert hit["key"] == document.key
        assert hit["url"].startswith(f"http://localhost/d/{document.key}/")
        assert hit["title"] == document.title
        assert document.published is not None
        assert hit["published"] == document.published.isoformat()
        assert [hit[name] for name in FACETS[:4]] == [document.facet(name) for name in FACETS[:4]]
        assert "<mark>" in hit["title_html"]
        assert Markup(hit["title_html"]).striptags() == document.title


def test_marks_are_made_from_escaped_text(client: FlaskClient) -> None:
    (hit,) = got(client, "/api/v1/search?q=hiểm+họa")["hits"]
    assert hit["title"] == library.HOSTILE.title
    assert "&lt;script&gt;" in hit["title_html"]
    assert "<script" not in hit["title_html"]
    assert "<b>" not in hit["snippet_html"]


def test_absent_metadata_is_null_and_a_nameless_document_has_a_name(client: FlaskClient) -> None:
    (hit,) = got(client, "/api/v1/search?q=bên+bờ+sông+lạc")["hits"]
    assert hit["title"] == library.NAMELESS.body
    assert [hit[name] for name in ("published", "category", "type", "issuer", "source")] == [None] * 5


def test_a_date_without_a_time_stays_one(client: FlaskClient) -> None:
    (hit,) = got(client, "/api/v1/search?q=rác+nhựa")["hits"]
    assert hit["published"] == "2020-02-29"


def test_following_next_visits_every_hit_once(client: FlaskClient) -> None:
    path, seen = "/api/v1/search?q=hội+nghị&size=5&sort=oldest", []
    while path:
        body = got(client, path)
        seen += [hit["id"] for hit in body["hits"]]
        path = path_of(body["links"]["next"]) if body["links"]["next"] else ""
    assert len(seen) == len(set(seen)) == len(library.REPORTS) == body["total"]
    assert body["links"]["prev"]


def test_the_first_page_has_none_before_it_and_html_is_the_page(client: FlaskClient) -> None:
    links = got(client, "/api/v1/search?q=giao+ban")["links"]
    assert links["prev"] is None
    assert links["html"] == "http://localhost/search?q=giao+ban"
    assert client.get(path_of(links["html"])).status_code == 200


def held(document: Document, name: str) -> tuple[str, ...]:
    """A document's values of a facet, those of its text included."""
    if name in FACETS:
        return tuple(filter(None, [document.facet(name)]))
    return facet_values(find(document.title, document.body, document.summary))[name]


@pytest.mark.parametrize("name", ALL_FACETS)
def test_facet_counts_are_those_of_a_plain_count(client: FlaskClient, name: str) -> None:
    values = got(client, "/api/v1/search?size=0")["facets"][name]
    plain: dict[str, int] = {}
    for document in library.ALL:  # the index was built before the withdrawal
        for value in held(document, name):
            plain[value] = plain.get(value, 0) + 1
    assert plain
    assert {one["value"]: one["count"] for one in values} == plain
    for one in values:
        body = got(client, path_of(one["url"]))
        assert body["total"] == one["count"]
        (chosen,) = [other for other in body["facets"][name] if other["selected"]]
        assert chosen["value"] == one["value"]
        assert "year=" not in chosen["url"]


def test_each_facet_ignores_only_its_own_choice(client: FlaskClient) -> None:
    body = got(client, f"/api/v1/search?category={quote('Y tế')}&year=2020&size=100")
    chosen = [one for one in library.REPORTS if one.category == "Y tế" and one.year == "2020"]
    assert body["total"] == len(chosen)
    in_2020 = sum(one.year == "2020" and one.category == "Kinh tế" for one in library.ALL)
    assert {one["value"]: one["count"] for one in body["facets"]["category"]}["Kinh tế"] == in_2020


def test_a_withdrawn_document_is_not_shown_though_the_index_has_it(client: FlaskClient) -> None:
    body = got(client, "/api/v1/search?q=nhầm+lẫn")
    assert body["hits"] == []
    body = refused(client.get(f"/api/v1/documents/{library.WITHDRAWN.key}"), 410)
    assert body["withdrawal"]["reason"] == library.REASON
    assert body["withdrawal"]["at"].endswith("+07:00")
    assert library.WITHDRAWN.body not in json.dumps(body, ensure_ascii=False)


def test_a_document_whole(client: FlaskClient) -> None:
    document = library.HOSTILE
    body = got(client, f"/api/v1/documents/{document.key}")
    assert (body["id"], body["title"], body["body"]) == (document.id, document.title, document.body)
    assert body["source_url"] == document.url
    assert body["extra"] == document.extra
    assert body["named"] == {"organisation": [], "place": [], "person": [], "citation": []}
    assert body["published"] is None
    assert path_of(body["links"]["self"]) == f"/api/v1/documents/{document.key}"
    assert client.get(path_of(body["links"]["html"])).status_code == 200


def test_a_document_says_what_its_text_names(client: FlaskClient) -> None:
    body = got(client, f"/api/v1/documents/{library.NAMING.key}")
    assert body["named"] == {
        "organisation": ["Sở Y tế thành phố Đà Nẵng"],
        "place": ["Đà Nẵng"],
        "person": ["Nguyễn Văn Hùng"],
        "citation": ["3/BC-LG", "99-BC/LG"],
    }


def test_a_document_has_its_versions(client: FlaskClient) -> None:
    body = got(client, f"/api/v1/documents/{library.REVISED.key}")
    assert body["body"] == library.REVISED.body
    assert body["version"] == 2
    assert [version["number"] for version in body["versions"]] == [2, 1]
    for version in body["versions"]:
        assert client.get(path_of(version["url"])).status_code == 200


def test_an_unknown_key_is_said(client: FlaskClient) -> None:
    assert key_of("x")[:5] in refused(client.get(f"/api/v1/documents/{key_of('x')}"), 404)["detail"]
    refused(client.get("/api/v1/nowhere"), 404)


@pytest.mark.parametrize(
    ("query_string", "name"),
    [
        ("page=0", "page"),
        ("page=2000", "page"),
        ("size=1000", "size"),
        ("sort=z", "sort"),
        ("match=z", "match"),
        ("from=mai", "from"),
        ("year=z", "year"),
        (f"q={'a' * 10_001}", "q"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, query_string: str, name: str) -> None:
    body = refused(client.get(f"/api/v1/search?{query_string}"), 400)
    (error,) = body["errors"]
    assert error["name"] == name
    assert error["message"] == body["detail"]


@pytest.mark.parametrize(
    "text", ['"', "*", "( AND", "\0", "\u202e", "😀" * 2_500, "a" * 10_000, "-", "//", "“lạc", "a* " * 2_000]
)
def test_any_query_is_answered(client: FlaskClient, text: str) -> None:
    body = got(client, f"/api/v1/search?q={quote(text)}")
    assert body["total"] >= len(body["hits"])


def test_asking_again_costs_no_search(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=tàu")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/api/v1/search?q=tàu", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = client.get("/api/v1/search?q=hàng", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_document_asked_for_again(client: FlaskClient) -> None:
    path = f"/api/v1/documents/{library.DATED.key}"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_any_page_may_read_it(client: FlaskClient) -> None:
    for path in ("/api/v1/search", "/api/v1/documents/x", "/api/v1/openapi.json"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_only_reading(client: FlaskClient) -> None:
    response = client.post("/api/v1/search")
    refused(response, 405)
    assert "GET" in response.headers["Allow"]
    assert client.head("/api/v1/search").status_code == 200


def test_the_description_names_every_parameter(client: FlaskClient) -> None:
    described = got(client, "/api/v1/openapi.json")["paths"]["/api/v1/search"]["get"]["parameters"]
    names = {parameter["name"] for parameter in described}
    assert names == {"q", "page", "size", "sort", "match", "accents", "from", "to", *ALL_FACETS}


def test_the_description_is_what_is_answered(client: FlaskClient) -> None:
    schemas = got(client, "/api/v1/openapi.json")["components"]["schemas"]
    assert schemas["Results"]["required"] == SEARCH_KEYS
    assert schemas["Hit"]["required"] == HIT_KEYS
    whole = got(client, f"/api/v1/documents/{library.DATED.key}")
    assert set(schemas["Document"]["required"]) <= set(whole)
