"""The page of a document: metadata, paragraphs, marks, citation, versions, withdrawal."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.pages.citation import citation
from archive.pages.document import DocumentPage, document_page
from archive.pages.metadata import extra_facts, facts
from archive.pages.withdrawn import withdrawn_page
from archive.store.values import Withdrawal
from index.document import VIETNAM, Document
from tests.web.fake_index import FakeIndex
from tests.web.pages.samples import DECISION, HOSTILE, NAMELESS, NEWS, RECEIVED, SITE, stored, versions


def _page(document: Document, *, query: str = "") -> DocumentPage:
    marker = FakeIndex(()).marker(query) if query else None
    return document_page(SITE, stored(document), versions(document, 1), marker=marker, query=query)


@pytest.mark.parametrize(
    ("document", "version", "latest", "text"),
    [
        (
            DECISION,
            1,
            1,
            "UBND thành phố Lạc Giang, “Quyết định về bến xe Cầu Đá”, Quyết định số 1847/QĐ-UBND, "
            "ngày 14/08/2024, Văn khố Lạc Giang, https://kho.example/d/1, truy cập ngày 05/10/2026.",
        ),
        (
            DECISION,
            1,
            2,
            "UBND thành phố Lạc Giang, “Quyết định về bến xe Cầu Đá”, Quyết định số 1847/QĐ-UBND, "
            "ngày 14/08/2024, Văn khố Lạc Giang, phiên bản 1, https://kho.example/d/1, "
            "truy cập ngày 05/10/2026.",
        ),
        (
            NEWS,
            1,
            1,
            "“Bến xe mới đón khách”, ngày 30/06/2021, Văn khố Lạc Giang, https://kho.example/d/1, "
            "truy cập ngày 05/10/2026.",
        ),
        (
            replace(NEWS, author="Hồ Uyển Nhi", number="5/TB", title="Thông báo 5/TB"),
            1,
            1,
            "Hồ Uyển Nhi, “Thông báo 5/TB”, ngày 30/06/2021, Văn khố Lạc Giang, https://kho.example/d/1, "
            "truy cập ngày 05/10/2026.",
        ),
        (
            NAMELESS,
            1,
            1,
            "“Mẩu giấy không đề, chép tay bên bờ sông Lạc.”, Văn khố Lạc Giang, https://kho.example/d/1, "
            "truy cập ngày 05/10/2026.",
        ),
    ],
)
def test_a_citation_names_what_is_known_and_ends_with_link_and_day(
    document: Document, version: int, latest: int, text: str
) -> None:
    one = stored(document, version=version, latest=latest)
    assert citation(one, SITE, "https://kho.example/d/1") == text


def test_metadata_links_into_search() -> None:
    said = {fact.label: [(value.text, value.href) for value in fact.values] for fact in facts(DECISION)}
    assert said == {
        "Số hiệu": [("1847/QĐ-UBND", "")],
        "Loại tài liệu": [("Quyết định", "/search?type=Quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh")],
        "Cơ quan ban hành": [
            ("UBND thành phố Lạc Giang", "/search?issuer=UBND+th%C3%A0nh+ph%E1%BB%91+L%E1%BA%A1c+Giang")
        ],
        "Ngày ban hành": [("14/08/2024", "/search?year=2024")],
        "Lĩnh vực": [
            ("Giao thông – Đô thị", "/search?category=Giao+th%C3%B4ng+%E2%80%93+%C4%90%C3%B4+th%E1%BB%8B")
        ],
        "Từ khóa": [
            ("bến xe", "/search?q=%22b%E1%BA%BFn+xe%22"),
            ("Cầu Đá", "/search?q=%22C%E1%BA%A7u+%C4%90%C3%A1%22"),
        ],
        "Nguồn": [("Công báo Lạc Giang", "/search?source=C%C3%B4ng+b%C3%A1o+L%E1%BA%A1c+Giang")],
        "Địa chỉ gốc": [("https://congbao.lacgiang.example/1847", "https://congbao.lacgiang.example/1847")],
    }


def test_a_title_that_belongs_elsewhere_is_shown_as_the_source_pages() -> None:
    said = {fact.label: fact.values[0].text for fact in facts(NEWS)}
    assert said["Tiêu đề trang nguồn"] == "Lịch cắt điện tuần này"
    assert said["Ngày đăng"] == "30/06/2021 18:00"


@pytest.mark.parametrize(
    ("updated", "said", "machine"),
    [
        (datetime(2026, 7, 22, tzinfo=VIETNAM), "22/07/2026", "2026-07-22"),
        (datetime(2026, 7, 21, 17, tzinfo=UTC), "22/07/2026", "2026-07-22"),
        (datetime(2026, 7, 22, 9, 5, tzinfo=VIETNAM), "22/07/2026 09:05", "2026-07-22T09:05:00+07:00"),
    ],
)
def test_a_day_of_updating_is_shown_without_a_time(updated: datetime, said: str, machine: str) -> None:
    fact = next(iter(facts(Document(id="1", updated=updated))))
    assert (fact.label, fact.values[0].text, fact.machine) == ("Cập nhật", said, machine)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/b?c=d", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<b>", False),
        ("//a.example", False),
        ("/tin/1", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    fact = next(iter(facts(Document(id="1", url=url))))
    assert fact.values[0].text == url
    assert bool(fact.values[0].href) == linked


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"nguoi-ky": "Phạm Đức Khuê"}, [("Người ký", ["Phạm Đức Khuê"])]),
        ({"NGUOI_KY": "Phạm Đức Khuê"}, [("Người ký", ["Phạm Đức Khuê"])]),
        ({"số trang": 3}, [("Số trang", ["3"])]),
        ({"mật": False, "khẩn": True}, [("Mật", ["không"]), ("Khẩn", ["có"])]),
        ({"nơi nhận": ["Sở Y tế", "", None, "Lưu"]}, [("Nơi nhận", ["Sở Y tế", "Lưu"])]),
        ({"trống": "", "không có": None, "rỗng": []}, []),
        ({"lồng": {"a": [1, "ă"]}}, [("Lồng", ['{"a": [1, "ă"]}'])]),
        ({"_": "x"}, [("_", ["x"])]),
    ],
)
def test_unknown_metadata_is_shown_as_it_came(
    extra: dict[str, Any], said: list[tuple[str, list[str]]]
) -> None:
    shown = [(fact.label, [value.text for value in fact.values]) for fact in extra_facts(extra)]
    assert shown == said


def test_paragraphs_are_numbered_and_headings_of_legal_texts_are_known() -> None:
    page = _page(DECISION)
    assert [(one.number, one.clause) for one in page.paragraphs] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Điều 12. Hiệu lực thi hành", True),
        ("CHƯƠNG IV", True),
        ("Mục 2 QUY ĐỊNH CHUNG", True),
        ("Phần thứ nhất", True),
        ("IV. Vật tư dự trữ", True),
        ("V. Đã giao Sở Y tế, Sở Xây dựng;", False),
        ("I. Newton sinh năm 1643. Ông là nhà vật lý", False),
        ("Điều 5 của Luật này quy định như sau:", False),
        ("Điều 7. Cơ quan có trách nhiệm thi hành.", False),
        ("Điều kiện cấp phép", False),
        ("Mục đích, yêu cầu", False),
        ("Điều 1. " + "rất dài " * 30, False),
    ],
)
def test_headings_of_legal_texts(text: str, clause: bool) -> None:
    assert _page(Document(id="1", body=text)).paragraphs[0].clause == clause


def test_the_words_of_the_search_are_marked_and_counted() -> None:
    page = _page(NEWS, query="bến xe")
    assert page.marks is not None
    assert page.title == "<mark>Bến</mark> <mark>xe</mark> mới đón khách"
    assert page.marks.count == 4
    assert page.marks.first == "#p1"
    assert page.marks.back == "/search?q=b%E1%BA%BFn+xe"
    assert page.marks.without == page.permalink.removeprefix(SITE.url)
    assert page.head.canonical == page.permalink


def test_a_search_that_matches_nowhere_says_so() -> None:
    page = _page(NEWS, query="không")
    assert page.marks is not None
    assert (page.marks.count, page.marks.first) == (0, "")


def test_markup_in_the_text_is_no_mark() -> None:
    page = _page(Document(id="1", title="<mark>a</mark>", body="<mark>b</mark> xe"), query="xe")
    assert page.marks is not None
    assert page.marks.count == 1


def test_a_summary_is_shown_unless_the_body_begins_with_it() -> None:
    assert _page(replace(NEWS, summary="Tóm tắt khác.")).summary == "Tóm tắt khác."
    assert _page(replace(NEWS, summary=NEWS.body[:20])).summary == ""


def test_the_page_of_an_old_version_points_to_the_current_one() -> None:
    page = document_page(SITE, stored(DECISION, version=1, latest=3), versions(DECISION, 3))
    assert page.old is not None
    assert page.old.href == f"/d/{DECISION.key}"
    assert page.permalink == f"{SITE.url}/d/{DECISION.key}/v1"
    assert page.head.robots == "noindex, follow"
    assert [(line.number, line.current, line.shown) for line in page.versions] == [
        (3, True, False),
        (2, False, False),
        (1, False, True),
    ]
    assert page.versions[2].title == "Dự thảo quyết định"


def test_json_ld_describes_the_document_and_leaves_out_what_is_unknown() -> None:
    said = _page(DECISION).head.json_ld
    assert said is not None
    assert said["headline"] == "Quyết định về bến xe Cầu Đá"
    assert said["datePublished"] == "2024-08-14"
    assert said["publisher"] == {"@type": "Organization", "name": "UBND thành phố Lạc Giang"}
    assert "dateModified" not in said
    assert json.loads(json.dumps(said)) == said


def test_of_a_withdrawn_document_number_type_issuer_and_date_are_said() -> None:
    page = withdrawn_page(SITE, stored(DECISION, withdrawal=Withdrawal(RECEIVED, "Đăng nhầm.")))
    assert [fact.label for fact in page.facts] == [
        "Số hiệu",
        "Loại tài liệu",
        "Cơ quan ban hành",
        "Ngày ban hành",
    ]
    assert (page.at, page.reason) == ("01/09/2026 09:30", "Đăng nhầm.")
    assert "bến xe" not in repr(page)


def test_a_document_that_is_not_withdrawn_has_no_such_page() -> None:
    with pytest.raises(ValueError, match="is not withdrawn"):
        withdrawn_page(SITE, stored(HOSTILE))
