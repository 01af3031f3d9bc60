"""What an engine is to the benchmark."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from scripts.benchmarks.questions import Question

TOP = 10
"""Hits that every engine must give in order."""
VALUES = 200
"""Values of a facet that are counted out, as `index.search` does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: the exact total, how many hits were given, and each facet's counts."""

    total: int
    hits: int
    facets: Mapping[str, Mapping[str, int]]


class Searcher(Protocol):
    """An open index."""

    def prepare(self, question: Question) -> Callable[[], Any] | None:
        """What answers `question`; reading the query is not part of it. None when it cannot be asked here."""
        ...

    def answer(self, found: Any) -> Answer:
        """What a prepared question gave, in plain values. Not timed."""
        ...

    def segments(self) -> int:
        """Segments of the open index."""
        ...

    def close(self) -> None:
        """Close the index."""
        ...


class Engine(Protocol):
    """One way to index and search the prepared streams."""

    @property
    def title(self) -> str:
        """Its name in the tables."""
        ...

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        """Index all documents of `streams` (see `scripts.benchmarks.streams`) in an empty directory."""
        ...

    def open(self, directory: Path) -> Searcher:
        """Open what `build` made, so that the first question can be asked."""
        ...
