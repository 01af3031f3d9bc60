"""The postings of a segment as arrays: what the codec shows to Whoosh and the executor computes with.

Arrays of the flat file: `<field>/terms`, `/term_ends`, `/df`, `/at`, `/widths`; how the postings stand at
`at` is written in `index.fieldpostings`. `values["fields"]` says which fields have positions.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.fieldpostings import WIDTH_CODES, Postings
from index.flatfile import FlatFile, Texts
from index.packing import running, starts_of, unpack

_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
_WIDTHS: tuple[int, ...] = tuple(WIDTH_CODES.tolist())
_FLOAT: np.dtype[Any] = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class Row:
    """Where one term's postings stand: document frequency, first byte, bytes a number of each list."""

    df: int
    at: int
    gap: int
    weight: int
    position: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Postings of consecutive terms as bytes: where each starts, its df, bytes a number of each list."""

    data: NDArray[np.uint8]
    at: NDArray[np.int64]
    counts: NDArray[np.int64]
    gap: NDArray[np.int64]
    weight: NDArray[np.int64]
    position: NDArray[np.int64]


GUIDE = 16
"""Every so many terms one is kept as Python's bytes: looking a term up then takes a fifth of the time."""


class Terms(Texts):
    """The terms of one field, sorted; a sequence of bytes."""

    @cached_property
    def _guide(self) -> list[bytes]:
        return [self[number] for number in range(0, len(self), GUIDE)]

    def place(self, term: bytes) -> int:
        """Number of the first term that is not before `term`."""
        after = bisect_left(self._guide, term) * GUIDE
        first, after = max(0, after - GUIDE), min(after, len(self))
        return bisect_left(range(after), term, first, key=self.__getitem__)

    def find(self, term: bytes) -> int:
        """Number of `term`, or -1."""
        number = self.place(term)
        return number if number < len(self) and self[number] == term else -1


class Field:
    """One field of one segment."""

    def __init__(self, file: FlatFile, name: str, *, positions: bool) -> None:
        self._file = file
        self._name = name
        self.has_positions = positions

    @cached_property
    def terms(self) -> Terms:
        """All terms of the field."""
        return Terms(self._file.array(f"{self._name}/terms"), self._file.array(f"{self._name}/term_ends"))

    @cached_property
    def df(self) -> NDArray[np.uint32]:
        """Documents of each term, deleted ones included."""
        return self._file.array(f"{self._name}/df")

    @cached_property
    def _at(self) -> NDArray[np.uint64]:
        return self._file.array(f"{self._name}/at")

    @cached_property
    def _widths(self) -> NDArray[np.uint8]:
        return self._file.array(f"{self._name}/widths")

    def row(self, number: int) -> Row:
        """Where the postings of term `number` stand."""
        code = int(self._widths[number])
        gap, weight, position = _WIDTHS[code & 3], _WIDTHS[code >> 2 & 3], _WIDTHS[code >> 4 & 3]
        return Row(int(self.df[number]), int(self._at[number]), gap, weight, position)

    def gaps(self, row: Row) -> NDArray[Any]:
        """The first document of a term, and how far each further one is from the one before."""
        return self._file.view(row.at, _TYPES[row.gap], row.df)

    def docs(self, row: Row) -> NDArray[np.intp]:
        """Documents of a term, rising."""
        return np.cumsum(self.gaps(row), dtype=np.intp)

    def weights(self, row: Row) -> NDArray[Any]:
        """Weight (frequency) of a term in each of its documents, in the narrowest type that holds them."""
        if row.weight == 0:
            return np.ones(row.df, np.uint8)
        kind = _FLOAT if row.weight == 4 else _TYPES[row.weight]
        return self._file.view(row.at + row.df * row.gap, kind, row.df)

    def positions(self, row: Row) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of a term in all its documents, and where each document's begin (one more at the end)."""
        borders = np.zeros(row.df + 1, np.int64)
        np.cumsum(self.weights(row), out=borders[1:], dtype=np.int64)
        return self.occurrences(row).astype(np.int64), borders

    def occurrences(self, row: Row) -> NDArray[Any]:
        """The position of every occurrence of a term, document by document."""
        at = row.at + row.df * (row.gap + row.weight)
        return self._file.view(at, _TYPES[row.position], int(self.weights(row).sum(dtype=np.int64)))

    def documents(self, first: int, after: int) -> NDArray[np.uint32]:
        """Documents of terms `first` to `after - 1`, term by term."""
        part = self._part(first, after)
        return running(unpack(part.data, part.at, part.counts, part.gap), part.counts)

    def postings(self, first: int, after: int) -> Postings:
        """Postings of terms `first` to `after - 1`."""
        part = self._part(first, after)
        counts = part.counts
        docs = running(unpack(part.data, part.at, counts, part.gap), counts)
        numbers = unpack(part.data, part.at + counts * part.gap, counts, part.weight, absent=1)
        weights = _weights(numbers, part.weight, counts)
        if not self.has_positions or not len(counts):
            return Postings(counts, docs, weights, None)
        occurrences = np.add.reduceat(weights.astype(np.int64), starts_of(counts))
        behind = part.at + counts * (part.gap + part.weight)
        return Postings(counts, docs, weights, unpack(part.data, behind, occurrences, part.position))

    def let_go(self) -> None:
        """Count what was read of the file no longer as memory of this process."""
        self._file.let_go()

    def _part(self, first: int, after: int) -> "_Part":
        """The bytes of terms `first` to `after - 1`, which stand one behind the other in the file."""
        counts = self.df[first:after].astype(np.int64)
        codes = self._widths[first:after]
        widths = (WIDTH_CODES[codes >> shift & 3].astype(np.int64) for shift in (0, 2, 4))
        at = self._at[first:after].astype(np.int64)
        if not len(counts):
            return _Part(np.empty(0, np.uint8), at, counts, *widths)
        last = self.row(after - 1)
        data = self._file.view(int(at[0]), _TYPES[1], last.at + self._size(last) - int(at[0]))
        return _Part(data, at - at[0], counts, *widths)

    def _size(self, row: Row) -> int:
        size = row.df * (row.gap + row.weight)
        if self.has_positions:
            size += int(self.weights(row).sum(dtype=np.float64)) * row.position
        return size


def _weights(
    numbers: NDArray[np.uint32], widths: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float32]:
    weights = numbers.astype(np.float32)
    floats = np.repeat(widths == 4, counts)
    weights[floats] = numbers[floats].view(np.float32)
    return weights


class PostingsFile:
    """The open postings of one segment. Reading raises `index.flatfile.Damage` where a part is damaged."""

    def __init__(self, path: Path) -> None:
        file = FlatFile(path)
        self.fields = {
            name: Field(file, name, positions=positions) for name, positions in file.values["fields"].items()
        }
