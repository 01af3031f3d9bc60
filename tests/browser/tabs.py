"""Tabs of a browser that write down whatever a page should not do."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

HEIGHTS = {320: 568, 360: 740, 1280: 800}
"""Width of a window in pixels → its height."""
STATUS = "Failed to load resource: the server responded with a status of"
"""How the console begins to say that a page is an error page, which is no fault of the page."""


class Tabs:
    """One tab for each set of options, kept from visit to visit: pages of this site leave nothing behind.

    `heard` is what pages did that they should not: ask another origin, write on the console, fail, open a
    dialog.
    """

    def __init__(self, browser: Browser) -> None:
        self.heard: list[str] = []
        self._browser = browser
        self._pages: dict[str, Page] = {}

    def visit(self, address: str, *, width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        """The page at `address` in a window of that width, on a screen, in that colour scheme."""
        name = repr(sorted(options.items()))
        if name not in self._pages:
            self._pages[name] = self._opened(**options)
        page = self._pages[name]
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(media="screen", color_scheme=scheme)
        page.goto(address)
        return page

    def close(self) -> None:
        """Close them all."""
        for page in self._pages.values():
            page.context.close()

    def _opened(self, **options: Any) -> Page:
        page = self._browser.new_context(locale="vi-VN", **options).new_page()
        _Ear(self.heard).listen(page)
        return page


class _Ear:
    """Hears one tab. `pages` are the addresses of the pages that it opened, `origin` is that of the last,
    `left` are those of others before."""

    def __init__(self, heard: list[str]) -> None:
        self.heard = heard
        self.pages: set[str] = set()
        self.origin = ""
        self.left: set[str] = set()

    def listen(self, page: Page) -> None:
        page.on("request", self.request)
        page.on("requestfailed", self.failed)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("dialog", self.dialog)

    def request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if request.is_navigation_request() and address.hostname == "127.0.0.1":
            self.pages.add(request.url)
            self.left.add(self.origin)
            self.origin = address.netloc
        # A busy browser asks for the icon of a page that it has left.
        late = address.netloc in self.left and address.path.endswith("/favicon.svg")
        if address.netloc != self.origin and not late:
            self.heard.append(f"asked for {request.url}")

    def failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # by the next visit
            self.heard.append(f"{request.failure}: {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        if not (message.text.startswith(STATUS) and message.location["url"] in self.pages):
            self.heard.append(f"console, {message.type}: {message.text}")

    def dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()
