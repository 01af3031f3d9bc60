"""Numbers and dates as a Vietnamese reader writes them."""

from datetime import UTC, date, datetime

import pytest

from archive import wording
from index.document import VIETNAM

EVENING = datetime(2021, 6, 30, 18, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (1234, "1.234"), (41052, "41.052"), (10**6, "1.000.000")]
)
def test_thousands_are_parted_by_dots(value: int, text: str) -> None:
    assert wording.number(value) == text
    assert wording.documents(value) == f"{text} tài liệu"


@pytest.mark.parametrize(
    ("value", "date_only", "text", "machine"),
    [
        (EVENING, False, "30/06/2021 18:00", "2021-06-30T18:00:00+07:00"),
        (EVENING, True, "30/06/2021", "2021-06-30"),
        (datetime(2021, 6, 30, 18, 0, tzinfo=UTC), False, "01/07/2021 01:00", "2021-07-01T01:00:00+07:00"),
        (datetime(2021, 1, 2, tzinfo=VIETNAM), False, "02/01/2021 00:00", "2021-01-02T00:00:00+07:00"),
        (None, False, "", ""),
    ],
)
def test_moments_are_told_by_vietnams_clock(
    value: datetime | None, date_only: bool, text: str, machine: str
) -> None:
    assert wording.moment(value, date_only=date_only) == text
    assert wording.machine(value, date_only=date_only) == machine


def test_a_day_is_the_day_in_vietnam() -> None:
    assert wording.day(date(2021, 2, 3)) == "03/02/2021"
    assert wording.day(datetime(2021, 12, 31, 20, 0, tzinfo=UTC)) == "01/01/2022"


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Sở Công Thương", 20, "Sở Công Thương"),
        ("Sở Công Thương tổ chức hội nghị", 20, "Sở Công Thương tổ…"),
        ("Sở Công Thương, Sở Y tế", 16, "Sở Công Thương…"),
        ("hai\n\ndòng", 20, "hai dòng"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_text_is_cut_between_words(text: str, length: int, short: str) -> None:
    assert wording.shortened(text, length) == short
    assert len(wording.shortened(text, length)) <= length
