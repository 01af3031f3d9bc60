"""Tantivy as a project would use it first: plain title and body, its default tokenizer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh import query as wq

from index.schema import TEXTS
from index.weights import WEIGHTS
from scripts.benchmarks.engines.base import Searcher
from scripts.benchmarks.engines.tantivy_streams import WITH_POSITIONS, Open, create, fill
from scripts.benchmarks.engines.trees import Trees
from scripts.benchmarks.questions import Question


class TantivyPlain:
    """Cannot answer what was typed without accents."""

    title = "Tantivy, plain text"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        index = create(directory, dict.fromkeys(TEXTS, WITH_POSITIONS), "default")
        fill(index, ({"texts": each["plain"], **each} for each in streams()), workers)

    def open(self, directory: Path) -> Searcher:
        return Open(directory, _trees)


def _trees(question: Question) -> Trees | None:
    if not question.accented:
        return None
    words = question.text.split()
    rank = wq.Or([wq.Term(text, word, boost=WEIGHTS.texts[text]) for word in words for text in TEXTS])
    if question.kind == "phrase":
        must: wq.Query = wq.Or(
            [wq.Phrase(text, words) if len(words) > 1 else wq.Term(text, words[0]) for text in TEXTS]
        )
    elif question.match == "all":
        must = wq.And([wq.Or([wq.Term(text, word) for text in TEXTS]) for word in words])
    else:
        must = rank
    return Trees(must, rank, implied=must is rank)
