"""Term → its documents and BM25 scores over all segments of one open index: what the executor computes with.

A frequent term is kept *dense*, as its frequency in every document, mostly a byte: whether documents have it
is one look-up each, and scores are computed for the documents that still matter. A rare term is kept as
documents and scores.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import FieldType
from whoosh.reading import IndexReader

from index.bm25 import Bm25
from index.codec import FlatTermsReader
from index.documentfile import DocumentFile
from index.errors import GenerationError
from index.postingsfile import Field, Row
from index.weights import BM25

Docs = NDArray[np.intp]
"""Numbers of documents, rising; with 32 bits instead of 64, NumPy takes thrice as long to write by them."""
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

CACHE_BYTES = 128 * 2**20
"""Memory for the postings that were read last."""

DENSE = 16
"""A term that more than one document in so many has is kept dense, which is then no larger in memory."""


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


_NONE = Sparse(np.empty(0, np.intp), np.empty(0, np.float32))


_Row = tuple[Field, Row, int]
"""A term in a segment: the field there, where the term's postings stand, the segment's first document."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What is kept of a term that was read."""

    postings: TermPostings
    rows: Sequence[_Row]

    @property
    def nbytes(self) -> int:
        """Bytes in memory, about."""
        return self.postings.nbytes + 200 + 150 * len(self.rows)


