"""Rows → values: every question the store answers about documents and their history."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from archive.store.tables import LIVE, documents, events, originals, properties, versions
from archive.store.values import Event, Known, Origin, StoredDocument, Summary, Version, Withdrawal
from index.document import FACETS, Document

MOST_VARIABLES = 500
"""Keys asked for in one statement; databases bound the number of variables."""
PAGE = 200
"""Documents fetched at a time while streaming: bounds the memory of a snapshot."""

_TEXTS = (
    "title",
    "page_title",
    "category",
    "type",
    "number",
    "issuer",
    "source",
    "author",
    "url",
    "language",
)
_VERSION = (
    versions.c.version,
    versions.c.changed,
    versions.c.digest,
    versions.c.path,
    versions.c.line,
    versions.c.format,
    versions.c.encoding,
    versions.c.notes,
)
_DOCUMENT = (
    documents.c.key,
    documents.c.id,
    documents.c.version.label("latest"),
    documents.c.added,
    documents.c.sequence,
    documents.c.withdrawn,
    documents.c.reason,
    versions.c.published,
    versions.c.updated,
    versions.c.date_only,
    versions.c.tags,
    versions.c.extra,
    *(versions.c[name] for name in _TEXTS),
    versions.c.summary,
    versions.c.body,
)
_JOINED = documents.join(versions, versions.c.key == documents.c.key)
_EVERY = select(*_VERSION, *_DOCUMENT).select_from(_JOINED)
_CURRENT = _EVERY.where(versions.c.version == documents.c.version)
_SEQUENCE = select(properties.c.value).where(properties.c.name == "sequence")
# Made once: SQLAlchemy takes 0.3 ms to see that a new statement of so many columns is the one it knows.
_BY_KEYS = _CURRENT.where(documents.c.key.in_(bindparam("keys", expanding=True)))


def sequence(connection: Connection) -> int:
    """Number of the last change."""
    return int(connection.execute(_SEQUENCE).scalar_one())


def by_keys(connection: Connection, keys: Sequence[str]) -> dict[str, StoredDocument]:
    """The documents of these keys, withdrawn ones too, in the order of `keys`; unknown keys are left out."""
    found: dict[str, StoredDocument] = {}
    for start in range(0, len(keys), MOST_VARIABLES):
        rows = connection.execute(_BY_KEYS, {"keys": keys[start : start + MOST_VARIABLES]}).all()
        found.update((row.key, _stored(row)) for row in rows)
    return {key: found[key] for key in keys if key in found}


def by_id(connection: Connection, document_id: str) -> StoredDocument | None:
    """The document of this id, or None."""
    return _first(connection, _CURRENT.where(documents.c.id == document_id))


def known(connection: Connection, receipts: Sequence[bytes]) -> dict[bytes, Known]:
    """Documents whose newest version is what the bytes of these receipts give, by receipt."""
    columns = (documents.c.receipt, documents.c.id, documents.c.digest, LIVE.label("live"))
    found: dict[bytes, Known] = {}
    for start in range(0, len(receipts), MOST_VARIABLES):
        some = documents.c.receipt.in_(receipts[start : start + MOST_VARIABLES])
        for row in connection.execute(select(*columns).where(some)):
            found[row.receipt] = Known(row.id, row.digest, not row.live)
    return found


def version(connection: Connection, key: str, number: int) -> StoredDocument | None:
    """The document as it was in its version `number`, or None."""
    return _first(connection, _EVERY.where(documents.c.key == key, versions.c.version == number))


def history(connection: Connection, key: str) -> tuple[Version, ...]:
    """All versions of a document, newest first."""
    columns = (*_VERSION, versions.c.title, versions.c.raw_digest, versions.c.size)
    query: Select[Any] = select(*columns).where(versions.c.key == key).order_by(versions.c.version.desc())
    return tuple(
        Version(
            number=row.version,
            added=row.changed,
            title=row.title,
            digest=row.digest,
            raw_digest=row.raw_digest,
            size=row.size,
            origin=_origin(row.path, row.line, row.format, row.encoding, row.notes),
        )
        for row in connection.execute(query)
    )


def happened(connection: Connection, key: str) -> tuple[Event, ...]:
    """Withdrawals and restorings of a document, oldest first."""
    query = select(events).where(events.c.key == key).order_by(events.c.sequence)
    return tuple(Event(row.action, row.at, row.reason) for row in connection.execute(query))


def original(connection: Connection, key: str, number: int) -> bytes | None:
    """The compressed bytes of a version as it came, or None."""
    query = select(originals.c.content).where(originals.c.key == key, originals.c.version == number)
    content: bytes | None = connection.execute(query).scalar_one_or_none()
    return content


def live(connection: Connection, after: int) -> Iterator[StoredDocument]:
    """Documents not withdrawn whose last change came after `after`, in the order of their changes."""
    query = _CURRENT.where(LIVE).order_by(documents.c.sequence).limit(PAGE)
    return map(_stored, _pages(connection, query, after))


def gone(connection: Connection, after: int) -> Iterator[str]:
    """Keys of withdrawn documents whose last change came after `after`."""
    query = select(documents.c.key, documents.c.sequence).where(~LIVE)
    paged = query.order_by(documents.c.sequence).limit(50 * PAGE)
    return (row.key for row in _pages(connection, paged, after))


def changed(connection: Connection, after: int) -> Iterator[str]:
    """Keys of all documents, withdrawn or not, whose last change came after `after`."""
    query = select(documents.c.key, documents.c.sequence).order_by(documents.c.sequence).limit(50 * PAGE)
    return (row.key for row in _pages(connection, query, after))


def digests(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Key and content digest of every document that is not withdrawn."""
    query = select(documents.c.key, documents.c.digest, documents.c.sequence).where(LIVE)
    paged = query.order_by(documents.c.sequence).limit(50 * PAGE)
    return ((row.key, row.digest) for row in _pages(connection, paged, 0))


