"""Provinces, cities, districts and communes that stand with the word for their kind: `huyện Krông Nô`.

A province or city under the central government is known by its name and has that name as its value,
whatever its kind was at the time: `tỉnh Hải Dương` and `Hải Dương` are one, so are `tỉnh Đồng Nai` and
`thành phố Đồng Nai`. The kind of any other place is part of its value. Names alone: bare_places.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.entities.areas import CITIES, provinces, respelt
from index.entities.foreign import vietnamese
from index.entities.lists import lines, words
from index.entities.mentions import CAPITAL, LOWER, Found, Spelt, titled
from index.entities.names import FAMILIES, GIVEN, MIDDLES, SURE
from index.entities.patterns import either

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
_LAST = {end for kind in _KINDS for end in (f"{kind} "[-3:], kind[-3:])}
_ENDS = frozenset(_LAST | {end.upper() for end in _LAST} | {end.capitalize() for end in _LAST})
"""The last three characters before a name that follows a kind: most capitals are passed by with one look."""

_NO_PART = (
    "Thành (?:phố|ủy|đoàn|viên|lập)|Hội (?:đồng|nghị|nông dân|viên)|Công (?:an|ty|tác|văn|bố|trình)|Việt Nam|"
    "Đồng (?:chí|thời)|Trung (?:tâm|ương)|Trường (?:hợp|tiểu|trung|mầm|đại|cao|T)|Thị (?:xã|trấn|ủy)|"
    "Thủ (?:tướng|tục|trưởng)|Khu (?:vực|công|phố)|Quốc (?:hội|lộ|gia)|Đại (?:hội|diện|biểu|học)|Năm \\d|"
    "Đoàn (?:thanh|đại|công|kiểm)|Phòng [A-ZĐ]|Từ (?:ngày|năm)|Tổ (?:chức|quốc)|Kế hoạch|Địa (?:chỉ|điểm)|"
    "Ban (?:chỉ|hành|quản|tổ|thường|chấp)"
)
# The beginning of something else after a place: `quận Hải An Thành phố Hải Phòng`.
_PART = rf"(?!(?:{_NO_PART})){CAPITAL}"
RUN = rf"{CAPITAL}(?:[ ]?-[ ]?{_PART}|[ ]{_PART}){{0,5}}"
"""Capitalised syllables that may all belong to one name."""

_NAME = re.compile(RUN)
_WRITTEN_KINDS = either(_KINDS)
_KIND = re.compile(rf"(?<![\w/-])(?i:{_WRITTEN_KINDS})(?:(?<=\.)[ ]?|[ ]|$)$")
_NUMBERED = re.compile(
    r"[QqPp](?:uận|hường|UẬN|HƯỜNG)[ ](?P<name>\d{1,2})(?![\w%/.,-]|[ ]\w*[ ]?(?:và|đến)[ ]\d)"
)
_SIGNS_OF_NUMBERED = ("quận ", "Quận ", "QUẬN ", "phường ", "Phường ", "PHƯỜNG ")
_ALSO = re.compile(rf"(?:,| và|;)[ ](?P<name>{RUN})(?=[,;.)\n]|[ ][{LOWER}]|$)")
_PLURAL = re.compile(r"(?:các|những|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+)(?:[ ]\w+,)?[ ]$|/[ ]?$|và[ ]$")
_NOT_BEFORE_KIND = ("tác ", "gia ", "nhà ", "tấn ", "cấp ")
STARTS_OTHER = words("no part of a place")
"""Capitalised words at which a place's name ends."""


@dataclass(frozen=True, slots=True)
class Place(Found):
    """`kind` is as in `Huyện Krông Nô`, or `Tỉnh` or `Thành phố` for a province; `name` stands alone."""

    kind: str
    name: str


def typed_places(spelt: Spelt) -> list[Place]:
    """Places that stand with the word for their kind, in order."""
    text = spelt.text
    places: list[Place] = []
    end = 0
    for at, _ in spelt.capitals:
        if at >= end and text[at - 3 : at] in _ENDS and (kind := _kind_before(text, at)):
            start, kind_name = kind
            name = _NAME.match(text, at)
            if name and (length := _length(text, start, kind_name, name[0])):
                end = at + length
                places.append(_place(start, end, kind_name, text[at:end]))
                if _PLURAL.search(text, max(0, start - 16), start):
                    places += _also(text, end, kind_name)
                    end = places[-1].end
    return _with_numbers(text, places)


