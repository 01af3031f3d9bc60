"""Values → rows: additions, withdrawals and restorings, each with its number in the sequence of changes."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from archive.store.reading import MOST_VARIABLES
from archive.store.tables import LIVE, documents, events, originals, properties, versions
from archive.store.values import DIGEST_SIZE, Addition, Event, Outcome, StoreError, UnknownDocument
from index.document import FACETS

COMPRESSION = 3
"""zlib level of originals."""

_SAME = (
    *("title", "page_title", "published", "updated", "date_only", "category", "type", "number", "issuer"),
    *("source", "author", "url", "language", "tags", "extra", "summary", "body"),
)
"""Columns of `versions` named like the `Document` field that they hold."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds of a document, as far as an addition is compared with it."""

    id: str
    version: int
    digest: bytes
    receipt: bytes
    withdrawn: bool = False


class Batch:
    """Additions of one transaction: all of them are kept when `Store.batch` ends well, else none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now = datetime.now(UTC)

    def put(self, additions: Sequence[Addition]) -> tuple[Outcome, ...]:
        """Store what is new or changed; one outcome for each addition, in their order.

        A withdrawn document that changes gets its new version and stays withdrawn.
        """
        before = held(self._connection, [addition.document.key for addition in additions])
        after = dict(before)
        outcomes: list[Outcome] = []
        kept: list[tuple[Addition, int]] = []
        for addition in additions:
            old = after.get(addition.document.key)
            outcome, new = _compare(old, addition)
            after[addition.document.key] = new
            outcomes.append(outcome)
            if outcome in ("added", "updated"):
                kept.append((addition, new.version))
        self._point_to({a.document.key: (a, number) for a, number in kept}, before)
        self._insert_versions(kept)
        self._remember({key: new for key, new in after.items() if key in before}, before)
        return tuple(outcomes)

    def withdrawn(self, keys: Sequence[str]) -> set[str]:
        """Which of these documents are withdrawn."""
        return {key for key, old in held(self._connection, keys).items() if old.withdrawn}

    def _point_to(self, current: Mapping[str, tuple[Addition, int]], before: Mapping[str, Held]) -> None:
        """Make each document's row say which version is its newest."""
        numbers = next_numbers(self._connection, len(current))
        rows = [
            _document_row(addition, version, sequence)
            for (addition, version), sequence in zip(current.values(), numbers, strict=True)
        ]
        new = [row | {"added": self._now} for row in rows if row["key"] not in before]
        old = [row | {"of": row["key"]} for row in rows if row["key"] in before]
        if new:
            self._connection.execute(insert(documents), new)
        if old:
            self._connection.execute(update(documents).where(documents.c.key == bindparam("of")), old)

    def _insert_versions(self, kept: Sequence[tuple[Addition, int]]) -> None:
        if kept:
            rows = [_version_row(addition, number) | {"changed": self._now} for addition, number in kept]
            self._connection.execute(insert(versions), rows)
            self._connection.execute(insert(originals), [_original_row(a, number) for a, number in kept])

    def _remember(self, after: Mapping[str, Held], before: Mapping[str, Held]) -> None:
        """Keep the newest receipt of documents whose bytes changed and whose content did not."""
        changed = [
            {"of": key, "receipt": new.receipt}
            for key, new in after.items()
            if new.version == before[key].version and new.receipt != before[key].receipt
        ]
        if changed:
            self._connection.execute(update(documents).where(documents.c.key == bindparam("of")), changed)


def held(connection: Connection, keys: Sequence[str]) -> dict[str, Held]:
    """What the store holds under these keys."""
    columns = (
        *(documents.c.key, documents.c.id, documents.c.version, documents.c.digest, documents.c.receipt),
        (~LIVE).label("withdrawn"),
    )
    found: dict[str, Held] = {}
    for start in range(0, len(keys), MOST_VARIABLES):
        some = select(*columns).where(documents.c.key.in_(keys[start : start + MOST_VARIABLES]))
        for row in connection.execute(some):
            found[row.key] = Held(row.id, row.version, row.digest, row.receipt, row.withdrawn)
    return found


