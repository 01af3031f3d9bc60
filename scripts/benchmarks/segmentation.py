"""Segmentation: ours against underthesea's `word_tokenize`, the same texts sentence by sentence."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from typing import Any

from underthesea import word_tokenize

from index.analysis import Tokens, segment, tokenize
from index.workers import Crew
from scripts.benchmarks.child import run
from scripts.benchmarks.corpus import documents

AT_ONCE = 500
"""Sentences handed to a worker at once."""


@dataclass(frozen=True, slots=True)
class Segmented:
    """How much was segmented, and the seconds of each way; tokens are what stands between spaces."""

    documents: int
    sentences: int
    tokens: int
    ours: float
    underthesea: float
    underthesea_crew: float


def compare(collections: list[str], count: int, workers: int) -> Segmented:
    """Measure in a child process; the arguments are those of `measure`."""
    given = {"collections": collections, "count": count, "workers": workers}
    return Segmented(**run("segmentation:measure", **given).value)


def measure(collections: list[str], count: int, workers: int) -> dict[str, Any]:
    """In a child process: up to `count` documents, an equal share of each collection where it has them.

    Models are loaded before.
    """
    share = -(-count // len(collections))
    texts = [each.body for name in collections for each in islice(documents(name), share)]
    tokens = [tokenize(text) for text in texts]
    sentences = [sentence for each in tokens for sentence in _sentences(each)]
    word_tokenize("khởi động")
    segment(tokenize("khởi động"))
    segmented = Segmented(
        documents=len(texts),
        sentences=len(sentences),
        tokens=sum(len(sentence.split()) for sentence in sentences),
        ours=_seconds(lambda: [segment(each) for each in tokens]),
        underthesea=_seconds(lambda: [word_tokenize(sentence) for sentence in sentences]),
        underthesea_crew=_crew(sentences, workers),
    )
    return asdict(segmented)


def _sentences(tokens: Tokens) -> Iterator[str]:
    """The sentences of a text as `index.analysis` cuts them."""
    borders = [number for number, begins in enumerate(tokens.first) if begins] + [len(tokens)]
    for first, after in pairwise(borders):
        yield tokens.text[tokens.starts[first] : tokens.ends[after - 1]]


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Underthesea:
    """What a worker does: sentences → how many."""

    def __init__(self, _: None) -> None:
        word_tokenize("khởi động")

    def __call__(self, sentences: list[str]) -> int:
        return len([word_tokenize(sentence) for sentence in sentences])

    def finish(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is open."""


def _crew(sentences: list[str], workers: int) -> float:
    """Seconds of underthesea alone in as many processes as a build has, once they are ready."""
    jobs = [sentences[start : start + AT_ONCE] for start in range(0, len(sentences), AT_ONCE)]
    with Crew(_Underthesea, None, workers=workers) as crew:
        list(crew.map([["khởi động"]] * workers))
        return _seconds(lambda: list(crew.map(jobs)))
