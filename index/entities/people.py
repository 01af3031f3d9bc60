"""People in a text: a family name with one to four more syllables, and evidence that it is a name.

Evidence is a title before (`đồng chí Nguyễn Đức Thọ`), a middle and a given name that names have
(`Nguyễn Văn Hùng`), an office after (`Nguyễn Bốn - Phó Bí thư Tỉnh ủy`), a line of its own (signatures), or
the same name elsewhere in the text. A street, a school or a ward that bears a name is no person, nor is the
`Nguyễn Văn A` of an example.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.entities.foreign import foreigners
from index.entities.lists import words
from index.entities.mentions import CAPITAL, LOWER, UPPER, Found, Spelt, titled
from index.entities.names import FAMILIES, GIVEN, SURE, like_name
from index.entities.patterns import either
from index.entities.places import Place

_TITLES = words("titles")
_FORMS_OF_ADDRESS = words("forms of address")
_NO_PERSON_BEFORE = words("no person after")
_ROLE_PLACES = words("offices of areas")
"""After these a person may stand too (`Chủ tịch UBND quận Mai Xuân Thủy`); a place of that name is known."""
_FAMILY = either(FAMILIES)
_LOUD_FAMILY = either(name.upper() for name in SURE)
_STOP = (
    "Phó|Chủ|Giám|Bí|Ủy|UBND|HĐND|Ban|Sở|Cục|Vụ|Phòng (?=[A-ZĐ])|Tổng|Đảng|Tỉnh|Huyện|Quận|Đại biểu|"
    "Trưởng (?:[Bb]an|[Pp]hòng|[Đđ]oàn|thôn|bộ|khoa|Công)|Trung Quốc|Việt Nam"
)
_OTHERS = (
    "Đoàn (?:Thanh|Luật|Đại|Công|Chủ|Kinh|Kiểm|Giám|TNCS|Đặc)|Thái Bình Dương|"
    "Hoàng (?:Liên Sơn|Sa|Thành|[Gg]ia)|"
    "Hà (?:Nội|Tĩnh|Nam|Giang|Tây)|Thái (?:Nguyên|Lan)|Lâm Đồng|Cao Bằng|Hồ (?:Tây|Gươm)|"
    "Văn (?:phòng|Miếu|bản)|"
    "Công (?:an|ty)|Trung|Châu (?:Á|Âu|Phi|Đốc|Thành|Mỹ)|Đồng (?:Nai|Tháp|Hới|chí)|Sơn (?:La|Tây)|"
    "Ninh (?:Bình|Thuận)|Kim ngạch|Phương (?:án|tiện)"
)
"""Names of other things that begin like a person's."""
_NAME = re.compile(
    rf"(?!{_OTHERS})(?:(?:{_FAMILY})(?:[ ](?!(?:{_STOP})(?!\w)){CAPITAL}){{1,4}}"
    rf"|(?:{_LOUD_FAMILY})(?:[ ][{UPPER}]+){{1,4}})(?![\w'])"
)
_HIGHLAND = re.compile(
    rf"(?:[KHY]'[{UPPER}]\w+(?:[ ]{CAPITAL}){{0,3}}|Y[ ]{CAPITAL}(?:[ ]{CAPITAL}){{1,3}})(?!\w)"
)
_LAST_WORDS = re.compile(r"(?:([^\W\d_]+)[ ])?([^\W\d_]+(?:/c)?)(?P<gap>[ ]|\.[ ]?|[ ]?[:|][ ]?)$")
_OFFICE_AFTER = re.compile(
    r"\s*[-,(]\s*(?:Phó|Chủ|Bí thư|Giám|Tổng|Trưởng|Ủy viên|UVBTV|TUV|UV|sinh năm|SN|\d\d tuổi|nguyên|"
    r"Hiệu|Viện|Thường|Chánh|Cục|Vụ|Thứ|Bộ|Thủ|Đội|Thành|Tỉnh|Huyện|quê|trú|ngụ|thôn|ở|phó|chủ|giám|trưởng|"
    r"bí thư|cán bộ|công chức|học sinh|Đoàn (?:đại biểu|ĐBQH))"
)
_CALLED = ("ông", "bà", "anh", "chị", "em", "cô", "chú", "cụ", "bác", "thầy", "đồng chí", "bác sĩ")
_CALLED_AFTER = tuple(f"{sign}{called} " for called in _CALLED for sign in ' \n("“')
_SMALL_AFTER = re.compile(rf"[ ][{LOWER}]")
# An office, and what it is of, right before a name: `Thứ trưởng Bộ Công an | Lê Thế Tiệm`.
_HELD = re.compile(
    r"(?:[Tt]hủ tướng|[Cc]hủ tịch|[Gg]iám đốc|[Bb]í thư|[Tt]rưởng|[Cc]hủ nhiệm)(?:[ ][^\W\d_]+){1,12}[ ]$"
)
_SHORT = re.compile(rf"{CAPITAL}(?![ ]?[{UPPER}]|\w)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    accepted: bool


def people_in(spelt: Spelt, places: Iterable[Place]) -> list[Found]:
    """People named, in order; `places` are the typed ones, whose names are no people's."""
    candidates = _without_lakes(spelt.text, list(_candidates(spelt, {place.end for place in places})))
    known = {each.name for each in candidates if each.accepted}
    found = [Found(one.start, one.end, one.name) for one in candidates if one.accepted or one.name in known]
    inside = {place for one in found for place in range(one.start, one.end)}
    short = [one for one in _short(spelt, known) if one.start not in inside]
    others = [one for one in foreigners(spelt) if one.start not in inside]
    return sorted([*found, *short, *others], key=lambda one: one.start)


def _without_lakes(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """`Hồ Quý Sơn` is a lake where the text writes `hồ Quý Sơn` too."""
    if not any(one.name.startswith("Hồ ") for one in candidates):
        return candidates
    lakes = {f"Hồ {found[1]}" for found in _LAKE.finditer(text)}
    return [one for one in candidates if one.name not in lakes]


_LAKE = re.compile(rf"(?<!\w)hồ ({CAPITAL}(?: {CAPITAL})*)")


def _candidates(spelt: Spelt, place_ends: set[int]) -> Iterator[_Candidate]:
    end = -9
    for at in _begins(spelt):
        if at >= end and (one := _candidate(spelt.text, at, end, place_ends)):
            yield one
            if one.accepted:
                end = one.end


def _candidate(text: str, at: int, last: int, place_ends: set[int]) -> _Candidate | None:
    """The name that begins at `at`, if it may be one; `last` is where the person before ends."""
    if highland := _highland(text, at):
        return None if highland.end() in place_ends else _Candidate(*highland.span(), highland[0], True)
    name = _NAME.match(text, at)
    if not name or name.end() in place_ends:
        return None
    listed = at - last <= 5 and re.fullmatch(r",? (?:và )?", text[last:at]) is not None
    found, verdict = _judged(text, name, listed)
    return None if verdict is False else _Candidate(*found.span(), titled(found[0]), bool(verdict))


def _judged(text: str, name: re.Match[str], listed: bool) -> tuple[re.Match[str], bool | None]:
    """The name or the name without its last syllable, whichever is one, and what is thought of it."""
    verdict = _is_person(text, name, listed)
    shorter = _shorter(text, name) if verdict is not False else None
    if shorter and (verdict is None or _ends_better(titled(name[0]), titled(shorter[0]))):
        shorter_verdict = _is_person(text, shorter, listed)
        if verdict or shorter_verdict:
            return shorter, True
    return name, verdict


_FIRST_SYLLABLES = FAMILIES | {name.upper() for name in SURE} | {"Y"}


def _begins(spelt: Spelt) -> list[int]:
    """Where a name may begin: at a family name, or at a name of the highlands (`K'Thanh`)."""
    if "'" not in spelt.text:
        return spelt.beginning(_FIRST_SYLLABLES)
    return [at for at, first in spelt.capitals if first in _FIRST_SYLLABLES or first[1:2] == "'"]


def _shorter(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """The name without its last syllable, which begins something else: `Hà Văn Cương Địa | chỉ`."""
    if not _SMALL_AFTER.match(text, found.end()) or found[0][-2] == " ":
        return None
    return _NAME.match(text, found.start(), found[0].rindex(" ") + found.start())


def _highland(text: str, at: int) -> re.Match[str] | None:
    """A name of the highlands: `K'Thanh`, and after a title `Y Nhuân Byă`."""
    found = _HIGHLAND.match(text, at)
    if not found or ("'" not in found[0][:2] and (found[0].isupper() or not _title_before(text, at))):
        return None
    return found


def _ends_better(name: str, shorter: str) -> bool:
    return name.split()[-1] not in GIVEN and shorter.split()[-1] in GIVEN and shorter.count(" ") > 1


def _is_person(text: str, found: re.Match[str], listed: bool) -> bool | None:
    """True or False when sure; None when the same name elsewhere decides."""
    name = titled(found[0])
    before = _LAST_WORDS.search(text, max(0, found.start() - 26), found.start())
    last = before[2].lower() if before else ""
    both = f"{before[1]} {before[2]}".lower() if before and before[1] else last
    if (name[-1].isascii() and name[-2] == " ") or _is_address(text, found.start(), last, both, name):
        return False
    titled_before = _titled(last, both)
    if found[0].isupper():
        sure = titled_before or _is_line(text, *found.span())
        return True if sure and like_name(name) else None
    addressed = last in _FORMS_OF_ADDRESS or both in _FORMS_OF_ADDRESS
    if titled_before and _may_be_titled(name, addressed):
        return True
    if _HELD.search(text, max(0, found.start() - 70), found.start()) and looks_given(name):
        return True
    if like_name(name) or (before and before["gap"].endswith(": ") and _is_strong(name)):
        return True
    if listed or _OFFICE_AFTER.match(text, found.end()) or _is_line(text, *found.span()):
        return True if looks_given(name) or _is_rare(name) else None
    return None


def _may_be_titled(name: str, addressed: bool) -> bool:
    """Whether a name after a title is one: surely after `ông`, less so after `Chủ tịch` (`Hạ Nghị viện`)."""
    parts = name.split()
    if parts[0] not in SURE and not addressed:
        return len(parts) > 2 and parts[-1] in GIVEN
    return parts[-1] in GIVEN or (parts[0] in SURE and (len(parts) > 2 or parts[0] not in _OTHER_WORDS))


_OTHER_WORDS = words("families that are words")
"""Family names that begin many other names of two syllables."""


def _is_address(text: str, start: int, last: str, both: str, name: str) -> bool:
    """Whether what stands before makes it the name of a street, a school, a ship, a ward…"""
    if both in ("thành phố", "thủ đô"):
        return name == "Hồ Chí Minh"
    if last in _NO_PERSON_BEFORE and both not in _TITLES:
        return last not in _ROLE_PLACES
    if name == "Hồ Chí Minh" and (last in _HIS or text[max(0, start - 14) : start].endswith(_MAUSOLEUM)):
        return True
    return text[max(0, start - 2) : start - 1].isdigit() and text[start - 1] == " "


_HIS = ("niên", "sản", "phong")
"""Last syllables of the youth union and the pioneers, which bear his name."""
_MAUSOLEUM = ("Lăng Chủ tịch ", "LĂNG CHỦ TỊCH ", "lăng Chủ tịch ")


def looks_given(name: str) -> bool:
    """Whether the last syllable is one that people are called by and the first is surely a family name."""
    parts = name.split()
    return parts[0] in SURE and (parts[-1] in GIVEN or len(parts) > 2)


def _is_rare(name: str) -> bool:
    """Whether three syllables or more are a name by the last; the first is seldom a family name."""
    parts = name.split()
    return len(parts) > 2 and parts[-1] in GIVEN and parts[0].lower() not in _TITLES


def _is_strong(name: str) -> bool:
    """Whether three or four syllables are a name by the first and the last."""
    parts = name.split()
    return len(parts) in (3, 4) and parts[0] in SURE and parts[-1] in GIVEN


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether a line is the name, perhaps with initials of a newsroom: `Vương Hợp - ĐTT.`"""
    return text[max(0, start - 1) : start] in ("", "\n") and _LINE_END.match(text, end) is not None


_LINE_END = re.compile(rf"(?:[ ]?[-(][ ]?[{UPPER}]{{2,6}}\)?)?[ ]?\.?[ ]?(?:\n|$)")


def _titled(last: str, both: str) -> bool:
    return last in _TITLES or both in _TITLES


def _title_before(text: str, start: int) -> bool:
    before = _LAST_WORDS.search(text, max(0, start - 26), start)
    return before is not None and _titled(before[2].lower(), f"{before[1]} {before[2]}".lower())


def _short(spelt: Spelt, known: set[str]) -> Iterator[Found]:
    """`ông Thọ` where the text names one person whose last syllable is Thọ."""
    given: dict[str, str | None] = {}
    for name in known:
        last = name.split()[-1]
        given[last] = None if last in given else name
    if not known:
        return
    for at in spelt.beginning(given):
        found = _SHORT.match(spelt.text, at)
        if found and (full := given.get(found[0])) and _is_meant(spelt.text, at, found[0]):
            yield Found(at, found.end(), full)


def _is_meant(text: str, at: int, given: str) -> bool:
    """Whether a given name alone is one: after `ông`, or within a sentence when it is no other word."""
    if f" {text[max(0, at - 10) : at].lower()}".endswith(_CALLED_AFTER):
        return True
    return given not in _OTHER_ALONE and _MID_SENTENCE.search(text, max(0, at - 14), at) is not None


_OTHER_ALONE = words("no given name alone")
_MID_SENTENCE = re.compile(rf"[{LOWER}],?[ ]$")
