"""The site as a browser meets it, over the small archive with a real index."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import links
from archive.app import create_app
from archive.config import Settings
from archive.resources import EXTENSION
from archive.store import Store
from index.document import Document
from tests.making import put
from tests.web import library

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _path(document: Document) -> str:
    return links.document_path(document)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search",
        "/search?q=h%E1%BB%8Dc+sinh",
        "/search?q=zzzz&year=1999",
        "/huong-dan",
        _path(library.HOSTILE),
    ],
)
def test_pages_are_served_in_vietnamese_and_never_stale(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert '<html lang="vi"' in response.text
    assert response.cache_control.no_cache
    etag = response.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("wrong", ["", "/sai", "/quy-che-ben-xe/", "/Quy-Che-Ben-Xe"])
def test_a_wrong_or_missing_slug_leads_to_the_right_one(client: FlaskClient, wrong: str) -> None:
    if wrong.endswith("/"):
        assert client.get(f"/d/{library.REVISED.key}{wrong}").status_code == 404
        return
    response = client.get(f"/d/{library.REVISED.key}{wrong}?q=b%E1%BA%BFn+xe&x=1")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/d/{library.REVISED.key}/quy-che-ben-xe?q=b%E1%BA%BFn+xe&x=1"


def test_a_search_leads_to_a_document_with_its_words_marked(client: FlaskClient) -> None:
    found = client.get("/search?q=khu+%C4%91i%E1%BB%81u+tr%E1%BB%8B").text
    href = re.search(r'class="card-title"><a href="(/d/[^"]+)"', found)
    assert href
    page = client.get(href[1].replace("&amp;", "&")).text
    assert "<mark>" in page
    assert "Đánh dấu" in page


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    for path in (
        "/search?q=th%E1%BA%BB",
        f"{_path(library.HOSTILE)}?q=%22%3E%3Cscript%3Ealert(2)%3C/script%3E",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<b>thẻ" not in page
        assert 'href="javascript:' not in page


def test_an_old_version_stays_readable_and_says_that_it_is_old(client: FlaskClient) -> None:
    page = client.get(f"/d/{library.REVISED.key}/v1")
    assert page.status_code == 200
    assert "ba mươi phút" in page.text
    assert "không còn là bản hiện hành" in page.text
    assert 'name="robots" content="noindex' in page.text


@pytest.mark.parametrize("number", ["v0", "v3", "v99999999999999999999"])
def test_a_version_that_never_was_is_not_found(client: FlaskClient, number: str) -> None:
    response = client.get(f"/d/{library.REVISED.key}/{number}")
    assert response.status_code == 404
    assert "phiên bản mới nhất là 2" in response.text


@pytest.mark.parametrize("tail", ["", "/thong-bao-nham-lan", "/v1", "/gi-do"])
def test_a_withdrawn_document_answers_410_without_title_or_text(client: FlaskClient, tail: str) -> None:
    response = client.get(f"/d/{library.WITHDRAWN.key}{tail}")
    assert response.status_code == 410
    assert library.REASON in response.text
    assert "Thông báo nhầm lẫn" not in response.text
    assert "phải rút lại" not in response.text


def test_a_withdrawn_document_is_not_shown_among_the_results(client: FlaskClient) -> None:
    page = client.get("/search?q=th%C3%B4ng+b%C3%A1o+nh%E1%BA%A7m+l%E1%BA%ABn").text
    assert library.WITHDRAWN.key not in page
    assert "vừa được rút khỏi kho" in page


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/khong-co", 404, "Không tìm thấy trang này"),
        ("/d/khongcomanao", 404, "Kho không có tài liệu nào mang mã"),
        ("/d/%3Cscript%3E", 404, "Kho không có tài liệu nào mang mã"),
        ("/search?q=" + "a" * 10_001, 400, "xin rút gọn"),
        ("/sitemap-99.xml", 404, "Không tìm thấy"),
        ("/assets/0/khong-co.css", 404, "Không tìm thấy"),
        ("/assets/0/../base.html", 404, "Không tìm thấy"),
    ],
)
def test_errors_say_what_to_do(client: FlaskClient, path: str, status: int, says: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert says in response.text
    assert "Bạn có thể" in response.text
    assert "<script>" not in response.text


def test_documents_stay_open_while_there_is_no_index(store: Store, data_dir: Path) -> None:
    """A permalink asks the store alone, even one that comes from a search; a search has to wait."""
    put(store, library.DATED)
    app = create_app(Settings.from_environment({"VANKHO_DATA": str(data_dir)}))
    client = app.test_client()
    statuses = {
        path: client.get(path).status_code for path in ("/", _path(library.DATED), "/search?q=r%C3%A1c")
    }
    marked = client.get(f"{_path(library.DATED)}?q=r%C3%A1c").status_code
    app.extensions[EXTENSION].close()
    assert statuses == {"/": 200, _path(library.DATED): 200, "/search?q=r%C3%A1c": 503}
    assert marked == 200


def test_one_search_has_one_canonical_address(client: FlaskClient) -> None:
    page = client.get("/search?year=2021&q=c%E1%BA%A3ng&sort=relevance&page=1&utm=x").text
    assert '<link rel="canonical" href="http://localhost/search?q=c%E1%BA%A3ng&amp;year=2021">' in page


def test_the_next_page_is_named_and_reaches_further_documents(client: FlaskClient) -> None:
    first = client.get("/search?q=th%C3%A0nh+ph%E1%BB%91").text
    following = re.search(r'<link rel="next" href="http://localhost([^"]+)">', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    shown = re.compile(r'class="card-title"><a href="(/d/[^/]+)')
    assert shown.findall(second)
    assert not set(shown.findall(first)) & set(shown.findall(second))
    assert '<link rel="prev"' in second


def test_facet_counts_are_kept_when_a_link_is_followed(client: FlaskClient) -> None:
    """The count beside a value is the number of documents that choosing it finds."""
    page = client.get("/search?q=h%E1%BB%99i+ngh%E1%BB%8B").text
    values = re.findall(
        r'<a href="([^"]+)" rel="nofollow">\s*'
        r'<span class="name">[^<]*</span>\s*<span class="count">([\d.]+)',
        page,
    )
    assert len(values) > 5
    for href, count in values[:8]:
        narrowed = client.get(href.replace("&amp;", "&")).text
        assert f'role="status">\n    <b>{count}</b> tài liệu' in narrowed


def test_static_files_have_addresses_that_change_with_them(client: FlaskClient) -> None:
    page = client.get("/").text
    style = re.search(r'rel="stylesheet" href="([^"]+)"', page)
    assert style
    with client.get(style[1]) as response:
        assert response.content_type.startswith("text/css")
        assert response.cache_control.immutable
        assert response.cache_control.max_age == 31_536_000
    with client.get(re.sub(r"/assets/\w+/", "/assets/00000000/", style[1])) as stale:
        assert stale.status_code == 200
        assert not stale.cache_control.max_age


def test_the_sitemap_lists_every_document_that_can_be_read_and_no_other(client: FlaskClient) -> None:
    index = ET.fromstring(client.get("/sitemap.xml").data)
    parts = [place.text or "" for place in index.iter(f"{SITEMAP}loc")]
    listed = [
        (place.text or "").removeprefix("http://localhost")
        for part in parts
        for place in ET.fromstring(client.get(part.removeprefix("http://localhost")).data).iter(
            f"{SITEMAP}loc"
        )
    ]
    live = {_path(document) for document in library.ALL if document.key != library.WITHDRAWN.key}
    assert sorted(listed) == sorted(live)
    assert client.get(listed[0]).status_code == 200


def test_robots_read_documents_but_not_searches(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Disallow: /search\n" in response.text
    assert "Sitemap: http://localhost/sitemap.xml" in response.text


def test_a_browser_can_add_the_archive_as_a_search_engine(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    root = ET.fromstring(response.data)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert response.content_type.startswith("application/opensearchdescription+xml")
    assert len(root.findtext(f"{space}ShortName") or "") <= 16
    templates = [url.get("template") for url in root.iter(f"{space}Url")]
    assert "http://localhost/search?q={searchTerms}" in templates


def test_json_ld_can_be_read_and_cannot_end_its_script(client: FlaskClient) -> None:
    page = client.get(_path(library.HOSTILE)).text
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert written
    assert "<" not in written[1]
    assert json.loads(written[1])["headline"] == library.HOSTILE.title


@pytest.mark.parametrize(
    ("site_url", "link"),
    [
        ("https://luutru.example", "https://luutru.example/d/"),
        ("", "http://localhost/d/"),
    ],
)
def test_the_site_url_decides_absolute_links(library_data: object, site_url: str, link: str) -> None:
    settings = Settings.from_environment({"VANKHO_DATA": str(library_data), "VANKHO_SITE_URL": site_url})
    app: Flask = create_app(settings)
    try:
        page = app.test_client().get(_path(library.DATED)).text
    finally:
        app.extensions[EXTENSION].close()
    assert f'<link rel="canonical" href="{link}{library.DATED.key}/' in page
    assert f'<meta property="og:url" content="{link}{library.DATED.key}/' in page
    assert f">{link}{library.DATED.key}/" in page


def test_names_in_a_document_lead_to_searches_and_numbers_to_their_documents(client: FlaskClient) -> None:
    html = client.get(_path(library.NAMING)).text
    cited = next(one for one in library.REPORTS if one.number == "3/BC-LG")
    assert f'href="{_path(cited)}"' in html
    assert "<li>99-BC/LG</li>" in html
    for name, value in (("organisation", "Sở Y tế thành phố Đà Nẵng"), ("person", "Nguyễn Văn Hùng")):
        path = links.search_path(facets={name: (value,)})
        assert f'href="{path}"' in html
        assert library.NAMING.title in client.get(path).text


def test_a_document_leads_to_those_that_cite_it(client: FlaskClient) -> None:
    cited = next(one for one in library.REPORTS if one.number == "3/BC-LG")
    html = client.get(_path(cited)).text
    path = links.search_path(text="viện dẫn:3/BC-LG")
    assert f'<a href="{path}">1 tài liệu viện dẫn văn bản 3/BC-LG</a>' in html
    found = client.get(path).text
    assert library.NAMING.title in found
    assert "1 kết quả" in found or "1 tài liệu" in found
