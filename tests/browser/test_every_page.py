"""What holds for every kind of page, on a phone and on a desktop, by day and by night.

Leaves a picture of each in `test-artifacts/screenshots`, for people to look at.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.library import BARE_PAGES, PAGES

KINDS = [*PAGES, *BARE_PAGES]
PICTURES = Path(__file__).resolve().parents[2] / "test-artifacts" / "screenshots"
COLOURS = ("color-contrast", "link-in-text-block")
"""Rules of axe that the colour scheme can change the answer of."""

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"""
LANDMARKS = """() => Object.fromEntries(["header", "main", "footer"]
    .map((name) => [name, document.querySelectorAll(`body > ${name}`).length]))"""
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((one) =>
    one.matches(":not(.unseen, input, svg, svg *)") && one.checkVisibility()
    && getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1
).map((one) => one.outerHTML.slice(0, 80))"""


def _violations(page: Page, *rules: str) -> str:
    """What axe has to say against a page: by all its rules, or by some."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    told = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    return json.dumps(told, ensure_ascii=False, indent=1) if told else ""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_by_day_or_night(
    visit: Visit, addresses: dict[str, str], kind: str, width: int
) -> None:
    page = visit(addresses[kind], width=width)
    page.screenshot(path=PICTURES / f"{kind}-{width}-light.png", full_page=True)
    assert not _violations(page)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=PICTURES / f"{kind}-{width}-dark.png", full_page=True)
    assert not _violations(page, *COLOURS)


@pytest.mark.parametrize("kind", ["home", "results-facets"])
def test_axe_finds_nothing_in_what_is_unfolded(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    page = visit(addresses[kind], width=360)
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    page.screenshot(path=PICTURES / f"{kind}-unfolded-360-light.png", full_page=True)
    assert not _violations(page)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_and_landmarks_are_in_order(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    """One first heading, which comes first; no level is left out; one header, one main, one footer."""
    page = visit(addresses[kind])
    levels = page.evaluate(OUTLINE)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level - above <= 1 for above, level in pairwise(levels)), levels
    assert page.evaluate(LANDMARKS) == {"header": 1, "main": 1, "footer": 1}
    assert page.locator("html").get_attribute("lang") == "vi"


def test_no_two_pages_have_one_title(visit: Visit, addresses: dict[str, str]) -> None:
    """But for the pages of one document with marks and without, and of an archive full or empty."""
    page = visit(addresses["guide"])
    titles = {}
    for kind in set(KINDS) - {"document-marks", "home-empty"}:
        page.goto(addresses[kind])
        titles[kind] = page.title()
    assert all(title.endswith("Văn khố") for title in titles.values()), titles
    assert len(set(titles.values())) == len(titles), titles


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    page = visit(addresses[kind], width=320)
    beyond = {320: page.evaluate(SIDEWAYS)}
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        beyond[width] = page.evaluate(SIDEWAYS)
    assert beyond == {320: 0, 360: 0, 1280: 0}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["home", "results-facets", "document-marks", "error-404"])
def test_text_of_twice_the_size_fits(visit: Visit, addresses: dict[str, str], kind: str, width: int) -> None:
    """The size that a reader sets in the browser counts: nothing is cut off, nothing scrolls sideways."""
    page = visit(addresses[kind], width=width)
    small = page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    with _large_text(page):
        large = page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
        assert large > 1.5 * small
        page.screenshot(path=PICTURES / f"{kind}-{width}-large-text.png", full_page=True)
        assert page.evaluate(SIDEWAYS) == 0
        assert page.evaluate(CLIPPED) == []


@contextmanager
def _large_text(page: Page) -> Iterator[None]:
    """A browser whose reader set its text to 32 pixels instead of 16."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.reload()
    yield
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    session.detach()


@pytest.mark.parametrize("kind", ["home", "results", "document", "error-404"])
def test_paper_has_the_text_and_nothing_to_press(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    page = visit(addresses[kind], scheme="dark")
    page.emulate_media(media="print")
    page.screenshot(path=PICTURES / f"{kind}-print.png", full_page=True)
    for role in ("navigation", "search", "button", "contentinfo"):
        assert [one for one in page.get_by_role(role).all() if one.is_visible()] == [], role
    assert page.locator("h1").is_visible()
    assert (
        page.locator("body").evaluate("(one) => getComputedStyle(one).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.locator("h1").evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"


def test_nothing_moves_for_a_reader_who_asked_for_rest(visit: Visit, addresses: dict[str, str]) -> None:
    behaviour = "() => getComputedStyle(document.documentElement).scrollBehavior"
    restful = visit(addresses["document-marks"], reduced_motion="reduce")
    restless = visit(addresses["document-marks"], reduced_motion="no-preference")
    assert (restful.evaluate(behaviour), restless.evaluate(behaviour)) == ("auto", "smooth")
    restful.get_by_role("link", name="Đến chỗ đầu tiên").click()
    assert restful.evaluate("() => document.getAnimations().length") == 0
