"""Request → hits, total and facet counts, from one generation of the index.

`Index` is what a process that searches holds: it opens the generation that `current` names and notices a
new one between two requests. What it takes and gives are the plain values of `index.results`.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import EmptyIndexError, FileIndex, open_dir
from whoosh.query import Or, Term

from index.abbreviations import Abbreviations, bundled
from index.columns import Columns, FacetColumn, ListFacet, read_columns
from index.completion import Completer, Completion
from index.document import Document
from index.entities import TEXT_FACETS
from index.errors import GenerationError, NoIndex
from index.executor import Executor
from index.explaining import parts, reading
from index.facets import ALL_FACETS
from index.generations import Generation, Generations
from index.greatest import best
from index.headings import Headings
from index.known import Known
from index.named import citing, named
from index.order import sort_key
from index.periods import Days
from index.postings import Docs, Mask, Scores
from index.query import Query, parse, relaxations
from index.related import distinctive_words, related
from index.results import FacetValue, Hit, Named, SearchRequest, SearchResults, Sort
from index.schema import UNDATED, field_name
from index.snippet import QueryMarker
from index.suggest import Suggester
from index.trees import promoted, required, scoring
from index.vocabulary import VOCABULARY, Vocabulary

FACET_VALUES = 200
"""Values of a facet that are counted out; rarer ones appear once they are selected."""


class _Opened:
    """One generation, open for searching. What it needs of its files is open or read once this is made."""

    def __init__(self, generation: Generation, abbreviations: Abbreviations) -> None:
        self.generation = generation
        self.ix: FileIndex = open_dir(str(generation.path), readonly=True)
        self.reader = self.ix.reader()
        self.executor = Executor(self.reader)
        self.columns: Columns = read_columns(self.reader)
        self.facets: dict[str, FacetColumn | ListFacet] = dict(self.columns.facets)
        self.facets |= {name: self.columns.lists[name] for name in TEXT_FACETS}
        values = {name: facet.values for name, facet in self.facets.items()}
        self.known = Known(abbreviations, values)
        self.suggester = Suggester(Vocabulary(generation.path / VOCABULARY))
        self.completer = Completer(self.suggester, Headings(generation.path))

    def close(self) -> None:
        self.reader.close()
        self.ix.close()

    def key(self, doc: int) -> str:
        return str(self.reader.stored_fields(doc)["key"])


class Index:
    """The index under one data directory, for searching. May be shared by threads."""

    def __init__(self, data: Path, *, abbreviations: Abbreviations | None = None) -> None:
        self.generations = Generations(data)
        self._abbreviations = bundled() if abbreviations is None else abbreviations
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
        opened = self._opened
        if opened is None:
            return QueryMarker(parse(text, known=Known(self._abbreviations)))
        return QueryMarker(parse(opened.suggester.decoded(text) or text, known=opened.known))

    def complete(self, text: str) -> tuple[Completion, ...]:
        """How `text`, which a person is typing, may go on. Raises GenerationError when none can be served."""
        with self._lock:
            completer = self._newest().completer
        return completer.complete(text)

    def related(self, document: Document, *, count: int = 5) -> tuple[Hit, ...]:
        """The documents most like `document`, itself left out. Raises GenerationError when none is served."""
        with self._lock:
            return _related(self._newest(), document, count)

    def named(self, key: str) -> Named:
        """What the document with that key names. Raises GenerationError when none is served."""
        with self._lock:
            opened = self._newest()
            return named(opened.executor, opened.columns, opened.key, key)

    def citing(self, number: str) -> int:
        """How many documents cite a document number. Raises GenerationError when none is served."""
        with self._lock:
            return citing(self._newest().executor, number)

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
        opened = _open(generation, self._abbreviations)
        if self._opened:
            self._opened.close()
        self._opened = opened
        return opened


def _open(generation: Generation, abbreviations: Abbreviations) -> _Opened:
    """Open `generation`. Raises GenerationError when files are missing, cut short, or removed meanwhile."""
    damage = generation.damage(thorough=False)
    opened = None
    with suppress(EmptyIndexError):
        opened = None if damage else _Opened(generation, abbreviations)
    if opened and generation.path.is_dir():
        return opened
    if opened:
        opened.close()
    said = " ".join(damage) or f"{generation.path} không còn nguyên vẹn."
    raise GenerationError(f"Chỉ mục bị hỏng. {said} Hãy chạy «vankho rebuild».")


def _understood(opened: _Opened, request: SearchRequest) -> tuple[Query, Docs]:
    """The query and what it matches. What looks like raw typing keys is read as what they mean, where that
    finds something."""
    keys = opened.suggester.decoded(request.text)
    if keys is not None:
        query, matched = _read(opened, request, keys)
        if len(matched):
            note = f"Đã đọc câu tìm như phím gõ Telex hay VNI: «{keys}»."
            return replace(query, text=request.text, notes=(note, *query.notes)), matched
    return _read(opened, request, request.text)


def _read(opened: _Opened, request: SearchRequest, text: str) -> tuple[Query, Docs]:
    """`text` as a query and what it matches; when as typed it finds nothing, what may have been meant, or a
    weaker reading."""
    query, matched = _asked(opened, request, text)
    if query.empty or len(matched):
        return query, matched
    plain = request.accents != "strict" and not query.named
    meant = opened.suggester.suggestion(text) if plain else None
    if meant is not None:
        other, found = _asked(opened, request, meant)
        if len(found):
            note = f"Không có tài liệu nào cho «{text}»; đang tìm «{meant}»."
            return replace(other, text=text, relaxed=True, notes=(note, *other.notes)), found
    for weaker in relaxations(query, match=request.match):
        found = _in_time(opened, weaker, opened.executor.matching(required(weaker)))
        if len(found):
            return weaker, found
    return query, matched


def _asked(opened: _Opened, request: SearchRequest, text: str) -> tuple[Query, Docs]:
    """`text` with the choices of `request`, and what it matches."""
    query = parse(text, match=request.match, accents=request.accents, known=opened.known)
    return query, _in_time(opened, query, opened.executor.matching(required(query)))


def _suggestion(opened: _Opened, request: SearchRequest, query: Query) -> str | None:
    """Another text to offer: one that finds documents, and that `query`, which was answered, is not."""
    if query.empty or query.named or request.page > 1 or request.accents == "strict":
        return None
    meant = opened.suggester.suggestion(request.text)
    if meant is None:
        return None
    other, found = _asked(opened, request, meant)
    return meant if len(found) and other.clauses != query.clauses else None


def _in_time(opened: _Opened, query: Query, docs: Docs) -> Docs:
    """Those of `docs` that were published when the query says."""
    if query.days:
        docs = docs[_published(opened, docs, query.days)]
    return docs[~_published(opened, docs, query.other_days)] if query.other_days else docs


def _published(opened: _Opened, docs: Docs, spans: Sequence[Days]) -> Mask:
    """Which of `docs` were published in any of `spans`."""
    masks = (opened.columns.between(docs, *days) for days in spans)
    return reduce(np.logical_or, (mask for mask in masks if mask is not None), np.zeros(len(docs), bool))


@dataclass(frozen=True)
class _Selection:
    """What a query matched, and which of `matched` each filter of a request lets through."""

    columns: Columns
    matched: Docs
    dated: Mask | None
    chosen: Mapping[str, Mask]

    def docs(self, *, but: str = "", any_date: bool = False) -> Docs:
        """Documents that pass every filter but the facet `but`, and the dates unless `any_date`."""
        masks = [mask for name, mask in self.chosen.items() if name != but]
        if self.dated is not None and not any_date:
            masks.append(self.dated)
        return self.matched[reduce(np.logical_and, masks)] if masks else self.matched

    @cached_property
    def found(self) -> Docs:
        """Documents that pass every filter."""
        return self.docs()


def _select(opened: _Opened, matched: Docs, request: SearchRequest) -> _Selection:
    columns, wanted = opened.columns, request.facets
    chosen = {
        name: _chosen(facet, matched, wanted[name])
        for name, facet in columns.facets.items()
        if wanted.get(name)
    }
    chosen |= {name: _naming(opened, name, wanted[name])[matched] for name in TEXT_FACETS if wanted.get(name)}
    return _Selection(columns, matched, columns.between(matched, request.since, request.until), chosen)


def _chosen(facet: FacetColumn, docs: Docs, selected: Sequence[str]) -> Mask:
    """Which of `docs` have one of the values selected in a facet."""
    wanted = np.array([bool(value) and value in selected for value in facet.values])
    found: Mask = wanted[facet.ordinals[docs]]
    return found


def _naming(opened: _Opened, name: str, selected: Sequence[str]) -> Mask:
    """Which documents have one of the values selected in a facet, whose terms these are."""
    tree = Or([Term(name, value) for value in dict.fromkeys(selected)])
    mask = np.zeros(opened.executor.documents, bool)
    mask[opened.executor.matching(tree)] = True
    return mask


def _search(opened: _Opened, request: SearchRequest) -> SearchResults:
    query, matched = _understood(opened, request)
    selection = _select(opened, matched, request)
    months, undated = _months(opened.columns, selection.docs(but="year", any_date=True))
    return SearchResults(
        interpretation=replace(query.interpretation(), suggestion=_suggestion(opened, request, query)),
        total=len(selection.found),
        hits=_page(opened, query, selection.found, request),
        facets=_facets(opened, selection, request),
        months=months,
        undated=undated,
        marker=QueryMarker(query),
        generation=opened.generation.number,
        took_ms=0.0,
    )


def _facets(
    opened: _Opened, selection: _Selection, request: SearchRequest
) -> dict[str, tuple[FacetValue, ...]]:
    """The facets that are asked for, each counted as if nothing were chosen in it."""
    together = selection.columns.counts(selection.found)
    facets = {}
    for name in (name for name in ALL_FACETS if name in request.counted):
        chosen = name in selection.chosen
        docs = selection.docs(but=name) if chosen else selection.found
        counts = opened.facets[name].counts(docs) if chosen or name not in together else together[name]
        facets[name] = _values(opened, name, counts, docs, request.facets.get(name, ()))
    return facets


def _values(
    opened: _Opened, name: str, counts: NDArray[np.int64], docs: Docs, selected: Sequence[str]
) -> tuple[FacetValue, ...]:
    """The values of a facet that `docs` have most, as `counts` says, and the selected ones."""
    texts = opened.facets[name].values
    met = _frequent(counts)
    found = {texts[number]: count for number, count in zip(met, counts[met].tolist(), strict=True)}
    found.pop("", None)
    found |= {value: _count(opened, name, docs, value) for value in selected if value not in found}
    values = [FacetValue(value, count, value in selected) for value, count in found.items()]
    values.sort(key=lambda each: (-each.count, sort_key(each.value)))
    values = [each for place, each in enumerate(values) if place < FACET_VALUES or each.selected]
    return tuple(sorted(values, key=lambda each: each.value, reverse=True) if name == "year" else values)


def _frequent(counts: NDArray[np.int64]) -> list[int]:
    """Numbers of the values counted most, `FACET_VALUES` and that of none; of equals those indexed first."""
    met = np.flatnonzero(counts)
    if len(met) <= FACET_VALUES + 1:
        return met.tolist()
    least = np.partition(counts[met], -FACET_VALUES - 1)[-FACET_VALUES - 1]
    more = met[counts[met] > least]
    return [*more.tolist(), *met[counts[met] == least][: FACET_VALUES + 1 - len(more)].tolist()]


def _count(opened: _Opened, name: str, docs: Docs, value: str) -> int:
    """How many of `docs` have a value of a facet."""
    return int(np.count_nonzero(_naming(opened, name, [value])[docs])) if value else 0


def _months(columns: Columns, docs: Docs) -> tuple[dict[str, int], int]:
    """Documents by month, and how many have no date."""
    counts, undated = columns.months_of(docs)
    named = {f"{1970 + number // 12:04d}-{number % 12 + 1:02d}": count for number, count in counts.items()}
    return named, undated


def _page(opened: _Opened, query: Query, docs: Docs, request: SearchRequest) -> tuple[Hit, ...]:
    found, scores = _ranked(opened, query, docs, request)
    return tuple(map(Hit, map(opened.key, found.tolist()), scores.tolist()))


def _ranked(opened: _Opened, query: Query, docs: Docs, request: SearchRequest) -> tuple[Docs, Scores]:
    """The documents of the page that is asked for, in order, and their scores."""
    end = request.page * request.size
    start = end - request.size
    if start >= len(docs) or request.size <= 0:
        return docs[:0], np.empty(0, np.float32)
    if request.sort == "relevance" and not query.empty:
        places, scores = _leading(opened, query, docs, end)
        docs = docs[places]
    else:
        scores = np.zeros(len(docs), np.float32)
    order = _first(scores, opened.columns, docs, end, request.sort)[start:]
    return docs[order], scores[order]


def _leading(opened: _Opened, query: Query, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
    """Places in `docs` of all that can be among the `count` best, and their scores, with what the documents
    that the query names by number gain."""
    tree = scoring(query)
    places, scores = opened.executor.leading(tree, docs, count)
    gains = [(share, opened.executor.matching(named)) for named, share in promoted(query)]
    if not gains:
        return places, scores
    greatest = float(scores.max(initial=0))
    named = np.isin(docs, np.concatenate([found for _, found in gains]))
    places = np.union1d(places, np.flatnonzero(named))
    scores = opened.executor.scores(tree, docs[places])
    for share, found in gains:
        scores[np.isin(docs[places], found)] += np.float32(share * greatest)
    return places, scores


def _first(scores: Scores, columns: Columns, docs: Docs, count: int, sort: Sort) -> NDArray[np.intp]:
    """Places in `docs` of the `count` first: by score or title, then the newest, then in order of indexing.

    By age, documents without a date come last; by title, those without one.
    """
    published = columns.published
    if sort == "title":
        return np.lexsort((-published[docs], columns.titles.places[docs]))[:count]
    if sort == "oldest":
        key = published[docs]
        return np.argsort(np.where(key == UNDATED, np.iinfo(np.int64).max, key), kind="stable")[:count]
    if sort == "newest" or not scores.any():
        return np.argsort(-published[docs], kind="stable")[:count]
    candidates = best(scores, count)
    order = np.lexsort((-published[docs[candidates]], -scores[candidates]))
    return candidates[order][:count]


def _related(opened: _Opened, document: Document, count: int) -> tuple[Hit, ...]:
    executor = opened.executor
    word_field = field_name("body", "word")
    words = distinctive_words(
        f"{document.title}\n{document.body}",
        lambda word: sum(row.df for _, row, _ in executor.postings.rows(word_field, word.encode())),
        executor.documents,
    )
    tree = related(words)
    if not words:
        return ()
    docs = executor.matching(tree)
    places, scores = executor.leading(tree, docs, count + 1)
    docs = docs[places]
    order = _first(scores, opened.columns, docs, count + 1, "relevance")
    hits = (Hit(opened.key(int(docs[place])), float(scores[place])) for place in order)
    return tuple(hit for hit in hits if hit.key != document.key)[:count]


def _explain(opened: _Opened, request: SearchRequest) -> dict[str, Any]:
    query, matched = _understood(opened, request)
    results = _search(opened, request)
    found, scores = _ranked(opened, query, _select(opened, matched, request).docs(), request)
    made_of = parts(opened.executor, scoring(query), found, scores)
    return {
        "query": {"text": request.text, "interpreted": results.interpretation.interpreted},
        **reading(opened.executor, query),
        "matched": len(matched),
        "hits": [
            {"key": opened.key(doc), "score": score, "parts": each}
            for doc, score, each in zip(found.tolist(), scores.tolist(), made_of, strict=True)
        ],
    }
