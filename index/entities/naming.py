"""The words that follow a kind of organisation: how far its name goes, and its form in a value."""

import re
from functools import cache

from index.entities.areas import provinces
from index.entities.foreign import vietnamese
from index.entities.heads import ONLY_LEVELS, as_written, forms
from index.entities.lists import words
from index.entities.mentions import CAPITAL, LOWER, UPPER
from index.entities.names import SURE, like_name
from index.entities.patterns import either

# Names with commas, which otherwise end a name.
_PHRASES = (
    r"quản lý, giám sát bảo hiểm|y, dược cổ truyền|(?:quản lý )?khám, chữa bệnh"
    r"|mỹ thuật, nhiếp ảnh và triển lãm"
    r"|phát thanh, truyền hình và thông tin điện tử|quản lý hành chính về trật tự xã hội"
    r"|tội phạm về (?:tham nhũng, kinh tế, buôn lậu|tham nhũng, kinh tế|kinh tế(?: và chức vụ)?|ma túy"
    r"|trật tự xã hội|môi trường)|phòng, chống [^\W\d]+ [^\W\d]+"
    r"|phòng cháy,? chữa cháy(?: và cứu nạn,? cứu hộ)?|PCCC(?: và CNCH)?"
    r"|quản lý trại giam, cơ sở giáo dục bắt buộc, trường giáo dưỡng"
    r"|chế biến và phát triển thị trường nông sản|hộ tịch, quốc tịch, chứng thực"
    r"|quản lý tạm giữ, tạm giam(?: và thi hành án hình sự)?"
)
_LEVEL_WORDS = words("levels")
_NAMED_AFTER_PEOPLE = {kind.lower() for kind in words("kinds named after people")}

_IN_SENTENCE_CASE = words("sentence case")
_NOT_IN_NAMES = words("no part of an organisation")
_NEXT = re.compile(rf" ([{LOWER}]+)(?!\w)")
_WHOLE = re.compile(r"(?:Việt Nam|[Qq]uốc gia|[Tt]rung ương|[Nn]hà nước|[Tt]hế giới| [IVX]+|\d)$")
_LONGEST_TAIL = 5
"""Syllables in small letters with which a name may go on after the words that are known."""


_MOST_WORDS = 20
"""Words or known phrases of one name: a bound, so that a line of capitals is read once."""


@cache
def _word() -> str:
    nouns, acts = either(forms("nouns")), either(forms("acts"))
    ends = either([*as_written("kinds"), *as_written("offices"), *words("ends", "organisations.txt")])
    return (
        rf"(?:(?i:{_PHRASES}|{nouns})(?!\w)"
        rf"|(?=[{UPPER}])(?i:{acts})(?!\w)"
        rf"|(?<!Việt Nam )(?<!quốc gia )(?:đầu tư|xây dựng)(?= (?:[{UPPER}]|{nouns}))(?! kế hoạch)"
        rf"|(?:{either(provinces())})(?!\w)"
        rf"|(?!(?:{ends})(?!\w))(?:[{UPPER}]{{1,3}}\.(?=[{UPPER}])|{CAPITAL})"
        r"|(?:số )?\d{1,3}(?![\w/.,%-]| \w*(?:năm|tháng|người|đồng|km|m|ha|giờ|ngày|tỷ|triệu))|&)"
    )


_PARTS = (
    rf"(?: ?- ?(?=[{UPPER}])"
    r"|, (?=(?:Thể thao|Thông tin|Khoa học|Công nghệ|Truyền thông|Kỹ thuật)[^,.]{0,20} và )"
    rf"|(?<!Việt Nam)(?<!ung ương)(?<!uốc gia) và (?=[{UPPER}]))"
)
"""What stands between the parts of a name. A name that ends in `Việt Nam` has no more."""
_JOINT = rf"(?: (?=[{UPPER}])|(?<!Việt Nam)(?<!ung ương) |{_PARTS})"
_VERBS = "tổ chức|phối hợp|kiểm tra|tiếp nhận|thông tin"
"""Words of names that, in small letters after one, say what it does: `Cục Thú y | tổ chức thanh tra`."""


@cache
def _name() -> re.Pattern[str]:
    acts, word = either(forms("acts")), _word()
    first = rf" (?:(?i:{acts})(?!\w)|{word})"
    return re.compile(
        rf"{first}(?: (?!{_VERBS})(?i:{acts})(?!\w)(?= {word}))?(?:{_JOINT}{word}){{0,{_MOST_WORDS}}}"
    )


@cache
def _more() -> re.Pattern[str]:
    smaller = rf" và (?i:{either(forms('nouns'))})(?!\w)"  # `Cục Trang bị và kho vận`
    return re.compile(rf"(?:{_PARTS}{_word()}|{smaller})(?:{_JOINT}{_word()}){{0,{_MOST_WORDS}}}")


def name_end(text: str, kind: str, start: int) -> int:
    """Where the name ends whose kind ends at `start`; `start` when no name follows."""
    found = _name().match(text, start)
    if not found:
        return _completed(text, kind, start, start)
    end = _completed(text, kind, start, _before_person(kind, text, start, found.end()))
    while kind in _IN_PARTS and end > start and (found := _more().match(text, end)):
        end = _completed(text, kind, start, found.end())
    return end


