"""How one term scores in one document: BM25 with two changes, for the arrays and for Whoosh's own searcher.

    score = idf × (f × (k1 + 1) / (f + k1 × (1 - b + b × length / average length)) + delta)
    idf   = ln((documents + 1) / documents that have the term)

BM25 is that of Robertson et al. (TREC-3, 1994). Its idf is the logarithm of Spärck Jones (1972), so that a
word of every document weighs next to nothing; Whoosh's has 1 added to it, which lets the small words of a
question outweigh what it is about. `delta` is the lower bound of Lv and Zhai (BM25+, CIKM 2011): a term that
is there counts for something however long the document is, so documents that have more of the query gain.
DESIGN.md, "Ranking", has what each of them gave.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import scoring

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bm25:
    """The parameters of the formula: saturation `k1`, part of the length `b`, lower bound `delta`."""

    k1: float
    b: float
    delta: float

    def idf(self, documents: int, df: int) -> float:
        """Weight of a term that `df` of `documents` have, deleted ones included. Greater than 0."""
        return math.log((documents + 1) / max(df, 1))

    def norms(self, lengths: NDArray[Any], average: float) -> Floats:
        """k1 × (1 - b + b × length / average) of every length."""
        constant, slope = self.k1 * (1 - self.b), self.k1 * self.b / average
        norms: Floats = (constant + slope * lengths.astype(np.float32)).astype(np.float32)
        return norms

    def scores(self, frequency: Floats, norms: Floats, idf: float | Floats) -> Floats:
        """Score of a term in each document, from its frequency and norm there; 0 where it is not."""
        scores = norms + frequency
        np.divide(frequency, scores, out=scores)
        scores *= idf * (self.k1 + 1)
        scores += (idf * self.delta) * (frequency != 0).astype(np.float32)
        return scores


class Weighting(scoring.WeightingModel):  # type: ignore[misc] # Whoosh has no types
    """The same for Whoosh's own searcher."""

    def __init__(self, bm25: Bm25) -> None:
        self.bm25 = bm25

    def idf(self, searcher: Any, fieldname: str, text: Any) -> float:
        """The idf over all segments."""
        parent = searcher.get_parent()
        return self.bm25.idf(parent.doc_count_all(), parent.doc_frequency(fieldname, text))

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: float = 1) -> Any:
        """What scores the postings of one term in one segment."""
        if not searcher.schema[fieldname].scorable:
            return scoring.WeightScorer.for_(searcher, fieldname, text)
        average = searcher.get_parent().avg_field_length(fieldname) or 1
        return _Scorer(self, searcher, fieldname, text, average)


class _Scorer(scoring.WeightLengthScorer):  # type: ignore[misc]
    """One term of one segment. `average` is the average length over all segments."""

    def __init__(
        self, weighting: Weighting, searcher: Any, fieldname: str, text: Any, average: float
    ) -> None:
        self._bm25 = weighting.bm25
        self._average = average
        self._idf = searcher.idf(fieldname, text)
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: float) -> float:
        k1, b = self._bm25.k1, self._bm25.b
        norm = k1 * (1 - b + b * length / self._average)
        return float(self._idf * (weight * (k1 + 1) / (weight + norm) + self._bm25.delta))
