"""Counts → the geometry of charts that a template draws as SVG: a histogram over time, and bars.

Widths and horizontal places are percentages of the drawing, heights are pixels: the drawing takes any width
and its text never shrinks. Every column is a link with a name that a screen reader speaks; the same counts
stand in a table beside the drawing.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from archive import wording
from archive.pages.base import told

HEIGHT: Final = 72
"""Pixels of the tallest column."""
LEAST: Final = 3
"""Pixels of the column of a count that is not zero: one document is seen beside a thousand."""
MONTHS_AT_MOST: Final = 36
YEARS_AT_MOST: Final = 80
"""A longer time is drawn by years; one longer than that by decades."""
LABELS_AT_MOST: Final = {"tháng": 5, "năm": 8, "thập niên": 8}
"""Labels under a histogram by unit; more would touch one another on a narrow screen."""
LABEL_STEPS: Final = {
    "tháng": (1, 2, 3, 6, 12),
    "năm": (1, 2, 5, 10, 20),
    "thập niên": (1, 2, 5, 10, 20, 50, 100, 200),
}
"""Columns from one label to the next: labels stand at round years, and at Januaries when months are many."""
WIDE_COLUMNS: Final = 16
"""Up to so many columns, a label centred under the first or last hardly leaves the drawing."""
NEAR_EDGE: Final = 6
"""Percent of the width: nearer to an edge, the label of a narrow column begins or ends with its column."""
SIGN: Final = 2.8
"""Percent of the width that one sign of a label takes in the narrowest drawing: 7.5 of 270 pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month, year or decade: its names, its first and last day."""

    name: str = field(metadata=told("As a sentence begins: «Năm 2021», «Tháng 6/2021»."))
    label: str = field(metadata=told("Short, for the axis: «2021», «6/2021»."))
    since: date = field(metadata=told("First day."))
    until: date = field(metadata=told("Last day."))


class Column(NamedTuple):
    """One column of a histogram. A tuple, which a template takes apart: a page has up to eighty.

    `label` is the period in short, `documents` how many it has, and `spoken` says both in full, for a screen
    reader and under a pointer: «Năm 2021: 3 tài liệu». `href` is the same search within the period,
    `selected` whether the search covers it (all when undated). The room of a column begins at `x` and is
    `room` wide, its bar at `bar_x` and `bar`, percent of the drawing; the bar's upper edge is `top` pixels
    from above, and it is `tall` pixels high. `axis` is the label under the column, `""` for most when they
    are many, which stands at `axis_x` percent by the SVG text-anchor `anchor`.
    """

    spoken: str
    label: str
    documents: int
    href: str
    selected: bool
    x: float
    room: float
    bar_x: float
    bar: float
    top: int
    tall: int
    axis: str
    axis_x: float
    anchor: str


class Row(NamedTuple):
    """A row of the table beside a drawing: `label` is the period in short, `href` its search, `documents` how
    many it has."""

    label: str
    href: str
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Documents over time."""

    name: str = field(metadata=told("What the drawing shows, with its span: its accessible name."))
    unit: str = field(metadata=told("«tháng», «năm» or «thập niên»: what one column is."))
    height: int = field(metadata=told("Pixels of the tallest column."))
    columns: tuple[Column, ...] = field(metadata=told("Columns in order of time, empty periods included."))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table: periods that hold a document, in order of time."""
        return tuple([Row(each.label, each.href, each.documents) for each in self.columns if each.documents])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a bar chart that lies on its side."""

    text: str = field(metadata=told("What is counted."))
    count: int = field(metadata=told("How many."))
    href: str = field(metadata=told("The search behind the bar."))
    width: float = field(metadata=told("Length, percent of the longest bar."))


def bars(counts: Sequence[tuple[str, int]], href: Callable[[str], str]) -> tuple[Bar, ...]:
    """Bars in the given order; `href` makes the link of a value."""
    most = max((count for _, count in counts), default=0)
    return tuple(
        Bar(text=text, count=count, href=href(text), width=round(max(100 * count / most, 0.5), 2))
        for text, count in counts
        if count
    )


