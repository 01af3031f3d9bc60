"""Request → hits, total and facet counts, from one generation of the index.

`Index` is what a process that searches holds: it opens the generation that `current` names and notices a
new one between two requests. What it takes and gives are the plain values of `index.results`.
"""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import EmptyIndexError, FileIndex, open_dir
from whoosh.query import Or

from index.columns import Columns, read_columns
from index.document import FACETS
from index.executor import Executor, Mask
from index.generations import Generation, GenerationError, Generations, NoIndex
from index.query import Query, parse, relaxations
from index.results import FacetValue, Hit, SearchRequest, SearchResults, Sort
from index.schema import UNDATED
from index.snippet import QueryMarker
from index.trees import required, scoring

FACET_VALUES = 200
"""Values of a facet that are counted out; rarer ones appear once they are selected."""


class _Opened:
    """One generation, open for searching. What it needs of its files is open or read once this is made."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.ix: FileIndex = open_dir(str(generation.path), readonly=True)
        self.reader = self.ix.reader()
        self.executor = Executor(self.reader)
        self.columns: Columns = read_columns(self.reader)

    def close(self) -> None:
        self.reader.close()
        self.ix.close()

    def key(self, doc: int) -> str:
        return str(self.reader.stored_fields(doc)["key"])


class Index:
    """The index under one data directory, for searching. May be shared by threads."""

    def __init__(self, data: Path) -> None:
        self.generations = Generations(data)
        self._opened: _Opened | None = None
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
        return QueryMarker(parse(text))

    def explain(self, request: SearchRequest) -> dict[str, Any]:
        """How `request` is understood and scored: tokens, trees, and each hit's score by term."""
        with self._lock:
            return _explain(self._newest(), request)

    def _newest(self) -> _Opened:
        """The open generation, after switching to the one that `current` names when it is another."""
        while True:
            number = self.generations.current_number()
            if self._opened and self._opened.generation.number == number:
                return self._opened
            try:
                return self._switch()
            except (GenerationError, OSError):
                # Switched again while this was opening: its files may be gone already.
                if self.generations.current_number() == number:
                    raise

    def _switch(self) -> _Opened:
        generation = self.generations.current()
        if generation is None:
            raise NoIndex("Chưa có chỉ mục. Hãy chạy «vankho rebuild» để dựng chỉ mục từ kho tài liệu.")
        opened = _open(generation)
        if self._opened:
            self._opened.close()
        self._opened = opened
        return opened


def _open(generation: Generation) -> _Opened:
    """Open `generation`. Raises GenerationError when files are missing, cut short, or removed meanwhile."""
    damage = generation.damage(thorough=False)
    opened = None
    with suppress(EmptyIndexError):
        opened = None if damage else _Opened(generation)
    if opened and generation.path.is_dir():
        return opened
    if opened:
        opened.close()
    said = " ".join(damage) or f"{generation.path} không còn nguyên vẹn."
    raise GenerationError(f"Chỉ mục bị hỏng. {said} Hãy chạy «vankho rebuild».")


def _understood(opened: _Opened, request: SearchRequest) -> tuple[Query, Mask]:
    """The query and what it matches; a weaker reading of it when as typed it finds nothing."""
    query = parse(request.text, match=request.match)
    matched = opened.executor.matching(required(query))
    if query.empty or matched.any():
        return query, matched
    for weaker in relaxations(query, match=request.match):
        found = opened.executor.matching(required(weaker))
        if found.any():
            return weaker, found
    return query, matched


def _search(opened: _Opened, request: SearchRequest) -> SearchResults:
    query, matched = _understood(opened, request)
    columns = opened.columns
    dated = columns.between(request.since, request.until)
    in_range = matched if dated is None else matched & dated
    chosen = {name: mask for name in FACETS if (mask := _chosen(columns, request, name)) is not None}
    found = _and(in_range, chosen)
    hits = _page(opened, query, found, request)
    by_month = _and(matched, {name: mask for name, mask in chosen.items() if name != "year"})
    return SearchResults(
        interpretation=query.interpretation(),
        total=int(np.count_nonzero(found)),
        hits=hits,
        facets={
            name: _counts(columns, name, _and(in_range, chosen, but=name), request.facets.get(name, ()))
            for name in FACETS
        },
        months=_months(columns, by_month),
        undated=int(np.count_nonzero(by_month & (columns.published == UNDATED))),
        marker=QueryMarker(query),
        generation=opened.generation.number,
        took_ms=0.0,
    )