_IN_PARTS = ("Cục", "Vụ", "Viện", "Trung tâm", "Chi cục", "Phân viện")
"""Kinds whose names go on after words in small letters: `Cục Tài vụ - Quản trị`."""


_EVENTS = (" Lễ", " Hội", " Giải", " Cuộc", " Festival", " Tuần", " Ngày", " Đại hội", " Chương trình")
_GENERIC = {"Ngân hàng": (" thương mại", " Thương mại"), "Trường": (" Trường",)}
_NO_ONES = {("Ban Quản lý", " Dự án"), ("Ban quản lý", " dự án"), ("Văn phòng", " Cơ quan")}


def says_nothing(kind: str, name: str) -> bool:
    """Whether a kind and a name are no one's: `Trường Đại học`, `Công ty A`, `Quỹ 1`, `Ban Tổ chức Lễ`."""
    if kind == "Ban Tổ chức" and name.startswith(_EVENTS):
        return True
    if (kind, name) in _NO_ONES:
        return True
    if name.startswith(_GENERIC.get(kind.capitalize(), ())) and not _OWN_NAME.search(name):
        return True
    numbered = kind.startswith("Ban ") and name.strip().isdigit()  # `Ban Chỉ đạo 389`
    return (not numbered and ONLY_LEVELS.fullmatch(name) is not None) or (
        kind == "Trường" and not _level_first(name)
    )


_OWN_NAME = re.compile(r"mại (?!Nhà nước)(?:[Cc]ổ phần )?[A-ZĐ]")


def _level_first(name: str) -> bool:
    """Whether what follows `Trường` is a kind of school: `Trường` alone begins many other things."""
    parts = name.lower().split()
    known = (forms("nouns"), forms("acts"), _LEVEL_WORDS)
    return any(" ".join(parts[:count]) in names for count in (1, 2, 3) for names in known)


def _completed(text: str, kind: str, start: int, end: int) -> int:
    """Where a name in sentence case ends, before a verb: `Đài Tiếng | nói`, `Cục Quản lý | khám bệnh`."""
    end = _second_syllable(text, start, end)
    if kind not in _IN_SENTENCE_CASE or _WHOLE.search(text, end - 12, end) or _ends_known(text, end):
        return end
    for _ in range(_LONGEST_TAIL):
        after = _NEXT.match(text, end)
        if not after or after[1] in _NOT_IN_NAMES:
            break
        end = after.end()
    scope = _SCOPE.match(text, end)
    return scope.end() if scope else end


_LONE = re.compile(rf"(?P<before>(?<![^\W_])[{LOWER}]+|-|&|,|)[ ](?P<last>[{UPPER}][{LOWER}]+)$")
_ONE_SYLLABLE = words("names of one syllable")
_AFTER_NAMES = words("after a name")


def _second_syllable(text: str, start: int, end: int) -> int:
    """A word whose first syllable alone has a capital goes on: `Công ty Lưu | ký`, `Trung tâm Phối | hợp`."""
    lone, after = _LONE.search(text, max(0, end - 20), end), _NEXT.match(text, end)
    if not lone or not after or not (lone["before"] or lone.start("last") == start + 1):
        return end
    ends = lone["last"] in _ONE_SYLLABLE or not vietnamese(lone["last"]) or after[1] in _AFTER_NAMES
    return end if ends else after.end()


_SCOPE = re.compile(r" (?:[Qq]uốc gia|Việt Nam|Trung ương|Nhà nước)(?!\w)")


def _ends_known(text: str, end: int) -> bool:
    """Whether the last one to three syllables before `end` are a word that names are known to end in."""
    last = text[max(0, end - 40) : end].lower().split(" ")[-3:]
    return any(" ".join(last[-count:]) in forms("nouns") for count in (1, 2, 3))


def _before_person(kind: str, text: str, start: int, end: int) -> int:
    """Where a name ends when a person's follows it: `Công ty Điện lực | Nguyễn Văn Hùng`.

    Schools and companies may bear a person's name: theirs ends only when it has another name before.
    """
    parts = [(each.end(), each[0]) for each in re.finditer(r"\S+", text[start:end])]
    for number, (_, part) in enumerate(parts):
        if number and part in SURE and _is_person([word for _, word in parts[number:]]):
            named = any(word[0].isupper() and word.lower() not in _LEVEL_WORDS for _, word in parts[:number])
            if named or kind.lower() not in _NAMED_AFTER_PEOPLE:
                return start + parts[number - 1][0]
    return end


def _is_person(parts: list[str]) -> bool:
    return any(like_name(" ".join(parts[:count])) for count in (3, 4) if len(parts) >= count)


def form(kind: str, name: str) -> str:
    """The value of a kind and a name: plain dashes, a capital where the kind and the name begin."""
    name = re.sub(r"\s*-\s*", " - ", name).strip()
    return f"{forms('kinds')[kind.lower()]} {name[0].upper()}{name[1:]}"
