"""A browser, the sites it reads, and its tabs.

Each process of pytest-xdist makes its own: two sites and a browser cost less than one process waiting for the
other. (`--dist=loadgroup` of pytest-xdist 3.8 does nothing under pytest 9.2.)
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import library
from tests.browser.tabs import Tabs
from tests.system.server import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--no-default-browser-check",
    "--no-first-run",
)
CONTACT = "luutru@lacgiang.example"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or a skip that says that it is not there."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("NO CHROMIUM: nothing was tested in a browser (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site over the sample archive and the documents of `tests.browser.library`."""
    yield from _served(tmp_path_factory.mktemp("browser"), library.build)


@pytest.fixture(scope="session")
def bare_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site over an empty archive without an index."""
    yield from _served(tmp_path_factory.mktemp("bare"), library.build_bare)


def _served(folder: Path, build: Callable[[Path], None]) -> Iterator[str]:
    data = folder / "var"
    data.mkdir()
    build(data)
    with serving(data, folder / "log", VANKHO_WORKERS="1", VANKHO_CONTACT=CONTACT) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="session")
def addresses(site: str, bare_site: str) -> dict[str, str]:
    """Kind of page → its whole address."""
    pages = {kind: site + path for kind, path in library.PAGES.items()}
    return pages | {kind: bare_site + path for kind, path in library.BARE_PAGES.items()}


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs of this session."""
    tabs = Tabs(browser)
    yield tabs
    tabs.close()


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Visit]:
    """Opens an address in a tab: `visit(address, width=360, scheme="dark", …)`.

    Further options are those of Playwright's `new_context`. Once the test is over, its tabs must have been
    quiet: no request to another origin, no message on the console, no script of a stranger.
    """
    tabs.heard.clear()
    yield tabs.visit
    assert tabs.heard == []
