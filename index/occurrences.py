"""Where a term stands in the documents of one open index.

Its occurrences are numbered through all segments, document by document.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.listed import SegmentRow
from index.packing import joined, places
from index.termpostings import Dense, Docs, TermPostings

Occurrences = tuple[NDArray[np.int64], NDArray[np.int64]]
"""For each of some documents: occurrences of a term in all documents before it, and in it."""


class Counted:
    """A term's occurrences in every document that has it, for questions about many documents."""

    def __init__(self, postings: TermPostings, rows: Sequence[SegmentRow]) -> None:
        """Of the term that has `postings`, which stand in `rows`."""
        self._docs: Docs | None = None
        if isinstance(postings, Dense):
            self._counts = postings.weights
        else:
            self._docs = postings.documents()
            self._counts = joined([own.weights(row) for own, row, _ in rows])
        self._ends = np.cumsum(self._counts, dtype=np.uint32)

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self._ends.nbytes + (0 if self._docs is None else self._counts.nbytes)

    def occurrences(self, docs: Docs) -> Occurrences:
        """In each of `docs`."""
        if self._docs is None:
            counts = self._counts.take(docs).astype(np.int64)
            return self._ends.take(docs) - counts, counts
        place = np.searchsorted(self._docs, docs)
        place[place == len(self._docs)] = 0
        counts = self._counts.take(place).astype(np.int64)
        return self._ends.take(place) - counts, counts * (self._docs.take(place) == docs)


class Positions:
    """The position of every occurrence of a term; they stay in the files."""

    def __init__(self, rows: Sequence[SegmentRow]) -> None:
        self._parts = [own.occurrences(row) for own, row, _ in rows]
        self._borders = np.cumsum([0, *map(len, self._parts)])

    @property
    def nbytes(self) -> int:
        """Bytes in memory, about."""
        return 150 * len(self._parts)

    def within(self, docs: Docs, occurrences: Occurrences) -> NDArray[np.int64]:
        """Where the term stands in `docs` (rising): document × 2³² + position, rising."""
        before, counts = occurrences
        found = np.repeat(docs << 32, counts) | self._at(places(before, counts))
        # Nearly sorted: only a whole stands out of order. A stable sort then is a hundred times as fast.
        return np.sort(found, kind="stable")

    def _at(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """The position of each of the occurrences `numbers`, which rise."""
        if len(self._parts) == 1:
            return self._parts[0].take(numbers)
        cuts = np.searchsorted(numbers, self._borders).tolist()
        parts = zip(self._parts, self._borders.tolist(), pairwise(cuts), strict=False)
        return joined(
            [part.take(numbers[low:high] - border) for part, border, (low, high) in parts if low < high]
        )
