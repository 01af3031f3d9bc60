"""The segmentation cache: marks by text hash, for one analysis version.

What the marks mean is known to `index.segment` alone; the store keeps bytes.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, delete, func, insert, select

from archive.store.engine import reading, writing
from archive.store.reading import MOST_VARIABLES
from archive.store.tables import segmentations


class Segmentations:
    """Implements the cache that `index.writer` asks for. May be used while a snapshot is open."""

    def __init__(self, engine: Engine, analysis: str) -> None:
        self._engine = engine
        self._analysis = analysis

    def load(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Marks of the texts with these hashes; texts not segmented yet are left out."""
        with reading(self._engine) as connection:
            return self._load(connection, hashes)

    def save(self, marks: Mapping[bytes, bytes]) -> None:
        """Keep marks by text hash; those already kept stay as they are. One transaction."""
        with writing(self._engine) as connection:
            known = self._load(connection, list(marks))
            rows = [
                {"analysis": self._analysis, "text_hash": text_hash, "marks": new}
                for text_hash, new in marks.items()
                if text_hash not in known
            ]
            if rows:
                connection.execute(insert(segmentations), rows)

    def __len__(self) -> int:
        """How many texts are segmented."""
        query = select(func.count()).where(segmentations.c.analysis == self._analysis)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def forget_others(self) -> int:
        """Drop what other analysis versions left behind; how many texts that were."""
        with writing(self._engine) as connection:
            old = delete(segmentations).where(segmentations.c.analysis != self._analysis)
            return connection.execute(old).rowcount

    def _load(self, connection: Connection, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        wanted = segmentations.c.text_hash
        query = select(wanted, segmentations.c.marks).where(segmentations.c.analysis == self._analysis)
        found: dict[bytes, bytes] = {}
        for start in range(0, len(hashes), MOST_VARIABLES):
            some = query.where(wanted.in_(hashes[start : start + MOST_VARIABLES]))
            found.update((row.text_hash, row.marks) for row in connection.execute(some))
        return found
