"""Where one term stands in the documents of one open index, over all its segments."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.packing import joined, places
from index.postingsfile import Field, Row
from index.termpostings import Dense, Docs, TermPostings

SegmentRow = tuple[Field, Row, int]
"""A term in a segment: the field there, where the term's postings stand, the segment's first document."""


class Occurrences:
    """The occurrences of one term, numbered document by document through all segments.

    Where those of a document end is remembered (4 bytes a document that has the term, or of the index for a
    frequent one); the positions themselves stay in the files.
    """

    def __init__(self, postings: TermPostings, rows: Sequence[SegmentRow]) -> None:
        """Of the term that has `postings`, which stand in `rows`."""
        self._docs: Docs | None = None
        if isinstance(postings, Dense):
            self._counts = postings.weights
        else:
            self._docs = postings.documents()
            self._counts = joined([own.weights(row) for own, row, _ in rows])
        self._ends = np.cumsum(self._counts, dtype=np.uint32)
        self._parts = [own.occurrences(row) for own, row, _ in rows]
        self._borders = np.cumsum([0, *map(len, self._parts)])

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self._ends.nbytes + (self._counts.nbytes if len(self._parts) > 1 else 0)

    def within(self, docs: Docs) -> NDArray[np.int64]:
        """Where the term stands in those of `docs` (rising) that have it: document × 2³² + position."""
        if not self._parts:
            return np.empty(0, np.int64)
        docs, place = self._found(docs)
        counts = self._counts.take(place).astype(np.int64)
        numbers = places(self._ends.take(place) - counts, counts)
        found = np.repeat(docs << 32, counts) | self._positions(numbers)
        # Nearly sorted: only a whole stands out of order. A stable sort then is a hundred times as fast.
        return np.sort(found, kind="stable")

    def _found(self, docs: Docs) -> tuple[Docs, NDArray[np.intp]]:
        """Those of `docs` that may have the term, and where their numbers stand in the arrays."""
        if self._docs is None:
            return docs, docs
        place = np.searchsorted(self._docs, docs)
        place[place == len(self._docs)] = 0
        having = self._docs.take(place) == docs
        return docs[having], place[having]

    def _positions(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """The position of each of the occurrences `numbers`, which rise."""
        if len(self._parts) == 1:
            return self._parts[0].take(numbers)
        cuts = np.searchsorted(numbers, self._borders).tolist()
        return joined(
            [
                part.take(numbers[first:after] - border)
                for part, border, (first, after) in zip(
                    self._parts, self._borders.tolist(), pairwise(cuts), strict=False
                )
                if first < after
            ]
        )
