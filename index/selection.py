"""What of a result the filters let through, and how many of it have each value of a facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Or, Term

from index.columns import Columns, FacetColumn
from index.entities import TEXT_FACETS
from index.facets import ALL_FACETS
from index.opened import Opened
from index.order import sort_key
from index.results import FacetValue, SearchRequest
from index.termpostings import Docs, Mask

FACET_VALUES = 200
"""Values of a facet that are counted out; rarer ones appear once they are selected."""


@dataclass(frozen=True)
class Selection:
    """What a query matched, and which of `matched` each filter of a request lets through."""

    columns: Columns
    matched: Docs
    dated: Mask | None
    chosen: Mapping[str, Mask]

    def docs(self, *, but: str = "", any_date: bool = False) -> Docs:
        """Documents that pass every filter but the facet `but`, and the dates unless `any_date`."""
        masks = [mask for name, mask in self.chosen.items() if name != but]
        if self.dated is not None and not any_date:
            masks.append(self.dated)
        return self.matched[reduce(np.logical_and, masks)] if masks else self.matched

    @cached_property
    def found(self) -> Docs:
        """Documents that pass every filter."""
        return self.docs()


def select(opened: Opened, matched: Docs, request: SearchRequest) -> Selection:
    columns, wanted = opened.columns, request.facets
    chosen = {
        name: _chosen(facet, matched, wanted[name])
        for name, facet in columns.facets.items()
        if wanted.get(name)
    }
    chosen |= {name: _naming(opened, name, wanted[name])[matched] for name in TEXT_FACETS if wanted.get(name)}
    return Selection(columns, matched, columns.between(matched, request.since, request.until), chosen)


def _chosen(facet: FacetColumn, docs: Docs, selected: Sequence[str]) -> Mask:
    """Which of `docs` have one of the values selected in a facet."""
    wanted = np.array([bool(value) and value in selected for value in facet.values])
    found: Mask = wanted[facet.ordinals[docs]]
    return found


def _naming(opened: Opened, name: str, selected: Sequence[str]) -> Mask:
    """Which documents have one of the values selected in a facet, whose terms these are."""
    tree = Or([Term(name, value) for value in dict.fromkeys(selected)])
    mask = np.zeros(opened.executor.documents, bool)
    mask[opened.executor.matching(tree)] = True
    return mask


def facets(opened: Opened, selection: Selection, request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    """The facets that are asked for, each counted as if nothing were chosen in it."""
    together = selection.columns.counts(selection.found)
    counted = {}
    for name in (name for name in ALL_FACETS if name in request.counted):
        chosen = name in selection.chosen
        docs = selection.docs(but=name) if chosen else selection.found
        counts = opened.facets[name].counts(docs) if chosen or name not in together else together[name]
        most = min(request.listed.get(name, FACET_VALUES), FACET_VALUES)
        counted[name] = _values(opened, name, counts, docs, request.facets.get(name, ()), most)
    return counted


def _values(
    opened: Opened, name: str, counts: NDArray[np.int64], docs: Docs, selected: Sequence[str], most: int
) -> tuple[FacetValue, ...]:
    """The `most` values of a facet that `docs` have most, as `counts` says, and the selected ones."""
    texts = opened.facets[name].values
    met = _leading(counts, _frequent(counts), most)
    found = {texts[number]: count for number, count in zip(met, counts[met].tolist(), strict=True)}
    found.pop("", None)
    found |= {value: _count(opened, name, docs, value) for value in selected if value not in found}
    ordered = sorted(sorted(found, key=sort_key), key=found.__getitem__, reverse=True)  # equals stay in order
    listed = ordered[:most] + [value for value in ordered[most:] if value in selected]
    if name == "year":
        listed.sort(reverse=True)
    return tuple([FacetValue(value, found[value], value in selected) for value in listed])


def _leading(counts: NDArray[np.int64], met: Sequence[int], most: int) -> Sequence[int]:
    """Those of `met` that may be among the `most` most frequent by count and name, and that of none."""
    if len(met) <= most + 1:
        return met
    least = sorted(counts[met].tolist(), reverse=True)[most]
    return [number for number in met if counts[number] >= least]


def _frequent(counts: NDArray[np.int64]) -> list[int]:
    """Numbers of the values counted most, `FACET_VALUES` and that of none; of equals those indexed first."""
    met = np.flatnonzero(counts)
    if len(met) <= FACET_VALUES + 1:
        return met.tolist()
    least = np.partition(counts[met], -FACET_VALUES - 1)[-FACET_VALUES - 1]
    more = met[counts[met] > least]
    return [*more.tolist(), *met[counts[met] == least][: FACET_VALUES + 1 - len(more)].tolist()]


def _count(opened: Opened, name: str, docs: Docs, value: str) -> int:
    """How many of `docs` have a value of a facet."""
    return int(np.count_nonzero(_naming(opened, name, [value])[docs])) if value else 0


def months(columns: Columns, docs: Docs) -> tuple[dict[str, int], int]:
    """Documents by month, and how many have no date."""
    counts, undated = columns.months_of(docs)
    return {_month(number): count for number, count in counts.items()}, undated


@lru_cache(maxsize=2_000)
def _month(number: int) -> str:
    """The name of a month counted from January 1970. Remembered: a page has hundreds, the next the same."""
    return f"{1970 + number // 12:04d}-{number % 12 + 1:02d}"
