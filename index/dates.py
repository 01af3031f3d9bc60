"""Times among the words of a query, as people write them: `tháng 6/2021`, `quý II/2021`, `30/6/2021`.

Meant are the documents that say so, however they write it, and those that were published then. So a time
among words never loses a document that the words alone would find; `tháng:6/2021` is for who wants a filter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from index.periods import DAY, period
from index.text import fold, normalise

MOST_WORDS: Final = 6
"""Words of the longest time: `ngày 30 tháng 6 năm 2021`."""
MOST_TIMES: Final = 4
"""Times of one query that are understood."""

_QUARTERS: Final = ("I", "II", "III", "IV")
# Alone, `2021` and `6/2021` may count or be the number of a document.
_SAYS_SO: Final = re.compile(r"(?:ngay|thang|nam|qui|q) ?[\divx]|\d{1,2}(?:[/.-]\d{1,2}[/.-]| thang )")


@dataclass(frozen=True, slots=True)
class Time:
    """The words from number `first` until `after` say a time: its first and last day, and its spellings."""

    first: int
    after: int
    days: tuple[date, date]
    forms: tuple[str, ...]


def times(words: Sequence[str]) -> Iterator[Time]:
    """The times among `words`, from left to right, the longest, not overlapping.

    >>> [time.forms for time in times(["quý", "II/2021"])]
    [('quý 2/2021', 'quý II năm 2021', 'quý 2 năm 2021')]
    """
    place = found = 0
    while place < len(words) and found < MOST_TIMES:
        time = _beginning(words, place)
        if time:
            yield time
            found += 1
        place = time.after if time else place + 1


def _beginning(words: Sequence[str], place: int) -> Time | None:
    """The longest time that begins with word number `place`."""
    after = min(len(words), place + MOST_WORDS)
    if not _SAYS_SO.match(fold(normalise(" ".join(words[place:after])))):
        return None  # nor does anything shorter: most words are read once
    for end in range(after, place, -1):
        text = " ".join(words[place:end]).rstrip(",.;:?!")
        said = fold(normalise(text))
        days = period(text) if _SAYS_SO.match(said) else None
        if days:
            return Time(place, end, days, _others(said, *days))
    return None


def _others(said: str, first: date, last: date) -> tuple[str, ...]:
    """How else the same time is written; `said` is what was typed, folded."""
    forms = dict.fromkeys(_spellings(first, last))
    typed = re.sub(r"^ngay ", "", said)
    return tuple(form for form in forms if fold(normalise(form)) != typed)


def _spellings(first: date, last: date) -> Iterator[str]:
    day, month, year = first.day, first.month, first.year
    if first == last:
        yield from (f"{day}/{month}/{year}", f"{day:02d}/{month:02d}/{year}", f"{day:02d}/{month}/{year}")
        yield from (f"{day} tháng {month} năm {year}", f"{day:02d} tháng {month:02d} năm {year}")
        yield f"{day:02d} tháng {month} năm {year}"
    elif (last - first + DAY).days <= 31:
        yield from (f"tháng {month}/{year}", f"tháng {month:02d}/{year}")
        yield from (f"tháng {month} năm {year}", f"tháng {month:02d} năm {year}")
    elif last.month - first.month == 2:
        for quarter in (_QUARTERS[month // 3], month // 3 + 1):
            yield f"quý {quarter}/{year}"
        for quarter in (_QUARTERS[month // 3], month // 3 + 1):
            yield f"quý {quarter} năm {year}"
