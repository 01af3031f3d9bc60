"""Segments → one segment, in bulk and in bounded memory. Deleted documents are left behind."""

import heapq
from array import array
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from index.codec import DOCUMENTS, POSTINGS, FlatSegment, path_of
from index.documentfile import DocumentFile, write_number_column, write_text_column
from index.fieldpostings import Postings, Vocabulary, parts, write_field
from index.flatfile import FlatWriter
from index.listcolumn import Lists, joined, write_lists
from index.packing import narrow, places, starts_of
from index.postingsfile import Field, PostingsFile

GONE = np.uint32(0xFFFFFFFF)
"""New number of a document that is left behind."""


def merge(storage: FileStorage, segments: Sequence[FlatSegment]) -> FlatSegment:
    """One new segment with the documents of `segments`, in their order, without the deleted ones."""
    merged = FlatSegment("MAIN")
    numbers = _renumbered(segments)
    merged.set_doc_count(sum(segment.doc_count() for segment in segments))
    documents = [DocumentFile(path_of(storage, segment, DOCUMENTS)) for segment in segments]
    with FlatWriter(path_of(storage, merged, DOCUMENTS)) as out:
        _write_documents(out, documents, [each != GONE for each in numbers])
    postings = [PostingsFile(path_of(storage, segment, POSTINGS)) for segment in segments]
    with FlatWriter(path_of(storage, merged, POSTINGS)) as out:
        _write_postings(out, postings, numbers)
    return merged


def _renumbered(segments: Sequence[FlatSegment]) -> list[NDArray[np.uint32]]:
    """New number of every document of every segment."""
    found, base = [], 0
    for segment in segments:
        alive = np.ones(segment.doc_count_all(), bool)
        alive[list(segment.deleted_docs())] = False
        numbers = np.full(len(alive), GONE, np.uint32)
        numbers[alive] = np.arange(base, base + segment.doc_count(), dtype=np.uint32)
        found.append(numbers)
        base += segment.doc_count()
    return found


# Documents


def _write_documents(
    out: FlatWriter, files: Sequence[DocumentFile], alive: Sequence[NDArray[np.bool_]]
) -> None:
    for field in sorted({name for file in files for name in file.lengths_of}):
        parts = [_kept(file.lengths(field), each) for file, each in zip(files, alive, strict=True)]
        out.add(f"length/{field}", narrow(np.concatenate(parts)))
    for name in sorted({name for file in files for name in file.columns}):
        _write_column(out, name, files, alive)
    for name in sorted({name for file in files for name in file.lists}):
        lists = [file.list_column(name) or Lists.none(file.documents) for file in files]
        write_lists(out, name, joined(lists, alive))
    data, ends = bytearray(), array("Q")
    for file, each in zip(files, alive, strict=True):
        for number in np.flatnonzero(each).tolist():
            data += file.stored_bytes(number)
            ends.append(len(data))
    out.add("stored", np.frombuffer(bytes(data), np.uint8))
    out.add("stored_ends", np.frombuffer(ends, np.uint64))
    out.values["documents"] = len(ends)


def _kept(numbers: NDArray[Any] | None, alive: NDArray[np.bool_]) -> NDArray[Any]:
    return np.zeros(int(alive.sum()), np.uint32) if numbers is None else numbers[alive]


def _write_column(
    out: FlatWriter, name: str, files: Sequence[DocumentFile], alive: Sequence[NDArray[np.bool_]]
) -> None:
    having = next(file for file in files if name in file.columns)
    values = having.column_values(name)
    columns = [file.column(name) for file in files]
    if values is not None:
        _write_text_column(out, name, files, alive, default=values[0])
        return
    kind = next(column.dtype for column in columns if column is not None)
    numbers = [
        np.full(int(each.sum()), having.default(name), kind) if column is None else column[each]
        for column, each in zip(columns, alive, strict=True)
    ]
    write_number_column(out, name, np.concatenate(numbers), having.default(name))


