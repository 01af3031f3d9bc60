"""A Whoosh codec whose segments are flat arrays; Whoosh's own reader, searcher and writer work on them.

    <segment>.postings     terms, document frequencies, gaps, weights, positions    (`index.postingsfile`)
    <segment>.documents    field lengths, columns, stored fields                  (`index.documentfile`)

The archive writes segments in bulk (`index.building`) and searches them in bulk (`index.executor`); what
stands here shows the same files to Whoosh, one posting at a time: for its query parser, sorting, spelling,
and as the oracle of our tests. Whoosh pickles a segment's name and deleted documents into its table of
contents; nothing else is pickled.
"""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, formats
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from index.documentfile import DocumentFile, NumberColumn, StoredFields, TextColumn
from index.fieldpostings import Postings, Vocabulary, write_field
from index.flatfile import FlatWriter
from index.listcolumn import ListColumn, Lists
from index.packing import narrow
from index.postingsfile import Field, PostingsFile, Row, Terms

POSTINGS, DOCUMENTS = ".postings", ".documents"


class FlatSegment(base.Segment):  # type: ignore[misc] # Whoosh has no types
    """A segment's name, size and deleted documents: what Whoosh keeps in its table of contents."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._documents = 0
        self._deleted: set[int] = set()

    def codec(self) -> "FlatCodec":
        return FlatCodec()

    def should_assemble(self) -> bool:
        return False

    def set_doc_count(self, count: int) -> None:
        self._documents = count

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> set[int]:
        return self._deleted

    def delete_document(self, number: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(number)

    def is_deleted(self, number: int) -> bool:
        return number in self._deleted


def path_of(storage: FileStorage, segment: base.Segment, extension: str) -> Path:
    """Where a file of a segment is."""
    return Path(str(storage.folder), str(segment.make_filename(extension)))


class FlatCodec(base.Codec):  # type: ignore[misc] # Whoosh has no types
    """See the module."""

    def new_segment(self, storage: FileStorage, indexname: str) -> FlatSegment:
        return FlatSegment(indexname)

    def per_document_writer(self, storage: FileStorage, segment: FlatSegment) -> "_PerDocumentWriter":
        return _PerDocumentWriter(path_of(storage, segment, DOCUMENTS))

    def field_writer(self, storage: FileStorage, segment: FlatSegment) -> "_FieldWriter":
        return _FieldWriter(path_of(storage, segment, POSTINGS))

    def per_document_reader(self, storage: FileStorage, segment: FlatSegment) -> "_PerDocumentReader":
        return _PerDocumentReader(path_of(storage, segment, DOCUMENTS), segment)

    def terms_reader(self, storage: FileStorage, segment: FlatSegment) -> "FlatTermsReader":
        return FlatTermsReader(path_of(storage, segment, POSTINGS), path_of(storage, segment, DOCUMENTS))


# Writing, as Whoosh's own SegmentWriter does it


class _PerDocumentWriter(base.PerDocumentWriter):  # type: ignore[misc]
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


class _FieldWriter(base.FieldWriter):  # type: ignore[misc]
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


# Reading, as Whoosh's own SegmentReader does it


class _PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, columns and stored fields."""

    def __init__(self, path: Path, segment: FlatSegment) -> None:
        self.file = DocumentFile(path)
        self._segment = segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, number: int) -> bool:
        return self._segment.is_deleted(number)

    def deleted_docs(self) -> set[int]:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, name: str) -> bool:
        return name in self.file.columns or name in self.file.lists

    def column_reader(self, name: str, column: columns.Column) -> columns.ColumnReader:
        if lists := self.file.list_column(name):
            return _ListColumnReader(lists)
        numbers = self.file.column(name)
        if numbers is None:
            raise KeyError(name)
        return _ColumnReader(numbers, self.file.column_values(name))

    def doc_field_length(self, number: int, field: str, default: int = 0) -> int:
        lengths = self.file.lengths(field)
        return default if lengths is None else int(lengths[number])

    def field_length(self, field: str) -> int:
        lengths = self.file.lengths(field)
        return 0 if lengths is None else int(lengths.sum(dtype=np.int64))

    def min_field_length(self, field: str) -> int:
        lengths = self.file.lengths(field)
        return 0 if lengths is None or not lengths.any() else int(lengths[lengths > 0].min())

    def max_field_length(self, field: str) -> int:
        lengths = self.file.lengths(field)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    def stored_fields(self, number: int) -> dict[str, Any]:
        return self.file.stored(number)


