"""What is remembered: what was used last, within a number of bytes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.recent import OVERHEAD, Recent

LIMIT = 4 * (OVERHEAD + 100)


class Arrays:
    """Arrays of as many bytes as their key says; `made` lists every making."""

    def __init__(self) -> None:
        self.recent: Recent[int, NDArray[np.uint8]] = Recent(LIMIT)
        self.made: list[int] = []

    def __getitem__(self, key: int) -> NDArray[np.uint8]:
        return self.recent.get(key, self._make)

    def _make(self, key: int) -> NDArray[np.uint8]:
        self.made.append(key)
        return np.zeros(key, np.uint8)


def test_what_is_there_is_not_made_again() -> None:
    values = Arrays()
    assert values[100] is values[100]
    assert values.made == [100]


def test_what_was_used_longest_ago_goes_first() -> None:
    values = Arrays()
    for key in (97, 98, 99, 100, 97, 96, 97, 98):
        values[key]
    assert values.made == [97, 98, 99, 100, 96, 98]


def test_a_value_larger_than_all_room_is_given_and_kept_until_the_next() -> None:
    values = Arrays()
    for key in (1, 10 * LIMIT, 10 * LIMIT, 1):
        values[key]
    assert values.made == [1, 10 * LIMIT, 1]


@given(st.lists(st.integers(0, 3 * LIMIT // 2)))
def test_never_more_than_its_room_but_for_one_value(keys: list[int]) -> None:
    values = Arrays()
    for key in keys:
        assert len(values[key]) == key
        held = [len(value) + OVERHEAD for value in values.recent._values.values()]
        assert values.recent._bytes == sum(held)
        assert sum(held) <= LIMIT or len(held) == 1
