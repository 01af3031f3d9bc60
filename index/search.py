"""Request → hits, total and facet counts, from one generation of the index.

`Index` is what a process that searches holds: it opens the generation that `current` names and notices a
new one between two requests. What it takes and gives are the plain values of `index.results`.

    request → index.understanding → index.selection (filters, counts) → index.hits → results
"""

import time
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from index.abbreviations import Abbreviations, bundled
from index.completion import Completion
from index.document import Document
from index.errors import GenerationError, NoIndex
from index.explaining import parts, reading
from index.generations import Generation, Generations
from index.hits import alike, page, ranked
from index.known import Known
from index.named import citing, named
from index.opened import Opened, opened
from index.query import parse
from index.results import Hit, Named, SearchRequest, SearchResults
from index.selection import facets, months, select
from index.snippet import QueryMarker
from index.trees import scoring
from index.understanding import suggestion, understood


class Index:
    """The index under one data directory, for searching. May be shared by threads."""

    def __init__(self, data: Path, *, abbreviations: Abbreviations | None = None) -> None:
        self.generations = Generations(data)
        self._abbreviations = bundled() if abbreviations is None else abbreviations
        self._opened: Opened | None = None
        self._lock = Lock()

    def close(self) -> None:
        """Close the open generation; the next search opens one again."""
        with self._lock:
            if self._opened:
                self._opened.close()
            self._opened = None

    def generation(self) -> Generation:
        """The generation that the next search answers from. Raises GenerationError (NoIndex) if none."""
        with self._lock:
            return self._newest().generation

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer `request` from the newest generation. Raises GenerationError when none can be served."""
        began = time.perf_counter()
        with self._lock:
            results = _search(self._newest(), request)
        return replace(results, took_ms=round((time.perf_counter() - began) * 1e3, 2))

    def marker(self, text: str) -> QueryMarker:
        """What marks the words of the query `text` in any text."""
        at = self._opened
        if at is None:
            return QueryMarker(parse(text, known=Known(self._abbreviations)))
        return QueryMarker(parse(at.suggester.decoded(text) or text, known=at.known))

    def complete(self, text: str) -> tuple[Completion, ...]:
        """How `text`, which a person is typing, may go on. Raises GenerationError when none can be served."""
        with self._lock:
            completer = self._newest().completer
        return completer.complete(text)

    def related(self, document: Document, *, count: int = 5) -> tuple[Hit, ...]:
        """The documents most like `document`, itself left out. Raises GenerationError when none is served."""
        with self._lock:
            return alike(self._newest(), document, count)

    def named(self, key: str) -> Named:
        """What the document with that key names. Raises GenerationError when none is served."""
        with self._lock:
            at = self._newest()
            return named(at.executor, at.columns, at.key, key)

    def citing(self, number: str) -> int:
        """How many documents cite a document number. Raises GenerationError when none is served."""
        with self._lock:
            return citing(self._newest().executor, number)

    def explain(self, request: SearchRequest) -> dict[str, Any]:
        """How `request` is understood and scored: tokens, trees, and each hit's score by term."""
        with self._lock:
            return _explain(self._newest(), request)

    def _newest(self) -> Opened:
        """The open generation, after switching to the one that `current` names when it is another."""
        while True:
            number = self.generations.current_number()
            if self._opened and self._opened.generation.number == number:
                self._opened.check()
                return self._opened
            try:
                return self._switch()
            except (GenerationError, OSError):
                # Switched again while this was opening: its files may be gone already.
                if self.generations.current_number() == number:
                    raise

    def _switch(self) -> Opened:
        generation = self.generations.current()
        if generation is None:
            raise NoIndex("Chưa có chỉ mục. Hãy chạy «vankho rebuild» để dựng chỉ mục từ kho tài liệu.")
        newer = opened(generation, self._abbreviations)
        if self._opened:
            self._opened.close()
        self._opened = newer
        return newer


def _search(at: Opened, request: SearchRequest) -> SearchResults:
    query, matched = understood(at, request)
    selection = select(at, matched, request)
    by_month, undated = months(at.columns, selection.docs(but="year", any_date=True))
    return SearchResults(
        interpretation=replace(query.interpretation(), suggestion=suggestion(at, request, query)),
        total=len(selection.found),
        hits=page(at, query, selection.found, request),
        facets=facets(at, selection, request),
        months=by_month,
        undated=undated,
        marker=QueryMarker(query),
        generation=at.generation.number,
        took_ms=0.0,
    )


def _explain(at: Opened, request: SearchRequest) -> dict[str, Any]:
    query, matched = understood(at, request)
    results = _search(at, request)
    found, scores = ranked(at, query, select(at, matched, request).docs(), request)
    made_of = parts(at.executor, scoring(query), found, scores)
    return {
        "query": {"text": request.text, "interpreted": results.interpretation.interpreted},
        **reading(at.executor, query),
        "matched": len(matched),
        "hits": [
            {"key": at.key(doc), "score": score, "parts": each}
            for doc, score, each in zip(found.tolist(), scores.tolist(), made_of, strict=True)
        ],
    }
