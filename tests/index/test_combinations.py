"""Facets counted together: the same counts as one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import combinations
from index.combinations import combined

columns = st.integers(0, 300).flatmap(
    lambda size: st.lists(
        st.sampled_from((1, 2, 5, 40)).flatmap(
            lambda values: st.lists(st.integers(0, values), min_size=size, max_size=size)
        ),
        min_size=1,
        max_size=5,
    )
)


@given(found=columns, chosen=st.sets(st.integers(0, 299)))
def test_counts_are_those_of_each_facet_alone(found: list[list[int]], chosen: set[int]) -> None:
    facets = {f"facet {number}": np.array(each, np.uint16) for number, each in enumerate(found)}
    docs = np.array(sorted(doc for doc in chosen if doc < len(found[0])), np.intp)
    groups = list(combined(facets))
    assert [name for each in groups for name in each.ordinals] == list(facets)
    for each in groups:
        for name, counts in each.counts(docs).items():
            alone = np.bincount(facets[name][docs])
            assert counts[: len(alone)].tolist() == alone.tolist()
            assert not counts[len(alone) :].any()


def test_facets_are_put_together_while_there_are_few_combinations() -> None:
    number = np.arange(1_000)
    facets = {"a": number % 4, "b": number // 2 % 6, "many": number, "c": number % 3, "d": number % 3}
    assert [list(each.ordinals) for each in combined(facets)] == [["a", "b"], ["many"], ["c", "d"]]


def test_too_many_pairs_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combinations, "MOST_PAIRS", 3)
    facets = {"a": np.array([0, 1] * 20), "b": np.array([1, 0] * 20)}
    assert [list(each.ordinals) for each in combined(facets)] == [["a"], ["b"]]
