"""Postings of one field, many terms at once: sources of postings → one field of a flat segment file.

A *source* is anything that gives postings of consecutive terms as arrays: a run that the inverter sorted,
a field of another segment. `write_field` merges sources term by term without a Python object per posting,
a part at a time, so that memory is bounded by `PART` whatever the field's size.

How a term's postings stand in the file, from byte `at` of its row:

    gaps        df numbers: the first document, then the differences
    weights     df numbers: frequencies; nothing when all are 1; 4-byte floats when one is no small integer
    positions   one number an occurrence, document by document (fields with positions only)

`widths` of the row says how wide they are: two bits each, see `WIDTH_CODES`.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.flatfile import FlatWriter
from index.packing import gaps, largest, pack, places, starts_of, widths_for

PART = 1_000_000
"""Postings (and twice as many positions, about) that are in memory at once while a field is written: 110 MB.
Four million were no faster."""

WIDTH_CODES = np.array([0, 1, 2, 4], np.uint8)
"""Bytes a number for the two-bit codes of a row: gaps in bits 0-1, weights in 2-3, positions in 4-5."""
_CODE_OF = np.array([0, 1, 2, 0, 3], np.uint8)


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of consecutive terms: `counts[i]` documents of term i; weights; positions of each posting."""

    counts: NDArray[np.int64]
    docs: NDArray[np.uint32]
    weights: NDArray[np.float32]
    positions: NDArray[np.uint32] | None


class Source(Protocol):
    """Postings sorted by term, of documents that no other source has, in documents of the new segment."""

    @property
    def ranks(self) -> NDArray[np.integer[Any]]:
        """Rank of each of this source's terms among the terms of the new field, rising."""
        ...

    @property
    def counts(self) -> NDArray[np.integer[Any]]:
        """Documents of each of this source's terms."""
        ...

    def read(self, first: int, after: int) -> Postings:
        """Postings of this source's terms `first` to `after - 1`."""
        ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted terms: their bytes one behind the other, and where each ends."""

    blob: bytes
    ends: NDArray[np.uint64]

    @classmethod
    def of(cls, terms: Iterable[bytes]) -> "Vocabulary":
        """The vocabulary of sorted `terms`."""
        blob, ends = bytearray(), array("Q")
        for term in terms:
            blob += term
            ends.append(len(blob))
        return cls(bytes(blob), np.frombuffer(ends, np.uint64))

    def __len__(self) -> int:
        return len(self.ends)


def write_field(out: FlatWriter, name: str, terms: Vocabulary, sources: Sequence[Source]) -> None:
    """Write the field `name` with `terms` from sources, in the order of their documents."""
    counts = np.zeros(len(terms), np.int64)
    for source in sources:
        counts[source.ranks] += source.counts
    at, widths = np.zeros(len(terms), np.uint64), np.zeros(len(terms), np.uint8)
    for first, after in parts(counts):
        merged = _merge([_cut(source, first, after) for source in sources], counts[first:after])
        data, starts, codes = _encode(merged)
        at[first:after] = out.append(data) + starts
        widths[first:after] = codes
    out.add(f"{name}/terms", np.frombuffer(terms.blob, np.uint8))
    out.add(f"{name}/term_ends", terms.ends)
    out.add(f"{name}/df", counts.astype(np.uint32))
    out.add(f"{name}/at", at)
    out.add(f"{name}/widths", widths)


def parts(counts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges (first, after) of terms with at most `PART` postings each, or one term."""
    ends = np.cumsum(counts)
    found, first = [], 0
    while first < len(counts):
        done = int(ends[first - 1]) if first else 0
        after = max(first + 1, int(np.searchsorted(ends, done + PART, "right")))
        found.append((first, after))
        first = after
    return found


@dataclass(frozen=True, slots=True)
class _Cut:
    """What one source has of a part: ranks counted from the part's first term."""

    ranks: NDArray[np.int64]
    postings: Postings


def _cut(source: Source, first: int, after: int) -> _Cut:
    borders = np.array([first, after], source.ranks.dtype)  # of another type, all ranks would be copied
    low, high = np.searchsorted(source.ranks, borders).tolist()
    return _Cut(source.ranks[low:high].astype(np.int64) - first, source.read(low, high))


def _merge(cuts: Sequence[_Cut], counts: NDArray[np.int64]) -> Postings:
    """The postings of a part, term by term; within a term source by source."""
    if len(cuts) == 1:
        return cuts[0].postings
    room = starts_of(counts)
    docs = np.empty(int(counts.sum()), np.uint32)
    weights = np.empty(len(docs), np.float32)
    targets = []
    for cut in cuts:
        target = places(room[cut.ranks], cut.postings.counts)
        docs[target], weights[target] = cut.postings.docs, cut.postings.weights
        room[cut.ranks] += cut.postings.counts
        targets.append(target)
    if all(cut.postings.positions is None for cut in cuts):
        return Postings(counts, docs, weights, None)
    starts = starts_of(weights.astype(np.int64))
    positions = np.empty(int(weights.sum(dtype=np.float64)), np.uint32)
    for cut, target in zip(cuts, targets, strict=True):
        if cut.postings.positions is not None:
            occurrences = cut.postings.weights.astype(np.int64)
            positions[places(starts[target], occurrences)] = cut.postings.positions
    return Postings(counts, docs, weights, positions)


def _encode(postings: Postings) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint8]]:
    """Bytes of a part, where each term starts in them, and each term's width codes."""
    counts = postings.counts
    found = gaps(postings.docs, counts)
    gap_widths = widths_for(largest(found, counts))
    weights, weight_widths = _weight_numbers(postings)
    sizes = counts * gap_widths + counts * weight_widths
    codes = _CODE_OF[gap_widths] | _CODE_OF[weight_widths] << 2
    position_counts = position_widths = None
    if postings.positions is not None:
        position_counts = np.add.reduceat(postings.weights.astype(np.int64), starts_of(counts))
        position_widths = widths_for(largest(postings.positions, position_counts))
        sizes = sizes + position_counts * position_widths
        codes = codes | _CODE_OF[position_widths] << 4
    starts = starts_of(sizes)
    data = np.empty(int(sizes.sum()), np.uint8)
    pack(data, starts, counts, gap_widths, found)
    pack(data, starts + counts * gap_widths, counts, weight_widths, weights)
    if position_counts is not None and position_widths is not None and postings.positions is not None:
        behind = starts + counts * gap_widths + counts * weight_widths
        pack(data, behind, position_counts, position_widths, postings.positions)
    return data, starts.astype(np.uint64), codes.astype(np.uint8)


def _weight_numbers(postings: Postings) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Weights as the numbers that are packed, and their widths: 0 for all ones, 4 for floats."""
    weights, counts = postings.weights, postings.counts
    top = largest(weights, counts)
    widths = widths_for(top)
    small = np.minimum.reduceat(weights, starts_of(counts)) if len(counts) else top
    widths[(top == 1) & (small == 1)] = 0
    numbers = weights.astype(np.uint32)
    whole = np.logical_and.reduceat(numbers == weights, starts_of(counts)) if len(counts) else top == 0
    widths[~whole] = 4
    floats = np.repeat(widths == 4, counts)
    numbers[floats] = weights[floats].view(np.uint32)
    return numbers, widths
