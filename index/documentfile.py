"""What a segment knows of each document: field lengths, columns, stored fields. Written once, then read.

Arrays of the flat file: `length/<field>`; `column/<name>`, with `column/<name>/values` and `/value_ends` for
text, whose column holds the place of the value; `list/<name>` and what belongs to it (`index.listcolumn`);
`stored` and `stored_ends`, JSON of each document's fields.
`values["documents"]` counts them, `values["defaults"]` says what stands for no number.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.flatfile import FlatFile, FlatWriter
from index.listcolumn import Lists, read_lists
from index.packing import narrow

_BYTE = np.dtype("u1")


class TextColumn:
    """One text a document, kept as its place among the distinct texts; place 0 is the default."""

    def __init__(self, default: bytes = b"") -> None:
        self.places: dict[bytes, int] = {default: 0}
        self._column = array("I")

    def set(self, document: int, value: bytes) -> None:
        """The value of a document; documents come in rising order, those left out have the default."""
        self._column.extend([0] * (document - len(self._column)))
        self._column.append(self.places.setdefault(value, len(self.places)))

    def write(self, out: FlatWriter, name: str, documents: int) -> None:
        """Write the column for so many documents."""
        self._column.extend([0] * (documents - len(self._column)))
        write_text_column(out, name, np.frombuffer(self._column, np.uint32), list(self.places))


def write_text_column(
    out: FlatWriter, name: str, places: NDArray[np.uint32], values: Sequence[bytes]
) -> None:
    """Write a text column: places among `values`, one a document."""
    out.add(f"column/{name}", narrow(places))
    out.add(f"column/{name}/values", np.frombuffer(b"".join(values), np.uint8))
    out.add(f"column/{name}/value_ends", np.cumsum([len(value) for value in values], dtype=np.uint64))


class NumberColumn:
    """One number a document."""

    def __init__(self, typecode: str, default: float = 0) -> None:
        self._column: array[Any] = array(typecode)
        self._default = default

    def set(self, document: int, value: float) -> None:
        """The value of a document; documents come in rising order, those left out have the default."""
        self._column.extend([self._default] * (document - len(self._column)))
        self._column.append(value)

    def write(self, out: FlatWriter, name: str, documents: int) -> None:
        """Write the column for so many documents."""
        self._column.extend([self._default] * (documents - len(self._column)))
        write_number_column(out, name, np.frombuffer(self._column, self._column.typecode), self._default)


def write_number_column(out: FlatWriter, name: str, numbers: NDArray[Any], default: float) -> None:
    """Write a column of numbers, one a document, and the number of a document that has none."""
    out.add(f"column/{name}", numbers)
    out.values.setdefault("defaults", {})[name] = default


class StoredFields:
    """Stored fields of document after document."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q")

    def add(self, fields: Mapping[str, Any]) -> None:
        """The next document's fields. Raises TypeError for a value that JSON cannot hold."""
        if fields:
            self._data += json.dumps(fields, ensure_ascii=False).encode()
        self._ends.append(len(self._data))

    def write(self, out: FlatWriter) -> None:
        """Write all fields."""
        out.add("stored", np.frombuffer(bytes(self._data), np.uint8))
        out.add("stored_ends", np.frombuffer(self._ends, np.uint64))


class DocumentFile:
    """What a segment knows of its documents, open. Reading raises `index.flatfile.Damage` where damaged."""

    def __init__(self, path: Path) -> None:
        self._file = FlatFile(path)
        self.documents: int = self._file.values["documents"]
        names = [name.split("/") for name in self._file.names]
        self.lengths_of = [name[1] for name in names if name[0] == "length"]
        self.columns = [name[1] for name in names if name[0] == "column" and len(name) == 2]
        self.lists = [name[1] for name in names if name[0] == "list" and len(name) == 2]

    def lengths(self, field: str) -> NDArray[Any] | None:
        """Length in tokens of a field in every document; None for a field without lengths."""
        return self._array(f"length/{field}")

    def column(self, name: str) -> NDArray[Any] | None:
        """One number a document (for text: its place among `column_values`), or None."""
        return self._array(f"column/{name}")

    def _array(self, name: str) -> NDArray[Any] | None:
        return self._file.array(name) if name in self._file else None

    def default(self, name: str) -> float:
        """The number of documents that have none in a column of numbers, also when no document has any."""
        number: float = self._file.values.get("defaults", {}).get(name, 0)
        return number

    def column_values(self, name: str) -> list[bytes] | None:
        """The distinct values of a text column, value 0 the default; None for a column of numbers."""
        if f"column/{name}/values" not in self._file:
            return None
        blob = self._file.array(f"column/{name}/values").tobytes()
        ends = self._file.array(f"column/{name}/value_ends").tolist()
        return [blob[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def list_column(self, name: str) -> Lists | None:
        """A column of several texts a document, or None."""
        return read_lists(self._file, name)

    def stored(self, document: int) -> dict[str, Any]:
        """Stored fields of a document."""
        fields: dict[str, Any] = json.loads(self.stored_bytes(document) or b"{}")
        return fields

    def stored_bytes(self, document: int) -> bytes:
        """Stored fields of a document as they stand in the file."""
        start = int(self._stored_ends[document - 1]) if document else 0
        size = int(self._stored_ends[document]) - start
        return self._file.view(self._file.offset("stored") + start, _BYTE, size).tobytes()

    @cached_property
    def _stored_ends(self) -> NDArray[np.uint64]:
        return self._file.array("stored_ends")
