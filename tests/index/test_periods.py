"""Days, months, quarters and years as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import after, before, day_text, narrowed, period, span, written


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30/06/2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("30.6.2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("30 / 6 / 2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("ngày 30 tháng 6 năm 2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("NGAY 30 THANG 6 NAM 2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("2021-06-30T18:00", date(2021, 6, 30), date(2021, 6, 30)),
        ("06/2021", date(2021, 6, 1), date(2021, 6, 30)),
        ("tháng 2 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("T6/2021", date(2021, 6, 1), date(2021, 6, 30)),
        ("2021-06", date(2021, 6, 1), date(2021, 6, 30)),
        ("quý I/2021", date(2021, 1, 1), date(2021, 3, 31)),
        ("Q2/2021", date(2021, 4, 1), date(2021, 6, 30)),
        ("quý 3 năm 2021", date(2021, 7, 1), date(2021, 9, 30)),
        ("IV/2021", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("năm 2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_period(text: str, first: date, last: date) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "2", "21", "31/02/2021", "13/2021", "quý V/2021", "quý 5/2021", "0000", "hôm qua", "1/2/3/2021"],
)
def test_no_period(text: str) -> None:
    assert period(text) is None


def test_a_number_before_the_year_counts_quarters_where_quarters_are_asked_for() -> None:
    assert period("2/2021", quarter=True) == (date(2021, 4, 1), date(2021, 6, 30))
    assert period("5/2021", quarter=True) is None
    assert period("30/06/2021", quarter=True) == (date(2021, 6, 30), date(2021, 6, 30))


@pytest.mark.parametrize(
    "text", ["..", "2019..abc", "2019..2020..2021", "a..b", "2019 đến", "9" * 1000 + ".."]
)
def test_no_span(text: str) -> None:
    assert span(text) is None


def test_bounds_narrow_periods_and_stand_alone() -> None:
    june, july = (date(2021, 6, 1), date(2021, 6, 30)), (date(2021, 7, 1), date(2021, 7, 31))
    since = (date(2021, 6, 15), None)
    assert narrowed([june, july], []) == (june, july)
    assert narrowed([june, july], [since]) == ((date(2021, 6, 15), june[1]), july)
    assert narrowed([], [since, (None, july[0])]) == ((since[0], july[0]),)
    assert narrowed([], []) == ()


def test_the_first_and_the_last_day_have_no_day_before_or_after() -> None:
    assert before(date.min) == date.min
    assert after(date.max) == date.max


@pytest.mark.parametrize(
    ("text", "shortest"),
    [
        ("2021", "năm:2021"),
        ("2019..2021", "năm:2019..2021"),
        ("6/2021", "tháng:6/2021"),
        ("quý II/2021", "quý:II/2021"),
        ("30/06/2021", "ngày:30/06/2021"),
        ("1/6/2021..15/6/2021", "ngày:01/06/2021..15/06/2021"),
        ("2019..", "từ:01/01/2019"),
        ("..2019", "đến:31/12/2019"),
    ],
)
def test_days_are_written_in_the_shortest_words(text: str, shortest: str) -> None:
    days = span(text)
    assert days is not None
    assert written(days) == shortest


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)), st.integers(0, 1000))
def test_written_days_are_read_back(first: date, length: int) -> None:
    days = (first, first + timedelta(days=length))
    name, _, text = written(days).partition(":")
    assert span(text, quarter=name == "quý") == days
    assert period(day_text(first)) == (first, first)


@given(st.text())
def test_any_text_is_a_span_or_none(text: str) -> None:
    days = span(text)
    assert days is None or days[0] is None or days[1] is None or days[0] <= days[1]
