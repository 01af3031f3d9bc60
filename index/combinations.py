"""Several facets counted at once: what a document has in all of them is one of few combinations of values.

Counting combinations, and adding up those with the same value, takes a fifth of the time of counting five
facets one by one: reading a number for each document found is what costs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEW = 8
"""Facets are counted together while there are fewer combinations than one in so many documents."""
MOST_PAIRS = 1 << 24
"""Pairs of a combination and a value for which a table (8 bytes each) is made."""


@dataclass(frozen=True, slots=True)
class Combinations:
    """`numbers[doc]` is a document's combination, `ordinals[name][number]` its value in a facet."""

    numbers: NDArray[np.intp]
    ordinals: Mapping[str, NDArray[np.intp]]

    def counts(self, docs: NDArray[np.intp]) -> Mapping[str, NDArray[np.int64]]:
        """For each facet, how many of `docs` (distinct) have each of its values, as far as any has one."""
        counted = np.bincount(self.numbers.take(docs))
        return {name: _added(own[: len(counted)], counted) for name, own in self.ordinals.items()}


def _added(ordinals: NDArray[np.intp], counted: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(ordinals, counted).astype(np.int64)  # exact: 8-byte floats hold counts to 2⁵³


def combined(facets: Mapping[str, NDArray[Any]]) -> Iterator[Combinations]:
    """Facets (name → ordinals of all documents) put together as long as there are few combinations."""
    group: Combinations | None = None
    for name, ordinals in facets.items():
        joined = _joined(group, name, ordinals) if group else None
        if group and joined is None:
            yield group
        group = joined or Combinations(ordinals.astype(np.intp), {name: _each(ordinals)})
    if group:
        yield group


def _each(ordinals: NDArray[Any]) -> NDArray[np.intp]:
    return np.arange(int(ordinals.max(initial=0)) + 1)


def _joined(group: Combinations, name: str, ordinals: NDArray[Any]) -> Combinations | None:
    """`group` with one facet more; None when there are many combinations."""
    values = int(ordinals.max(initial=0)) + 1
    pairs = max(map(len, group.ordinals.values()), default=0) * values
    if pairs > MOST_PAIRS:
        return None
    numbers = group.numbers * values + ordinals
    met = np.zeros(pairs, bool)
    met[numbers] = True
    found = np.flatnonzero(met)
    if len(found) * FEW > len(ordinals):
        return None
    places = np.empty(pairs, np.intp)
    places[found] = np.arange(len(found))
    before, own = np.divmod(found, values)
    return Combinations(
        places[numbers], {each: known[before] for each, known in group.ordinals.items()} | {name: own}
    )
