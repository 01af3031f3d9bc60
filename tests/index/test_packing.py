"""Lists of numbers ↔ bytes: whatever goes in comes out, in as few bytes a number as its list allows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.packing import gaps, largest, pack, places, running, starts_of, unpack, widths_for

numbers = st.integers(0, 255) | st.integers(0, 65_535) | st.integers(0, 2**32 - 1)
lists = st.lists(st.lists(numbers, min_size=1, max_size=6), max_size=12)
documents = st.lists(
    st.sets(st.integers(0, 300) | st.integers(0, 2**32 - 1), min_size=1, max_size=9).map(sorted), max_size=12
)


def flat(found: list[list[int]]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The lists one behind the other, and their lengths."""
    values = np.array([number for each in found for number in each], np.uint32)
    return values, np.array([len(each) for each in found], np.int64)


@given(found=lists, apart=st.integers(0, 3))
def test_lists_come_back_as_they_were_packed(found: list[list[int]], apart: int) -> None:
    values, counts = flat(found)
    widths = widths_for(largest(values, counts))
    sizes = counts * widths + apart
    starts = starts_of(sizes)
    out = np.full(int(sizes.sum()), 0xA5, np.uint8)
    pack(out, starts, counts, widths, values)
    assert unpack(out, starts, counts, widths).tolist() == values.tolist()
    for start, count, width in zip(starts.tolist(), counts.tolist(), widths.tolist(), strict=True):
        behind = out[start + count * width : start + count * width + apart]
        assert behind.tolist() == [0xA5] * apart


@given(found=lists, data=st.data())
def test_lists_of_width_zero_take_no_bytes(found: list[list[int]], data: st.DataObject) -> None:
    values, counts = flat(found)
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found))), bool)
    widths = widths_for(largest(values, counts)) * kept
    starts = starts_of(counts * widths)
    out = np.zeros(int((counts * widths).sum()), np.uint8)
    pack(out, starts, counts, widths.astype(np.uint8), values)
    expected = np.where(np.repeat(kept, counts), values, 7)
    assert unpack(out, starts, counts, widths, absent=7).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("top", "width"),
    [(0, 1), (1, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (2**32 - 1, 4)],
)
def test_the_narrowest_width_is_chosen(top: int, width: int) -> None:
    assert widths_for(np.array([top], np.uint32)).tolist() == [width]


def test_numbers_are_little_endian() -> None:
    out = np.zeros(7, np.uint8)
    one = np.array([1], np.int64)
    values = np.array([0x01020304, 0x0506, 0x07], np.uint32)
    pack(out, np.array([0, 4, 6]), one.repeat(3), np.array([4, 2, 1]), values)
    assert out.tolist() == [4, 3, 2, 1, 6, 5, 7]


@given(found=documents)
def test_gaps_lead_back_to_the_documents(found: list[list[int]]) -> None:
    docs, counts = flat(found)
    differences = gaps(docs, counts)
    assert running(differences, counts).tolist() == docs.tolist()
    expected = [number - before for each in found for before, number in zip([0, *each], each, strict=False)]
    assert differences.tolist() == expected


@given(found=documents)
def test_what_was_given_is_not_changed(found: list[list[int]]) -> None:
    docs, counts = flat(found)
    docs.flags.writeable = counts.flags.writeable = False
    differences = gaps(docs, counts)
    differences.flags.writeable = False
    running(differences, counts)


@given(found=lists)
def test_the_largest_of_each_list(found: list[list[int]]) -> None:
    assert largest(*flat(found)).tolist() == [max(each) for each in found]


@given(lists=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 5)), max_size=8), step=st.integers(1, 4))
def test_places_of_the_numbers_of_each_list(lists: list[tuple[int, int]], step: int) -> None:
    starts, counts = np.array(lists, np.int64).reshape(-1, 2).T
    expected = [start + step * number for start, count in lists for number in range(count)]
    assert places(starts, counts, step).tolist() == expected


@given(counts=st.lists(st.integers(0, 9), max_size=9))
def test_starts_of_lists_one_behind_the_other(counts: list[int]) -> None:
    assert starts_of(np.array(counts, np.int64)).tolist() == [sum(counts[:n]) for n in range(len(counts))]
