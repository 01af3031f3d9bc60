"""Ours: `index.search` as the site calls it, and `index.executor` with the trees already made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import open_dir

from index.columns import read_columns
from index.document import FACETS
from index.executor import Executor as Evaluator
from index.generations import Generations
from index.results import SearchRequest, SearchResults
from index.search import Index
from scripts.benchmarks.engines.base import TOP, Answer, Searcher
from scripts.benchmarks.engines.trees import trees_of
from scripts.benchmarks.questions import Question


class WholeSearch:
    """Text in, `SearchResults` out: reading the query, filters, months and values included."""

    title = "Vankho, whole search"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        raise NotImplementedError("ours is built from the store: scripts.benchmarks.building")

    def open(self, directory: Path) -> Searcher:
        return _Whole(directory)


class _Whole:
    def __init__(self, directory: Path) -> None:
        self._index = Index(directory)
        self._generation = self._index.generation()

    def prepare(self, question: Question) -> Callable[[], Any]:
        request = SearchRequest(
            text=question.typed,
            match=question.match,
            size=TOP,
            facets={"category": (question.category,)} if question.category else {},
            counted=FACETS,
            since=question.since,
            until=question.until,
        )
        return lambda: self._index.search(request)

    def answer(self, found: SearchResults) -> Answer:
        facets = {
            name: {each.value: each.documents for each in values if each.documents}
            for name, values in found.facets.items()
        }
        return Answer(found.total, len(found.hits), facets)

    def segments(self) -> int:
        return _segments(self._generation.path)

    def close(self) -> None:
        self._index.close()


def _segments(path: Path) -> int:
    ix = open_dir(str(path), readonly=True)
    count = len(ix._segments())
    ix.close()
    return count


@dataclass(frozen=True, slots=True)
class _Found:
    """What the executor gives: all documents found, the places of the first ones, counts by ordinal."""

    docs: NDArray[np.intp]
    first: NDArray[np.intp]
    counts: dict[str, NDArray[np.int64]]


class Executor:
    """The same work as the other engines do: trees in; total, top ten and counts out."""

    title = "Vankho, executor"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        raise NotImplementedError("ours is built from the store: scripts.benchmarks.building")

    def open(self, directory: Path) -> Searcher:
        return _Bare(directory)


class _Bare:
    def __init__(self, directory: Path) -> None:
        generation = Generations(directory).current()
        assert generation is not None
        self._ix = open_dir(str(generation.path), readonly=True)
        self._reader = self._ix.reader()
        self._executor = Evaluator(self._reader)
        self._columns = read_columns(self._reader)

    def prepare(self, question: Question) -> Callable[[], Any]:
        trees = trees_of(question)
        facet = self._columns.facets["category"]
        wanted = facet.values.index(question.category) if question.category in facet.values else -1

        def ask() -> _Found:
            docs = self._executor.matching(trees.required)
            if question.since or question.until:
                dated = self._columns.between(docs, question.since, question.until)
                docs = docs if dated is None else docs[dated]
            found = docs[facet.ordinals[docs] == wanted] if question.category else docs
            counts = self._columns.counts(found)
            if question.category:
                counts["category"] = facet.counts(docs)
            return _Found(found, self._first(trees.scoring, found), counts)

        return ask

    def _first(self, tree: Any, docs: NDArray[np.intp]) -> NDArray[np.intp]:
        places, scores = self._executor.leading(tree, docs, TOP)
        order = np.lexsort((-self._columns.published[docs[places]], -scores))
        return places[order][:TOP]

    def answer(self, found: _Found) -> Answer:
        facets = {}
        for name in FACETS:
            values = self._columns.facets[name].values
            counted = found.counts[name]
            facets[name] = {values[n]: int(counted[n]) for n in np.flatnonzero(counted).tolist() if n}
        return Answer(len(found.docs), len(found.first), facets)

    def segments(self) -> int:
        return len(self._ix._segments())

    def close(self) -> None:
        self._reader.close()
        self._ix.close()
