"""Whoosh 2.7.4 as it comes: its W3 codec, its own searcher and facets, over the same streams."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh import query as wq
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import create_in, open_dir
from whoosh.sorting import Count, Facets, FieldFacet

from index.document import FACETS
from index.schema import Stream, schema, weighting
from scripts.benchmarks.engines.base import TOP, Answer, Searcher
from scripts.benchmarks.engines.trees import trees_of
from scripts.benchmarks.questions import Question, minute

MEMORY = 256
"""MB that Whoosh's writer may use before it spills a run to disk (its default is 128)."""


class StockWhoosh:
    """One process, as Whoosh writes unless told otherwise."""

    title = "stock Whoosh 2.7.4"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        ix = create_in(str(directory), _schema())
        writer = ix.writer(limitmb=MEMORY, codec=W3Codec())
        for each in streams():
            values: dict[str, Any] = {"key": each["key"], "published": each["published"]}
            values |= {name: value or None for name, value in each["facets"].items()}
            values |= {name: Stream(text.split(" ")) for name, text in each["streams"].items() if text}
            writer.add_document(**values)
        writer.commit()
        ix.close()

    def open(self, directory: Path) -> Searcher:
        return _Open(directory)


def _schema() -> fields.Schema:
    ours = schema()
    for name in [name for name in ours.names() if name in ("digest", "number")]:
        ours.remove(name)
    return ours


class _Open:
    def __init__(self, directory: Path) -> None:
        self._ix = open_dir(str(directory), readonly=True)
        self._searcher = self._ix.searcher(weighting=weighting())

    def prepare(self, question: Question) -> Callable[[], Any]:
        trees = trees_of(question)
        must = wq.ConstantScoreQuery(trees.required, 0.0)
        dated = wq.And([must, *_dates(question)])
        chosen = [wq.Term("category", question.category)] if question.category else []
        ranked = trees.scoring if trees.implied else wq.AndMaybe(must, trees.scoring)
        limits = [wq.ConstantScoreQuery(each, 0.0) for each in (*_dates(question), *chosen)]
        whole = wq.And([ranked, *limits]) if limits else ranked
        others = _groups([name for name in FACETS if not (chosen and name == "category")])
        alone = _groups(["category"])

        def ask() -> tuple[Any, Any]:
            found = self._searcher.search(whole, limit=TOP, groupedby=others)
            return found, self._searcher.search(dated, limit=1, groupedby=alone) if chosen else None

        return ask

    def answer(self, found: tuple[Any, Any]) -> Answer:
        results, alone = found
        facets = {
            name: {str(value): count for value, count in given.groups(name).items() if value}
            for given in (results, alone)
            if given is not None
            for name in given.facet_names()
        }
        return Answer(len(results), min(results.scored_length(), TOP), facets)

    def segments(self) -> int:
        return len(self._ix._segments())

    def close(self) -> None:
        self._searcher.close()
        self._ix.close()


def _dates(question: Question) -> list[wq.Query]:
    if question.since is None or question.until is None:
        return []
    return [wq.NumericRange("published", minute(question.since), minute(question.until) + 24 * 60 - 1)]


def _groups(names: list[str]) -> Facets:
    facets = Facets()
    for name in names:
        facets.add_facet(name, FieldFacet(name, maptype=Count))
    return facets
