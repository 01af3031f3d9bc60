"""Documents → the Whoosh segments of one generation directory.

Documents are analysed and inverted in worker processes, each into segments of its own; segmentation comes
from the cache where the cache has it. Memory is bounded by `index.inversion.BLOCK` tokens in each worker (the
rest waits in sorted runs on disk), by `index.building.MOST_TERMS`, and by `LONGEST_TEXT`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from whoosh.filedb.filestore import FileStorage
from whoosh.index import create_in, exists_in, open_dir
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from index.analysis import Streams, segment, streams, tokenize
from index.building import SegmentBuilder
from index.codec import FlatCodec, FlatSegment
from index.document import FACETS, Document
from index.entities import TEXT_FACETS, Mentions, citation_key, facet_values, find
from index.facets import CITATION, OWN_NUMBER
from index.headings import Heading, bring_up
from index.marks import pack, unpack
from index.merging import merge
from index.order import order_bytes
from index.schema import STREAMS, TEXTS, TITLE_ORDER, UNDATED, field_name, schema, stream_of
from index.tally import Tally, merge_parts
from index.text import normalise
from index.vocabulary import VOCABULARY
from index.workers import Crew

LONGEST_TEXT = 5_000_000
"""Characters of a body that are indexed; what comes after them is kept and shown, but not found."""

CHUNK = 64
"""Documents handed to a worker at once."""

CHUNK_CHARACTERS = 2_000_000
"""Characters after which a chunk is handed over although it has fewer documents."""

MOST_SEGMENTS = 8
"""An update that leaves more segments than this merges the smallest ones into one."""


@dataclass(frozen=True, slots=True)
class Indexable:
    """A document to index, with the digest of its content that `check` will compare."""

    document: Document
    digest: str


class SegmentationCache(Protocol):
    """Remembers the segmentation of texts by their hash, for one analysis version."""

    def load(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Packed marks of those hashes that are known."""
        ...

    def save(self, marks: Mapping[bytes, bytes]) -> None:
        """Remember packed marks by hash."""
        ...


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """What a write did, in documents: written, of these segmented anew and cut short, and deleted."""

    documents: int = 0
    segmented: int = 0
    truncated: int = 0
    deleted: int = 0

    def __add__(self, other: "WriteCounts") -> "WriteCounts":
        return WriteCounts(
            self.documents + other.documents,
            self.segmented + other.segmented,
            self.truncated + other.truncated,
            self.deleted + other.deleted,
        )


@dataclass(frozen=True, slots=True)
class _Job:
    """One document on its way to a worker."""

    indexable: Indexable
    hash: bytes
    marks: bytes | None


def indexed_texts(document: Document) -> tuple[str, str]:
    """The title and the body under which a document is found.

    Summary, the source's page title, number, issuer, author and tags are found as part of the body.
    """
    about = (document.page_title, document.number, document.issuer, document.author, *document.tags)
    body = "\n".join(part for part in (document.summary, document.body[:LONGEST_TEXT], *about) if part)
    return document.title, body


def text_hash(document: Document) -> bytes:
    """Hash (16 bytes) of the texts that segmentation depends on."""
    return blake2b("\0".join(indexed_texts(document)).encode(), digest_size=16).digest()


