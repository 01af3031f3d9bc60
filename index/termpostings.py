"""One term's documents and BM25 scores as arrays: what nodes of a query tree compute with.

A frequent term is *dense*: its frequency in every document of the index, mostly a byte, so that whether
documents have it is one look-up each, and scores are computed for the documents that still matter. A rare
term is *sparse*: its documents and the score in each.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Bm25

Docs = NDArray[np.intp]
"""Numbers of documents, rising; with 32 bits instead of 64, NumPy takes thrice as long to write by them."""
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


class TermPostings(Protocol):
    """One term's postings over all segments, deleted documents included."""

    @property
    def df(self) -> int:
        """How many documents have the term."""
        ...

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        ...

    @property
    def ceiling(self) -> float:
        """No document has a greater score."""
        ...

    def documents(self) -> Docs:
        """Documents that have the term, rising."""
        ...

    def has(self, docs: Docs) -> Mask:
        """Which of `docs` have the term."""
        ...

    def mark(self, mask: Mask) -> None:
        """Set `mask` (one a document of the index) where a document has the term."""
        ...

    def add_to(self, total: Scores, boost: float) -> None:
        """Add boost × score to `total` (one a document of the index)."""
        ...

    def scores_of(self, docs: Docs) -> Scores:
        """Score in each of `docs`; 0 where the term is not."""
        ...


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the weights (frequencies) of one term become scores: by BM25, or as they are without `norms`."""

    formula: Bm25
    idf: float
    norms: Scores | None

    def scores(self, weights: Scores, docs: Docs | None = None) -> Scores:
        """Score for each of `weights`, those in `docs`, or in all documents of the index."""
        if self.norms is None:
            return weights
        return self.formula.scores(weights, self.norms if docs is None else self.norms.take(docs), self.idf)

    def ceiling(self, weight: float) -> float:
        """The score of `weight` in the shortest document, which none with no greater weight exceeds."""
        if self.norms is None:
            return weight
        shortest = self.norms.min(keepdims=True)
        return float(self.formula.scores(np.array([weight], np.float32), shortest, self.idf)[0])


@dataclass(frozen=True, slots=True)
class Sparse:
    """A rare term: its documents, rising, and the score in each."""

    docs: Docs
    scores: Scores

    @property
    def df(self) -> int:
        return len(self.docs)

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.scores.nbytes

    @property
    def ceiling(self) -> float:
        return float(self.scores.max(initial=0))

    def documents(self) -> Docs:
        return self.docs

    def _places(self, docs: Docs) -> NDArray[np.intp]:
        """Where each of `docs` would stand among the term's documents, within their range."""
        place = np.searchsorted(self.docs, docs)
        place[place == len(self.docs)] = 0
        return place

    def has(self, docs: Docs) -> Mask:
        if not len(self.docs):
            return np.zeros(len(docs), bool)
        found: Mask = self.docs[self._places(docs)] == docs
        return found

    def mark(self, mask: Mask) -> None:
        mask[self.docs] = True

    def add_to(self, total: Scores, boost: float) -> None:
        total[self.docs] += np.float32(boost) * self.scores

    def scores_of(self, docs: Docs) -> Scores:
        if not len(self.docs):
            return np.zeros(len(docs), np.float32)
        place = self._places(docs)
        found: Scores = self.scores.take(place) * (self.docs.take(place) == docs)
        return found


@dataclass(frozen=True, slots=True)
class Dense:
    """A frequent term: its weight in every document of the index, 0 where it is not."""

    df: int
    weights: NDArray[Any]
    scoring: Scoring
    ceiling: float

    @property
    def nbytes(self) -> int:
        return self.weights.nbytes

    def documents(self) -> Docs:
        return np.flatnonzero(self.weights != 0)

    def has(self, docs: Docs) -> Mask:
        found: Mask = self.weights.take(docs) != 0
        return found

    def mark(self, mask: Mask) -> None:
        np.logical_or(mask, self.weights, out=mask)

    def add_to(self, total: Scores, boost: float) -> None:
        scores = self.scoring.scores(self.weights.astype(np.float32))
        scores *= np.float32(boost)
        total += scores

    def scores_of(self, docs: Docs) -> Scores:
        return self.scoring.scores(self.weights.take(docs).astype(np.float32), docs)


NOTHING = Sparse(np.empty(0, np.intp), np.empty(0, np.float32))
"""A term that no document has."""
