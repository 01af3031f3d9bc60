"""Stored documents → the lines of a sitemap, in parts of bounded size.

Part n holds the documents whose last change has a number from n·SITEMAP_STEP + 1 to (n + 1)·SITEMAP_STEP:
a part never grows, is read in the order of the store, and a changed document moves to the last part.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from archive import links, wording
from archive.pages.base import Site, told
from archive.store.values import StoredDocument

SITEMAP_STEP: Final = 2000
"""Changes a part covers: at most as many documents, well below the 50,000 that a sitemap may list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line of a sitemap."""

    url: str = field(metadata=told("Absolute permalink."))
    changed: str = field(metadata=told("When this version came, ISO 8601."))


def parts(sequence: int) -> range:
    """Numbers of the parts of a store whose last change has this number."""
    return range(-(-sequence // SITEMAP_STEP))


def sitemap(site: Site, documents: Iterable[StoredDocument], number: int) -> Iterator[Place]:
    """The lines of part `number`; `documents` are in the order of their changes and begin with the part."""
    last = (number + 1) * SITEMAP_STEP
    for stored in takewhile(lambda one: one.sequence <= last, documents):
        yield Place(
            url=site.absolute(links.document_path(stored.document)),
            changed=wording.machine(stored.changed),
        )
