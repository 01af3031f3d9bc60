"""Weights and evidence → MRR@10, and what can be changed about the weights."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Bm25
from index.weights import BM25, WEIGHTS, Weights
from scripts.tuning.evidence import FIELDS, Evidence

COUNTED = 10
"""Hits among which an answer counts."""

LOSS = 0.003
"""What a task may lose while weights are chosen: more would be paid for gains elsewhere."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that `scripts/tune` may change."""

    weights: Weights = WEIGHTS
    formula: Bm25 = BM25

    def value(self, name: str) -> float:
        """The number called `name` in `GRID`."""
        group, _, key = name.partition(".")
        if group == "formula":
            return float(getattr(self.formula, key))
        found = getattr(self.weights, group)
        return float(found[key] if key else found)

    def changed(self, name: str, value: float) -> "Setting":
        """This setting with another number for `name`."""
        group, _, key = name.partition(".")
        if group == "formula":
            return replace(self, formula=replace(self.formula, **{key: value}))
        found = getattr(self.weights, group)
        changes: dict[str, Any] = {group: MappingProxyType({**found, key: value}) if key else value}
        return replace(self, weights=replace(self.weights, **changes))


GRID: Final[Mapping[str, Sequence[float]]] = {
    "formula.delta": (0, 0.15, 0.3, 0.5, 1),
    "formula.k1": (0.6, 0.9, 1.2, 1.6),
    "formula.b": (0.5, 0.65, 0.75, 0.85, 0.95),
    "texts.title": (0.3, 0.4, 0.5, 0.6, 0.7, 1),
    "accented.folded": (0, 0.15, 0.3, 0.5),
    "accented.shingle": (0.2, 0.4, 0.6, 0.8, 1),
    "accented.word": (0, 0.2, 0.4, 0.6, 0.8),
    "unaccented.shingle": (0.2, 0.4, 0.6, 0.8, 1),
    "alternative": (0, 0.25, 0.5, 0.75),
}
"""What is tried for each number. The syllables of a query's own kind are the measure of the others: only the
proportions of weights matter."""


def scores(evidence: Evidence, setting: Setting) -> NDArray[np.float64]:
    """The score of every candidate."""
    formula = setting.formula
    norms = formula.norms(evidence.length, 1.0)
    weight = _by_field(setting.weights, accented=evidence.accented)[evidence.field] * evidence.share
    found = weight * formula.scores(evidence.frequency, norms, evidence.idf)
    return np.bincount(evidence.place, found, len(evidence.answers)).astype(np.float64)


def _by_field(weights: Weights, *, accented: bool) -> NDArray[np.float32]:
    """The weight of each of `FIELDS`."""
    streams = {**(weights.accented if accented else weights.unaccented), "form": weights.alternative}
    return np.array([weights.texts[text] * streams.get(stream, 0) for text, stream in FIELDS], np.float32)


def reciprocal_rank(evidence: Evidence, setting: Setting) -> float:
    """1 / rank of the first answer; 0 where the first `COUNTED` hits have none."""
    order = np.argsort(-scores(evidence, setting), kind="stable")
    ranks = np.flatnonzero(evidence.answers[order][:COUNTED])
    return 1 / (1 + int(ranks[0])) if len(ranks) else 0.0


def mrr(evidence: Sequence[Evidence], setting: Setting, half: int | None = None) -> float:
    """Mean reciprocal rank over the questions of one half, or over all."""
    ranks = [reciprocal_rank(each, setting) for each in evidence if half in (None, each.half)]
    return sum(ranks) / len(ranks) if ranks else float("nan")


def mean(tasks: Iterable[Sequence[Evidence]], setting: Setting, half: int) -> float:
    """The mean over tasks and ways of typing, each as important as the others."""
    found = [mrr(evidence, setting, half) for evidence in tasks]
    return sum(found) / len(found)


def careful(tasks: Sequence[Sequence[Evidence]], start: Setting, half: int) -> Callable[[Setting], float]:
    """What judges settings: their mean, and nothing at all where one task loses what another gains.

    Made questions move ten times as much as those that people asked, and would decide alone.
    """
    floors = [mrr(evidence, start, half) - LOSS for evidence in tasks]

    def judge(setting: Setting) -> float:
        found = [mrr(evidence, setting, half) for evidence in tasks]
        lost = any(value < floor for value, floor in zip(found, floors, strict=True))
        return -math.inf if lost else sum(found) / len(found)

    return judge
