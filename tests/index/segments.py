"""Whoosh indexes made for tests, segment by segment: in bulk, by Whoosh's own writer, in either codec.

Nothing is segmented by underthesea: every syllable is a word.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, create_in, exists_in, open_dir
from whoosh.writing import SegmentWriter

from index.analysis import streams, tokenize
from index.building import SegmentBuilder
from index.codec import FlatCodec, FlatSegment
from index.document import FACETS, Document
from index.entities import TEXT_FACETS
from index.facets import CITATION, OWN_NUMBER
from index.schema import STREAMS, field_name, schema, stream_of

NAMED = ("Sở Y tế", "Quốc hội", "Cà Mau", "Nguyễn Văn An", "Đà Nẵng", "Ủy ban nhân dân xã Ô")
CITED = ("45-NQ/TW", "45/NQ-TW", "07/2020/NĐ-CP", "64/CP")
"""The first two are the same number."""


def lists_of(document: Document) -> dict[str, list[str]]:
    """Several values of each field that has several, drawn by the document's id; often none."""
    chance = random.Random(document.id)
    named = {name: chance.sample(NAMED, chance.choice((0, 0, 1, 2, 5))) for name in TEXT_FACETS}
    return named | {CITATION: chance.sample(CITED, chance.choice((0, 0, 1, 3)))}


def values_of(document: Document) -> dict[str, Any]:
    """What the index holds of a document, field by field."""
    values: dict[str, Any] = {"key": document.key, "digest": f"d {document.id}"}
    values |= {name: document.facet(name) or None for name in FACETS}
    values["number"] = values[OWN_NUMBER] = document.number or None
    values |= {name: several or None for name, several in lists_of(document).items()}
    values["published"] = int(document.published.timestamp() // 60) if document.published else None
    for text, content in (("title", document.title), ("body", document.body)):
        tokens = tokenize(content)
        analysed = streams(tokens, bytes(len(tokens)))
        values |= {field_name(text, stream): stream_of(analysed, stream) for stream in STREAMS}
    return values


def opened(directory: Path, own_schema: fields.Schema | None = None) -> FileIndex:
    """The index in `directory`, made where there is none."""
    directory.mkdir(parents=True, exist_ok=True)
    if exists_in(str(directory)):
        return open_dir(str(directory))
    return create_in(str(directory), own_schema or schema())


def build(
    storage: FileStorage, own_schema: fields.Schema, documents: Iterable[Mapping[str, Any]]
) -> FlatSegment:
    """A segment with `documents`, made in bulk."""
    builder = SegmentBuilder(storage, own_schema)
    for each in documents:
        builder.add(each)
    return builder.finish()


def add_in_bulk(directory: Path, documents: Sequence[Document], *, gone: Iterable[str] = ()) -> None:
    """One more segment, made in bulk; the documents with the keys `gone` are deleted first."""
    with closing(opened(directory)) as ix:
        segment = build(ix.storage, ix.schema, map(values_of, documents))
        writer = SegmentWriter(ix, compound=False, codec=FlatCodec())
        for key in gone:
            writer.delete_by_term("key", key)
        writer.commit(mergetype=lambda _, old: [*old, segment] if documents else old)


def add_by_whoosh(
    directory: Path,
    documents: Iterable[Mapping[str, Any]],
    *,
    flat: bool = True,
    own_schema: fields.Schema | None = None,
    optimize: bool = False,
) -> None:
    """One more segment, made by Whoosh's own writer: a flat one, or one of Whoosh's stock codec."""
    with closing(opened(directory, own_schema)) as ix:
        writer = SegmentWriter(ix, compound=False, codec=FlatCodec()) if flat else ix.writer()
        with ExitStack() as stack:
            stack.callback(writer.cancel)
            for each in documents:
                writer.add_document(**each)
            writer.commit(merge=False, optimize=optimize)
            stack.pop_all()


@contextmanager
def searching(directory: Path, **keywords: Any) -> Iterator[Any]:
    """Whoosh's own searcher over the index in `directory`."""
    with closing(open_dir(str(directory))) as ix, ix.searcher(**keywords) as searcher:
        yield searcher
