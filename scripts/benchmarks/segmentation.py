"""Segmentation: ours against underthesea's `word_tokenize`, sentence by sentence in one process."""

import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, TypeVar

from underthesea import word_tokenize

from index.analysis import Tokens, segment, tokenize
from index.segment import word_starts
from scripts.benchmarks.child import run
from scripts.benchmarks.corpus import LAWS, SAMPLE, documents

KINDS = (SAMPLE, LAWS.parents[1] / "gov" / "html.tar.gz", LAWS.parents[1] / "documents" / "markdown.tar.gz")
"""Small collections, all of which is taken; the benchmark's own collection gives the rest."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Segmented:
    """How much was segmented, and the processor seconds of each way; tokens are what stands between spaces.

    `differing` counts the sentences that do not have the same words both ways.
    """

    documents: int
    sentences: int
    tokens: int
    ours: float
    underthesea: float
    differing: int


def compare(collection: Path, count: int) -> Segmented:
    """Measure in a child process: `count` documents of several kinds, as many as there are."""
    collections = [str(path) for path in (*KINDS, collection) if path.exists()]
    return Segmented(
        **run("segmentation:measure", collections=list(dict.fromkeys(collections)), count=count).value
    )


def measure(collections: list[str], count: int) -> dict[str, Any]:
    """In a child process: the first `count` documents of the collections. Models are loaded before."""
    with tempfile.TemporaryDirectory(prefix="vankho-bench-") as folder:
        unpacked = [_unpacked(Path(name), Path(folder)) for name in collections]
        every = chain.from_iterable(map(documents, unpacked))
        texts = [each.body for each in islice(every, count)]
    tokens = [tokenize(text) for text in texts]
    sentences = [sentence for each in tokens for sentence in _sentences(each)]
    word_tokenize("khởi động")
    segment(tokenize("khởi động"))
    ours, _ = _timed(lambda: [segment(each) for each in tokens])
    theirs, words = _timed(lambda: [word_tokenize(sentence) for sentence in sentences])
    differing = sum(
        _words(sentence) != _lengths(each) for sentence, each in zip(sentences, words, strict=True)
    )
    count_of_tokens = sum(len(sentence.split()) for sentence in sentences)
    return asdict(Segmented(len(texts), len(sentences), count_of_tokens, ours, theirs, differing))


def _unpacked(path: Path, folder: Path) -> str:
    """A collection as `vankho add` takes it: an archive of files becomes a folder."""
    if not path.name.endswith(".tar.gz"):
        return str(path)
    with tarfile.open(path) as archive:
        archive.extractall(folder / path.name, filter="data")
    return str(folder / path.name)


def _sentences(tokens: Tokens) -> Iterator[str]:
    """The sentences of a text as `index.analysis` cuts them."""
    borders = [number for number, begins in enumerate(tokens.first) if begins] + [len(tokens)]
    for first, after in pairwise(borders):
        yield tokens.text[tokens.starts[first] : tokens.ends[after - 1]]


def _words(sentence: str) -> list[int]:
    """The lengths of our words of a sentence, without white space."""
    borders = [*word_starts(sentence), len(sentence)]
    return _lengths([sentence[start:end] for start, end in pairwise(borders)])


def _lengths(words: Sequence[str]) -> list[int]:
    """Letters of each word: what it gives back, underthesea respells (`qui định` → `quy định`)."""
    return [len("".join(word.split())) for word in words]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done
