"""Looking up a facet's values by their words: many at once give what each alone gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.known import MOST_VALUES, Known
from index.query import parse

WORDS = ("UBND", "ủy ban", "nhân dân", "TP.", "thành phố", "Sở", "GD&ĐT", "Giáo dục", "và", "đào tạo", "y tế",
         "hoà", "Hòa", "Bộ", "số 1", "A_B", "-", "\n", "(", "THPT",
         "trung học phổ thông", "bo", "so", "o\u0300")  # fmt: skip
values = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(several=st.lists(values, max_size=6, unique=True), asked=values)
def test_many_values_at_once_are_found_as_each_alone(several: list[str], asked: str) -> None:
    together = Known(facets={"issuer": ["", *several]})
    alone = [Known(facets={"issuer": [value]}) for value in several]
    for look_up in ("called", "containing"):
        found = getattr(together, look_up)("issuer", asked)
        each = [value for one in alone for value in getattr(one, look_up)("issuer", asked)]
        assert set(found) <= set(each)
        # Accents are only forgotten when none of them has the words with their marks.
        assert bool(found) == bool(each)


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("UBND TP. Hải Phòng", "ủy ban nhân dân thành phố hải phòng"),
        ("Ủy ban nhân dân thành phố Hải Phòng", "UBND TP Hải Phòng"),
        ("Sở GD&ĐT", "so giao duc va dao tao"),
        ("Sở Giáo dục\nvà Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("Công ty A_B - (C)", "công ty a b c"),
    ],
)
def test_what_a_value_is_called(value: str, asked: str) -> None:
    known = Known(facets={"issuer": ("", "Khác", value, f"{value} khác")})
    assert known.called("issuer", asked) == (value,)
    assert known.containing("issuer", asked) == (value, f"{value} khác")


def test_no_words_are_no_value_and_many_values_are_bounded() -> None:
    known = Known(facets={"issuer": ["", *(f"Sở {number}" for number in range(MOST_VALUES + 9))]})
    assert known.called("issuer", "") == known.containing("issuer", "...") == ()
    assert len(known.containing("issuer", "sở")) == MOST_VALUES
    (note,) = parse('cơ quan:"sở"', known=known).notes
    assert note.endswith("và 297 giá trị khác (chỉ lấy 300 giá trị đầu).")
    assert known.called("issuer", "sở 7") == ("Sở 7",)
    assert known.called("type", "Gì cũng được") == ("Gì cũng được",)
