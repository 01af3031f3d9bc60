"""What a web process holds open: the settings, the store and the index.

    create_app(settings) → Resources → views, api and health ask `resources()` for the store and the index

Both are opened at first use, not when the application is made: gunicorn makes the application before it
forks, and neither a SQLite connection nor a mapped index may be shared by two processes.
"""

import os
from datetime import datetime
from threading import Lock

from flask import current_app, request

from archive.config import Settings
from archive.pages.base import Site
from archive.store import Store
from index.document import VIETNAM
from index.search import Index

EXTENSION = "vankho"


class Resources:
    """The store and the index of one process; safe to ask from several threads.

    Opening raises what `Store.open` and `Index` raise; nothing is remembered then, so the next request
    tries again.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._pid = os.getpid()
        self._store: Store | None = None
        self._index: Index | None = None

    @property
    def store(self) -> Store:
        """The document store, for reading."""
        with self._lock:
            self._forget_parent()
            if self._store is None:
                self._store = Store.open(self.settings.store, readonly=True)
            return self._store

    @property
    def index(self) -> Index:
        """The index; it follows new generations by itself."""
        with self._lock:
            self._forget_parent()
            if self._index is None:
                self._index = Index(self.settings.data, abbreviations=self.settings.known_abbreviations)
            return self._index

    def close(self) -> None:
        """Close what is open; a later request opens it again."""
        with self._lock:
            self._forget_parent()
            store, index = self._store, self._index
            self._store = self._index = None
        for opened in (index, store):
            if opened is not None:
                opened.close()

    def _forget_parent(self) -> None:
        """After a fork: let go of what the parent had opened, without closing it under the parent."""
        if self._pid != os.getpid():
            self._pid, self._store, self._index = os.getpid(), None, None


def resources() -> Resources:
    """The resources of the application that answers this request."""
    held: Resources = current_app.extensions[EXTENSION]
    return held


def site_url() -> str:
    """The address readers see, without a slash at its end: `VANKHO_SITE_URL`, else what the browser asked."""
    return resources().settings.site_url or request.url_root.rstrip("/")


def site() -> Site:
    """The archive as all its pages know it, for this request."""
    settings = resources().settings
    today = datetime.now(VIETNAM).date()
    return Site(title=settings.title, url=site_url(), contact=settings.contact, today=today)
