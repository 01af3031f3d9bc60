"""Headers of every kind of answer, and what is refused for its size."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.security import MAX_BODY, MAX_QUERY
from tests.web import library
from tests.web.conftest import Site

KINDS = (
    "/",
    "/search?q=tàu",
    "/search?page=x",
    f"/d/{library.DATED.key}",
    f"/d/{library.WITHDRAWN.key}",
    "/nowhere",
    "/api/v1/search",
    "/api/v1/documents/x",
    "/healthz",
    "/readyz",
    "/robots.txt",
)


@pytest.mark.parametrize("path", KINDS)
def test_a_browser_is_told_to_do_nothing_but_show(client: FlaskClient, path: str) -> None:
    headers = client.get(path, follow_redirects=True).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", KINDS[:6])
def test_pages_keep_the_policy_themselves(client: FlaskClient, path: str) -> None:
    """No inline script or style, which the policy would silently drop; JSON-LD is no script."""
    html = client.get(path, follow_redirects=True).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert " src=" in tag or 'type="application/ld+json"' in tag
    for address in re.findall(r"""(?:src|srcset)=["']([^"']+)""", html):
        assert address.startswith("/")


def test_https_is_kept_where_the_site_has_it(site: Site, tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in site(tmp_path).test_client().get("/healthz").headers
    secure = site(tmp_path, VANKHO_SITE_URL="https://kho.example")
    headers = secure.test_client().get("/healthz").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_absolute_links_are_those_of_the_site_url(site: Site, library_data: Path) -> None:
    client = site(library_data, VANKHO_SITE_URL="https://kho.example").test_client()
    body = json.loads(client.get("/api/v1/search?q=tàu", headers={"Host": "evil.example"}).text)
    addresses = [body["links"]["self"], body["links"]["html"], body["hits"][0]["url"]]
    assert all(address.startswith("https://kho.example/") for address in addresses)


def test_a_body_is_not_read(client: FlaskClient) -> None:
    for path in ("/search", "/api/v1/search"):
        response = client.get(path, data=b"x" * (MAX_BODY + 1))
        assert response.status_code == 413
        assert "nội dung" in response.text


def test_a_query_string_without_end_is_refused(client: FlaskClient) -> None:
    response = client.get(f"/search?unknown={'x' * MAX_QUERY}")
    assert response.status_code == 414
    assert "rút ngắn" in response.text


def test_a_query_too_long_is_a_page_that_says_so(client: FlaskClient) -> None:
    response = client.get(f"/search?q={'x' * 10_001}")
    assert response.status_code == 400
    assert response.content_type == "text/html; charset=utf-8"
    assert "10.001 ký tự" in response.text


@pytest.mark.parametrize(
    ("path", "kind"), [("/nowhere", "text/html; charset=utf-8"), ("/api/x", "application/problem+json")]
)
def test_errors_are_answered_in_the_form_of_the_place(client: FlaskClient, path: str, kind: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, kind)
    assert response.headers["Cache-Control"] == "no-store"


def test_another_method_is_refused_in_vietnamese(client: FlaskClient) -> None:
    response = client.post("/search")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "chỉ để đọc" in response.text


@pytest.mark.parametrize(
    ("path", "kind"), [("/bug", "text/html; charset=utf-8"), ("/api/bug", "application/problem+json")]
)
def test_a_bug_is_a_500_that_tells_nothing_of_itself(app: Flask, path: str, kind: str) -> None:
    def bug() -> str:
        raise RuntimeError("bí mật trong máy")

    app.add_url_rule(path, "bug", bug)
    app.testing = False
    response = app.test_client().get(path)
    assert (response.status_code, response.content_type) == (500, kind)
    assert "bí mật" not in response.text
    assert "thử lại" in response.text