def histogram(
    months: Mapping[str, int],
    href: Callable[[Period], str],
    *,
    since: date | None = None,
    until: date | None = None,
    finest: int = 1,
) -> Histogram | None:
    """Columns over `months` (`{"2021-06": 3}`), by month, year or decade as the span asks.

    `since` and `until` (both included) narrow the drawing to the months they touch; `finest` is the least
    number of months in a column (1, 12 or 120). None when nothing was narrowed and all documents are of
    one month: one column says nothing.
    """
    counted = {_month(name): count for name, count in months.items() if count}
    first, last = _span(counted, since, until)
    if first > last or (first == last and not (since or until)):
        return None
    unit, step = _scale(first, last, finest)
    periods = [_period(start, step) for start in range(first // step * step, last + 1, step)]
    names = periods[0].label, periods[-1].label
    span = names[0] if names[0] == names[1] else f"{names[0]}–{names[1]}"
    return Histogram(
        name=f"Số tài liệu theo {unit}, {span}",
        unit=unit,
        height=HEIGHT,
        columns=tuple(
            _columns(
                periods,
                _counts(counted, first // step, step),
                _labelled(unit, periods, step),
                href,
                since,
                until,
            )
        ),
    )


def _span(months: Collection[int], since: date | None, until: date | None) -> tuple[int, int]:
    """First and last month to draw, as months since the year 0: those of the filter among `months`.

    The first is after the last when there is nothing to draw.
    """
    first, last = min(months, default=1), max(months, default=0)
    if since:
        first = max(first, since.year * 12 + since.month - 1)
    if until:
        last = min(last, until.year * 12 + until.month - 1)
    return first, last


@lru_cache(maxsize=2_000)
def _month(name: str) -> int:
    """Months since the year 0. Remembered: a page has hundreds, and the next the same."""
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1


def _scale(first: int, last: int, finest: int) -> tuple[str, int]:
    """The unit of a column and its months."""
    if finest == 1 and last - first < MONTHS_AT_MOST:
        return "tháng", 1
    if finest <= 12 and last // 12 - first // 12 < YEARS_AT_MOST:
        return "năm", 12
    return "thập niên", 120


@lru_cache(maxsize=2_000)
def _period(start: int, step: int) -> Period:
    """The period of `step` months from a month on. Remembered, as `_month` is."""
    year, month = start // 12, start % 12 + 1
    if step == 1:
        end = date(year, month, monthrange(year, month)[1])
        return Period(
            name=f"Tháng {month}/{year}", label=f"{month}/{year}", since=date(year, month, 1), until=end
        )
    word = "Năm" if step == 12 else "Thập niên"
    end = date(min(year + step // 12 - 1, date.max.year), 12, 31)
    return Period(name=f"{word} {year}", label=str(year), since=date(max(year, 1), 1, 1), until=end)


def _counts(months: Mapping[int, int], first: int, step: int) -> Mapping[int, int]:
    """Documents of each column that has any, by its place from 0."""
    counts: dict[int, int] = {}
    for month, count in months.items():
        place = month // step - first
        counts[place] = counts.get(place, 0) + count
    return counts


def _columns(
    periods: list[Period],
    counts: Mapping[int, int],
    labelled: Sequence[bool],
    href: Callable[[Period], str],
    since: date | None,
    until: date | None,
) -> Iterator[Column]:
    most = max(counts.get(place, 0) for place in range(len(periods)))
    for place, (period, geometry) in enumerate(zip(periods, _geometry(len(periods)), strict=True)):
        count = counts.get(place, 0)
        tall = max(round(HEIGHT * count / most), LEAST) if count else 0
        yield Column(
            spoken=f"{period.name}: {wording.documents(count)}",
            label=period.label,
            documents=count,
            href=href(period),
            selected=(not since or period.until >= since) and (not until or period.since <= until),
            x=geometry.x,
            room=geometry.room,
            bar_x=geometry.bar_x,
            bar=geometry.bar,
            top=HEIGHT - tall,
            tall=tall,
            axis=period.label if labelled[place] else "",
            axis_x=geometry.axis_x,
            anchor=geometry.anchor,
        )


class _Geometry(NamedTuple):
    """Where a column stands: what `Column` says of it."""

    x: float
    room: float
    bar_x: float
    bar: float
    axis_x: float
    anchor: str


@lru_cache(maxsize=YEARS_AT_MOST)
def _geometry(columns: int) -> tuple[_Geometry, ...]:
    """Where each of so many columns stands."""
    room = 100 / columns
    return tuple(
        _Geometry(
            round(place * room, 3),
            round(room, 3),
            round((place + 0.1) * room, 3),
            round(0.8 * room, 3),
            *_axis(place, columns),
        )
        for place in range(columns)
    )


def _labelled(unit: str, periods: Sequence[Period], months: int) -> list[bool]:
    """Which columns, of so many `months` each, have a label under them."""
    enough = (step for step in LABEL_STEPS[unit] if len(periods) <= step * LABELS_AT_MOST[unit])
    step = next(enough, LABEL_STEPS[unit][-1])
    starts = [(period.since.year * 12 + period.since.month - 1) // months for period in periods]
    places = _apart([place for place, start in enumerate(starts) if start % step == 0], periods)
    return [place in places for place in range(len(periods))]


def _apart(places: Sequence[int], periods: Sequence[Period]) -> Sequence[int]:
    """The places of labels without an outermost one that was moved inwards until it touches its neighbour."""
    if len(places) < 2:
        return places
    first, second, before, last = (_extent(places[place], periods) for place in (0, 1, -2, -1))
    anchors = [_axis(places[place], len(periods))[1] for place in (0, -1)]
    dropped_first = anchors[0] == "start" and first[1] > second[0]
    dropped_last = anchors[1] == "end" and before[1] > last[0]
    return places[dropped_first : len(places) - dropped_last]


def _extent(place: int, periods: Sequence[Period]) -> tuple[float, float]:
    """Left and right edge of a column's label, percent."""
    x, anchor = _axis(place, len(periods))
    width = SIGN * (len(periods[place].label) + 1)  # and a space between labels
    left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return left, left + width


def _axis(place: int, columns: int) -> tuple[float, str]:
    """Where a column's label stands: under its middle, but within the drawing when columns are narrow."""
    middle = (place + 0.5) * 100 / columns
    if columns > WIDE_COLUMNS and middle < NEAR_EDGE:
        return round(place * 100 / columns, 3), "start"
    if columns > WIDE_COLUMNS and middle > 100 - NEAR_EDGE:
        return round((place + 1) * 100 / columns, 3), "end"
    return round(middle, 3), "middle"
