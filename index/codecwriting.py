"""Flat segments as Whoosh's own SegmentWriter writes them: one document, one posting at a time.

For whoever opens the index with Whoosh alone; the archive writes in bulk (`index.building`).
"""

from array import array
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, formats
from whoosh.codec import base

from index.documentfile import NumberColumn, StoredFields, TextColumn
from index.fieldpostings import Postings, Vocabulary, write_field
from index.flatfile import FlatWriter
from index.listcolumn import ListColumn
from index.packing import narrow


class FlatDocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Lengths, columns and stored fields, document by document."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._documents = 0
        self._stored = StoredFields()
        self._fields: dict[str, Any] = {}
        self._lengths: dict[str, array[int]] = {}
        self._columns: dict[str, Column] = {}
        self.is_closed = False

    def start_doc(self, number: int) -> None:
        self._fields = {}
        self._documents = number + 1

    def add_field(self, name: str, field: Any, value: Any, length: int) -> None:
        if value is not None:
            self._fields[name] = value
        if length:
            lengths = self._lengths.setdefault(name, array("I"))
            lengths.extend([0] * (self._documents - 1 - len(lengths)))
            lengths.append(length)

    def add_column_value(self, name: str, column: columns.Column, value: Any) -> None:
        if name not in self._columns:
            self._columns[name] = column_for(name, column)
        self._columns[name].set(self._documents - 1, value)

    def add_vector_items(self, name: str, field: Any, _: Any) -> None:
        raise TypeError(f"{name}: flat segments have no vectors")

    def finish_doc(self) -> None:
        self._stored.add(self._fields)

    def close(self) -> None:
        with FlatWriter(self._path) as out:
            for name, lengths in self._lengths.items():
                lengths.extend([0] * (self._documents - len(lengths)))
                out.add(f"length/{name}", narrow(np.frombuffer(lengths, np.uint32)))
            for name, column in self._columns.items():
                column.write(out, name, self._documents)
            self._stored.write(out)
            out.values["documents"] = self._documents
        self.is_closed = True


def positional(name: str, field: Any) -> bool:
    """Whether postings of a field have positions. Raises TypeError for a field that has more than these."""
    if type(field.format) not in (formats.Existence, formats.Frequency, formats.Positions):
        raise TypeError(f"{name}: flat segments have no postings of format {type(field.format).__name__}")
    return isinstance(field.format, formats.Positions)


Column = TextColumn | NumberColumn | ListColumn
"""What keeps the values of one field of every document."""


def column_for(name: str, column: columns.Column) -> Column:
    """What keeps the values of a Whoosh column. Raises TypeError where they are neither texts nor numbers."""
    if isinstance(column, columns.NumericColumn):
        return NumberColumn(column._typecode, column.default_value())
    if isinstance(column, columns.VarBytesColumn | columns.RefBytesColumn | columns.FixedBytesColumn):
        return TextColumn(column.default_value())
    if isinstance(column, columns.VarBytesListColumn):
        return ListColumn()
    raise TypeError(f"{name}: flat segments have no column of type {type(column).__name__}")


class FlatTermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Postings, one at a time; a whole field is in memory until it ends."""

    def __init__(self, path: Path) -> None:
        self._out = FlatWriter(path)
        self._fields: dict[str, bool] = {}
        self.is_closed = False

    def start_field(self, name: str, field: Any) -> None:
        self._name, self._format = name, field.format
        self._terms: list[bytes] = []
        self._counts: list[int] = []
        self._docs = array("I")
        self._weights = array("f")
        self._places = array("I")
        self._fields[name] = positional(name, field)

    def start_term(self, term: bytes) -> None:
        self._terms.append(term)
        self._counts.append(0)

    def add(self, number: int, weight: float, value: bytes, length: int) -> None:
        self._counts[-1] += 1
        self._docs.append(number)
        self._weights.append(weight)
        if self._fields[self._name]:
            places = self._format.decode_positions(value)
            if len(places) != weight:
                raise ValueError(f"{self._name}: flat segments have no boosts in fields with positions")
            self._places.extend(places)

    def finish_term(self) -> None:
        pass

    def finish_field(self) -> None:
        positional = self._fields[self._name]
        postings = Postings(
            np.array(self._counts, np.int64),
            np.frombuffer(self._docs, np.uint32),
            np.frombuffer(self._weights, np.float32),
            np.frombuffer(self._places, np.uint32) if positional else None,
        )
        write_field(self._out, self._name, Vocabulary.of(self._terms), [_InMemory(postings)])

    def close(self) -> None:
        self._out.values["fields"] = self._fields
        self._out.close()
        self.is_closed = True


class _InMemory:
    """A whole field's postings as a source (see `index.fieldpostings.Source`)."""

    def __init__(self, postings: Postings) -> None:
        self.ranks = np.arange(len(postings.counts))
        self.counts = postings.counts
        self._postings = postings
        self._ends = np.concatenate([[0], np.cumsum(postings.counts)])
        self._place_ends = np.concatenate([[0], np.cumsum(postings.weights, dtype=np.int64)])

    def read(self, first: int, after: int) -> Postings:
        low, high = self._ends[first], self._ends[after]
        places = self._postings.positions
        if places is not None:
            places = places[self._place_ends[low] : self._place_ends[high]]
        return Postings(
            self.counts[first:after], self._postings.docs[low:high], self._postings.weights[low:high], places
        )
