"""Documents → one flat segment, in bulk. What the codec's own writer does posting by posting, far faster."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.filedb.filestore import FileStorage

from index.codec import DOCUMENTS, POSTINGS, FlatSegment, path_of
from index.codecwriting import column_for, positional
from index.documentfile import StoredFields
from index.flatfile import FlatWriter
from index.inversion import BLOCK, FieldInverter
from index.packing import narrow
from index.schema import Stream

MOST_TERMS = 3_000_000
"""Distinct terms of a segment in the making (about 170 bytes each); the caller then begins another one."""


class SegmentBuilder:
    """Collects documents for one segment of the index `storage` with `schema`, in bounded memory."""

    def __init__(self, storage: FileStorage, schema: fields.Schema) -> None:
        self._storage = storage
        self._fields: Mapping[str, fields.FieldType] = dict(schema.items())
        self.segment = FlatSegment("MAIN")
        self._scratch = Path(storage.folder) / f"{self.segment.segment_id()}.runs"
        self._stored = StoredFields()
        self._stored_names = [name for name, field in schema.items() if field.stored]
        self._inverters = {
            name: FieldInverter(name, positions=positional(name, field), directory=self._scratch)
            for name, field in schema.items()
            if field.indexed
        }
        self._columns = {
            name: column_for(name, field.column_type) for name, field in schema.items() if field.column_type
        }
        self._scratch.mkdir()
        self.documents = 0

    def add(self, values: Mapping[str, Any]) -> None:
        """The next document: field name → `Stream`, text of an ID field, number, or None.

        Raises TypeError for a stored value that JSON cannot hold.
        """
        for name, inverter in self._inverters.items():
            value = values.get(name)
            if isinstance(value, Stream):
                inverter.add(value.terms, value.wholes)
            else:
                inverter.add([] if value is None else _terms(self._fields[name], value))
        for name, column in self._columns.items():
            if values.get(name) is not None:
                column.set(self.documents, self._fields[name].to_column_value(values[name]))
        stored = {name: values.get(name) for name in self._stored_names}
        self._stored.add({name: value for name, value in stored.items() if value is not None})
        self.documents += 1
        if sum(inverter.waiting for inverter in self._inverters.values()) > BLOCK:
            for inverter in self._inverters.values():
                inverter.flush()

    @property
    def full(self) -> bool:
        """Whether the vocabulary has reached its bound."""
        return sum(inverter.vocabulary for inverter in self._inverters.values()) > MOST_TERMS

    def finish(self) -> FlatSegment:
        """Write the files of the segment."""
        self.segment.set_doc_count(self.documents)
        self._write_documents()
        with FlatWriter(path_of(self._storage, self.segment, POSTINGS)) as out:
            for name in sorted(self._inverters):
                self._inverters.pop(name).write(out)
            out.values["fields"] = {
                name: positional(name, field) for name, field in sorted(self._fields.items()) if field.indexed
            }
        self._scratch.rmdir()
        return self.segment

    def _write_documents(self) -> None:
        with FlatWriter(path_of(self._storage, self.segment, DOCUMENTS)) as out:
            for name, inverter in self._inverters.items():
                if self._fields[name].scorable:
                    out.add(f"length/{name}", narrow(np.frombuffer(inverter.lengths, np.uint32)))
            for name, column in self._columns.items():
                column.write(out, name, self.documents)
            self._stored.write(out)
            out.values["documents"] = self.documents


def _terms(field: fields.FieldType, value: Any) -> Sequence[bytes]:
    """The terms that Whoosh would index for a value of a field that is no stream."""
    if type(field) is fields.ID:  # the value itself: asking Whoosh takes twenty times as long
        return [field.to_bytes(value)]
    return [term for term, *_ in field.index(value)]
