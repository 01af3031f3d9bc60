"""Provinces, cities, districts and communes in a text.

A province or city under the central government is known by its name and has that name as its value,
whatever its kind was at the time: `tỉnh Hải Dương` and `Hải Dương` are one, so are `tỉnh Đồng Nai` and
`thành phố Đồng Nai`. Any other place counts only with the word for its kind (`huyện Krông Nô`), which is
part of its value, or where the same text names it so elsewhere.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from index.entities.lists import lines, words
from index.entities.mentions import CAPITAL, UPPER, Found, Spelt, titled
from index.entities.names import FAMILIES, GIVEN, MIDDLES, SURE

# Written kinds → the kind in a value.
_KINDS = {
    "tỉnh": "Tỉnh",
    "thành phố": "Thành phố", "tp.": "Thành phố", "tp": "Thành phố", "t.p": "Thành phố",
    "thủ đô": "Thành phố", "cố đô": "Thành phố",
    "thị xã": "Thị xã", "tx.": "Thị xã", "tx": "Thị xã",
    "thị trấn": "Thị trấn",
    "quận": "Quận", "huyện đảo": "Huyện", "huyện": "Huyện",
    "phường": "Phường", "xã đảo": "Xã", "xã": "Xã", "đặc khu": "Đặc khu",
}  # fmt: skip
_KIND_ENDS = (*(f"{kind} " for kind in _KINDS), "tp.", "tx.", "t.p.", "tp")
_NO_PART = (
    "Thành (?:phố|ủy|đoàn|viên|lập)|Hội (?:đồng|nghị|nông dân|viên)|Công (?:an|ty|tác|văn|bố|trình)|Việt Nam|"
    "Đồng (?:chí|thời)|Trung (?:tâm|ương)|Trường (?:hợp|tiểu|trung|mầm|đại|cao|T)|Thị (?:xã|trấn|ủy)|"
    "Thủ (?:tướng|tục|trưởng)|Khu (?:vực|công|phố)|Quốc (?:hội|lộ|gia)|Đại (?:hội|diện|biểu|học)|Năm \\d|"
    "Đoàn (?:thanh|đại|công|kiểm)|Phòng [A-ZĐ]|Từ (?:ngày|năm)|Tổ (?:chức|quốc)|Kế hoạch|"
    "Ban (?:chỉ|hành|quản|tổ|thường|chấp)"
)
# The beginning of something else after a place: `quận Hải An Thành phố Hải Phòng`.
_PART = rf"(?!(?:{_NO_PART})){CAPITAL}"
_RUN = rf"{CAPITAL}(?:[ ]?-[ ]?{_PART}|[ ]{_PART}){{0,5}}"
_NAME = re.compile(_RUN)
_WRITTEN_KINDS = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
_KIND = re.compile(rf"(?<![\w/-])(?i:{_WRITTEN_KINDS})(?:(?<=\.)[ ]?|[ ]|$)$")
_NUMBERED = re.compile(
    r"[QqPp](?:uận|hường|UẬN|HƯỜNG)[ ](?P<name>\d{1,2})(?![\w%/.,-]|[ ]\w*[ ]?(?:và|đến)[ ]\d)"
)
_ALSO = re.compile(rf"(?:,| và|;)[ ](?P<name>{_RUN})(?=[,;.)\n]|[ ][a-zà-ỹđ]|$)")
_PLURAL = re.compile(
    r"(?:các|những|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+)(?:[ ]\w+,)?[ ]$|[,/][ ]?$|và[ ]$"
)
_NOT_BEFORE_KIND = ("tác ", "gia ", "nhà ", "tấn ", "cấp ")
_NO_PLACE_BEFORE = words("no place after")
_STARTS_OTHER = words("no part of a place")

_OTHER_SITES = _NO_PLACE_BEFORE | words("other sites")
"""After these a name that a commune has too is that of something else: `cửa khẩu Lao Bảo`."""

CITIES = words("cities")
"""Cities below a province whose names mean nothing else: known without the word for their kind."""


@dataclass(frozen=True, slots=True)
class Place(Found):
    """`kind` is as in `Huyện Krông Nô`, or `Tỉnh` or `Thành phố` for a province; `name` stands alone."""

    kind: str
    name: str


@cache
def provinces() -> Mapping[str, str]:
    """Every spelling of every province's name, and the name that is its value."""
    names: dict[str, str] = {}
    for line in lines("provinces.tsv"):
        name, _, _, *others = line.split("\t")
        names |= {spelling: name for spelling in [name, *"; ".join(others).split("; ")] if spelling}
    return names


@cache
def _bare() -> re.Pattern[str]:
    known = {*provinces(), *CITIES} - {"HCM", "Hồ Chí Minh"}
    known -= {name for name, kind in _province_kinds().items() if kind == "-"}
    known |= {name.upper() for name in known}
    names = "|".join(sorted((re.escape(name) for name in known), key=len, reverse=True))
    return re.compile(rf"(?:{names}|Sài Gòn)(?![\w'])")


