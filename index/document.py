"""The document: the one value that travels from a source through the store to the index and the page.

All text in a `Document` is display text: NFC, `\n` line ends, no control or zero-width characters.
A `Document` does not know whether it is stored, indexed or withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any
from unicodedata import normalize

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has had one zone without daylight saving since 1975."""

FACETS = ("category", "type", "issuer", "source", "year")
"""Facets in the order in which a page shows them."""

KEY_LENGTH = 13
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


def key_of(document_id: str) -> str:
    """The key in a document's permalink: 13 characters that depend on `id` alone.

    65 bits of BLAKE2b over the NFC form, so five million documents collide with probability 3e-7;
    the store refuses a second id with the same key.

    >>> key_of("thongbao/2021/45")
    'n4pnrn822752z'
    """
    digest = blake2b(normalize("NFC", document_id).encode("utf-8", "surrogatepass"), digest_size=9).digest()
    number = int.from_bytes(digest, "big") >> (72 - 5 * KEY_LENGTH)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(KEY_LENGTH)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in the archive's own form.

    `published` and `updated` always carry a zone. `date_only` says that the source gave `published`
    without a time of day. `page_title` is a title that the source page carried but that the text
    does not support (it belongs to another article): searchable, and shown as the source's page title.
    `extra` holds the metadata keys that the import form does not know, in their order.
    """

    id: str
    title: str = ""
    body: str = ""
    summary: str = ""
    page_title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    date_only: bool = False
    category: str = ""
    type: str = ""
    number: str = ""
    issuer: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The permalink key of this document's id."""
        return key_of(self.id)

    @property
    def year(self) -> str:
        """Year of publication in Vietnam as four digits, or `""`."""
        return f"{self.published.astimezone(VIETNAM).year:04d}" if self.published else ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Body paragraphs; paragraph n (from 1) has the anchor `#p<n>`."""
        return tuple(part for line in self.body.split("\n") if (part := line.strip()))

    def facet(self, name: str) -> str:
        """This document's value of the facet `name` (one of `FACETS`), `""` when it has none."""
        return str(getattr(self, name)) if name in FACETS else ""