class _ColumnReader(columns.ColumnReader):  # type: ignore[misc]
    """One value a document: a number, or bytes for a text column."""

    def __init__(self, numbers: NDArray[Any], values: Sequence[bytes] | None) -> None:
        self._numbers = numbers
        self._values = values
        self._reverse = False

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, number: int) -> Any:
        value = self._numbers[number].item()
        return value if self._values is None else self._values[value]

    def __iter__(self) -> Iterator[Any]:
        numbers = self._numbers.tolist()
        return iter(numbers) if self._values is None else map(self._values.__getitem__, numbers)

    def sort_key(self, number: int) -> Any:
        return 0 - self[number] if self._reverse else self[number]

    def load(self) -> list[Any]:
        return list(self)

    def set_reverse(self) -> None:
        self._reverse = True


class _ListColumnReader(columns.ListColumnReader):  # type: ignore[misc]
    """Several texts a document. Whoosh sorts by the first; none comes before all."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def __len__(self) -> int:
        return len(self._lists.ends)

    def __getitem__(self, number: int) -> list[bytes]:
        return self._lists.of(number)

    def sort_key(self, number: int) -> bytes:
        return next(iter(self[number]), b"")


class FlatTermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and their postings. `fields` are the arrays beneath."""

    def __init__(self, path: Path, documents: Path) -> None:
        self.fields = PostingsFile(path).fields
        self._documents = DocumentFile(documents)

    def _found(self, field: str, term: bytes) -> tuple[Field, Row]:
        if field in self.fields and (number := self.fields[field].terms.find(term)) >= 0:
            return self.fields[field], self.fields[field].row(number)
        raise TermNotFound(f"No term {field}:{term!r}")

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self.fields and self.fields[field].terms.find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        return list(self.fields)

    def cursor(self, field: str, _: Any) -> "_Cursor":
        return _Cursor(self, field)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, term) for name in sorted(self.fields) for term in self.fields[name].terms)

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.fields):
            if name >= field:
                terms = self.fields[name].terms
                start = terms.place(prefix) if name == field else 0
                yield from ((name, terms[number]) for number in range(start, len(terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(field, prefix))

    def term_info(self, field: str, term: bytes) -> TermInfo:
        arrays, row = self._found(field, term)
        docs, weights = arrays.docs(row), arrays.weights(row)
        lengths = self._documents.lengths(field)
        own = lengths[docs] if lengths is not None else np.zeros(1, np.int64)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=row.df,
            minlength=int(own.min()),
            maxlength=int(own.max()),
            maxweight=float(weights.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, field: str, term: bytes) -> float:
        try:
            arrays, row = self._found(field, term)
        except TermNotFound:
            return 0
        return float(arrays.weights(row).sum(dtype=np.float64))

    def doc_frequency(self, field: str, term: bytes) -> int:
        try:
            return self._found(field, term)[1].df
        except TermNotFound:
            return 0

    def matcher(self, field: str, term: bytes, format_: formats.Format, scorer: Any = None) -> ListMatcher:
        arrays, row = self._found(field, term)
        weights = arrays.weights(row).astype(np.float32).tolist()  # floats, as Whoosh has them
        values = _PostingValues(arrays, row, format_, weights)
        return _Matcher(
            arrays.docs(row).tolist(), weights, values, format_, scorer,
            term=(field, term), terminfo=self.term_info(field, term),
        )  # fmt: skip

    def close(self) -> None:
        self.fields = {}


class _Matcher(ListMatcher):  # type: ignore[misc]
    """A term's postings; the greatest weight is known, where ListMatcher would look for it every time."""

    def copy(self) -> "_Matcher":
        return _Matcher(
            self._ids, self._weights, self._values, self._format, self._scorer, self._i,
            self._all_weights, self._term, self._terminfo,
        )  # fmt: skip

    def block_max_weight(self) -> float:
        return float(self._terminfo.max_weight())


class _PostingValues(Sequence[bytes]):
    """What Whoosh's format would have stored with each posting, made when it is asked for."""

    def __init__(self, field: Field, row: Row, format_: formats.Format, weights: Sequence[float]) -> None:
        self._format = format_
        self._weights = weights
        positional = field.has_positions and isinstance(format_, formats.Positions)
        self._positions = field.positions(row) if positional else None

    def __len__(self) -> int:
        return len(self._weights)

    def __getitem__(self, number: Any) -> Any:
        if self._positions is not None:
            places, borders = self._positions
            return self._format.encode(places[borders[number] : borders[number + 1]].tolist())
        return pack_uint(int(self._weights[number])) if isinstance(self._format, formats.Frequency) else b""


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of a field, for Whoosh's spelling."""

    def __init__(self, reader: FlatTermsReader, field: str) -> None:
        self._reader = reader
        self._field = field
        self._terms: Sequence[bytes] | Terms = reader.fields[field].terms if field in reader.fields else []
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        wanted = term if isinstance(term, bytes) else term.encode()
        self._number = self._reader.fields[self._field].terms.place(wanted)
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        return self._terms[self._number].decode() if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return self._reader.term_info(self._field, self._terms[self._number]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._number < len(self._terms)
