"""People who read: without JavaScript, by keyboard, from text that means harm."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from archive import links
from tests.browser.conftest import Visit
from tests.browser.library import HOSTILE, IMAGE, LONG_WORD, REVISED, SCRIPT

STOP = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const drawn = one.querySelector(".room");
  const stops = [...document.querySelectorAll("a[href], input:not([type=hidden]), button, summary")];
  return {
    tag: one.localName, name: one.getAttribute("aria-label") || one.textContent.trim() || one.name,
    place: stops.indexOf(one),
    ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (drawn !== null && getComputedStyle(drawn).stroke !== "none"),
    seen: box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth
      && box.top < innerHeight && box.bottom > 0,
  };
}"""


def _stops(page: Page, at_most: int = 150) -> Iterator[dict[str, Any]]:
    """Where the Tab key leads, one place after another, until it leaves the page or comes to it anew."""
    first = None
    for _ in range(at_most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "body" or stop["place"] == first:
            return
        first = stop["place"] if first is None else first
        yield stop
    raise AssertionError("the Tab key goes round in circles")


def _total(page: Page) -> int:
    """The number of documents that a page of results says it found."""
    text = page.get_by_role("status").inner_text()
    found = re.match(r"[\d.]+", text)
    return int(found[0].replace(".", "")) if found else 0


def _count(value: Locator) -> int:
    return int(re.findall(r"\d+", value.locator(".count").inner_text())[0])


def _chosen(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_search_from_end_to_end_without_javascript(visit: Visit, site: str) -> None:
    page = visit(site, java_script_enabled=False)
    page.get_by_role("searchbox").fill("thành phố")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("thành phố")
    everything = _total(page)

    types = page.get_by_role("region", name="Loại tài liệu")
    first, second = _count(types.get_by_role("link").nth(0)), _count(types.get_by_role("link").nth(1))
    types.get_by_role("link").nth(0).click()
    assert _total(page) == first < everything
    types.get_by_role("link").nth(1).click()
    assert _total(page) == first + second
    assert len(_chosen(page)["type"]) == 2

    chips = page.get_by_role("list", name="Bộ lọc đang chọn").get_by_role("link", name=re.compile("^Bỏ lọc"))
    expect(chips).to_have_count(2)
    chips.first.click()
    assert _total(page) in (first, second)
    expect(chips).to_have_count(1)
    chips.first.click()
    assert _total(page) == everything


def test_dates_pages_and_orders_without_javascript(visit: Visit, site: str) -> None:
    page = visit(f"{site}/search?q={quote('thành phố')}&sort=newest", java_script_enabled=False)
    everything = _total(page)
    page.get_by_label("Từ ngày").fill("2025")
    page.get_by_label("Đến ngày").fill("06/2026")
    page.get_by_role("button", name="Lọc").click()
    assert 10 < _total(page) < everything
    assert (_chosen(page)["sort"], _chosen(page)["from"]) == (["newest"], ["2025"])
    dates = page.locator(".hits time").evaluate_all("(times) => times.map((one) => one.dateTime)")
    assert dates == sorted(dates, reverse=True)
    assert all("2025" <= date[:4] <= "2026" for date in dates)

    page.get_by_role("navigation", name="Trang kết quả").get_by_role("link", name="Sau").click()
    expect(page.get_by_role("status")).to_contain_text("đang xem 11–")
    expect(page.locator("[aria-current=page]")).to_have_text("Trang 2")
    assert _chosen(page)["sort"] == ["newest"]


def test_a_document_opened_from_a_search_has_marks_and_anchors_without_javascript(
    visit: Visit, site: str
) -> None:
    page = visit(f"{site}/search?q={quote('bến xe mở cửa')}", java_script_enabled=False)
    page.get_by_role("link", name=REVISED.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REVISED.title)
    assert page.locator("mark").all_inner_texts() != []
    expect(page.get_by_role("button", name="Chép liên kết")).to_have_count(0)
    page.locator("#p2").hover()
    page.get_by_role("link", name="Đoạn 2", exact=True).click()
    assert urlsplit(page.url).fragment == "p2"
    expect(page.locator(":target")).to_contain_text("Bến xe mở cửa")
    page.get_by_role("link", name="Kết quả cho").click()
    assert _chosen(page)["q"] == ["bến xe mở cửa"]


def test_filters_stand_open_on_a_desktop_and_folded_on_a_phone_without_javascript(
    visit: Visit, addresses: dict[str, str]
) -> None:
    wide = visit(addresses["results-facets"], java_script_enabled=False)
    expect(wide.get_by_role("link", name="Kinh tế")).to_be_visible()
    narrow = visit(addresses["results-facets"], width=360, java_script_enabled=False)
    expect(narrow.get_by_role("link", name="Kinh tế")).to_be_hidden()
    narrow.get_by_text("Bộ lọc và thời gian").click()
    expect(narrow.get_by_role("link", name="Kinh tế")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["home", "results-facets", "document-marks"])
def test_the_tab_key_leads_everywhere_in_order_and_is_seen(
    visit: Visit, addresses: dict[str, str], kind: str, width: int
) -> None:
    """Every place that can be pressed is reached once, in the order of the page, and shows the focus."""
    page = visit(addresses[kind], width=width, reduced_motion="reduce")
    stops = list(_stops(page))
    places = [stop["place"] for stop in stops]
    assert places == sorted(set(places))
    assert [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
    hidden = page.locator("a[href], input:not([type=hidden]), button, summary").evaluate_all(
        "(all) => all.filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert len(stops) + hidden == page.locator("a[href], input:not([type=hidden]), button, summary").count()


@pytest.mark.parametrize("kind", ["home", "results-facets", "document", "error-404"])
def test_the_first_stop_leads_past_the_head(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    """The skip link comes first, is seen when it has the focus, and the next stop stands in the main part."""
    page = visit(addresses[kind], width=360, reduced_motion="reduce")
    skip = page.locator("a.skip").first
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_filters_of_a_phone_by_keyboard(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit(addresses["results-facets"], width=360)
    names = [stop["name"] for stop in _stops(page)]
    assert not [name for name in names if "Kinh tế" in name]
    page.locator("details.fold > summary").focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("region", name="Lĩnh vực").get_by_role("link", name="Kinh tế")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**Kinh+t%E1%BA%BF**")
    assert sorted(_chosen(page)["category"]) == ["Kinh tế", "Nội vụ", "Y tế"]


def test_columns_of_the_histogram_are_named_links_that_keep_their_word(visit: Visit, site: str) -> None:
    """The name of a column says how many documents stand behind it."""
    page = visit(f"{site}/search?q={quote('thành phố')}")
    columns = page.get_by_role("region", name="Thời gian").locator("svg a")
    names = [column.get_attribute("aria-label") or "" for column in columns.all()]
    assert len(names) > 3
    assert all(re.fullmatch(r"(Tháng|Năm|Thập niên) [\d/]+: [\d.]+ tài liệu", name) for name in names), names
    columns.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**from=**")
    assert _total(page) == int(names[-1].split(": ")[1].split()[0])


def test_copying_the_link(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit(addresses["document-marks"], permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("button", name="Đã chép liên kết")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == addresses["document"]


def test_a_long_facet_is_narrowed_as_one_types_without_accents(visit: Visit, site: str) -> None:
    page = visit(f"{site}/search")
    facet = page.get_by_role("region", name="Cơ quan ban hành")
    facet.get_by_text(re.compile(r"^Thêm \d+ giá trị")).click()
    before = facet.get_by_role("link").count()
    facet.get_by_role("searchbox").fill("so giao")
    assert facet.locator(".name:visible").all_inner_texts() == [
        "Sở Giao thông vận tải",
        "Sở Giáo dục và Đào tạo",
    ]
    facet.get_by_role("searchbox").fill("")
    assert facet.get_by_role("link").count() == before


@pytest.mark.parametrize("query", [IMAGE, SCRIPT, f"'{IMAGE}", "</title>" + SCRIPT, LONG_WORD, "hiểm họa"])
def test_hostile_text_is_shown_and_does_nothing(visit: Visit, site: str, query: str) -> None:
    """In a query, and in the hits, facets and fields of a document; at the width of a small phone."""
    page = visit(f"{site}/search?q={quote(query)}&match=any", width=320)
    expect(page.get_by_role("combobox").first).to_have_value(query)
    expect(page.get_by_role("heading", level=1)).to_contain_text(query)
    _harmless(page)
    page.goto(site + links.document_path(HOSTILE, query=query))
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE.title)
    expect(page.locator("#p1")).to_contain_text(IMAGE)
    expect(page.locator("#p3")).to_contain_text("</main><h1>Đoạn ba</h1>")
    _harmless(page)


def _harmless(page: Page) -> None:
    assert page.evaluate("() => [window.ran, document.images.length]") == [None, 0]
    assert page.locator("[href^='javascript:'], [onerror], body script, main h1 + h1").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
