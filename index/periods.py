"""Days, months, quarters and years as people write them: text → first and last day. Pure functions.

Such as 30/06/2021, 30 tháng 6 năm 2021, 6/2021, quý II/2021, 2021, 2019..2021, 2019 đến 2021.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from index.text import fold, normalise

Days = tuple[date | None, date | None]
"""First and last day, both included; None where it is open."""

DAY: Final = timedelta(days=1)

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>\d{1,2})"
_IN_YEAR = r"(?: ?[/.-] ?| nam | )"
# Matched against folded index text (`quý` is `qui` there), from the most to the least exact.
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:ngay )?(?P<day>\d{{1,2}})(?: ?[/.-] ?| thang ){_MONTH}{_IN_YEAR}{_YEAR}",
        rf"{_YEAR}[/.-]{_MONTH}[/.-](?P<day>\d{{1,2}})(?:t.*)?",
        rf"(?:qui|q) ?(?P<quarter>i{{1,3}}|iv|[1-4]){_IN_YEAR}{_YEAR}",
        rf"(?P<quarter>i{{1,3}}|iv){_IN_YEAR}{_YEAR}",
        rf"(?:thang |t)?{_MONTH}{_IN_YEAR}{_YEAR}",
        rf"{_YEAR}[/.-]{_MONTH}",
        rf"(?:nam )?{_YEAR}",
    )
)
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BETWEEN: Final = re.compile(r"\s*\.\.+\s*|\s+(?:den|to)\s+|(?<=\d{4})\s*-\s*(?=\d{4}$)")
LONGEST: Final = 60
"""Characters that a period is looked for in."""


def period(text: str, *, quarter: bool = False) -> tuple[date, date] | None:
    """First and last day of a day, month, quarter or year as people write it; None when it is none.

    `quarter` says that a number before the year counts quarters, not months.

    >>> period("06/2021")
    (datetime.date(2021, 6, 1), datetime.date(2021, 6, 30))
    >>> period("2/2021", quarter=True)
    (datetime.date(2021, 4, 1), datetime.date(2021, 6, 30))
    """
    if len(text) > LONGEST:
        return None
    written = " ".join(fold(normalise(text)).split())
    for shape in _SHAPES:
        if found := shape.fullmatch(written):
            return _days({name: value for name, value in found.groupdict().items() if value}, quarter)
    return None


def _days(parts: Mapping[str, str], quarter: bool) -> tuple[date, date] | None:
    numbers = {name: _QUARTERS.get(value) or int(value) for name, value in parts.items()}
    if quarter and "month" in numbers and "day" not in numbers:
        numbers["quarter"] = numbers.pop("month")
    year, month, day = (numbers.get(name, 0) for name in ("year", "month", "day"))
    first, last = month or 1, month or 12
    if number := numbers.get("quarter"):
        first, last = 3 * number - 2, 3 * number
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:  # calendar.IllegalMonthError is one too
        return None


def span(text: str, *, quarter: bool = False) -> Days | None:
    """As `period`, or from one period to another (`2019..2021`, `2019..`); None when it is neither.

    The earlier one may stand last: the days are always in order.

    >>> span("2019 đến 6/2021")
    (datetime.date(2019, 1, 1), datetime.date(2021, 6, 30))
    """
    if len(text) > LONGEST:
        return None
    parts = _BETWEEN.split(fold(normalise(text.strip())))
    if len(parts) == 1:
        return period(text, quarter=quarter)
    if len(parts) > 2 or not any(parts):
        return None
    ends = [period(part, quarter=quarter) for part in parts]
    if any(part and end is None for part, end in zip(parts, ends, strict=True)):
        return None
    first, last = ends
    if first and last and first > last:
        first, last = last, first
    return first[0] if first else None, last[1] if last else None


def before(day: date) -> date:
    """The day before, or the first day there is."""
    return day - DAY if day > date.min else day


def after(day: date) -> date:
    """The day after, or the last day there is."""
    return day + DAY if day < date.max else day


def narrowed(spans: Iterable[Days], bounds: Iterable[Days]) -> tuple[Days, ...]:
    """Any of `spans`, as far as it lies within all `bounds`. Without spans: the bounds alone, if any.

    What is left may be empty: then one span ends before it begins, and no day lies in it.
    """
    since = [first for first, _ in bounds if first]
    until = [last for _, last in bounds if last]
    wanted = list(spans) or ([(None, None)] if since or until else [])
    return tuple(
        (
            max([*since, *([first] if first else [])], default=None),
            min([*until, *([last] if last else [])], default=None),
        )
        for first, last in wanted
    )


def day_text(day: date) -> str:
    """A day as people write it: `30/06/2021`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def written(days: Days) -> str:
    """A span in the shortest words of a query: `năm:2021`, `tháng:6/2021`, `từ:… đến:…`."""
    first, last = days
    if first is None or last is None:
        parts = ((first, "từ:"), (last, "đến:"))
        return " ".join(name + day_text(day) for day, name in parts if day)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year < last.year:
        return f"năm:{first.year:04d}..{last.year:04d}"
    for name, text in _names(first):
        if span(text, quarter=name == "quý") == days:
            return f"{name}:{text}"
    return f"ngày:{day_text(first)}..{day_text(last)}"


def _names(first: date) -> Iterable[tuple[str, str]]:
    yield "năm", f"{first.year:04d}"
    yield "quý", f"{('I', 'II', 'III', 'IV')[(first.month - 1) // 3]}/{first.year:04d}"
    yield "tháng", f"{first.month}/{first.year:04d}"
    yield "ngày", day_text(first)
