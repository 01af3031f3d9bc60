"""Organisations in a text, and the full form that a short one stands for.

Four patterns: complete names from a list (`Quốc hội`); offices of an area (`UBND`, `Công an`, `Tỉnh ủy` and
the area); ministries and departments (`Bộ`, `Sở`, `Phòng` and a name from a list); and other kinds (`Cục`,
`Công ty`, `Trường`…) with the words that follow as far as they are capitalised or belong to names.

`UBND thành phố` is the one that the text names in full, or that of the city which the text is about; where
neither is clear it names none. `Sở Công Thương` is the `Sở Công Thương thành phố Hải Phòng` of the same text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.entities.areas import province_kind
from index.entities.bare_places import dominant
from index.entities.heads import Head, heads
from index.entities.mentions import LOWER, UPPER, Found, Spelt
from index.entities.names import FAMILIES
from index.entities.naming import form, name_end, says_nothing
from index.entities.patterns import either
from index.entities.places import Place

_AREA_KINDS = {
    "tỉnh": "Tỉnh", "thành phố": "Thành phố", "tp": "Thành phố", "quận": "Quận", "huyện": "Huyện",
    "thị xã": "Thị xã", "phường": "Phường", "xã": "Xã", "thị trấn": "Thị trấn", "đặc khu": "Đặc khu",
}  # fmt: skip
_OF_KIND = {"Tỉnh": "Tỉnh", "Thành": "Thành phố", "Huyện": "Huyện", "Quận": "Quận", "Thị": "Thị xã"}
"""First syllables of party and youth offices, which say the kind of their area themselves: `Tỉnh ủy`."""

_AREA = re.compile(rf" (?i:(?P<kind>{either(_AREA_KINDS)}))(?!\w| hội| viên)")
_GENERIC_AREA = re.compile(
    r"\.? ?(?:,|/|hoặc|và) ?(?:thành phố|quận|huyện|thị xã|tỉnh|phường|xã|đặc khu|thị trấn|cấp)\b"
    r"| (?:nơi|trực thuộc|có thẩm quyền|liên quan|quy định|giáp ranh|đó|khác|biên giới)"
)
_OF_MANY = re.compile(
    rf" (?:(?:các|mỗi|từng|nơi|tỉnh hoặc|hoặc|tỉnh,) [{LOWER}]|cấp (?:tỉnh|huyện|xã|trên|dưới|trung ương))"
)
"""What follows organisations of a kind rather than one: `Sở Y tế các tỉnh`, `Trung tâm Y tế cấp huyện`."""
_REGION = re.compile(r" khu vực (?:[IVX]+|\d{1,2})(?!\w)")
_LAW = re.compile(r"cấp (?:tỉnh|huyện|xã)|tỉnh, thành phố trực thuộc")
_OWNER = re.compile(r" (?P<owner>(?i:Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy))")
_CAPITAL = re.compile(rf"[{UPPER}]")
_OWNER_OF = re.compile(rf" ([{UPPER}][^\W\d_]+)")
_AFTER_OURS = FAMILIES | {"Việt", "Nghị", "Luật", "Căn", "Cộng", "Khóa", "Bộ"}
"""What may follow `Quốc hội` and `Chính phủ` when they are Vietnam's: who holds an office, another clause."""
_OF_BODIES = ("Ban cán sự đảng", "Văn phòng")
"""Kinds that may be those of a body or ministry which is named next: `Ban cán sự đảng Chính phủ`."""
_WITH_AREAS = ("Hội", "Đài", "Trung tâm", "Ban Chỉ đạo", "Ban chỉ đạo")
"""Kinds whose names in small letters count when an area follows."""
_SHORT_PARTS = {"BTV": "Ban Thường vụ", "BCH": "Ban Chấp hành"}

Area = tuple[str, str]
"""Kind and name of an area; either is empty where it is not told."""

