"""What the store takes and gives: frozen values that know nothing of SQL."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal

from index.document import Document

Outcome = Literal["added", "updated", "unchanged", "taken"]
"""What became of an addition. `taken`: another id has the same key, and nothing was stored."""

DIGEST_SIZE = 16


class StoreError(Exception):
    """The store cannot do what was asked; the message is a Vietnamese sentence that says what to do."""


class DiskFull(StoreError):
    """No room left where the store is; what was committed before is safe."""


class UnknownDocument(StoreError):
    """There is no document of this id."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version came from, as `archive.sources` saw it: path as given, line from 1 or None.

    A value of the store's own, so that a web worker does not load the parsers. `notes` are Vietnamese
    sentences about what was decided while reading (an encoding, a title that belongs elsewhere).
    """

    path: str
    line: int | None = None
    format: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """A document on its way into the store.

    `raw` is the source's bytes as they came, `receipt` the fingerprint by which the same bytes are known
    again without parsing (`Store.known`); the store does not look inside it.
    """

    document: Document
    digest: bytes
    raw: bytes
    receipt: bytes
    origin: Origin


@dataclass(frozen=True, slots=True)
class Known:
    """A document found by its receipt, as far as adding needs it."""

    id: str
    digest: bytes
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why a document was withdrawn."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A withdrawal or restoring in a document's history; `reason` of a restoring may be `""`."""

    action: Literal["withdrawn", "restored"]
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the store holds it, in one of its versions.

    `version` is the number of the version in `document` (from 1), `latest` that of the newest one.
    `added` is when the document first came, `changed` when this version did; both in UTC. `sequence` is
    the number of the document's last change (new version, withdrawal, restoring). `digest` is
    `digest_of(document)`.
    """

    document: Document
    version: int
    latest: int
    digest: bytes
    added: datetime
    changed: datetime
    sequence: int
    withdrawal: Withdrawal | None
    origin: Origin

    @property
    def key(self) -> str:
        """The document's permalink key."""
        return self.document.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One line of a document's version history. `size` is the length of the original in bytes."""

    number: int
    added: datetime
    title: str
    digest: bytes
    raw_digest: bytes
    size: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the archive holds, withdrawn documents left out of everything but `withdrawn`.

    `counts` maps every facet to its values and how many documents have them: most frequent first, years
    newest first; documents without a value are not counted. `newest` are those published last, newest
    first. Years are as in `Document.year`, or `""` when no document has a date.
    """

    documents: int
    withdrawn: int
    first_year: str
    last_year: str
    newest: tuple[StoredDocument, ...]
    counts: Mapping[str, Mapping[str, int]]
    sequence: int


def digest_of(document: Document) -> bytes:
    """16 bytes of BLAKE2b over what the document says; equal documents have equal digests.

    Fields at their defaults are left out, so that a field added to `Document` one day changes no digest.
    Raises `ValueError` for text that is not Unicode (lone surrogates) or metadata that is not JSON.
    """
    said = {
        field.name: _plain(value)
        for field in fields(document)
        if (value := getattr(document, field.name)) != _default(field)
    }
    try:
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    except TypeError as error:
        raise ValueError(str(error)) from error
    return blake2b(text.encode(), digest_size=DIGEST_SIZE).digest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _default(field: "Field[Any]") -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default
