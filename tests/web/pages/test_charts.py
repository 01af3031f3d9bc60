"""Charts: which periods are drawn, where, and what they link to."""

from datetime import date

import pytest

from archive.charts import HEIGHT, LEAST, Histogram, Period, bars, histogram


def _href(period: Period) -> str:
    return f"{period.since}/{period.until}"


def _drawn(months: dict[str, int], **more: date | int) -> Histogram:
    drawn = histogram(months, _href, **more)  # type: ignore[arg-type]
    assert drawn is not None
    return drawn


@pytest.mark.parametrize(
    ("months", "more", "unit", "columns", "first", "last"),
    [
        ({"2021-06": 3, "2021-08": 1}, {}, "tháng", 3, "2021-06-01/2021-06-30", "2021-08-01/2021-08-31"),
        ({"2019-12": 1, "2022-11": 1}, {}, "tháng", 36, "2019-12-01/2019-12-31", "2022-11-01/2022-11-30"),
        ({"2019-12": 1, "2022-12": 1}, {}, "năm", 4, "2019-01-01/2019-12-31", "2022-01-01/2022-12-31"),
        ({"1941-01": 1, "2020-12": 1}, {}, "năm", 80, "1941-01-01/1941-12-31", "2020-01-01/2020-12-31"),
        ({"1940-01": 1, "2020-12": 1}, {}, "thập niên", 9, "1940-01-01/1949-12-31", "2020-01-01/2029-12-31"),
        (
            {"2020-02": 1, "2020-03": 2},
            {"finest": 12, "since": date(2020, 1, 1)},
            "năm",
            1,
            *["2020-01-01/2020-12-31"] * 2,
        ),
        (
            {"2018-01": 1, "2026-09": 1},
            {"since": date(2024, 5, 7)},
            "tháng",
            29,
            "2024-05-01/2024-05-31",
            "2026-09-01/2026-09-30",
        ),
        (
            {"2018-01": 1, "2026-09": 1},
            {"until": date(2018, 2, 1)},
            "tháng",
            2,
            "2018-01-01/2018-01-31",
            "2018-02-01/2018-02-28",
        ),
        (
            {"0001-01": 1, "9999-12": 1},
            {},
            "thập niên",
            1000,
            "0001-01-01/0009-12-31",
            "9990-01-01/9999-12-31",
        ),
    ],
)
def test_the_unit_follows_the_span(
    months: dict[str, int], more: dict[str, date | int], unit: str, columns: int, first: str, last: str
) -> None:
    drawn = _drawn(months, **more)
    hrefs = [column.href for column in drawn.columns]
    assert (drawn.unit, len(hrefs), hrefs[0], hrefs[-1]) == (unit, columns, first, last)


def test_columns_hold_every_document_of_their_time() -> None:
    months = {f"{year}-{month:02d}": year % 7 + month for year in range(2001, 2020) for month in range(1, 13)}
    drawn = _drawn(months)
    by_year = {str(year): sum(year % 7 + month for month in range(1, 13)) for year in range(2001, 2020)}
    assert {column.label: column.documents for column in drawn.columns} == by_year


@pytest.mark.parametrize(
    ("months", "more"),
    [({}, {}), ({"2021-06": 0}, {}), ({"2021-06": 5}, {}), ({"2021-06": 5}, {"since": date(2022, 1, 1)})],
)
def test_nothing_is_drawn_of_one_month_or_none(months: dict[str, int], more: dict[str, date]) -> None:
    assert histogram(months, _href, **more) is None  # type: ignore[arg-type]


def test_heights_are_in_proportion_and_one_document_is_seen() -> None:
    drawn = _drawn({"2021-01": 1000, "2021-02": 500, "2021-03": 0, "2021-04": 1})
    assert [column.tall for column in drawn.columns] == [HEIGHT, HEIGHT // 2, 0, LEAST]
    assert all(column.top + column.tall == HEIGHT for column in drawn.columns)


def test_columns_fill_the_width_side_by_side() -> None:
    drawn = _drawn({"2019-01": 1, "2026-12": 1})
    assert drawn.columns[0].x == 0
    assert drawn.columns[-1].x + drawn.columns[-1].room == pytest.approx(100)
    assert all(
        column.x < column.bar_x < column.bar_x + column.bar < column.x + column.room
        for column in drawn.columns
    )


@pytest.mark.parametrize(
    ("months", "labels"), [({"2019-01": 1, "2026-12": 1}, 8), ({"2021-01": 1, "2023-12": 1}, 5)]
)
def test_labels_stay_few_enough_for_a_phone(months: dict[str, int], labels: int) -> None:
    assert 1 < sum(bool(column.axis) for column in _drawn(months).columns) <= labels


@pytest.mark.parametrize(
    ("months", "labels"),
    [
        ({"2023-04": 1, "2024-12": 1}, ["7/2023", "1/2024", "7/2024"]),
        ({"2021-02": 1, "2023-12": 1}, ["1/2022", "1/2023"]),
        ({"2019-01": 1, "2026-12": 1}, ["2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026"]),
        ({"1964-01": 1, "2026-12": 1}, ["1970", "1980", "1990", "2000", "2010", "2020"]),
        # the labels of 1995 and 2025 would be moved inwards, onto those of 2000 and 2020
        ({"1994-01": 1, "2026-12": 1}, ["2000", "2005", "2010", "2015", "2020"]),
    ],
)
def test_labels_stand_at_round_years_and_quarters(months: dict[str, int], labels: list[str]) -> None:
    assert [column.axis for column in _drawn(months).columns if column.axis] == labels


def test_columns_with_documents_are_the_rows_of_the_table() -> None:
    drawn = _drawn({"2021-01": 2, "2021-03": 4})
    assert [(row.label, row.documents) for row in drawn.rows] == [("1/2021", 2), ("3/2021", 4)]
    assert [column.spoken for column in drawn.columns if column.documents] == [
        "Tháng 1/2021: 2 tài liệu",
        "Tháng 3/2021: 4 tài liệu",
    ]


def test_bars_are_measured_by_the_longest() -> None:
    drawn = bars((("Y tế", 200), ("Kinh tế", 50), ("Khác", 0), ("Ít", 1)), lambda value: f"/{value}")
    assert [(bar.text, bar.width, bar.href) for bar in drawn] == [
        ("Y tế", 100, "/Y tế"),
        ("Kinh tế", 25, "/Kinh tế"),
        ("Ít", 0.5, "/Ít"),
    ]


def test_no_bars_of_nothing() -> None:
    assert bars((), str) == ()
