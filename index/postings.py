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
from index.listed import Listed
from index.occurrences import Counted, Positions
from index.packing import joined
from index.postingsfile import Field
from index.recent import Recent
from index.skimming import Skimmed
from index.termpostings import NOTHING, Dense, Docs, Scores, Scoring, Sparse, TermPostings
from index.weights import BM25

CACHE_LEAST, CACHE_PER_DOCUMENT, CACHE_MOST = 112 * 2**20, 784, 448 * 2**20
"""Memory for the postings that were read last: the least is enough for 150,000 documents. Of 600,000, terms
take four times as much: with the least a question took 28 ms, with the most, which they get, 17."""
COUNTED_BYTES = 16 * 2**20
"""Memory for the occurrences in the documents of terms that phrases were last looked for in."""
SKIMMED_BYTES = 16 * 2**20
"""Memory for where blocks of the terms begin that were last asked about few documents."""
LISTED_BYTES = 12 * 2**20
"""Memory for where the terms that were last asked for stand in the files: 16,000 terms of one segment, 12,000
of ten; and as much for where their positions do."""

DENSE = 16
"""A term that more than one document in so many has is kept dense, which is then no larger in memory."""
FEW = 64
"""So many times fewer than a term's documents are few. With 150,000 documents, finding one of 500 in a term's
blocks took as long as reading 57 to 133 of its postings whole; one of 50, 185 to 383."""

_Key = tuple[str, bytes]
"""A field and a term."""


def cache_bytes(documents: int) -> int:
    """Memory for the postings that were read last, in an index of so many documents."""
    return min(max(CACHE_LEAST, documents * CACHE_PER_DOCUMENT), CACHE_MOST)


class Postings:
    """Term → `TermPostings` of one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader, formula: Bm25 = BM25) -> None:
        self.formula = formula
        self.documents: int = reader.doc_count_all()
        self._schema = reader.schema
        self._leaves = leaves(reader)
        self._segments: dict[str, list[tuple[Field, int]]] = {}
        self._norms: dict[str, Scores] = {}
        self._columns: dict[str, NDArray[Any]] = {}
        self._listed: Recent[_Key, Listed] = Recent(LISTED_BYTES)
        self._whole: Recent[_Key, TermPostings] = Recent(cache_bytes(self.documents))
        self._skimmed: Recent[_Key, Skimmed] = Recent(SKIMMED_BYTES)
        self._counted: Recent[_Key, Counted] = Recent(COUNTED_BYTES)
        self._positions: Recent[_Key, Positions] = Recent(LISTED_BYTES)

    def field(self, name: str) -> FieldType | None:
        """What the schema says of a field."""
        return self._schema[name] if name in self._schema else None  # noqa: SIM401 # it has no `get`

    def text_fields(self) -> frozenset[str]:
        """Fields whose terms are UTF-8, and nothing else."""
        plain = FieldType.to_bytes
        return frozenset(name for name, field in self._schema.items() if type(field).to_bytes is plain)

    def segments(self, field: str) -> list[tuple[Field, int]]:
        """(field, number of the segment's first document) of each segment that has `field`."""
        if field not in self._segments:
            found = ((fields_of(leaf).get(field), base) for leaf, base in self._leaves)
            self._segments[field] = [(own, base) for own, base in found if own]
        return self._segments[field]

    def listed(self, field: str, term: bytes) -> Listed:
        """Where `term` stands in the segments."""
        return self._listed.get((field, term), self._look_up)

    def _look_up(self, key: _Key) -> Listed:
        field, term = key
        segments = self.segments(field)
        numbers = tuple(own.terms.find(term) for own, _ in segments)
        pairs = zip(segments, numbers, strict=True)
        df = sum(int(own.df[number]) for (own, _), number in pairs if number >= 0)
        return Listed(field, term, segments, numbers, df)

    def term(self, field: str, term: str | bytes) -> TermPostings:
        """Postings of `term`; empty ones when no document has it."""
        return self.whole(self.listed(field, term.encode() if isinstance(term, str) else term))

    def whole(self, term: Listed) -> TermPostings:
        """Postings of a term in memory."""
        return self._whole.get((term.field, term.term), lambda _: self._read(term))

    def about(self, term: Listed, docs: Docs) -> TermPostings | Skimmed:
        """What answers questions about `docs` alone soonest."""
        if self._few(term, docs) and (term.field, term.term) not in self._whole:
            return self._skim(term)
        return self.whole(term)

    def _few(self, term: Listed, docs: Docs) -> bool:
        """Whether `docs` are few among the documents of a frequent term."""
        return 0 < len(docs) * FEW < term.df and term.df * DENSE > self.documents

    def _skim(self, term: Listed) -> Skimmed:
        key = term.field, term.term
        return self._skimmed.get(key, lambda _: Skimmed(term.rows, self._scoring(term)))

    def positions(self, term: Listed, docs: Docs) -> NDArray[np.int64]:
        """Where a term stands in those of `docs` (rising) that have it: document × 2³² + position, rising."""
        if not term.df:
            return np.empty(0, np.int64)
        key = term.field, term.term
        counted = (
            self._skim(term) if self._few(term, docs) else self._counted.get(key, lambda _: self._count(term))
        )
        positions = self._positions.get(key, lambda _: Positions(term.rows))
        return positions.within(docs, counted.occurrences(docs))

    def _count(self, term: Listed) -> Counted:
        return Counted(self.whole(term), term.rows)

    def _read(self, term: Listed) -> TermPostings:
        if not term.df:
            return NOTHING
        scoring, rows = self._scoring(term), term.rows
        if term.df * DENSE <= self.documents:
            docs = joined([own.docs(row) + base for own, row, base in rows])
            weights = joined([own.weights(row) for own, row, _ in rows])
            return Sparse(docs, scoring.scores(weights.astype(np.float32), docs))
        parts = [(own.weights(row), own.docs(row), base) for own, row, base in rows]
        weights = np.zeros(self.documents, np.result_type(*(own for own, _, _ in parts)))
        for own, docs, base in parts:
            weights[base:][docs] = own
        return Dense(term.df, weights, scoring, scoring.ceiling(float(weights.max())))

    def _scoring(self, term: Listed) -> Scoring:
        """As in Whoosh: with idf over every document, also deleted ones; where lengths do not matter, the
        weight is the score."""
        if not self._schema[term.field].scorable:
            return Scoring(self.formula, 1, None)
        return Scoring(self.formula, self.formula.idf(self.documents, term.df), self.norms(term.field))

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
