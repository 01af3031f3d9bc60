"""Term → its documents, BM25 scores and occurrences over all segments of one open index: what the executor
computes with. What was read last is kept in memory."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import FieldType
from whoosh.reading import IndexReader

from index.bm25 import Bm25
from index.codecreading import FlatTermsReader
from index.documentfile import DocumentFile
from index.errors import GenerationError
from index.occurrences import Occurrences, SegmentRow
from index.packing import joined
from index.postingsfile import Field
from index.recent import Recent
from index.termpostings import NOTHING, Dense, Scores, Scoring, Sparse, TermPostings
from index.weights import BM25

CACHE_BYTES = 128 * 2**20
"""Memory for the postings that were read last."""

OCCURRENCE_BYTES = 32 * 2**20
"""Memory for the occurrences that phrases were last looked for in."""

DENSE = 16
"""A term that more than one document in so many has is kept dense, which is then no larger in memory."""


_Key = tuple[str, bytes]
"""A field and a term."""


class Postings:
    """Term → `TermPostings` of one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader, formula: Bm25 = BM25) -> None:
        self.formula = formula
        self.documents: int = reader.doc_count_all()
        self._schema = reader.schema
        self._leaves = leaves(reader)
        self._norms: dict[str, Scores] = {}
        self._columns: dict[str, NDArray[Any]] = {}
        self._terms: Recent[_Key, TermPostings] = Recent(CACHE_BYTES)
        self._occurrences: Recent[_Key, Occurrences] = Recent(OCCURRENCE_BYTES)

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
        return self._terms.get((field, term.encode() if isinstance(term, str) else term), self._read)

    def occurrences(self, field: str, term: bytes) -> Occurrences:
        """Where `term` stands, in a field with positions."""
        return self._occurrences.get((field, term), self._read_occurrences)

    def rows(self, field: str, term: bytes) -> list[SegmentRow]:
        """(field, row, number of the segment's first document) of `term` in each segment that has it."""
        found = ((own, own.terms.find(term), base) for own, base in self.segments(field))
        return [(own, own.row(number), base) for own, number, base in found if number >= 0]

    def _read(self, key: _Key) -> TermPostings:
        field, rows = key[0], self.rows(*key)
        df = sum(row.df for _, row, _ in rows)
        if not df:
            return NOTHING
        scoring = self._scoring(field, df)
        if df * DENSE <= self.documents:
            docs = joined([own.docs(row) + base for own, row, base in rows])
            weights = joined([own.weights(row) for own, row, _ in rows])
            return Sparse(docs, scoring.scores(weights.astype(np.float32), docs))
        parts = [(own.weights(row), own.docs(row), base) for own, row, base in rows]
        weights = np.zeros(self.documents, np.result_type(*(own for own, _, _ in parts)))
        for own, docs, base in parts:
            weights[base:][docs] = own
        return Dense(df, weights, scoring, scoring.ceiling(float(weights.max())))

    def _read_occurrences(self, key: _Key) -> Occurrences:
        return Occurrences(self.term(*key), self.rows(*key))

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
        return joined([np.full(count, default) if own is None else own for own, count in found])


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
