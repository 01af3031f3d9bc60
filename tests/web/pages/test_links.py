"""Addresses: slugs, permalinks, searches, absolute URLs."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import links
from index.document import Document

DOCUMENT = Document(id="thongbao/2021/45", title="Thông báo số 45: Đường Hòa Thủy")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Thông báo số 45/TB-SCT", "thong-bao-so-45-tb-sct"),
        ("Đường Hoà Thuỷ & Ngọc Lũy", "duong-hoa-thuy-ngoc-luy"),
        ("ĐỀ ÁN ƯU TIÊN Ở XÃ", "de-an-uu-tien-o-xa"),
        ("Bô\u0323 trưởng (NFD)", "bo-truong-nfd"),
        ("  --  ", "tai-lieu"),
        ("", "tai-lieu"),
        ("漢字", "tai-lieu"),
        ("½ m² ﬁ", "1-2-m2-fi"),
        ("V2", "tai-lieu-v2"),
        ("v2 của quy chế", "v2-cua-quy-che"),
        ("từ " * 60, "-".join(["tu"] * 27)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_slug_reads_as_the_title(title: str, slug: str) -> None:
    assert links.slug(title) == slug


@given(st.text())
def test_any_title_gives_a_slug_that_fits_a_path(title: str) -> None:
    slug = links.slug(title)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(slug) <= links.SLUG_LENGTH + len(links.UNTITLED_SLUG) + 1
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({}, "/d/n4pnrn822752z/thong-bao-so-45-duong-hoa-thuy"),
        (
            {"query": "hòa & thủy"},
            "/d/n4pnrn822752z/thong-bao-so-45-duong-hoa-thuy?q=h%C3%B2a+%26+th%E1%BB%A7y",
        ),
        ({"paragraph": 3}, "/d/n4pnrn822752z/thong-bao-so-45-duong-hoa-thuy#p3"),
    ],
)
def test_a_permalink_is_the_key_and_a_slug(more: dict[str, str | int], path: str) -> None:
    assert links.document_path(DOCUMENT, **more) == path  # type: ignore[arg-type]


def test_the_key_of_a_permalink_does_not_depend_on_the_title() -> None:
    renamed = links.document_path(replace(DOCUMENT, title="Tên khác"))
    assert renamed == "/d/n4pnrn822752z/ten-khac"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({}, "/search"),
        ({"text": "bến xe"}, "/search?q=b%E1%BA%BFn+xe"),
        ({"facets": {"year": ("2021",)}, "sort": "newest"}, "/search?year=2021&sort=newest"),
    ],
)
def test_a_search_without_choices_has_the_shortest_address(changes: dict[str, Any], path: str) -> None:
    assert links.search_path(**changes) == path


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "https://kho.example/"),
        ("/search?q=b%E1%BA%BFn+xe&year=2021", "https://kho.example/search?q=b%E1%BA%BFn+xe&year=2021"),
        ("/d/abc/a#p3", "https://kho.example/d/abc/a#p3"),
        ("/bến", "https://kho.example/b%E1%BA%BFn"),
    ],
)
def test_an_absolute_url_is_the_site_and_the_path(path: str, url: str) -> None:
    assert links.absolute(path, "https://kho.example") == url
