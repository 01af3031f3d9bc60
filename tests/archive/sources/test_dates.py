"""Dates: strict in the import form, found in prose."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sources.dates import exact, found
from archive.sources.origin import UnreadableError


@pytest.mark.parametrize(
    ("written", "iso", "date_only"),
    [
        ("30/06/2021 18:00", "2021-06-30T18:00:00+07:00", False),
        ("30/06/2021", "2021-06-30T00:00:00+07:00", True),
        ("3/6/2021", "2021-06-03T00:00:00+07:00", True),
        ("30-06-2021", "2021-06-30T00:00:00+07:00", True),
        ("30.06.2021 8:05", "2021-06-30T08:05:00+07:00", False),
        ("2021-06-30", "2021-06-30T00:00:00+07:00", True),
        ("2021-06-30T18:00", "2021-06-30T18:00:00+07:00", False),
        ("2021-06-30 18:00:09", "2021-06-30T18:00:09+07:00", False),
        ("2021-06-30T18:00:00Z", "2021-06-30T18:00:00+00:00", False),
        ("2021-06-30T18:00:00.250+0900", "2021-06-30T18:00:00+09:00", False),
        ("2021-06-30 00:00:00 +0700", "2021-06-30T00:00:00+07:00", False),
    ],
)
def test_the_forms_of_the_import(written: str, iso: str, date_only: bool) -> None:
    moment = exact(written)
    assert (moment.when.isoformat(), moment.date_only) == (iso, date_only)


@pytest.mark.parametrize(
    "written",
    [
        *("31/02/2021", "30/13/2021", "30/06/21", "2021", "6/2021", "hôm qua", "30/06/2021 25:00", ""),
        *("30/06-2021", "0001-01-01", "9999-12-31", "30/06/2021 18:00 chiều", 20210630, None),
    ],
)
def test_anything_else_is_refused_and_shown(written: object) -> None:
    with pytest.raises(UnreadableError) as error:
        exact(written)
    assert str(written) in str(error.value)


def test_dates_that_a_parser_made_are_taken() -> None:
    assert exact(date(2021, 6, 30)).date_only
    assert exact(datetime(2021, 6, 30, 18)).when.isoformat() == "2021-06-30T18:00:00+07:00"
    assert exact(datetime(2021, 6, 30, 18, tzinfo=UTC)).when.isoformat() == "2021-06-30T18:00:00+00:00"


@pytest.mark.parametrize(
    ("prose", "iso"),
    [
        ("(06/04/2019)", "2019-04-06T00:00:00+07:00"),
        ("(30.07.2019 17:59)", "2019-07-30T17:59:00+07:00"),
        ("20/6/2026 (cùng ngày ký)", "2026-06-20T00:00:00+07:00"),
        ("Hà Nội, ngày 09 tháng 7 năm 2026", "2026-07-09T00:00:00+07:00"),
        ("26 tháng 6 năm 2026", "2026-06-26T00:00:00+07:00"),
        ("Cập nhật 18h30 ngày 05/06/2020", "2020-06-05T18:30:00+07:00"),
        ("Thứ Ba, 05/06/2020 07:15 GMT+7", "2020-06-05T07:15:00+07:00"),
        ("từ 01/02/2020 đến 03/04/2021", "2020-02-01T00:00:00+07:00"),
    ],
)
def test_the_first_date_in_prose(prose: str, iso: str) -> None:
    moment = found(prose)
    assert moment is not None
    assert moment.when.isoformat() == iso


@pytest.mark.parametrize("prose", ["", "không có ngày", "số 12/3456/NĐ-CP", "99/99/2020", "tỷ lệ 1/2/30000"])
def test_no_date_in_prose(prose: str) -> None:
    assert found(prose) is None


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(2999, 12, 30)))
def test_every_minute_comes_back(when: datetime) -> None:
    written = f"{when:%d/%m}/{when.year:04d} {when:%H:%M}"
    assert exact(written).when.replace(tzinfo=None) == when.replace(second=0, microsecond=0)


@given(st.text(max_size=80))
def test_prose_never_raises(prose: str) -> None:
    found(prose)