def write(
    directory: Path,
    documents: Iterable[Indexable],
    *,
    cache: SegmentationCache,
    gone: Iterable[str] = (),
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> WriteCounts:
    """Delete the keys `gone` from the index in `directory`, then add `documents` to it.

    An empty directory becomes an index. `progress` is called with the number of documents just written.
    Raises OSError when the disk is full, and `index.workers.WorkerDied`; the directory is then worthless.
    """
    ix = open_dir(str(directory)) if exists_in(str(directory)) else create_in(str(directory), schema())
    known = ix.doc_count_all()
    gone = list(gone)
    headings: list[Heading] = []
    counts, done = _write_segments(directory, _noting(documents, headings), cache, workers, progress)
    segments = [segment for each in done for segment in each.segments]
    main = SegmentWriter(ix, compound=False, codec=FlatCodec())
    deleted = _delete(main, gone) if known else 0
    main.commit(mergetype=lambda _, old: _merged(ix.storage, old, segments))
    ix.close()
    merge_parts(directory, [each.vocabulary for each in done])
    bring_up(directory, headings, gone)
    return replace(counts, deleted=deleted)


def _noting(documents: Iterable[Indexable], headings: list[Heading]) -> Iterator[Indexable]:
    """The documents as they come, their titles and numbers noted for completion."""
    for each in documents:
        headings.append(Heading(each.document.key, each.document.title, each.document.number))
        yield each


def _write_segments(
    directory: Path,
    documents: Iterable[Indexable],
    cache: SegmentationCache,
    workers: int,
    progress: Callable[[int], None] | None,
) -> tuple[WriteCounts, list["_Done"]]:
    total = WriteCounts()
    with Crew(_SegmentJob, directory, workers=workers) as crew:
        for counts, marks in crew.map(_jobs(documents, cache)):
            if marks:
                cache.save(marks)
            total += counts
            if progress:
                progress(counts.documents)
        return total, crew.finish()


def _jobs(documents: Iterable[Indexable], cache: SegmentationCache) -> Iterator[list[_Job]]:
    for chunk in _chunks(documents):
        hashes = [text_hash(each.document) for each in chunk]
        known = cache.load(hashes)
        yield [_Job(each, hash_, known.get(hash_)) for each, hash_ in zip(chunk, hashes, strict=True)]


def _chunks(documents: Iterable[Indexable]) -> Iterator[list[Indexable]]:
    chunk: list[Indexable] = []
    characters = 0
    for each in documents:
        chunk.append(each)
        characters += len(each.document.body)
        if len(chunk) == CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class _Done:
    """What one worker made: its segments, and the file of the vocabulary that it counted."""

    segments: list[FlatSegment]
    vocabulary: Path


class _SegmentJob:
    """What one worker does: chunks of documents → flat segments, more than one when one is full."""

    def __init__(self, directory: Path) -> None:
        self._ix = open_dir(str(directory))
        self._builder = SegmentBuilder(self._ix.storage, self._ix.schema)
        self._finished: list[FlatSegment] = []
        self._tally = Tally()
        self._vocabulary = directory / f"{VOCABULARY}.{os.getpid()}.part"

    def __call__(self, jobs: list[_Job]) -> tuple[WriteCounts, dict[bytes, bytes]]:
        if self._builder.full:
            self._finished.append(self._builder.finish())
            self._builder = SegmentBuilder(self._ix.storage, self._ix.schema)
        fresh: dict[bytes, bytes] = {}
        truncated = 0
        # Names are found in all texts first: rules and lists stay in the processor's cache, a fifth faster.
        named = [_named(job.indexable.document) for job in jobs]
        for job, names in zip(jobs, named, strict=True):
            fields, marks = _fields(job, self._tally)
            self._builder.add(fields | names)
            truncated += len(job.indexable.document.body) > LONGEST_TEXT
            if marks is not None:
                fresh[job.hash] = marks
        return WriteCounts(len(jobs), len(fresh), truncated), fresh

    def finish(self) -> _Done:
        """The finished segments and the vocabulary."""
        if self._builder.documents:
            self._finished.append(self._builder.finish())
        return _Done(self._finished, self._tally.write(self._vocabulary))

    def close(self) -> None:
        """Nothing is open: what an unfinished segment left is removed with its directory."""


def _fields(job: _Job, tally: Tally) -> tuple[dict[str, Any], bytes | None]:
    """A document's fields for Whoosh but what it names, and its packed segmentation when made only now.

    Its vocabulary is counted on the way.
    """
    document = job.indexable.document
    texts = indexed_texts(document)
    tokens = [tokenize(text) for text in texts]
    joins = unpack(job.marks, [len(each) for each in tokens]) if job.marks is not None else None
    fresh = None
    if joins is None:
        joins = [segment(each) for each in tokens]
        fresh = pack(joins)
    fields: dict[str, Any] = {"key": document.key, "digest": job.indexable.digest}
    fields |= {"published": _minutes(document), "number": normalise(document.number) or None}
    fields |= {name: document.facet(name) or None for name in FACETS}
    fields[TITLE_ORDER] = order_bytes(document.title) or None
    for name, each, joined in zip(TEXTS, tokens, joins, strict=True):
        analysed = streams(each, joined)
        tally.add(each, analysed.word)
        fields |= _text_fields(name, analysed)
    return fields, fresh


def _named(document: Document) -> dict[str, Any]:
    """What the text of a document names: facets found in it and numbers that it cites, but its own."""
    mentions = find(document.title, document.body[:LONGEST_TEXT], document.summary)
    values = facet_values(mentions)
    own = citation_key(document.number)
    named = {name: values[name] or None for name in TEXT_FACETS}
    return named | {CITATION: _cited(mentions, own) or None, OWN_NUMBER: own or None}


def _cited(mentions: Mentions, own: str) -> list[str]:
    """The numbers cited, each as it is written first; `own` is the key of the document's own."""
    written: dict[str, str] = {}
    for one in mentions.citations:
        written.setdefault(citation_key(one.value), one.value)
    return [text for key, text in written.items() if key != own]


def _text_fields(text: str, analysed: Streams) -> dict[str, Any]:
    return {field_name(text, stream): stream_of(analysed, stream) for stream in STREAMS}


def _minutes(document: Document) -> int | None:
    if document.published is None:
        return None
    minutes = int(document.published.timestamp() // 60)
    return min(max(minutes, UNDATED + 1), 2**31 - 1)


def _delete(writer: SegmentWriter, gone: Iterable[str]) -> int:
    reader = writer.reader()
    deleted = 0
    for key in gone:
        try:
            matcher = reader.postings("key", key)
        except TermNotFound:
            continue
        for number in matcher.all_ids():
            if not writer.is_deleted(number):
                writer.delete_document(number)
                deleted += 1
    reader.close()
    return deleted


def _merged(
    storage: FileStorage, old: Sequence[FlatSegment], new: Sequence[FlatSegment]
) -> list[FlatSegment]:
    """Merge policy: a build ends in one segment; so does what an update adds. Old segments are kept but
    empty ones, those more than a third deleted, and the smallest when there are more than `MOST_SEGMENTS`."""
    alive = sorted((each for each in old if each.doc_count()), key=lambda each: -each.doc_count())
    room = MOST_SEGMENTS if len(alive) < MOST_SEGMENTS else MOST_SEGMENTS // 2
    kept = [each for each in alive[:room] if each.deleted_count() * 3 <= each.doc_count_all()]
    rest = [*(each for each in alive if each not in kept), *new]
    return [*kept, *rest] if rest in ([], list(new)[:1]) else [*kept, merge(storage, rest)]
