"""Phrases: documents in which words stand in a row, or not far apart."""

from collections.abc import Sequence
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from index.nodes import AllOf, Node, Term
from index.postings import Postings
from index.termpostings import Docs, Mask, Scores


class InARow(Node):
    """Documents in which `words` of `field` follow each other, each at most `slop` positions behind the last.

    The score is that of all the words, as if they stood anywhere.
    """

    def __init__(
        self, postings: Postings, field: str, words: Sequence[bytes], *, slop: int, boost: float
    ) -> None:
        listed = [postings.listed(field, word) for word in words]
        self._words = AllOf([Term(postings, word, boost) for word in listed])
        self._slop = slop
        self._read = [partial(postings.positions, word) for word in listed]

    def bound(self) -> int:
        return self._words.bound()

    def late(self) -> bool:
        return True

    def ceiling(self) -> float:
        return self._words.ceiling()

    def documents(self) -> Docs:
        return self._in_a_row(self._words.documents())

    def has(self, docs: Docs) -> Mask:
        return np.isin(docs, self._in_a_row(docs), assume_unique=True)

    def weigh(self, docs: Docs) -> Scores:
        return self._words.weigh(docs)

    def _in_a_row(self, docs: Docs) -> Docs:
        """Those of `docs` in which the words stand in a row."""
        if not len(docs):
            return docs
        ends = reduce(self._followed, (read(docs) for read in self._read))
        found: Docs = ends >> 32
        first: Mask = np.diff(found, prepend=-1) != 0
        return found[first]

    def _followed(self, ends: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of `places` that are 1 to `slop` behind one of `ends`; both rise."""
        before = np.searchsorted(ends, places) - 1
        return places[(before >= 0) & (places - ends[before] <= self._slop)] if len(ends) else ends