def typed_places(spelt: Spelt) -> list[Place]:
    """Places that stand with the word for their kind, in order."""
    text = spelt.text
    places: list[Place] = []
    end = 0
    for at in spelt.starts:
        if at >= end and (kind := _kind_before(text, at)):
            start, kind_name = kind
            name = _NAME.match(text, at)
            if name and (
                length := name_length(
                    name[0], kind_name, office=_after_office(text, start), loud=text[start + 1].isupper()
                )
            ):
                end = at + length
                places.append(_place(start, end, kind_name, text[at:end]))
                if _PLURAL.search(text, max(0, start - 16), start):
                    places += _also(text, end, kind_name)
                    end = places[-1].end
    return _with_numbers(text, places)


def _kind_before(text: str, at: int) -> tuple[int, str] | None:
    """Where the word for a kind begins that ends right before `at`, and the kind."""
    before = text[max(0, at - 12) : at].lower()
    if not before.endswith(_KIND_ENDS):
        return None
    found = _KIND.search(before)
    start = at - (len(before) - found.start()) if found else 0
    if not found or text[max(0, start - 8) : start].lower().endswith(_NOT_BEFORE_KIND):
        return None
    return start, _KINDS[found[0].strip()]


def _with_numbers(text: str, places: list[Place]) -> list[Place]:
    """`places` and those named by a number: `Quận 10`."""
    numbered = [
        _place(found.start(), found.end(), _KINDS[found[0].split()[0].lower()], found["name"])
        for found in _NUMBERED.finditer(text)
    ]
    return sorted([*places, *numbered], key=lambda place: place.start) if numbered else places


def _also(text: str, end: int, kind: str) -> Iterator[Place]:
    """What a list after a kind goes on with: `các huyện Đắk Mil, Tuy Đức và Đắk Song`."""
    while found := _ALSO.match(text, end):
        if found["name"].split()[0] in _STARTS_OTHER or len(found["name"].split()) > 3:
            return
        end = found.end()
        yield _place(found.start("name"), end, kind, found["name"])


_OFFICE_BEFORE = re.compile(
    r"(?:UBND|HĐND|nhân dân|ủy|an|MTTQ|quốc|quân sự|hội|[Tt]hư|[Tt]ịch)[ ]$", re.IGNORECASE
)


def _after_office(text: str, start: int) -> bool:
    return _OFFICE_BEFORE.search(text, max(0, start - 12), start) is not None


def name_length(run: str, kind: str, *, office: bool, loud: bool) -> int:
    """How much of a run of capitalised syllables after `kind` is the name; 0 when none of it is.

    `office` says that the kind follows an office (`Chủ tịch UBND huyện`), whose holder may be named next;
    `loud` that the kind is in capitals.
    """
    if run.isupper() and len(run) > 3:
        return _capitals(run, loud)
    for names in (provinces(), CITIES):
        parts = run.split(" ")
        for count in range(min(len(parts), 5), 0, -1):
            if (head := " ".join(parts[:count])) in names and (count > 1 or head in {"Huế", "HCM", "Pleiku"}):
                return len(head)
    if office and (kind == "Tỉnh" or _is_holder(run)):
        return 0
    return _until_other(run)


def _is_holder(run: str) -> bool:
    family, *rest = run.split(" ")
    return len(rest) == 1 and family in SURE and rest[0] in GIVEN and run not in _communes()


_NOT_LOUD = words("no loud place")


def _capitals(run: str, loud: bool) -> int:
    """In a heading all letters are capital: a known province is a name, or two syllables of it."""
    name = titled(run)
    known = [spelling for spelling in provinces() if name.startswith(titled(spelling))]
    parts = run.split(" ")
    short = loud and 2 <= len(parts) <= 3 and not _NOT_LOUD.intersection(parts)
    return max(map(len, known), default=len(run) if short else 0)


@cache
def _communes() -> frozenset[str]:
    """Communes whose names are like a person's."""
    return frozenset(lines("communes.txt"))


def _until_other(run: str) -> int:
    """A name ends before an office, an organisation, or a person: `huyện Krông Nô Nguyễn Xuân Danh`."""
    parts = run.split(" ")
    if any(" ".join(parts[:count]) in _communes() for count in (4, 3)):
        return max(len(name) for count in (4, 3) if (name := " ".join(parts[:count])) in _communes())
    if parts[0] in SURE and len(parts) > 2 and (parts[1] in MIDDLES or parts[-1] in GIVEN):
        return 0
    count = len(parts)
    for place, part in enumerate(parts):
        if part in _STARTS_OTHER or (part == "-" and place + 1 < count and parts[place + 1] in _STARTS_OTHER):
            count = place
            break
        if place and part in FAMILIES and count - place >= 2 and (place > 1 or count - place >= 3):
            count = place
            break
    name = " ".join(parts[:count]).rstrip(" -")
    return len(name) if len(name) > 1 and not (len(name) == 2 and name.isupper()) else 0


