"""Days, months and years as people write them: text → first and last day."""

from calendar import monthrange
from datetime import date
from re import compile as pattern
from typing import Final

_PERIODS: Final = (
    pattern(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    pattern(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})(?:T.*)?"),
    pattern(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    pattern(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})"),
    pattern(r"(?P<year>\d{4})"),
)


def period(text: str) -> tuple[date, date] | None:
    """First and last day of a day, month or year as people write it; None when it is none.

    >>> period("06/2021")
    (datetime.date(2021, 6, 1), datetime.date(2021, 6, 30))
    """
    for shape in _PERIODS:
        if found := shape.fullmatch(text.strip()):
            parts = {name: int(digits) for name, digits in found.groupdict().items()}
            return _days(**parts)
    return None


def _days(*, year: int, month: int = 0, day: int = 0) -> tuple[date, date] | None:
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        last = monthrange(year, month or 12)[1]
        return date(year, month or 1, 1), date(year, month or 12, last)
    except ValueError:  # calendar.IllegalMonthError is one too
        return None
