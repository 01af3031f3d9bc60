"""Store → prepared streams: what every other engine indexes, one JSON line a document.

    {"key": …, "published": minutes | null, "facets": {…}, "plain": {"title": …, "body": …},
     "streams": {"title_syllable": "terms between spaces", …}}

Made from cached segmentation by worker processes, so that its time can be told apart from indexing. Wholes
(document numbers, dates) stand after all other terms of their stream.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.store import Store
from index.analysis import streams as analysed_streams
from index.analysis import tokenize
from index.document import FACETS, Document
from index.marks import unpack
from index.schema import STREAMS, TEXTS, field_name, stream_of
from index.segment import ANALYSIS_VERSION
from index.workers import Crew
from index.writer import indexed_texts, text_hash

CHUNK = 64
Job = list[tuple[Document, bytes]]


def prepare(data: str, target: str, workers: int) -> dict[str, Any]:
    """Write the streams of every document of the store in `data`. Postings and tokens are counted."""
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    with (
        Store.open(Path(data, "archive.db"), readonly=True) as store,
        Path(target).open("wb") as out,
        Crew(_Role, None, workers=workers) as crew,
    ):
        for lines, counted in crew.map(_jobs(store)):
            out.write(lines)
            counts.update(counted)
        crew.finish()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "bytes": Path(target).stat().st_size, "detail": dict(counts)}


def read(path: Path) -> Callable[[], Iterator[dict[str, Any]]]:
    """What gives the documents of a file of prepared streams, once a call."""

    def lines() -> Iterator[dict[str, Any]]:
        with path.open("rb") as file:
            yield from map(json.loads, file)

    return lines


def _jobs(store: Store) -> Iterator[Job]:
    cache = store.segmentations(ANALYSIS_VERSION)
    with store.snapshot() as snapshot:
        chunk: list[Document] = []
        for stored in snapshot.live():
            chunk.append(stored.document)
            if len(chunk) == CHUNK:
                yield _job(chunk, cache)
                chunk = []
        yield _job(chunk, cache)


def _job(chunk: list[Document], cache: Any) -> Job:
    hashes = [text_hash(each) for each in chunk]
    known = cache.load(hashes)
    return [(each, known[hash_]) for each, hash_ in zip(chunk, hashes, strict=True)]


class _Role:
    """What one worker does: documents and their marks → lines and counts."""

    def __init__(self, _: None) -> None:
        self._counts: Counter[str] = Counter()

    def __call__(self, job: Job) -> tuple[bytes, Counter[str]]:
        self._counts = Counter()
        lines = [json.dumps(self._line(*each), ensure_ascii=False) + "\n" for each in job]
        return "".join(lines).encode(), self._counts

    def _line(self, document: Document, marks: bytes) -> dict[str, Any]:
        texts = indexed_texts(document)
        tokens = [tokenize(text) for text in texts]
        joins = unpack(marks, [len(each) for each in tokens])
        assert joins is not None
        fields = {}
        for text, each, joined in zip(TEXTS, tokens, joins, strict=True):
            analysed = analysed_streams(each, joined)
            for stream in STREAMS:
                fields[field_name(text, stream)] = self._terms(stream_of(analysed, stream))
        published = int(document.published.timestamp() // 60) if document.published else None
        facets = {name: document.facet(name) for name in FACETS}
        plain = dict(zip(TEXTS, texts, strict=True))
        return {
            "key": document.key,
            "published": published,
            "facets": facets,
            "plain": plain,
            "streams": fields,
        }

    def _terms(self, stream: Any) -> str:
        terms = [*stream.terms, *(term for _, term in stream.wholes)]
        self._counts["tokens"] += len(terms)
        self._counts["postings"] += len(set(terms))
        return " ".join(terms)

    def finish(self) -> None:
        """Nothing is kept between jobs."""

    def close(self) -> None:
        """Nothing is open."""
