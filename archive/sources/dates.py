"""Dates as sources write them → moments with a zone.

The import form is strict: ISO 8601 or `dd/mm/yyyy[ HH:MM]`, anything else is an error. Pages and official
documents write dates in prose, where `found` takes the first it sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from archive.sources.origin import UnreadableError
from index.document import VIETNAM

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years an archive's document may carry; outside them stand the placeholders of other programs."""

_CLOCK = (
    r"(?:[T ]+(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})" + _CLOCK)
_LOCAL = re.compile(r"(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})" + _CLOCK)
_IN_TEXT = (
    re.compile(rf"(?<!\d){_ISO.pattern}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<![\d/.-]){_LOCAL.pattern}(?!\d)", re.IGNORECASE),
    re.compile(
        r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})(?!\d)"
        r"|(?<!\d)(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2}),?\s+(?:năm\s+)?(?P<year2>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
)
_CLOCK_FIRST = re.compile(r"(?<!\d)(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})\D{1,12}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with a zone, and whether the source gave the day alone (then it is midnight in Vietnam)."""

    when: datetime
    date_only: bool


def exact(value: object) -> Moment:
    """The moment that a value of the import form names: a string in one of its forms, a date or a datetime.

    Raises `UnreadableError` with what was seen and what is expected.

    >>> exact("30/06/2021 18:00").when.isoformat()
    '2021-06-30T18:00:00+07:00'
    """
    if isinstance(value, datetime):
        return _within(Moment(value if value.tzinfo else value.replace(tzinfo=VIETNAM), False), value)
    if isinstance(value, date):
        return _within(Moment(datetime(value.year, value.month, value.day, tzinfo=VIETNAM), True), value)
    written = value.strip() if isinstance(value, str) else ""
    match = _ISO.fullmatch(written) or _LOCAL.fullmatch(written)
    moment = _moment(match) if match else None
    if moment is None:
        raise UnreadableError(
            f"Ngày không hợp lệ: {_shown(value)}; hãy viết dd/mm/yyyy, dd/mm/yyyy HH:MM hoặc ISO 8601."
        )
    return _within(moment, value)


def found(text: str) -> Moment | None:
    """The first date in a piece of prose, with its time of day when one stands beside it; None without any.

    >>> found("Lạc Giang, ngày 9 tháng 7 năm 2026").when.date().isoformat()
    '2026-07-09'
    """
    return min(_all(text[:20_000]), key=lambda seen: seen[0], default=(0, None))[1]


def _all(text: str) -> Iterator[tuple[int, Moment]]:
    for pattern in _IN_TEXT:
        for match in pattern.finditer(text):
            moment = _moment(match)
            if moment and FIRST_YEAR <= moment.when.year <= LAST_YEAR:
                yield match.start(), _with_clock_before(moment, text[: match.start()])
                break


def _with_clock_before(moment: Moment, before: str) -> Moment:
    """`18:00 ngày 30/06/2021`: the clock stands first."""
    clock = _CLOCK_FIRST.search(before[-20:]) if moment.date_only else None
    if clock is None or int(clock["hour"]) > 23 or int(clock["minute"]) > 59:
        return moment
    return Moment(moment.when.replace(hour=int(clock["hour"]), minute=int(clock["minute"])), False)


def _moment(match: re.Match[str]) -> Moment | None:
    """The moment a match names, or None when there is no such day or hour."""
    part = match.groupdict()
    day, month, year = (part.get(name) or part.get(f"{name}2") for name in ("day", "month", "year"))
    clock = part.get("hour")
    written = f"{int(year or 0):04d}-{int(month or 0):02d}-{int(day or 0):02d}"
    if clock:
        written += (
            f"T{int(clock):02d}:{part['minute']}:{part['second'] or '00'}{(part['zone'] or '').upper()}"
        )
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return None
    return Moment(when if when.tzinfo else when.replace(tzinfo=VIETNAM), not clock)


def _within(moment: Moment, value: object) -> Moment:
    if not FIRST_YEAR <= moment.when.year <= LAST_YEAR:
        raise UnreadableError(
            f"Năm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}: {_shown(value)}; hãy sửa hoặc bỏ ngày này."
        )
    return moment


def _shown(value: object) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