def _chosen(columns: Columns, request: SearchRequest, name: str) -> Mask | None:
    """Documents that have one of the values selected in a facet; None when none is selected."""
    selected = request.facets.get(name, ())
    if not selected:
        return None
    facet = columns.facets[name]
    ordinals = [number for number, value in enumerate(facet.values) if value and value in selected]
    return np.isin(facet.ordinals, ordinals)


def _and(mask: Mask, chosen: Mapping[str, Mask], *, but: str = "") -> Mask:
    for name, each in chosen.items():
        if name != but:
            mask = mask & each
    return mask


def _counts(columns: Columns, name: str, found: Mask, selected: tuple[str, ...]) -> tuple[FacetValue, ...]:
    facet = columns.facets[name]
    counts = np.bincount(facet.ordinals[found], minlength=len(facet.values))
    values = [
        FacetValue(value, int(count), value in selected)
        for value, count in zip(facet.values, counts, strict=True)
        if value and (count or value in selected)
    ]
    values += [FacetValue(value, 0, True) for value in dict.fromkeys(selected) if value not in facet.values]
    values.sort(key=lambda each: (-each.count, each.value))
    values = [each for place, each in enumerate(values) if place < FACET_VALUES or each.selected]
    return tuple(sorted(values, key=lambda each: each.value, reverse=True) if name == "year" else values)


_FIRST_MONTH = (1000 - 1970) * 12
"""Months since 1970 of the first month that a page can show; documents without a date lie before it."""


def _months(columns: Columns, found: Mask) -> dict[str, int]:
    months = columns.months[found]
    counts = Counter(months[months >= _FIRST_MONTH].tolist())
    return {f"{1970 + month // 12:04d}-{month % 12 + 1:02d}": counts[month] for month in sorted(counts)}


def _page(opened: _Opened, query: Query, found: Mask, request: SearchRequest) -> tuple[Hit, ...]:
    docs = np.flatnonzero(found)
    end = request.page * request.size
    start = end - request.size
    if start >= len(docs) or request.size <= 0:
        return ()
    published = opened.columns.published[docs]
    if request.sort == "relevance" and not query.empty:
        scores = opened.executor.scores(scoring(query))[docs]
    else:
        scores = np.zeros(len(docs), np.float32)
    order = _first(scores, published, end, request.sort)[start:]
    return tuple(Hit(opened.key(int(docs[place])), float(scores[place])) for place in order)


def _first(
    scores: NDArray[np.float32], published: NDArray[np.int64], count: int, sort: Sort
) -> NDArray[np.intp]:
    """Places of the `count` first documents: by score, then the newest, then in order of indexing.

    By age, documents without a date come last.
    """
    if sort == "oldest":
        key = np.where(published == UNDATED, np.iinfo(np.int64).max, published)
        return np.argsort(key, kind="stable")[:count]
    if sort == "newest" or not scores.any():
        return np.argsort(-published, kind="stable")[:count]
    candidates = np.arange(len(scores))
    if count < len(scores):
        candidates = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    order = np.lexsort((-published[candidates], -scores[candidates]))
    return candidates[order][:count]


def _explain(opened: _Opened, request: SearchRequest) -> dict[str, Any]:
    query, matched = _understood(opened, request)
    tree = scoring(query)
    results = _search(opened, request)
    terms = list(tree.subqueries) if isinstance(tree, Or) else []
    return {
        "query": {"text": request.text, "interpreted": results.interpretation.interpreted},
        "match": query.match,
        "accented": query.accented,
        "relaxed": query.relaxed,
        "notes": list(query.notes),
        "clauses": [
            {"text": each.text, "kind": each.kind, "sign": each.sign, "group": each.group}
            for each in query.clauses
        ],
        "required": str(required(query)),
        "matched": int(np.count_nonzero(matched)),
        "terms": [
            {
                "field": term.fieldname,
                "term": term.text,
                "weight": term.boost,
                "documents": len(opened.executor.postings.term(term.fieldname, term.text).docs),
            }
            for term in terms
        ],
        "hits": [{"key": hit.key, "score": hit.score} for hit in results.hits],
    }
