"""Flat segments as Whoosh's own SegmentReader reads them: terms, matchers, columns, stored fields.

What the archive searches with reads the arrays beneath, `FlatTermsReader.fields` and
`FlatDocumentsReader.file`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, formats
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from index.documentfile import DocumentFile
from index.listcolumn import Lists
from index.postingsfile import Field, PostingsFile, Row, Terms


class FlatDocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, columns and stored fields."""

    def __init__(self, path: Path, segment: base.Segment) -> None:
        self.file = DocumentFile(path)
        self._segment = segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, number: int) -> bool:
        return bool(self._segment.is_deleted(number))

    def deleted_docs(self) -> set[int]:
        deleted: set[int] = self._segment.deleted_docs()
        return deleted

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
