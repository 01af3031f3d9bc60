"""A Whoosh codec whose segments are flat arrays; Whoosh's own reader, searcher and writer work on them.

    <segment>.postings     terms, document frequencies, gaps, weights, positions    (`index.postingsfile`)
    <segment>.documents    field lengths, columns, stored fields                  (`index.documentfile`)

The archive writes segments in bulk (`index.building`) and searches them in bulk (`index.executor`); what
stands here shows the same files to Whoosh, one posting at a time: for its query parser, sorting, spelling,
and as the oracle of our tests. Whoosh pickles a segment's name and deleted documents into its table of
contents; nothing else is pickled.
"""

from pathlib import Path

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from index.codecreading import FlatDocumentsReader, FlatTermsReader
from index.codecwriting import FlatDocumentsWriter, FlatTermsWriter

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

    def per_document_writer(self, storage: FileStorage, segment: FlatSegment) -> FlatDocumentsWriter:
        return FlatDocumentsWriter(path_of(storage, segment, DOCUMENTS))

    def field_writer(self, storage: FileStorage, segment: FlatSegment) -> FlatTermsWriter:
        return FlatTermsWriter(path_of(storage, segment, POSTINGS))

    def per_document_reader(self, storage: FileStorage, segment: FlatSegment) -> FlatDocumentsReader:
        return FlatDocumentsReader(path_of(storage, segment, DOCUMENTS), segment)

    def terms_reader(self, storage: FileStorage, segment: FlatSegment) -> FlatTermsReader:
        return FlatTermsReader(path_of(storage, segment, POSTINGS), path_of(storage, segment, DOCUMENTS))