def count(connection: Connection, *, withdrawn: bool = False, after: int = 0) -> int:
    """How many documents are live (or withdrawn) among those changed after `after`."""
    query = select(func.count()).select_from(documents).where(~LIVE if withdrawn else LIVE)
    return int(connection.execute(query.where(documents.c.sequence > after) if after else query).scalar_one())


def summary(connection: Connection, newest: int) -> Summary:
    """Counts for the home page: one pass over one index, whatever the number of facets."""
    columns = [documents.c[name] for name in FACETS]
    grouped: Select[Any] = select(*columns, func.count().label("n")).where(LIVE).group_by(*columns)
    groups = connection.execute(grouped).all()
    counts = {name: _tally(name, place, groups) for place, name in enumerate(FACETS)}
    years = counts["year"] or {"": 0}
    latest = _CURRENT.where(LIVE, documents.c.published_at.is_not(None))
    by_date = latest.order_by(documents.c.published_at.desc(), documents.c.key).limit(newest)
    return Summary(
        documents=sum(row.n for row in groups),
        withdrawn=count(connection, withdrawn=True),
        first_year=min(years),
        last_year=max(years),
        newest=tuple(map(_stored, connection.execute(by_date))),
        counts=counts,
        sequence=sequence(connection),
    )


def _tally(name: str, place: int, groups: Sequence[Row[Any]]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for row in groups:
        if row[place]:
            tally[row[place]] = tally.get(row[place], 0) + row.n
    if name == "year":
        return dict(sorted(tally.items(), reverse=True))
    return dict(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))


def _pages(connection: Connection, query: Select[Any], after: int) -> Iterator[Row[Any]]:
    """Rows of a query ordered by sequence and limited to a page, page after page."""
    while rows := connection.execute(query.where(documents.c.sequence > after)).all():
        yield from rows
        after = rows[-1].sequence


def _first(connection: Connection, query: Select[Any]) -> StoredDocument | None:
    row = connection.execute(query).one_or_none()
    return _stored(row) if row else None


def _stored(row: Row[Any]) -> StoredDocument:
    # Taken apart by place: by name, the thirty columns of ten rows take 0.2 ms more.
    version, changed, digest, *origin = row[: len(_VERSION)]
    _, document_id, latest, added, sequence, withdrawn, reason, *rest = row[len(_VERSION) :]
    published, updated, date_only, tags, extra, *texts, summary, body = rest
    document = Document(
        id=document_id,
        body=body,
        summary=summary,
        published=published,
        updated=updated,
        date_only=date_only,
        tags=tuple(tags),
        extra=extra,
        **dict(zip(_TEXTS, texts, strict=True)),
    )
    return StoredDocument(
        document=document,
        version=version,
        latest=latest,
        digest=digest,
        added=added,
        changed=changed,
        sequence=sequence,
        withdrawal=Withdrawal(withdrawn, reason) if withdrawn else None,
        origin=_origin(*origin),
    )


def _origin(path: str, line: int | None, kind: str, encoding: str, notes: Sequence[str]) -> Origin:
    return Origin(path, line, kind, encoding, tuple(notes))
