"""The likeliest way to read typed text in the archive's own words: a small Viterbi over pairs of syllables.

    typed pieces → edges (from where to where, which syllable, at what cost) → the cheapest path

An edge reads one piece as one syllable, a part of a piece (`congthuong`), or two pieces (`th ương`). A path
pays the costs of its edges and gains the log probability of each syllable after the one before it, estimated
from the vocabulary's counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import Vocabulary

UNKNOWN: Final = -1
"""The number of what the vocabulary does not have; it stays as it was typed."""

PAIR_WEIGHT = 0.9
"""Most weight of the pair in the probability of a syllable; the rest is the syllable's own frequency."""
FEW = 10
"""Times a syllable came at which what follows it has half of that weight."""
UNKNOWN_PROBABILITY = 1e-9
"""Probability of a syllable that the archive does not have."""
BEAM = 12
"""Readings kept at each place."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edge:
    """The typed text from node `start` to node `end` read as syllable `number`, at a cost.

    `text` says what it reads when the number is UNKNOWN.
    """

    start: int
    end: int
    number: int
    cost: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """The best path to a node that ends in one syllable."""

    score: float
    edge: Edge
    before: "_State | None"


def best_path(vocabulary: Vocabulary, edges: Iterable[Edge], last: int) -> tuple[Edge, ...]:
    """The best path from node 0 to node `last`, both of which some path of `edges` joins; edges lead forward.

    Raises ValueError when none does.
    """
    path, _ = best_paths(vocabulary, edges, last)[0]
    return path


def best_paths(
    vocabulary: Vocabulary, edges: Iterable[Edge], last: int
) -> list[tuple[tuple[Edge, ...], float]]:
    """The best paths, one for each syllable that a path may end in, with their scores (nats), best first.

    Raises ValueError when there is no path.
    """
    leaving: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.start].append(edge)
    states: dict[int, list[_State]] = {}
    arriving: defaultdict[int, dict[int, _State]] = defaultdict(dict)
    for node in range(last):
        if node and node not in arriving:
            continue
        states[node] = sorted(arriving[node].values(), key=lambda each: -each.score)[:BEAM]
        _advance(vocabulary, states[node], leaving[node], arriving)
    if last not in arriving:
        raise ValueError("no path through the edges")
    final = sorted(arriving[last].values(), key=lambda each: -each.score)
    return [(_edges(state), state.score) for state in final]


def _advance(
    vocabulary: Vocabulary,
    states: Sequence[_State],
    edges: Sequence[Edge],
    arriving: dict[int, dict[int, _State]],
) -> None:
    """Follow every edge that leaves a node from the best of the states there."""
    if not edges:
        return
    gains = _gains(vocabulary, [state.edge.number for state in states], [edge.number for edge in edges])
    gains += np.array([state.score for state in states] or [0.0])[:, None]
    chosen = gains.argmax(axis=0)
    for place, edge in enumerate(edges):
        score = float(gains[chosen[place], place]) - edge.cost
        known = arriving[edge.end].get(edge.number)
        if known is None or score > known.score:
            before = states[chosen[place]] if states else None
            arriving[edge.end][edge.number] = _State(score, edge, before)


def _gains(vocabulary: Vocabulary, lefts: Sequence[int], rights: Sequence[int]) -> Floats:
    """Log probability of each of `rights` after each of `lefts`; one row when there is nothing before."""
    right = np.array(rights, np.int64)
    own = np.maximum(_frequency(vocabulary, right) / vocabulary.total, UNKNOWN_PROBABILITY)
    if not lefts:
        return np.log(own)[None, :]
    left = np.array(lefts, np.int64)
    together = vocabulary.together(np.maximum(left, 0), np.maximum(right, 0)).astype(np.float64)
    together[left < 0, :] = 0
    together[:, right < 0] = 0
    often = _frequency(vocabulary, left)[:, None]
    weight = PAIR_WEIGHT * often / (often + FEW)
    gains: Floats = np.log(weight * together / np.maximum(often, 1) + (1 - weight) * own[None, :])
    return gains


def _frequency(vocabulary: Vocabulary, numbers: NDArray[np.int64]) -> Floats:
    if not len(vocabulary.counts):
        return np.zeros(len(numbers))
    found: Floats = vocabulary.counts[np.maximum(numbers, 0)].astype(np.float64)
    found[numbers < 0] = 0
    return found


def _edges(state: _State | None) -> tuple[Edge, ...]:
    path: list[Edge] = []
    while state:
        path.append(state.edge)
        state = state.before
    return tuple(reversed(path))
