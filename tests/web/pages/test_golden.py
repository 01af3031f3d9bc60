"""Golden pages: the whole HTML of every page kind.

`REWRITE_GOLDEN=1 pytest tests/web/pages/test_golden.py` writes them anew; the diff is what is reviewed.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template

from archive.pages.base import Page
from archive.pages.document import document_page
from archive.pages.error import error_page
from archive.pages.guide import guide_page
from archive.pages.home import home_page
from archive.pages.results import removals, results_page
from archive.pages.withdrawn import withdrawn_page
from archive.params import read
from archive.store.values import Withdrawal
from index.results import Cited, Named
from tests.web.fake_index import FakeIndex
from tests.web.pages import samples
from tests.web.pages.samples import DECISION, HOSTILE, NAMELESS, NEWS, SITE, stored, versions

GOLDEN = Path(__file__).parent / "golden"


def _empty_results() -> Page:
    params = read({"q": ["bến xe"], "year": ["1999"], "match": ["all"]})
    index = FakeIndex(samples.ALL)
    attempts = [(one, index.search(one.params.request).total) for one in removals(params)]
    answer = index.search(params.request)
    return results_page(SITE, params, answer, {}, attempts=attempts, newest=[stored(NEWS)])


def _withdrawn() -> Page:
    gone = Withdrawal(samples.RECEIVED, "Trùng với tài liệu 12/TB-SCT.")
    return withdrawn_page(SITE, stored(DECISION, withdrawal=gone))


PAGES: dict[str, tuple[str, Callable[[], Page]]] = {
    "home": ("home.html", lambda: home_page(SITE, samples.summary())),
    "home-empty": ("home.html", lambda: home_page(SITE, samples.summary(()))),
    "results": (
        "results.html",
        lambda: samples.results(
            {"q": "bến xe", "category": "Giao thông – Đô thị", "from": "30/13/2020"},
            notes=("Câu tìm được hiểu là phải có đủ các từ.",),
            suggestion="bến tàu",
        ),
    ),
    "results-pages": ("results.html", lambda: samples.results({"q": "bến", "page": "3"}, samples.news(50))),
    "results-beyond": ("results.html", lambda: samples.results({"page": "9"})),
    "results-empty": ("results.html", _empty_results),
    "document": (
        "document.html",
        lambda: document_page(SITE, stored(DECISION), versions(DECISION, 1)),
    ),
    "document-marked": (
        "document.html",
        lambda: document_page(
            SITE,
            stored(NEWS),
            versions(NEWS, 1),
            marker=FakeIndex(()).marker("bến xe"),
            query="bến xe",
        ),
    ),
    "document-named": (
        "document.html",
        lambda: document_page(
            SITE,
            stored(samples.LETTER),
            versions(samples.LETTER, 1),
            named=Named(
                facets={
                    "organisation": ("Sở Giao thông vận tải", "Bến xe A & B"),
                    "place": tuple(f"Xã Tân {number}" for number in range(1, 13)),
                    "person": ("Nguyễn Văn An",),
                },
                cited=(Cited("07/TB", 1, NEWS.key), Cited("36/2005/QH11", 239), Cited("45-NQ/TW", 0)),
                others=5,
            ),
            cited={NEWS.key: stored(NEWS)},
            citing=3,
        ),
    ),
    "document-old": (
        "document.html",
        lambda: document_page(SITE, stored(DECISION, version=1, latest=2), versions(DECISION, 2)),
    ),
    "document-nameless": (
        "document.html",
        lambda: document_page(SITE, stored(NAMELESS), versions(NAMELESS, 1)),
    ),
    "document-hostile": (
        "document.html",
        lambda: document_page(
            SITE,
            stored(HOSTILE),
            versions(HOSTILE, 1),
            marker=FakeIndex(()).marker("xe script"),
            query='"><script>',
        ),
    ),
    "withdrawn": ("withdrawn.html", _withdrawn),
    "error-404": ("error.html", lambda: error_page(SITE, 404, "Kho không có tài liệu nào mang mã «x».")),
    "error-503": ("error.html", lambda: error_page(SITE, 503)),
    "guide": ("guide.html", lambda: guide_page(SITE)),
}


def _html(app: Flask, name: str) -> str:
    template, make = PAGES[name]
    with app.test_request_context("/"):
        html = render_template(template, page=make())
    return re.sub(r"/assets/[0-9a-f]{8}/", "/assets/*/", html)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was(app: Flask, name: str) -> None:
    """Whoever changes a page sees the change in the diff of its golden file."""
    path, html = GOLDEN / f"{name}.html", _html(app, name)
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(html, encoding="utf-8")
    assert html == path.read_text(encoding="utf-8"), f"{path.name}: REWRITE_GOLDEN=1 accepts the change"


def test_every_golden_file_has_a_page() -> None:
    assert {path.stem for path in GOLDEN.glob("*.html")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_nothing_from_elsewhere_and_nothing_inline(app: Flask, name: str) -> None:
    """What a strict Content-Security-Policy forbids is not there: the policy never has to bite."""
    html = _html(app, name)
    fetched = re.findall(
        r'<(?:link[^>]*rel="(?:stylesheet|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]*)', html
    )
    assert fetched
    assert all(address.startswith("/assets/") for address in fetched)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"(?!alert)", html.replace("&#34;", ""))
    assert re.findall(r"<script(?![^>]*src=)[^>]*>", html) in ([], ['<script type="application/ld+json">'])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_h1_one_main_and_unique_ids(app: Flask, name: str) -> None:
    html = _html(app, name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert html.count("<h1") == html.count("<main") == 1
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'(?:aria-labelledby|aria-describedby|for|form)="([^"]+)"', html)) <= set(ids)


def test_pages_have_titles_and_descriptions_of_their_own() -> None:
    """Old and new version of one document share a description, but not a title."""
    heads = [make().head for _, make in PAGES.values()]
    titles = [head.title for head in heads if head.title != SITE.title]
    assert all(head.title and head.description for head in heads)
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", ["document-hostile", "results"])
def test_hostile_text_stays_text(app: Flask, name: str) -> None:
    html = _html(app, name)
    for markup in ("<script>", "<img", "<b>Đậm", "<i>3", "<u>Loại", "<tag>", "<author>", "<khóa>", "49"):
        assert markup not in html
    assert 'href="javascript:' not in html