def _length(text: str, start: int, kind: str, run: str) -> int:
    return name_length(run, kind, office=_after_office(text, start), loud=text[start + 1].isupper())


def _kind_before(text: str, at: int) -> tuple[int, str] | None:
    """Where the word for a kind begins that ends right before `at`, and the kind."""
    before = text[max(0, at - 12) : at].lower()
    found = _KIND.search(before)
    start = at - (len(before) - found.start()) if found else 0
    if not found or text[max(0, start - 8) : start].lower().endswith(_NOT_BEFORE_KIND):
        return None
    return start, _KINDS[found[0].strip()]


def _with_numbers(text: str, places: list[Place]) -> list[Place]:
    """`places` and those named by a number: `Quận 10`."""
    if not any(sign in text for sign in _SIGNS_OF_NUMBERED):
        return places
    numbered = [
        _place(found.start(), found.end(), _KINDS[found[0].split()[0].lower()], found["name"])
        for found in _NUMBERED.finditer(text)
    ]
    return sorted([*places, *numbered], key=lambda place: place.start) if numbered else places


def _also(text: str, end: int, kind: str) -> Iterator[Place]:
    """What a list after a kind goes on with: `các huyện Đắk Mil, Tuy Đức và Đắk Song`."""
    while found := _ALSO.match(text, end):
        name = found["name"]
        if name.split()[0] in STARTS_OTHER or len(name.split()) > 3:
            return
        if (kind == "Tỉnh") != (name in provinces()) and kind != "Thành phố":
            return
        end = found.end()
        yield _place(found.start("name"), end, kind, name)


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
    if kind == "Xã" and run.startswith("Hội"):  # `Văn Hóa - Xã Hội`
        return 0
    parts = run.split(" ")
    if run.startswith(_REGIONS) or _NOT_LOUD.intersection(parts[:3]) - {"-"}:
        return 0
    for count in range(min(len(parts), 5), 0, -1):
        head = " ".join(parts[:count])
        if (head in provinces() or head in CITIES) and (count > 1 or head in {"Huế", "HCM", "Pleiku"}):
            return len(head)
    if office and (kind == "Tỉnh" or _is_holder(run)):
        return 0
    return _until_other(run)


_REGIONS = (
    "Đảo ",
    "Bắc Trung",
    "Tây Nguyên",
    "Tây Bắc",
    "Đông Bắc",
    "Bắc Bộ",
    "Nam Bộ",
    "Trung Bộ",
    "Đông Nam Bộ",
    "Tây Nam Bộ",
)


def _is_holder(run: str) -> bool:
    family, *rest = run.split(" ")
    return len(rest) == 1 and family in SURE and rest[0] in GIVEN and run not in _communes()


_NOT_LOUD = words("no loud place")


def _capitals(run: str, loud: bool) -> int:
    """In a heading all letters are capital: a known province is a name, or two syllables of it."""
    parts = run.split(" ")
    for count in range(min(len(parts), 5), 0, -1):
        if (head := " ".join(parts[:count])) in _loud_provinces():
            return len(head)
    return len(run) if loud and 2 <= len(parts) <= 3 and not _NOT_LOUD.intersection(parts) else 0


@cache
def _loud_provinces() -> frozenset[str]:
    return frozenset(spelling.upper() for spelling in provinces())


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
    name = " ".join(parts[: _parts_of_name(parts)]).rstrip(" -")
    lone = " " not in name and vietnamese(name) and name not in _ONE_SYLLABLE  # `huyện Gia | lâm`
    return 0 if lone or len(name) < 2 else len(name)


_ONE_SYLLABLE = words("places of one syllable")


def _parts_of_name(parts: list[str]) -> int:
    count = len(parts)
    for place, part in enumerate(parts):
        if part in STARTS_OTHER or (part == "-" and place + 1 < count and parts[place + 1] in STARTS_OTHER):
            return place
        if place and part in FAMILIES and count - place >= 2 and (place > 1 or count - place >= 3):
            return place
    return count


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


_CENTRAL = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ", "Đồng Nai"})
"""Names of provinces that `thành phố` means too; other cities of a province's name lie in that province."""
