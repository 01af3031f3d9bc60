"""What an index directory holds, read back: for verifying a generation before it is served, and later.

Stands on the schema and the analysis only, so that a mistake in writing or in searching shows.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from whoosh.index import open_dir
from whoosh.query import And, Term

from index.analysis import tokenize
from index.document import Document
from index.schema import field_name

MOST_TERMS = 12
"""Syllables of a title by which `lost` looks for a document."""


def count(directory: Path) -> int:
    """How many documents the index in `directory` holds."""
    with closing(open_dir(str(directory))) as ix:
        return int(ix.doc_count())


def contents(directory: Path) -> Iterator[tuple[str, str]]:
    """Key and digest of every document in the index in `directory`, in no particular order."""
    with closing(open_dir(str(directory))) as ix, closing(ix.reader()) as reader:
        for _, stored in reader.iter_docs():
            yield stored["key"], stored["digest"]


def lost(directory: Path, documents: Iterable[Document]) -> list[str]:
    """Keys of those of `documents` that the index does not find by the words of their own titles."""
    with closing(open_dir(str(directory))) as ix, ix.searcher() as searcher:
        return [
            document.key
            for document in documents
            if not any(True for _ in _by_title(document).docs(searcher))
        ]


def _by_title(document: Document) -> And:
    terms = tokenize(document.title).terms()[:MOST_TERMS]
    field = field_name("title", "syllable")
    return And([Term("key", document.key), *(Term(field, term) for term in terms)])