_NOWHERE: Area = ("", "")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A mention before it is resolved: `base` is its value but for the area.

    `needs_area` says that it names no one without one; `own_kind` that `base` tells the area's kind;
    `generic` that it is those of many areas; `merges` that it is the one which the text names with an area.
    """

    start: int
    end: int
    base: str
    area: Area = _NOWHERE
    needs_area: bool = False
    own_kind: bool = False
    generic: bool = False
    merges: bool = False


def organisations_in(spelt: Spelt, typed: list[Place], places: list[Place]) -> list[Found]:
    """Organisations named, in order; `typed` are the places with their kinds, `places` all of them."""
    starts = {place.start: place for place in places}
    starts |= {place.start: place for place in typed}
    begun = heads(spelt)
    bodies = {head.start: head for head in begun if head.sort in ("body", "ministry")}
    raw = list(_raw(_Reading(spelt.text, starts, bodies), begun))
    return list(_resolved(spelt.text, raw, places))


def _raw(reading: "_Reading", begun: list[Head]) -> Iterator[_Raw]:
    end = 0
    for found in begun:
        if found.start >= end and (raw := reading.one(found)):
            end = raw.end
            yield raw


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text whose organisations are read; `places` and complete names (`bodies`) by where they begin."""

    text: str
    places: Mapping[int, Place]
    bodies: Mapping[int, Head]

    def one(self, head: Head) -> _Raw | None:
        """What `head` begins, if it is an organisation."""
        if head.sort == "body":
            return self._body(head)
        if head.sort == "ministry":
            return _Raw(head.start, head.end, head.name)
        if head.sort == "department":
            return self._department(head)
        if head.sort == "office":
            kind = self.text[head.start : head.end].split()[0]
            return self._office(head) or (self._other(head.start, kind) if kind in ("Hội", "Đài") else None)
        return self._other(head.start, head.name)

    def _body(self, head: Head) -> _Raw | None:
        """A complete name, perhaps of a region; `Quốc hội Anh` is not ours."""
        owner = _OWNER_OF.match(self.text, head.end) if head.name in ("Quốc hội", "Chính phủ") else None
        if owner and owner[1] not in _AFTER_OURS and not owner[1].isupper():
            return None
        region = _REGION.match(self.text, head.end)
        return _Raw(
            head.start, region.end() if region else head.end, head.name + (region[0] if region else "")
        )

    def _department(self, head: Head) -> _Raw:
        """`Sở Y tế các tỉnh` is that of no one province, whatever the text names elsewhere."""
        base = f"{head.before.capitalize()} {head.name}"
        if _OF_MANY.match(self.text, head.end):
            return _Raw(head.start, head.end, base, generic=True)
        end, area = self._area(head.end)
        return _Raw(head.start, end, base, area, merges=True)

    def _office(self, head: Head) -> _Raw | None:
        own_kind = _OF_KIND.get(head.name.split()[0]) if head.name.endswith((" ủy", " đoàn")) else None
        if own_kind:
            end, name = self._bare_name(head.end)
            area = (own_kind, name)
        else:
            end, area = self._area(head.end)
            if area == _NOWHERE:
                return None
        before = _SHORT_PARTS.get(head.before, head.before)
        base = f"{before} {head.name}" if before else head.name
        return _Raw(head.start, end, base, area, needs_area=True, own_kind=own_kind is not None)

    def _other(self, start: int, kind: str) -> _Raw | None:
        name_from = start + len(kind)
        if kind in _OF_BODIES and (body := self.bodies.get(name_from + 1)):
            return _Raw(start, body.end, f"{kind} {body.name}")
        name_to = name_end(self.text, kind, name_from)
        name = self.text[name_from:name_to]
        capital = _CAPITAL.search(name) is not None
        if not name.strip() or says_nothing(kind, name) or _OF_MANY.match(self.text, name_to):
            return None
        if owner := _OWNER.match(self.text, name_to):
            end, where = self._bare_name(owner.end())
            base = form(kind, f"{name} {owner['owner']}")
            area = (_OF_KIND[owner["owner"].split()[0].capitalize()], where)
            return _Raw(start, end, base, area, not capital, own_kind=True)
        if capital and (place := self.places.get(name_to + 1)) and _is_bare(place, self.text):
            return _Raw(start, place.end, f"{form(kind, name)} {place.name}")  # `Đại học Quốc gia Hà Nội`
        end, area = self._area(name_to)
        if not capital and not area[1] and (not area[0] or kind not in _WITH_AREAS):
            return None
        return _Raw(start, end, form(kind, name), area, not capital)

    def _bare_name(self, end: int) -> tuple[int, str]:
        place = self.places.get(end + 1)
        return (place.end, place.name) if place else (end, "")

    def _area(self, end: int) -> tuple[int, Area]:
        """The area after `end`, and where it ends."""
        if place := self.places.get(end + 1):
            return place.end, (_kind_of(place, self.text), place.name)
        found = _AREA.match(self.text, end)
        if not found or _GENERIC_AREA.match(self.text, found.end()):
            return end, _NOWHERE
        return found.end(), (_AREA_KINDS[found["kind"].lower()], "")