def withdraw(connection: Connection, document_id: str, reason: str) -> bool:
    """Withdraw a document, or give the withdrawal another reason; False when both are so already."""
    if not reason.strip():
        raise StoreError("Hãy ghi lý do rút tài liệu: người đọc đường liên kết cũ sẽ thấy lý do ấy.")
    row = _find(connection, document_id)
    if row.withdrawn and row.reason == reason.strip():
        return False
    event = Event("withdrawn", datetime.now(UTC), reason.strip())
    _happen(connection, row.key, event, {"withdrawn": event.at, "reason": event.reason})
    return True


def restore(connection: Connection, document_id: str, reason: str) -> bool:
    """Take a withdrawal back; False when the document is not withdrawn."""
    row = _find(connection, document_id)
    if not row.withdrawn:
        return False
    event = Event("restored", datetime.now(UTC), reason.strip())
    _happen(connection, row.key, event, {"withdrawn": None, "reason": None})
    return True


def next_numbers(connection: Connection, count: int) -> Iterable[int]:
    """The next `count` numbers of the sequence of changes.

    Taking them locks the counter until the transaction ends, so numbers become visible in their order.
    """
    counter = update(properties).where(properties.c.name == "sequence")
    taken = counter.values(value=properties.c.value + count).returning(properties.c.value)
    last = int(connection.execute(taken).scalar_one())
    return range(last - count + 1, last + 1)


def _compare(old: Held | None, addition: Addition) -> tuple[Outcome, Held]:
    """What an addition does to what is held, and what is held afterwards."""
    new = Held(addition.document.id, 1, addition.digest, addition.receipt)
    if old is None:
        return "added", new
    if old.id != addition.document.id:
        return "taken", old
    if old.digest == addition.digest:
        return "unchanged", replace(old, receipt=addition.receipt)
    return "updated", replace(new, version=old.version + 1)


def _find(connection: Connection, document_id: str) -> Any:
    columns = (documents.c.key, documents.c.withdrawn, documents.c.reason)
    row = connection.execute(select(*columns).where(documents.c.id == document_id)).one_or_none()
    if row is None:
        raise UnknownDocument(f"Không có tài liệu nào mang mã “{document_id}”.")
    return row


def _happen(connection: Connection, key: str, event: Event, state: Row) -> None:
    (sequence,) = next_numbers(connection, 1)
    row = {"sequence": sequence, "key": key, "action": event.action, "at": event.at, "reason": event.reason}
    connection.execute(insert(events), row)
    connection.execute(update(documents).where(documents.c.key == key).values(sequence=sequence, **state))


def _document_row(addition: Addition, version: int, sequence: int) -> Row:
    document = addition.document
    row: Row = {name: document.facet(name) for name in FACETS}
    return row | {
        "key": document.key,
        "id": document.id,
        "sequence": sequence,
        "version": version,
        "digest": addition.digest,
        "receipt": addition.receipt,
        "published_at": int(document.published.timestamp()) if document.published else None,
    }


def _version_row(addition: Addition, number: int) -> Row:
    document, origin = addition.document, addition.origin
    row: Row = {name: getattr(document, name) for name in _SAME}
    return row | {
        "key": document.key,
        "version": number,
        "digest": addition.digest,
        "raw_digest": blake2b(addition.raw, digest_size=DIGEST_SIZE).digest(),
        "size": len(addition.raw),
        "path": origin.path,
        "line": origin.line,
        "format": origin.format,
        "encoding": origin.encoding,
        "notes": list(origin.notes),
    }


def _original_row(addition: Addition, number: int) -> Row:
    content = zlib.compress(addition.raw, COMPRESSION)
    return {"key": addition.document.key, "version": number, "content": content}
