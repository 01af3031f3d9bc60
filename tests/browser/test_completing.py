"""Completion in the search box: by keyboard, by mouse, for a screen reader; absent without JavaScript."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def typed(page: Page, text: str) -> None:
    """Type into the search box and wait for the list."""
    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially(text)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_without_javascript_the_box_is_a_plain_box(visit: Visit, site: str) -> None:
    page = visit(site, java_script_enabled=False)
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("listbox")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_opens_that_axe_finds_nothing_against(visit: Visit, site: str, width: int) -> None:
    page = visit(site, width=width)
    typed(page, "benh v")
    expect(page.get_by_role("option").first).to_have_text("bệnh viện")
    page.get_by_role("combobox").press("ArrowDown")
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
        assert not found, json.dumps([one["id"] for one in found])
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_arrow_keys_walk_through_the_list_and_enter_chooses(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "benh v")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    box.press("ArrowUp")  # back to the box itself
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.get_by_role("combobox")).to_have_value("bệnh viện")


def test_escape_closes_the_list_and_keeps_what_was_typed(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "benh v")
    box = page.get_by_role("combobox")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("benh v")
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_leaving_the_box_closes_the_list(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "benh v")
    page.get_by_role("combobox").press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "benh v")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.get_by_role("combobox")).to_have_value("benh v")


def test_a_title_leads_to_its_document(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "khoi cong ha t")
    page.get_by_role("option").filter(has_text="Khởi công hạ tầng Cụm").click()
    page.wait_for_url("**/d/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Khởi công hạ tầng")


def test_a_chosen_word_keeps_the_filters(visit: Visit, site: str) -> None:
    page = visit(f"{site}/search?q=xe&sort=newest")
    typed(page, "benh v")
    page.get_by_role("option").first.click()
    page.wait_for_url("**sort=newest**")
    expect(page.get_by_role("combobox")).to_have_value("bệnh viện")


def test_how_many_there_are_is_said(visit: Visit, site: str) -> None:
    page = visit(site)
    typed(page, "benh v")
    count = page.get_by_role("option").count()
    expect(page.locator(".completing [aria-live]")).to_have_text(f"Có {count} gợi ý, chọn bằng phím mũi tên.")
    page.get_by_role("combobox").fill("zzzzq")
    expect(page.locator(".completing [aria-live]")).to_have_text("Không có gợi ý.")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_text_in_the_list_is_text(visit: Visit, site: str) -> None:
    """A title that is markup is shown, not run."""
    page = visit(site)
    typed(page, "hiem hoa")
    expect(page.get_by_role("option").filter(has_text="<script>").first).to_be_visible()
    assert page.evaluate("window.ran") is None