def _kind_of(place: Place, text: str) -> str:
    """The kind that is written, or that which a province has."""
    return province_kind(place.name) if _is_bare(place, text) else place.kind


def _is_bare(place: Place, text: str) -> bool:
    """Whether a province is named without the word for its kind."""
    return place.value == place.name and not _AREA.match(f" {text[place.start : place.end]}")


def _resolved(text: str, raw: list[_Raw], places: list[Place]) -> Iterator[Found]:
    """Every mention with its full form; offices of an area that the text does not tell are left out."""
    areas = _Areas(text, raw, places)
    for one in raw:
        kind, name = areas.of(one)
        if name:
            area = name if one.own_kind else f"{kind.lower()} {name}"
            yield Found(one.start, one.end, f"{one.base} {area}")
        elif not one.needs_area:
            yield Found(one.start, one.end, areas.whole(one.base))


class _Areas:
    """What areas the organisations of one text have."""

    def __init__(self, text: str, raw: list[_Raw], places: list[Place]) -> None:
        self._text = text
        self._places = places
        self._by_base: defaultdict[str, Counter[Area]] = defaultdict(Counter)
        self._by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._known: dict[str, str] = {}
        self._national = {one.base.lower(): one.base for one in raw if one.base.endswith(" Việt Nam")}
        for one in raw:
            if one.area[1]:
                self._by_base[one.base.lower()][one.area] += 1
                self._by_kind[one.area[0]][one.area[1]] += 1

    def of(self, one: _Raw) -> Area:
        """The area of `one`, from the same text where it is not written; no name where none is clear."""
        kind, name = one.area
        full = self._by_base[one.base.lower()]
        if name or one.generic:
            return one.area
        if not kind:
            return next(iter(full)) if len(full) == 1 and one.merges else _NOWHERE
        named = [area for area in full if area[0] == kind]
        if len(named) == 1 or (named and not one.needs_area):
            return named[0]
        return kind, "" if named else self._likely(kind)

    def whole(self, base: str) -> str:
        """`Hội Chữ thập đỏ` is the `Hội Chữ thập đỏ Việt Nam` of the same text."""
        return self._national.get(f"{base} việt nam".lower(), base)

    def _likely(self, kind: str) -> str:
        """The name that a kind of area has for the whole text, or none.

        A law means any area of the kind, unless it names an organisation of one and of no other.
        """
        if kind not in self._known:
            named = self._by_kind[kind]
            self._known[kind] = next(iter(named)) if len(named) == 1 else self._meant(kind)
        return self._known[kind]

    def _meant(self, kind: str) -> str:
        return "" if _LAW.search(self._text) else dominant(self._places, kind) or ""
