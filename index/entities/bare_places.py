"""Places named without the word for their kind, and which place a text is about.

Provinces, and the cities and districts that areas.py knows alone, count by their names; any other name only
where the same text has it with one kind elsewhere.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from index.entities.areas import CITIES, districts, known_alone, province_kind, provinces, respelt
from index.entities.lists import words
from index.entities.mentions import CAPITAL, UPPER, Found, Spelt, first_syllable, titled
from index.entities.names import FAMILIES
from index.entities.places import STARTS_OTHER, Place

_NO_PLACE_BEFORE = words("no place after")
_OTHER_SITES = _NO_PLACE_BEFORE | words("other sites")
"""After these a name that a commune has too is that of something else: `cửa khẩu Lao Bảo`."""


def places_in(spelt: Spelt, known: list[Place], people: list[Found]) -> list[Place]:
    """Every place in `text`: the typed ones (`known`), names alone, and names that a kind came with.

    A name inside a person's name is no place; `people` are in order.
    """
    kinds = _kinds(known)
    spans = [(place.start, place.end) for place in known] + [(one.start, one.end) for one in people]
    covered = _Spans(spans)
    bare = [place for place in _named(spelt, kinds) if not covered.touches(place.start, place.end)]
    covered = _Spans(spans + [(place.start, place.end) for place in bare])
    again = [place for place in _repeated(spelt, kinds) if not covered.touches(place.start, place.end)]
    return sorted([*known, *bare, *again], key=lambda place: place.start)


def _kinds(known: list[Place]) -> dict[str, str]:
    """The kind of every name of two syllables or more that `known` has of one kind only."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for place in known:
        if " " in place.name and place.value != place.name:
            kinds[place.name].add(place.kind)
    return {name: kind for name, (kind, *others) in kinds.items() if not others}


class _Spans:
    """Which characters are taken already."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def touches(self, start: int, end: int) -> bool:
        place = bisect_left(self._spans, (end,))
        return any(self._spans[i][1] > start for i in range(max(0, place - 2), place))


@cache
def _by_first() -> Mapping[str, tuple[str, ...]]:
    """First syllable → names that begin with it, the longest first, also in capitals."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    written = known_alone()
    small = {re.sub("'[A-ZĐ]", lambda found: found[0].lower(), name) for name in written}  # `Đắk R'lấp`
    for name in sorted(written | small | {name.upper() for name in written}, key=len, reverse=True):
        names[first_syllable(name)].append(name)
    return {first: tuple(listed) for first, listed in names.items()}


_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]$")
_CAPITAL_AFTER = re.compile(rf"[ ]([{UPPER}][^\W\d_]+)")
_WORD_GOES_ON = re.compile(r"[\w']")


def _named(spelt: Spelt, kinds: Mapping[str, str]) -> Iterator[Place]:
    text, names = spelt.text, _by_first()
    end = 0
    for at, first in spelt.capitals:
        name = _known_at(text, at, names[first]) if first in names and at >= end else None
        if name and _stands_alone(text, at, at + len(name)):
            end = at + len(name)
            yield _alone(at, end, name if name in known_alone() else titled(name), kinds)


def _known_at(text: str, at: int, names: tuple[str, ...]) -> str | None:
    for name in names:
        if text.startswith(name, at) and not _WORD_GOES_ON.match(text, at + len(name)):
            return name
    return None


def _alone(start: int, end: int, name: str, kinds: Mapping[str, str]) -> Place:
    """`kinds` are those of the text, which may tell another kind than the lists: districts became cities."""
    province = "Hồ Chí Minh" if name == "Sài Gòn" else provinces().get(name)
    if province and name not in CITIES:
        return Place(start, end, province, province_kind(province), province)
    listed = districts().get(name.lower())
    name = listed.name if listed else name
    kind = kinds.get(name) or ("Thành phố" if name in CITIES else listed.kind if listed else "Thành phố")
    return Place(start, end, f"{kind} {name}", kind, name)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the name is not part of a longer one, nor that of a street, a river or a ministry."""
    before = _WORD_BEFORE.search(text, max(0, start - 12), start)
    if before and text.startswith("Điện Biên Phủ", start) and before[1] in ("thắng", "dịch", "trận"):
        return False
    if before and (before[1].lower() in _NO_PLACE_BEFORE or before[1] in FAMILIES):
        return text[max(0, start - 9) : start].endswith(
            "điểm cầu "
        )  # where a meeting is joined from, no bridge
    after = _CAPITAL_AFTER.match(text, end)
    if text[start:end].isupper():
        return not after and not (before and before[1].isupper())
    return not after or after[1] in STARTS_OTHER or after[1] in FAMILIES


def _repeated(spelt: Spelt, kinds: Mapping[str, str]) -> Iterator[Place]:
    """Names that the text has with a kind, where they stand without it."""
    if not kinds:
        return
    for found in _RUNS.finditer(spelt.text):
        run = respelt(found[0])
        before = _WORD_BEFORE.search(spelt.text, max(0, found.start() - 12), found.start())
        if run in kinds and not (before and before[1].lower() in _OTHER_SITES):
            yield Place(found.start(), found.end(), f"{kinds[run]} {run}", kinds[run], run)


_RUNS = re.compile(rf"{CAPITAL}(?:[ ]{CAPITAL})+")


def dominant(places: list[Place], kind: str) -> str | None:
    """The name that `kind` alone means in a text: the only one, or one named at least twice as often.

    A text that names no province means the one in which all its districts lay.
    """
    named = [place for place in places if place.kind == kind]
    counts = Counter(place.name for place in named)
    counts.update(place.name for place in named if place.start < _HEADLINE for _ in range(2))
    first_two = counts.most_common(2)
    if not first_two and kind == "Tỉnh":
        return _province_of_districts(places)
    if not first_two or (len(first_two) > 1 and first_two[0][1] < 2 * first_two[1][1]):
        return None
    return first_two[0][0]


_HEADLINE = 120
"""A place named in so many characters from the beginning counts three times: a title says what is meant."""


def _province_of_districts(places: list[Place]) -> str | None:
    listed = (districts().get(place.name.lower()) for place in places if place.kind in _DISTRICTS)
    names = {district.province for district in listed if district}
    (name, *others) = names or {""}
    return name if name and not others and province_kind(name) == "Tỉnh" else None


_DISTRICTS = ("Huyện", "Quận", "Thị xã", "Thành phố")