def _place(start: int, end: int, kind: str, name: str) -> Place:
    name = titled(name) if name.isupper() and len(name) > 3 else name
    name = respelt(re.sub(r"\s*-\s*", " - ", name))
    if kind in ("Tỉnh", "Thành phố"):
        if province := provinces().get(name):
            if kind == "Tỉnh" or province in _CENTRAL:
                return Place(start, end, province, kind, province)
        elif name == "Sài Gòn":
            return Place(start, end, "Hồ Chí Minh", kind, "Hồ Chí Minh")
    return Place(start, end, f"{kind} {name}", kind, name)


def respelt(name: str) -> str:
    """One spelling of a first syllable that is written in several ways: `Đak Song` → `Đắk Song`."""
    return f"Đắk{name[3:]}" if name.startswith(("Đak ", "Đăk ")) else name


_CENTRAL = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ", "Đồng Nai"})
"""Names of provinces that `thành phố` means too; other cities of a province's name lie in that province."""


def places_in(spelt: Spelt, known: list[Place], people: list[Found]) -> list[Place]:
    """Every place in `text`: the typed ones (`known`), provinces by name, and names that a kind came with.

    A name inside a person's name is no place; `people` are in order.
    """
    spans = [(place.start, place.end) for place in known] + [(one.start, one.end) for one in people]
    covered = _Spans(spans)
    bare = [place for place in _named(spelt) if not covered.touches(place.start, place.end)]
    covered = _Spans(spans + [(place.start, place.end) for place in bare])
    again = [place for place in _repeated(spelt.text, known) if not covered.touches(place.start, place.end)]
    return sorted([*known, *bare, *again], key=lambda place: place.start)


class _Spans:
    """Which characters are taken already."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def touches(self, start: int, end: int) -> bool:
        place = bisect_left(self._spans, (end,))
        return any(self._spans[i][1] > start for i in range(max(0, place - 2), place))


_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]$")
_CAPITAL_AFTER = re.compile(rf"[ ]([{UPPER}][^\W\d_]+)")


def _named(spelt: Spelt) -> Iterator[Place]:
    text, match = spelt.text, _bare().match
    end = 0
    for at in spelt.starts:
        found = match(text, at) if at >= end else None
        if found and _stands_alone(text, at, found.end()):
            end = found.end()
            written = found[0]
            name = written if written in provinces() or written in CITIES else titled(written)
            if name in CITIES:
                yield Place(found.start(), found.end(), f"Thành phố {name}", "Thành phố", name)
            else:
                value = provinces().get(name, "Hồ Chí Minh" if name == "Sài Gòn" else name)
                yield Place(found.start(), found.end(), value, province_kind(value), value)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the name is not part of a longer one, nor that of a street, a river or a ministry."""
    before = _WORD_BEFORE.search(text, max(0, start - 12), start)
    if before and (before[1].lower() in _NO_PLACE_BEFORE or before[1] in FAMILIES):
        return text[:start].endswith("điểm cầu ")  # where a meeting is joined from, not a bridge
    after = _CAPITAL_AFTER.match(text, end)
    if text[start:end].isupper():
        return not after and not (before and before[1].isupper())
    return not after or after[1] in _STARTS_OTHER or after[1] in FAMILIES


def _repeated(text: str, known: list[Place]) -> Iterator[Place]:
    """Names of two syllables or more that `known` has of one kind only, where they stand without it."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for place in known:
        if " " in place.name and place.value != place.name:
            kinds[place.name].add(place.kind)
    names = {name: kind for name, (kind, *others) in kinds.items() if not others}
    if not names:
        return
    for found in _RUNS.finditer(text):
        run = respelt(found[0])
        before = _WORD_BEFORE.search(text, max(0, found.start() - 12), found.start())
        if run in names and not (before and before[1].lower() in _OTHER_SITES):
            yield Place(found.start(), found.end(), f"{names[run]} {run}", names[run], run)


_RUNS = re.compile(rf"{CAPITAL}(?:[ ]{CAPITAL})+")


def dominant(places: list[Place], kind: str) -> str | None:
    """The name that `kind` alone means in a text: the only one, or one named at least twice as often."""
    named = [place for place in places if place.kind == kind]
    counts = Counter(place.name for place in named)
    counts.update(place.name for place in named if place.start < _HEADLINE for _ in range(2))
    first_two = counts.most_common(2)
    if not first_two or (len(first_two) > 1 and first_two[0][1] < 2 * first_two[1][1]):
        return None
    return first_two[0][0]


_HEADLINE = 120
"""A place named in so many characters from the beginning counts three times: a title says what is meant."""


@cache
def _province_kinds() -> Mapping[str, str]:
    rows = [line.split("\t") for line in lines("provinces.tsv")]
    return {name: (before if before != "-" else now).capitalize() for name, before, now, *_ in rows}


def province_kind(name: str) -> str:
    """`Tỉnh` or `Thành phố`: what the province `name` was until June 2025, or is when it is new."""
    kind = _province_kinds().get(name, "Tỉnh")
    return "Tỉnh" if kind == "-" else kind
