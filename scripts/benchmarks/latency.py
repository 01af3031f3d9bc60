"""Latency in process, one question at a time: every engine in a child of its own, the same questions in turn.

The files are read once before, so that they are in the page cache; the caches of the engine itself are empty
at the first pass, which is told apart. A slow engine answers the first questions of each class only, as many
as its time allows, and ratios compare the same questions.
"""

import gc
import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from index.analysis import analyse
from scripts.benchmarks.building import Ground
from scripts.benchmarks.child import run
from scripts.benchmarks.engines import ENGINES
from scripts.benchmarks.engines.base import Answer, Searcher
from scripts.benchmarks.memory import memory
from scripts.benchmarks.progress import note
from scripts.benchmarks.questions import CLASSES, from_json

PASSES = 5
"""Warm passes over the questions, if time allows."""
OPENINGS = 5


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one class: the first time that each question was asked, and all later times.

    `later[i]` holds the times of the i-th question of the class that was asked.
    """

    first: Sequence[float]
    later: Sequence[Sequence[float]]

    def first_at(self, percent: float) -> float:
        """A percentile of the first times."""
        return float(np.percentile(self.first, percent)) if self.first else float("nan")

    def at(self, percent: float, *, of: int | None = None) -> float:
        """A percentile of the later times, of the first `of` questions when given."""
        times = [each for some in self.later[:of] for each in some]
        return float(np.percentile(times, percent)) if times else float("nan")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one engine did: times by class, answers in the order of asking, opening (ms), memory (bytes)."""

    engine: str
    times: Mapping[str, Times]
    answers: Mapping[int, Answer]
    opening: float
    opened_anonymous: int
    anonymous: int
    segments: int


def ask_all(ground: Ground, engines: Sequence[str], count: int, seconds: float) -> dict[str, Asked]:
    """Ask every engine `count` questions of each class, at most `seconds` for each class and pass."""
    drawn = run("questions:draw", source=str(ground.streams), count=count).value
    return {each: ask(ground.name, each, ground.index(each), drawn, seconds) for each in engines}


def ask(name: str, engine: str, directory: Path, drawn: list[dict[str, Any]], seconds: float) -> Asked:
    """Ask one engine the questions `drawn`."""
    note(f"{name}: hỏi {ENGINES[engine].title}")
    value = run(
        "latency:measure", engine=engine, directory=str(directory), drawn=drawn, seconds=seconds
    ).value
    answers = {int(number): Answer(*each) for number, each in value["answers"].items()}
    times = {group: Times(*each) for group, each in value["times"].items()}
    return Asked(
        engine,
        times,
        answers,
        value["opening"],
        value["opened_anonymous"],
        value["anonymous"],
        value["segments"],
    )


def disagreements(one: Asked, other: Asked) -> list[int]:
    """Numbers of the questions that both answered, with another total or other counts."""
    both = one.answers.keys() & other.answers.keys()
    return sorted(n for n in both if _plain(one.answers[n]) != _plain(other.answers[n]))


def _plain(answer: Answer) -> tuple[int, list[tuple[str, list[tuple[str, int]]]]]:
    return answer.total, sorted((name, sorted(counts.items())) for name, counts in answer.facets.items())


def measure(engine: str, directory: str, drawn: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """In a child process: warm the page cache, open, ask."""
    folder = Path(directory)
    _read_files(folder)
    analyse("khởi động")  # the model that reads a query, which is no engine's own
    before = memory(os.getpid()).anonymous
    opening = [_opening(engine, folder) for _ in range(OPENINGS)]
    searcher = ENGINES[engine].open(folder)
    opened = memory(os.getpid()).anonymous
    asks = _prepared(searcher, drawn)
    first, answers = _first_pass(asks, searcher, seconds)
    later = _later_passes(asks, first, seconds)
    groups: dict[str, tuple[list[float], list[list[float]]]] = defaultdict(lambda: ([], []))
    for number, spent in first.items():
        groups[asks[number][0]][0].append(spent)
        groups[asks[number][0]][1].append(later[number])
    return {
        "times": groups,
        "answers": {number: [a.total, a.hits, dict(a.facets)] for number, a in answers.items()},
        "opening": median(opening),
        "opened_anonymous": opened - before,
        "anonymous": memory(os.getpid()).anonymous - before,
        "segments": searcher.segments(),
    }


def _read_files(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("archive.db"):
            with path.open("rb") as file:
                while file.read(1 << 20):
                    pass


def _opening(engine: str, folder: Path) -> float:
    began = time.perf_counter()
    searcher = ENGINES[engine].open(folder)
    spent = (time.perf_counter() - began) * 1e3
    searcher.close()
    return spent


Ask = tuple[str, Callable[[], Any]]


def _prepared(searcher: Searcher, drawn: list[dict[str, Any]]) -> dict[int, Ask]:
    """Number of a question → its class and what asks it."""
    asks = {}
    for number, values in enumerate(drawn):
        question = from_json(values)
        if prepared := searcher.prepare(question):
            asks[number] = (question.group, prepared)
    return asks


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = ask()
    return (time.perf_counter() - began) * 1e3, found


def _first_pass(
    asks: Mapping[int, Ask], searcher: Searcher, seconds: float
) -> tuple[dict[int, float], dict[int, Answer]]:
    """Ask each question once, until a class has used its time (but at least eight)."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    first, answers = {}, {}
    gc.collect()
    for number, (group, ask) in asks.items():
        if len(spent[group]) >= 8 and sum(spent[group]) > seconds * 1e3:
            continue
        first[number], found = _timed(ask)
        spent[group].append(first[number])
        answers[number] = searcher.answer(found)
    return first, answers


def _later_passes(
    asks: Mapping[int, Ask], first: Mapping[int, float], seconds: float
) -> dict[int, list[float]]:
    """Ask the same questions again in the same order, `PASSES` times or until all time is used, but once."""
    later: dict[int, list[float]] = {number: [] for number in first}
    end = time.perf_counter() + seconds * len(CLASSES)
    for number, _ in zip(cycle(first), range(PASSES * len(first)), strict=False):
        if later[number] and time.perf_counter() > end:
            break
        later[number].append(_timed(asks[number][1])[0])
    return later
