"""A frequent term asked about few documents: of its postings only the blocks are read in which these can be.

Where blocks begin is remembered, 12 bytes for 32 postings: what is known of ten thousand terms fits where a
few hundred would fit whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.listed import SegmentRow
from index.occurrences import Occurrences
from index.packing import joined
from index.termpostings import Docs, Mask, Scores, Scoring

BLOCK = 32
"""Postings that are read together."""
_LANES = np.arange(BLOCK)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks in which some documents can be, one a row.

    `numbers`: their documents, ever larger ones behind the last posting; `weights`; `left`: how many postings
    there are from the block on; `before`: occurrences of the term before the block.
    """

    numbers: NDArray[np.int64]
    weights: NDArray[Any]
    left: NDArray[np.int64]
    before: NDArray[np.uint32]


class Skimmed:
    """One term over all segments, for questions about few documents; these rise in every question."""

    def __init__(self, rows: Sequence[SegmentRow], scoring: Scoring) -> None:
        self._scoring = scoring
        self._gaps = [own.gaps(row) for own, row, _ in rows]
        self._weights = [own.weights(row) for own, row, _ in rows]
        self._first = joined([own.docs(row)[::BLOCK] + base for own, row, base in rows])
        self._borders = np.cumsum([0, *(-(-len(each) // BLOCK) for each in self._gaps)])
        self._before = joined(list(self._occurrences_before())).astype(np.uint32)

    def _occurrences_before(self) -> Iterator[NDArray[np.int64]]:
        """Occurrences of the term before each block of each segment."""
        total = 0
        for weights in self._weights:
            ends = np.cumsum(weights, dtype=np.int64)
            yield np.concatenate([[0], ends[BLOCK - 1 : -1 : BLOCK]]) + total
            total += int(ends[-1])

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self._first.nbytes + self._before.nbytes + 300 * len(self._gaps)

    def has(self, docs: Docs) -> Mask:
        """Which of `docs` have the term."""
        found: Mask = self.weights_of(docs) > 0
        return found

    def scores_of(self, docs: Docs) -> Scores:
        """Score in each of `docs`; 0 where the term is not."""
        return self._scoring.scores(self.weights_of(docs).astype(np.float32), docs)

    def weights_of(self, docs: Docs) -> NDArray[Any]:
        """Weight in each of `docs`; 0 where the term is not."""
        blocks = self._read(docs)
        return _weights_at(blocks, _lane(blocks, docs), docs)

    def occurrences(self, docs: Docs) -> Occurrences:
        """In each of `docs`."""
        blocks = self._read(docs)
        lane = _lane(blocks, docs)
        earlier = np.where(lane[:, None] > _LANES, blocks.weights, 0).sum(axis=1, dtype=np.int64)
        return blocks.before + earlier, _weights_at(blocks, lane, docs).astype(np.int64)

    def _read(self, docs: Docs) -> _Blocks:
        block = np.maximum(np.searchsorted(self._first, docs, side="right") - 1, 0)
        cuts = np.searchsorted(block, self._borders).tolist()
        parts = zip(self._gaps, self._weights, self._borders.tolist(), pairwise(cuts), strict=False)
        found = [
            _lanes(gaps, weights, block[first:after] - border)
            for gaps, weights, border, (first, after) in parts
            if first < after
        ]
        gaps, weights, left = (joined(list(each)) for each in zip(*found, strict=True))
        numbers = np.cumsum(gaps, axis=1, dtype=np.int64)
        numbers += (self._first.take(block) - gaps[:, 0])[:, None]
        return _Blocks(numbers, weights, left, self._before.take(block))


def _lanes(
    gaps: NDArray[Any], weights: NDArray[Any], block: NDArray[np.intp]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.intp]]:
    """Gaps and weights of blocks of one segment, and how many postings there are from each block on."""
    start = block * BLOCK
    places = start[:, None] + _LANES
    return gaps.take(places, mode="clip"), weights.take(places, mode="clip"), len(gaps) - start


def _lane(blocks: _Blocks, docs: Docs) -> NDArray[np.intp]:
    """Where in its block each of `docs` stands, or would."""
    lane: NDArray[np.intp] = np.count_nonzero(blocks.numbers < docs[:, None], axis=1)
    return lane


def _weights_at(blocks: _Blocks, lane: NDArray[np.intp], docs: Docs) -> NDArray[Any]:
    """The weight in each of `docs` at its place; 0 where that holds another document, or none."""
    inside = np.minimum(lane, BLOCK - 1)
    row = np.arange(len(docs))
    found = (lane < blocks.left) & (blocks.numbers[row, inside] == docs)
    weights: NDArray[Any] = blocks.weights[row, inside] * found
    return weights
