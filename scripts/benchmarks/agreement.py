"""Real queries, answered by our executor and by Whoosh's own searcher over the same directory.

Every document that either finds is compared: the same documents, scores within 1e-4, and the order of the
best as far as scores differ by more than that. Whoosh takes about a second a query, so this is a part of its
own (`--parts agreement`), which the usual run leaves out.
"""

import time
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import query as wq
from whoosh.index import open_dir

from index.executor import Executor
from index.generations import Generations
from index.schema import weighting
from index.termpostings import Docs, Scores
from scripts.benchmarks.building import Ground
from scripts.benchmarks.child import run
from scripts.benchmarks.engines.base import TOP
from scripts.benchmarks.engines.trees import trees_of
from scripts.benchmarks.progress import note
from scripts.benchmarks.questions import CLASSES, Question, from_json, minute

NEAR = 1e-4
"""Scores may differ by so much of themselves, or so much at all: ours are sums of 4-byte floats."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many queries were asked, how many documents they found together, and what differed, in words."""

    queries: int
    found: int
    differences: list[str]


def compare(ground: Ground, count: int) -> Agreement:
    """Ask `count` queries, an equal share of each class."""
    note(f"{ground.name}: hỏi {count} câu, so với máy tìm của Whoosh")
    drawn = run("questions:draw", source=str(ground.streams), count=-(-count // len(CLASSES))).value
    value = run("agreement:measure", directory=str(ground.data), drawn=drawn[:count]).value
    return Agreement(**value)


def measure(directory: str, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    """In a child process: ask both."""
    generation = Generations(Path(directory)).current()
    assert generation is not None
    ix = open_dir(str(generation.path), readonly=True)
    found, different = 0, []
    began = time.monotonic()
    with ix.searcher(weighting=weighting()) as searcher:
        executor = Executor(searcher.reader())
        for number, question in enumerate(map(from_json, drawn), 1):
            count, differing = differences(executor, searcher, question)
            found += count
            different += [f"«{question.typed}»: {each}" for each in differing]
            if number % 100 == 0:
                note(f"{number} câu, {time.monotonic() - began:.0f} giây, {len(different)} khác")
    ix.close()
    return asdict(Agreement(len(drawn), found, different))


def differences(executor: Executor, searcher: Any, question: Question) -> tuple[int, list[str]]:
    """Documents that our executor finds for a question, and how Whoosh's `searcher` answers otherwise."""
    trees = trees_of(question)
    must = limited(question, trees.required)
    docs = executor.matching(must)
    expected = set(searcher.docs_for_query(must))
    hits = searcher.search(trees.scoring, filter=expected, limit=None)
    theirs = [(hit.docnum, hit.score) for hit in hits]
    scores = executor.scores(trees.scoring, docs)
    places, leading = executor.leading(trees.scoring, docs, TOP)
    return len(docs), [
        *_documents(docs, expected),
        *_scores(docs, scores, theirs),
        *_order(docs[places], leading, theirs),
    ]


def limited(question: Question, required: wq.Query) -> wq.Query:
    """What a document must match, with the time and the category of a filtered question."""
    limits = [required]
    if question.since and question.until:
        last = minute(question.until) + 24 * 60 - 1
        limits.append(wq.NumericRange("published", minute(question.since), last))
    if question.category:
        limits.append(wq.Term("category", question.category))
    return wq.And(limits) if len(limits) > 1 else required


Hits = Sequence[tuple[int, float]]
"""Whoosh's documents and scores, best first."""


def _documents(docs: Docs, expected: Set[int]) -> Iterator[str]:
    if docs.tolist() != sorted(expected):
        yield f"{len(docs)} tài liệu thay vì {len(expected)}"


def _scores(docs: Docs, scores: Scores, theirs: Hits) -> Iterator[str]:
    known = dict(theirs)
    expected = np.array([known.get(doc, 0.0) for doc in docs.tolist()])
    wrong = int(np.count_nonzero(np.abs(expected - scores) > NEAR * np.maximum(1, expected)))
    if wrong:
        yield f"{wrong} điểm khác"


def _order(docs: Docs, scores: Scores, theirs: Hits) -> Iterator[str]:
    """Our best documents (rising) stand where Whoosh has them, but where scores are as good as equal."""
    known = dict(theirs)
    for place, (doc, score) in zip(np.lexsort((docs, -scores)).tolist(), theirs[:TOP], strict=False):
        ours = int(docs[place])
        if ours != doc and abs(known.get(ours, 0.0) - score) > NEAR * max(1, score):
            yield f"tài liệu {ours} đứng ở chỗ của {doc}"
