"""Postings of Whoosh's stock codec as arrays: what the executor computes with.

Whoosh gives postings one Python object at a time; here whole blocks become arrays, and what was read is
remembered within a bound.
"""

import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from index.schema import K1, B

Docs = NDArray[np.int32]
Scores = NDArray[np.float32]

CACHE_BYTES = 64 * 2**20
"""Memory for the postings that were read last."""

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float32)


@dataclass(frozen=True, slots=True)
class TermPostings:
    """One term's postings over all segments: document numbers, rising, and BM25 scores without boost."""

    docs: Docs
    scores: Scores

    @property
    def nbytes(self) -> int:
        """Bytes of both arrays."""
        return int(self.docs.nbytes + self.scores.nbytes)


def leaves(reader: IndexReader) -> list[tuple[IndexReader, int]]:
    """(segment reader, number of its first document) of each segment; none when there is no document."""
    if not reader.doc_count_all():
        return []  # Whoosh's reader of an empty index has nothing to read from
    return [(reader, 0)] if reader.is_atomic() else list(reader.leaf_readers())


class Postings:
    """Term → `TermPostings` over one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.documents: int = reader.doc_count_all()
        self._leaves = leaves(reader)
        # Read now, not when first asked for: the files of a generation may be removed while it is open.
        self._length_bytes = {field: self._read_lengths(field) for field in reader.schema.scorable_names()}
        self._lengths: dict[str, Scores] = {}
        self._remembered: OrderedDict[tuple[str, str], TermPostings] = OrderedDict()
        self._bytes = 0

    def term(self, field: str, term: str) -> TermPostings:
        """Postings of `term`; empty ones when no document has it."""
        known = self._remembered.get((field, term))
        if known is not None:
            self._remembered.move_to_end((field, term))
            return known
        postings = self._read(field, term)
        self._remembered[field, term] = postings
        self._bytes += postings.nbytes
        while self._bytes > CACHE_BYTES and len(self._remembered) > 1:
            self._bytes -= self._remembered.popitem(last=False)[1].nbytes
        return postings

    def _read(self, field: str, term: str) -> TermPostings:
        docs: list[Docs] = [np.empty(0, np.int32)]
        weights: list[Scores] = [np.empty(0, np.float32)]
        for leaf, base in self._leaves:
            for ids, found in _blocks(leaf, field, term):
                docs.append(ids + np.int32(base))
                weights.append(found)
        numbers, frequency = np.concatenate(docs), np.concatenate(weights)
        return TermPostings(numbers, self._bm25(field, numbers, frequency))

    def _bm25(self, field: str, docs: Docs, frequency: Scores) -> Scores:
        """BM25 as `whoosh.scoring.bm25` computes it, with idf over every document, also deleted ones."""
        if not len(docs) or not self.reader.schema[field].scorable:
            return frequency
        idf = math.log(self.documents / (len(docs) + 1)) + 1
        average = self.reader.field_length(field) / self.documents or 1
        lengths = self.lengths(field)[docs]
        return (idf * (frequency * (K1 + 1)) / (frequency + K1 * ((1 - B) + B * lengths / average))).astype(
            np.float32
        )

    def lengths(self, field: str) -> Scores:
        """Length in tokens of `field` in every document, as Whoosh's stock codec keeps it (rounded)."""
        if field not in self._lengths:
            self._lengths[field] = _LENGTHS[self._length_bytes[field]]
        return self._lengths[field]

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        kind = np.dtype(np.uint8)
        columns = [column(leaf, f"_{field}_len", kind) for leaf, _ in self._leaves]
        return np.concatenate([np.empty(0, kind), *columns])

    def positions(self, field: str, term: str, docs: Docs) -> Iterator[list[int]]:
        """Positions of `term` in each of `docs` (rising); every one of them must have it."""
        place = 0
        for leaf, base in self._leaves:
            end = int(np.searchsorted(docs, base + leaf.doc_count_all()))
            if end > place:
                matcher = leaf.postings(field, term)
                for doc in docs[place:end]:
                    matcher.skip_to(int(doc) - base)
                    yield matcher.value_as("positions")
            place = end


def _blocks(leaf: IndexReader, field: str, term: str) -> Iterator[tuple[Docs, Scores]]:
    """Document numbers and frequencies of a term in one segment, deleted documents included."""
    try:
        # The matcher of the terms reader, before deleted documents are filtered out of it.
        matcher: Any = leaf._terms.matcher(field, term.encode(), leaf.schema[field].format)
    except TermNotFound:
        return
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        yield np.array(matcher._ids, np.int32), np.array(matcher._weights, np.float32)
        matcher._next_block()


def column(leaf: IndexReader, name: str, kind: "np.dtype[Any]") -> NDArray[Any]:
    """A numeric column of one segment, one value a document; 0 where Whoosh stored none."""
    values = np.zeros(leaf.doc_count_all(), kind)
    file_name, storage = leaf.codec().column_filename(leaf.segment(), name), leaf.storage()
    if storage.file_exists(file_name):
        stored = min(len(values), storage.file_length(file_name) // kind.itemsize)
        with storage.open_file(file_name) as file:
            values[:stored] = np.frombuffer(file.get(0, stored * kind.itemsize), kind)
    return values
