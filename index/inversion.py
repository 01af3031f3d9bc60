"""Terms of documents → postings by term, in blocks of bounded memory.

Terms become numbers as they come in; a full block is sorted by one sort of 64-bit numbers (term above, place
below), turned into postings, and set aside on disk as a *run*; a small last block stays in memory. In the end
the runs of a field are merged by `index.fieldpostings`, which sees each as a source.
"""

import mmap
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.fieldpostings import Postings, Vocabulary, write_field
from index.flatfile import FlatWriter
from index.packing import narrow, places, starts_of

BLOCK = 6_000_000
"""Tokens of all fields of a worker that are in memory before they become runs (about 40 bytes each)."""

SMALL = 500_000
"""Tokens of a field's last block that become a run in memory (12 bytes each): an update writes no runs."""


class FieldInverter:
    """The tokens of one field of the documents of one segment."""

    def __init__(self, name: str, *, positions: bool, directory: Path) -> None:
        self.name = name
        self.lengths = array("I")
        self._positional = positions
        self._directory = directory
        self._numbers: defaultdict[str | bytes, int] = defaultdict(count().__next__)
        self._runs: list[tuple[Path, int]] = []
        self._first_document = 0
        self._clear()

    def _clear(self) -> None:
        self._tokens = array("I")
        self._counts = array("I")
        self._extra: list[tuple[int, int]] = []

    @property
    def waiting(self) -> int:
        """Tokens in memory."""
        return len(self._tokens)

    @property
    def vocabulary(self) -> int:
        """Distinct terms so far."""
        return len(self._numbers)

    def add(self, terms: Sequence[str] | Sequence[bytes], wholes: Sequence[tuple[int, str]] = ()) -> None:
        """The next document's terms, term i at position i, and wholes as (position, term)."""
        number = self._numbers.__getitem__
        self._tokens.extend(map(number, terms))
        for place, term in wholes:
            self._extra.append((len(self._tokens), place))
            self._tokens.append(number(term))
        total = len(terms) + len(wholes)
        self._counts.append(total)
        self.lengths.append(total)

    def flush(self) -> None:
        """Sort what is in memory and set it aside as a run."""
        if self._tokens:
            run = self._directory / f"{self.name}.{len(self._runs)}"
            for file, numbers in zip(_files(run), self._sorted(), strict=True):
                np.save(file, narrow(numbers))
            self._runs.append((run, self._first_document))
        self._first_document += len(self._counts)
        self._clear()

    def _sorted(self) -> Iterator[NDArray[np.generic]]:
        """Term numbers (rising), documents of each, documents counted from the first of the run, frequencies,
        and positions."""
        tokens = np.frombuffer(self._tokens, np.uint32)
        order = tokens.astype(np.uint64) << np.uint64(32) | np.arange(len(tokens), dtype=np.uint64)
        order.sort()
        places_ = (order & np.uint64(0xFFFFFFFF)).astype(np.int64)
        terms = (order >> np.uint64(32)).astype(np.uint32)
        del order
        counts = np.frombuffer(self._counts, np.uint32)
        documents = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)[places_]
        new_term = np.diff(terms, prepend=np.uint32(0xFFFFFFFF)) != 0
        new_posting = new_term | (np.diff(documents, prepend=np.uint32(0xFFFFFFFF)) != 0)
        first = np.flatnonzero(new_posting)
        first_of_term = np.searchsorted(first, np.flatnonzero(new_term))
        yield terms[new_term]
        yield np.diff(first_of_term, append=len(first)).astype(np.int64)
        yield documents[first]
        yield np.diff(first, append=len(terms)).astype(np.uint32)
        yield self._positions(counts)[places_] if self._positional else np.empty(0, np.uint32)

    def _positions(self, counts: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The position of every token in memory within its document."""
        found = places(np.zeros(len(counts), np.int64), counts).astype(np.uint32)
        if self._extra:
            at, place = np.array(self._extra, np.int64).T
            found[at] = place
        return found

    def write(self, out: FlatWriter) -> None:
        """Write the field, and remove its runs."""
        if len(self._tokens) > SMALL:
            self.flush()
        runs = [([np.load(file, mmap_mode="r") for file in _files(run)], base) for run, base in self._runs]
        if self._tokens:
            runs.append((list(self._sorted()), self._first_document))
        terms = sorted(self._numbers)  # by code point, and so by the bytes of UTF-8
        ranks = np.empty(len(terms), np.int64)
        ranks[[self._numbers[term] for term in terms]] = np.arange(len(terms))
        sources = [_Run(arrays, base, ranks, positions=self._positional) for arrays, base in runs]
        write_field(out, self.name, Vocabulary.of(map(_encoded, terms)), sources)
        for run, _ in self._runs:
            for file in _files(run):
                file.unlink()


def _encoded(term: str | bytes) -> bytes:
    return term if isinstance(term, bytes) else term.encode()


def _files(run: Path) -> list[Path]:
    """The files of a run on disk, one for each array of `FieldInverter._sorted`."""
    parts = ("numbers", "counts", "docs", "weights", "positions")
    return [run.with_name(f"{run.name}.{part}.npy") for part in parts]


class _Run:
    """A run, whose first document is `base`, as a source, its terms in the order of their ranks."""

    def __init__(
        self, arrays: Sequence[NDArray[Any]], base: int, ranks: NDArray[np.int64], *, positions: bool
    ) -> None:
        numbers, counts, *self._postings = arrays
        self._docs, self._weights, self._positions = self._postings
        self._base = np.uint32(base)
        unordered = ranks[numbers].astype(np.uint32)
        order = np.argsort(unordered)
        starts = starts_of(counts)
        # All runs of a field are here at once: a term of each takes 12 to 20 bytes.
        self.ranks = unordered[order]
        self.counts = counts[order]
        self._starts = narrow(starts[order])
        self._positional = positions
        if positions:
            # By term, not by posting: the postings of a term stand together, and so do their positions.
            occurrences = np.add.reduceat(self._weights, starts, dtype=np.int64)
            self._occurrences = narrow(occurrences[order])
            self._position_starts = narrow(starts_of(occurrences)[order])
        _let_go(arrays)

    def read(self, first: int, after: int) -> Postings:
        counts = self.counts[first:after].astype(np.int64)
        at = places(self._starts[first:after], counts)
        docs = self._docs[at] + self._base
        weights = self._weights[at].astype(np.float32)
        positions = None
        if self._positional:
            occurrences = self._occurrences[first:after]
            chosen = places(self._position_starts[first:after], occurrences)
            positions = self._positions[chosen].astype(np.uint32)
        _let_go(self._postings)
        return Postings(counts, docs, weights, positions)


def _let_go(arrays: Sequence[NDArray[Any]]) -> None:
    """Count what was read of arrays that are mapped from files no longer as memory of this process."""
    for each in arrays:
        if isinstance(each.base, mmap.mmap):
            each.base.madvise(mmap.MADV_DONTNEED)
