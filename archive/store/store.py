"""The archive itself: every document, every version, every withdrawal, behind one small interface.

Sources → `Store.batch` → documents → `Store.snapshot` → index, and `Store.documents` → pages.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from archive.store import reading, writing
from archive.store.engine import engine_for
from archive.store.engine import reading as read
from archive.store.engine import writing as write
from archive.store.migrations import prepare
from archive.store.segmentations import Segmentations
from archive.store.values import Event, Known, StoredDocument, Summary, Version
from archive.store.writing import Batch


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The archive at one moment, whatever is written meanwhile. Good inside `Store.snapshot` only.

    `sequence` is the number of the last change that it sees, `count` how many documents are live.
    """

    sequence: int
    count: int
    _connection: Connection

    def live(self, after: int = 0) -> Iterator[StoredDocument]:
        """Documents not withdrawn whose last change is later than number `after`, in that order.

        Streams: a few hundred documents are in memory at a time.
        """
        return reading.live(self._connection, after)

    def gone(self, after: int = 0) -> Iterator[str]:
        """Keys of withdrawn documents whose last change is later than number `after`."""
        return reading.gone(self._connection, after)

    def changed(self, after: int) -> Iterator[str]:
        """Keys of all documents, withdrawn or not, whose last change is later than number `after`."""
        return reading.changed(self._connection, after)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Key and content digest of every live document."""
        return reading.digests(self._connection)

    def changes(self, after: int) -> tuple[int, int]:
        """How many documents `live(after)` and `gone(after)` will give."""
        live = reading.count(self._connection, after=after)
        return live, reading.count(self._connection, withdrawn=True, after=after)


class Store:
    """The document store. Safe to use from several threads; open it after forking, not before.

    Every method raises `StoreError` with a Vietnamese sentence when the database cannot do its part
    (`DiskFull` when there is no room left).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._summaries: dict[int, Summary] = {}

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False, readonly: bool = False) -> "Store":
        """The store at a path or an SQLAlchemy URL; its schema is brought up to date unless `readonly`.

        `create` makes an empty one when there is none. A `readonly` store works beside a writer.
        """
        engine = engine_for(where, create=create, readonly=readonly)
        try:
            prepare(engine, create=create, readonly=readonly)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    # Reading

    def document(self, key: str) -> StoredDocument | None:
        """The document of this key, withdrawn or not, or None."""
        return self.documents([key]).get(key)

    def documents(self, keys: Sequence[str]) -> dict[str, StoredDocument]:
        """The documents of these keys in their order, withdrawn ones too; unknown keys are left out."""
        with read(self._engine) as connection:
            return reading.by_keys(connection, keys)

    def by_id(self, document_id: str) -> StoredDocument | None:
        """The document of this id, withdrawn or not, or None."""
        with read(self._engine) as connection:
            return reading.by_id(connection, document_id)

    def versions(self, key: str) -> tuple[Version, ...]:
        """Every version of a document, newest first; empty for an unknown key."""
        with read(self._engine) as connection:
            return reading.history(connection, key)

    def version(self, key: str, number: int) -> StoredDocument | None:
        """The document as its version `number` (from 1) says it, or None."""
        with read(self._engine) as connection:
            return reading.version(connection, key, number)

    def original(self, key: str, number: int) -> bytes | None:
        """The bytes of a version exactly as they came, or None."""
        with read(self._engine) as connection:
            content = reading.original(connection, key, number)
        return None if content is None else zlib.decompress(content)

    def events(self, key: str) -> tuple[Event, ...]:
        """When and why a document was withdrawn and restored, oldest first."""
        with read(self._engine) as connection:
            return reading.happened(connection, key)

    def sequence(self) -> int:
        """Number of the last change to any document; 0 for an empty store."""
        with read(self._engine) as connection:
            return reading.sequence(connection)

    def summary(self, *, newest: int = 6) -> Summary:
        """What the archive holds, with its `newest` documents; remembered until something changes."""
        with read(self._engine) as connection:
            known = self._summaries.get(newest)
            if known is None or known.sequence != reading.sequence(connection):
                known = reading.summary(connection, newest)
                self._summaries[newest] = known
        return known

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """A consistent view of the whole archive, for the index."""
        with read(self._engine) as connection:
            sequence = reading.sequence(connection)  # first: it pins the moment that SQLite shows
            yield Snapshot(sequence, reading.count(connection), connection)

    def known(self, receipts: Sequence[bytes]) -> dict[bytes, Known]:
        """Documents whose newest version is what the bytes of these receipts give, by receipt."""
        with read(self._engine) as connection:
            return reading.known(connection, receipts)

    # Writing

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """One transaction of additions, committed when the block ends well."""
        with write(self._engine) as connection:
            yield Batch(connection)

    def withdraw(self, document_id: str, reason: str) -> bool:
        """Withdraw a document for a reason that readers will see; False when it is so already.

        Raises `UnknownDocument`.
        """
        with write(self._engine) as connection:
            return writing.withdraw(connection, document_id, reason)

    def restore(self, document_id: str, reason: str = "") -> bool:
        """Take a withdrawal back; False when the document is not withdrawn. Raises `UnknownDocument`."""
        with write(self._engine) as connection:
            return writing.restore(connection, document_id, reason)

    def segmentations(self, analysis: str) -> Segmentations:
        """The segmentation cache for one analysis version."""
        return Segmentations(self._engine, analysis)