def _write_text_column(
    out: FlatWriter,
    name: str,
    files: Sequence[DocumentFile],
    alive: Sequence[NDArray[np.bool_]],
    *,
    default: bytes,
) -> None:
    """Values in the order in which documents have them first; those of deleted documents are left behind."""
    known = {default: 0}
    parts = []
    for file, each in zip(files, alive, strict=True):
        values = file.column_values(name) or [default]
        common = np.array([known.setdefault(value, len(known)) for value in values], np.uint32)
        parts.append(common[_kept(file.column(name), each)])
    whole = np.concatenate(parts)
    found, first = np.unique(whole, return_index=True)
    used = [0, *(number for number in found[np.argsort(first)].tolist() if number)]
    fresh = np.zeros(len(known), np.uint32)
    fresh[used] = np.arange(len(used))
    texts = list(known)
    write_text_column(out, name, fresh[whole], [texts[number] for number in used])


# Postings


def _write_postings(
    out: FlatWriter, files: Sequence[PostingsFile], numbers: Sequence[NDArray[np.uint32]]
) -> None:
    kinds = {name: field.has_positions for file in files for name, field in file.fields.items()}
    for name in sorted(kinds):
        pairs = zip(files, numbers, strict=True)
        sources = [_SegmentSource(file.fields[name], each) for file, each in pairs if name in file.fields]
        write_field(out, name, _united(sources), sources)
    out.values["fields"] = dict(sorted(kinds.items()))


class _SegmentSource:
    """A field of a segment as a source: only terms that some remaining document has."""

    def __init__(self, field: Field, numbers: NDArray[np.uint32]) -> None:
        self._field = field
        self._numbers = numbers
        self._whole = not (numbers == GONE).any()
        self.counts = field.df.astype(np.int64) if self._whole else self._remaining()
        self._terms = np.flatnonzero(self.counts)
        self.counts = self.counts[self._terms]
        self.ranks = np.empty(0, np.int64)

    def _remaining(self) -> NDArray[np.int64]:
        """Remaining documents of every term of the field."""
        every = self._field.df.astype(np.int64)
        counts = np.zeros(len(every), np.int64)
        for first, after in parts(every):
            alive = (self._numbers[self._field.documents(first, after)] != GONE).astype(np.int64)
            counts[first:after] = np.add.reduceat(alive, starts_of(every[first:after]))
        return counts

    def terms(self) -> Iterator[bytes]:
        """The terms of this source, sorted."""
        if self._whole:
            return iter(self._field.terms)
        return (self._field.terms[number] for number in self._terms.tolist())

    def read(self, first: int, after: int) -> Postings:
        if first == after:
            return self._field.postings(0, 0)
        found = self._field.postings(int(self._terms[first]), int(self._terms[after - 1]) + 1)
        self._field.let_go()  # else all of every segment would be in memory in the end
        docs = self._numbers[found.docs]
        if self._whole:
            return Postings(found.counts, docs, found.weights, found.positions)
        alive = docs != GONE
        positions = found.positions
        if positions is not None:
            occurrences = found.weights.astype(np.int64)
            positions = positions[places(starts_of(occurrences)[alive], occurrences[alive])]
        return Postings(self.counts[first:after], docs[alive], found.weights[alive], positions)


def _united(sources: Sequence[_SegmentSource]) -> Vocabulary:
    """All terms of the sources, sorted; each source learns the ranks of its own."""
    if len(sources) == 1:
        sources[0].ranks = np.arange(len(sources[0].counts))
        return Vocabulary.of(sources[0].terms())
    streams = [zip(source.terms(), repeat(place)) for place, source in enumerate(sources)]
    ranks = [array("q") for _ in sources]
    blob, ends = bytearray(), array("Q")
    last = None
    for term, place in heapq.merge(*streams):
        if term != last:
            blob += term
            ends.append(len(blob))
            last = term
        ranks[place].append(len(ends) - 1)
    for source, own in zip(sources, ranks, strict=True):
        source.ranks = np.frombuffer(own, np.int64)
    return Vocabulary(bytes(blob), np.frombuffer(ends, np.uint64))
