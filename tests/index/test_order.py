"""Vietnamese order: each row of the tables stands in the order that a dictionary gives."""

import random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.order import ORDER_LENGTH, order_bytes, sort_key, syllables

ROWS = [
    ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mâ"],
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "v", "x", "y"],
    ["da", "dân", "du", "đa", "đá", "đê"],
    ["An Giang", "Bà Rịa", "Bắc Giang", "Bắc Ninh", "Bến Tre", "Cà Mau", "Cao Bằng", "Đà Nẵng", "Hà Nội"],
    ["hoa", "hoa hồng", "hòa", "hòa bình"],
    ["Khóa 9", "Khóa 10", "Khóa XI"],
    ["2 năm", "10 năm", "Năm"],
    ["Sở Công Thương", "Sở Giáo dục", "Sở Y tế"],
    ["tai", "tài", "tải", "tãi", "tái", "tại", "tam"],
    ["", "a"],
]


def mixed(texts: list[str]) -> list[str]:
    """The same texts in another order."""
    return random.Random(1).sample(texts, len(texts))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0] or "rỗng")
def test_rows_are_in_order(row: list[str]) -> None:
    assert sorted(mixed(row), key=sort_key) == row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0] or "rỗng")
def test_unicode_form_does_not_matter(row: list[str]) -> None:
    assert sorted([normalize("NFD", text) for text in mixed(row)], key=sort_key) == [
        normalize("NFD", text) for text in row
    ]


def test_letter_case_decides_only_between_equals() -> None:
    assert sorted(["an", "Ba", "An", "ba"], key=sort_key) == ["An", "an", "Ba", "ba"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0] or "rỗng")
def test_rows_are_in_order_as_bytes(row: list[str]) -> None:
    assert sorted(mixed(row), key=order_bytes) == row


@given(st.text(max_size=12), st.text(max_size=12))
def test_bytes_compare_as_keys_do(one: str, other: str) -> None:
    keys, kept = (syllables(one), syllables(other)), (order_bytes(one), order_bytes(other))
    assert (kept[0] < kept[1], kept[0] == kept[1]) == (keys[0] < keys[1], keys[0] == keys[1])


@given(st.text(max_size=12), st.text(max_size=12))
def test_keys_compare_by_syllables_and_then_by_letter_case(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == ((syllables(one), one) < (syllables(other), other))


def test_bytes_are_bounded() -> None:
    assert len(order_bytes("Quyết định " * 1_000)) == ORDER_LENGTH


@given(st.lists(st.text(), max_size=6))
def test_any_texts_can_be_sorted_from_any_order(texts: list[str]) -> None:
    assert sorted(mixed(texts), key=sort_key) == sorted(texts, key=sort_key)
