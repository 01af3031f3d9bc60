"""The greatest scores: all of them, ties too, and none that cannot be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.greatest import best, within_reach

drawn = st.lists(st.integers(0, 40), max_size=900)


@given(scores=st.lists(st.integers(0, 40), max_size=900), repeats=st.integers(1, 4), count=st.integers(1, 60))
def test_the_best_are_all_that_can_be_among_the_greatest(scores: list[int], repeats: int, count: int) -> None:
    found = np.array(scores * repeats, np.float32)
    places = best(found, count).tolist()
    assert places == sorted(set(places))
    least = sorted(found.tolist(), reverse=True)[:count][-1:]
    assert set(places) == {place for place, score in enumerate(found.tolist()) if [score] >= least}


@given(scores=drawn, repeats=st.integers(1, 4), count=st.integers(1, 60), added=drawn)
def test_what_is_out_of_reach_never_comes_to_the_best(
    scores: list[int], repeats: int, count: int, added: list[int]
) -> None:
    """Add to every score up to the most of `added`: the best are among those that were within reach."""
    found = np.array(scores * repeats, np.float32)
    more = np.resize(np.array([*added, 0], np.float32), len(found))
    reached = within_reach(found, count, float(more.max(initial=0)))
    if reached is not None:
        assert set(best(found + more, count).tolist()) <= set(reached.tolist())


def test_only_what_may_still_be_best_is_within_reach() -> None:
    found = np.arange(10_000, dtype=np.float32)
    assert within_reach(found, 10, 20.0).tolist()[-10:] == list(range(9_990, 10_000))  # type: ignore[union-attr]
    assert len(within_reach(found, 10, 20.0)) < 3_000  # type: ignore[arg-type]
    assert within_reach(found, 10, 1e6) is None
    assert within_reach(found, 10_000, 1.0) is None