class Postings:
    """Term → `TermPostings` of one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader, formula: Bm25 = BM25) -> None:
        self.formula = formula
        self.documents: int = reader.doc_count_all()
        self._schema = reader.schema
        self._leaves = leaves(reader)
        self._sizes = {base: leaf.doc_count_all() for leaf, base in self._leaves}
        self._norms: dict[str, Scores] = {}
        self._columns: dict[str, NDArray[Any]] = {}
        self._remembered: OrderedDict[tuple[str, bytes], _Remembered] = OrderedDict()
        self._bytes = 0

    def field(self, name: str) -> FieldType | None:
        """What the schema says of a field."""
        return self._schema[name] if name in self._schema else None  # noqa: SIM401 # it has no `get`

    def text_fields(self) -> frozenset[str]:
        """Fields whose terms are UTF-8, and nothing else."""
        plain = FieldType.to_bytes
        return frozenset(name for name, field in self._schema.items() if type(field).to_bytes is plain)

    def segments(self, field: str) -> list[tuple[Field, int]]:
        """(field, number of the segment's first document) of each segment that has `field`."""
        found = ((fields_of(leaf).get(field), base) for leaf, base in self._leaves)
        return [(own, base) for own, base in found if own]

    def term(self, field: str, term: str | bytes) -> TermPostings:
        """Postings of `term`; empty ones when no document has it."""
        return self._known(field, term.encode() if isinstance(term, str) else term).postings

    def _known(self, field: str, term: bytes) -> _Remembered:
        known = self._remembered.get((field, term))
        if known is not None:
            self._remembered.move_to_end((field, term))
            return known
        rows = self.rows(field, term)
        known = self._remembered[field, term] = _Remembered(self._read(field, rows), rows)
        self._bytes += known.nbytes
        while self._bytes > CACHE_BYTES and len(self._remembered) > 1:
            self._bytes -= self._remembered.popitem(last=False)[1].nbytes
        return known

    def rows(self, field: str, term: bytes) -> list[_Row]:
        """(field, row, number of the segment's first document) of `term` in each segment that has it."""
        found = ((own, own.terms.find(term), base) for own, base in self.segments(field))
        return [(own, own.row(number), base) for own, number, base in found if number >= 0]

    def _read(self, field: str, rows: Sequence[_Row]) -> TermPostings:
        df = sum(row.df for _, row, _ in rows)
        if not df:
            return _NONE
        scoring = self._scoring(field, df)
        if df * DENSE <= self.documents:
            docs = _joined([own.docs(row) + base for own, row, base in rows])
            weights = _joined([own.weights(row) for own, row, _ in rows])
            return Sparse(docs, scoring.scores(weights.astype(np.float32), docs))
        parts = [(own.weights(row), own.docs(row), base) for own, row, base in rows]
        weights = np.zeros(self.documents, np.result_type(*(own for own, _, _ in parts)))
        for own, docs, base in parts:
            weights[base:][docs] = own
        return Dense(df, weights, scoring, scoring.ceiling(float(weights.max())))

    def _scoring(self, field: str, df: int) -> Scoring:
        """As in Whoosh: with idf over every document, also deleted ones; where lengths do not matter, the
        weight is the score."""
        if not self._schema[field].scorable:
            return Scoring(self.formula, 1, None)
        return Scoring(self.formula, self.formula.idf(self.documents, df), self.norms(field))

    def norms(self, field: str) -> Scores:
        """What the length of `field` in every document adds to a term's frequency there."""
        if field not in self._norms:
            lengths = self.lengths(field)
            average = int(lengths.sum(dtype=np.int64)) / self.documents or 1
            self._norms[field] = self.formula.norms(lengths, average)
        return self._norms[field]

    def lengths(self, field: str) -> NDArray[Any]:
        """Tokens of `field` in every document."""
        return self._of_each(lambda file: file.lengths(field), 0)

    def column(self, field: str, default: float) -> NDArray[Any]:
        """The number of every document in the column of `field`; `default` where a segment has no column."""
        if field not in self._columns:
            self._columns[field] = self._of_each(lambda file: file.column(field), default)
        return self._columns[field]

    def _of_each(self, read: Callable[[DocumentFile], NDArray[Any] | None], default: float) -> NDArray[Any]:
        """One number a document from the files of all segments."""
        found = [(read(leaf._perdoc.file), leaf.doc_count_all()) for leaf, _ in self._leaves]
        return _joined([np.full(count, default) if own is None else own for own, count in found])

    def _rows_within(self, field: str, term: bytes, docs: Docs) -> Iterator[tuple[Field, Row, int, Docs]]:
        """As `rows`, with those of `docs` that are in the segment, counted from its first document."""
        for own, row, base in self._known(field, term).rows:
            first, after = np.searchsorted(docs, [base, base + self._sizes[base]])
            if first < after:
                yield own, row, base, docs[first:after] - base

    def positions(self, field: str, term: bytes, docs: Docs) -> NDArray[np.int64]:
        """Where `term` stands in those of `docs` (rising) that have it: document × 2³² + position."""
        found = [np.empty(0, np.int64)]
        for own, row, base, within in self._rows_within(field, term, docs):
            own_docs = own.docs(row)
            place = np.searchsorted(own_docs, within)
            place[place == row.df] = 0
            chosen = place[own_docs[place] == within]
            positions, counts = own.positions_in(row, chosen)
            found.append(np.repeat(own_docs[chosen] + base << 32, counts) | positions)
        # Nearly sorted: only a whole stands out of order. A stable sort then is a hundred times as fast.
        return np.sort(np.concatenate(found), kind="stable")


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    if not parts:
        return np.empty(0)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def leaves(reader: IndexReader) -> list[tuple[IndexReader, int]]:
    """(segment reader, number of its first document) of each segment; none when there is no document.

    Raises GenerationError for an index that holds segments of another codec.
    """
    if not reader.doc_count_all():
        return []  # Whoosh's reader of an empty index has nothing to read from
    found = [(reader, 0)] if reader.is_atomic() else list(reader.leaf_readers())
    if not all(isinstance(leaf._terms, FlatTermsReader) for leaf, _ in found):
        raise GenerationError(
            "Chỉ mục có phần được ghi theo định dạng cũ của Whoosh. Hãy chạy «vankho rebuild» để dựng lại."
        )
    return found


def fields_of(leaf: IndexReader) -> dict[str, Field]:
    """The fields of a segment as arrays."""
    terms: FlatTermsReader = leaf._terms
    return terms.fields
