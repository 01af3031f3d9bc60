"""What an organisation's name begins with: the lists of organisations.txt as patterns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from index.entities.lists import sections, words
from index.entities.mentions import UPPER, Spelt
from index.entities.patterns import either

_PARTED = ("nouns", "acts", "ends")  # sections that are one list parted by commas
_NO_HEAD = re.compile(
    r"(?:Trường (?:Sơn|Sa|Chinh|Giang|Thành|An|Hải|Xuân|Thọ|Lâm|Yên|Tín|Thịnh|Long|hợp)"
    r"|Hội An|Đài (?:Loan|Bắc))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """`text[start:end]` begins a name. `sort` says which list has it, `name` what of it stands in a value.

    `sort` is `body`, `ministry`, `department`, `office` or `kind`. `before` is the part of an office that is
    named first (`Văn phòng UBND`), or the rank of a department (`Sở`, `Phòng`).
    """

    start: int
    end: int
    sort: str
    name: str
    before: str = ""


def _spellings(form: str) -> list[str]:
    """`Giáo dục và Đào tạo` is also written `Giáo dục - Đào tạo`, `GD&ĐT` also `GD-ĐT` and `GD - ĐT`."""
    if "&" in form and " " not in form:
        return [form, form.replace("&", "-"), form.replace("&", " - "), form.replace("&", " & ")]
    dashed = form.replace(" và ", " - ")
    return (
        [form, dashed, dashed.replace(" - ", "-"), form.replace(" và ", " & ")] if dashed != form else [form]
    )


@cache
def forms(section: str) -> Mapping[str, str]:
    """A section of organisations.txt: written form in small letters → the form in a value."""
    listed = sections("organisations.txt")[section]
    if section in _PARTED:
        listed = tuple(words(section, "organisations.txt"))
    pairs = [(form, value or form) for form, _, value in (line.partition(" = ") for line in listed)]
    if section in ("ministries", "departments"):
        pairs = [(spelling, value) for form, value in pairs for spelling in _spellings(form)] + pairs
    return {form.lower(): value for form, value in pairs}


def as_written(section: str) -> list[str]:
    """The written forms of a section of organisations.txt, as they are in the file."""
    return [line.partition(" = ")[0] for line in sections("organisations.txt")[section]]


def _first(form: str) -> str:
    return re.split(r"[ (,]", form)[0].lower()


@cache
def _pattern(first: str) -> re.Pattern[str]:
    """The names that begin with the syllable `first`: one pattern for all of them is twenty times as slow."""
    bodies = either(form for form in forms("bodies") if _first(form) == first)
    any_office = either(forms("offices"))
    offices = either(form for form in forms("offices") if _first(form) == first)
    before = either(form for form in words("before offices") if _first(form) == first)
    kinds = either(form for form in as_written("kinds") if _first(form) == first)
    ministry = either(forms("ministries")) if first == "bộ" else "(?!)"
    department = either(forms("departments")) if first in ("sở", "phòng") else "(?!)"
    return re.compile(
        rf"""(?i:(?P<body>{bodies}))(?!\w)
          | (?i:Bộ[ ](?P<ministry>{ministry}))(?!\w)
          | (?i:(?P<rank>Sở|Phòng)[ ](?P<department>{department}))(?!\w)
          | (?i:(?:(?P<before>{before})[ ](?P<its>{any_office})|(?P<office>{offices})))(?=[ ,.;\n]|$)
          | (?P<kind>{kinds})(?=[ ])
        """,
        re.VERBOSE,
    )


@cache
def _firsts() -> Mapping[str, str]:
    """First syllables of everything that a `_pattern` finds, as they are written → in small letters."""
    listed = [*forms("bodies"), *forms("offices"), *forms("kinds"), *words("before offices")]
    small = {_first(form) for form in listed} | {"bộ", "sở", "phòng"}
    written = {written: first for first in small for written in (first.capitalize(), first.upper())}
    return written | {form.split()[0]: _first(form) for form in as_written("bodies")}  # `LuatVietnam`


def heads(spelt: Spelt) -> list[Head]:
    """Where organisations' names may begin, in order."""
    text, firsts = spelt.text, _firsts()
    found = []
    for at, syllable in spelt.capitals:
        first = firsts.get(syllable)
        if first and not (at and text[at - 1] in "-/"):  # not the end of a number: `21/2014/TT-NHNN`
            one = _pattern(first).match(text, at)
            if one and not _NO_HEAD.match(text, at):
                found.append(_head(one))
    return sorted([*found, *_small(text)], key=lambda head: head.start)


def _head(found: re.Match[str]) -> Head:
    start, end = found.span()
    if body := found["body"]:
        return Head(start, end, "body", forms("bodies")[body.lower()])
    if ministry := found["ministry"]:
        return Head(start, end, "ministry", f"Bộ {forms('ministries')[ministry.lower()]}")
    if department := found["department"]:
        return Head(start, end, "department", forms("departments")[department.lower()], found["rank"])
    if office := found["office"] or found["its"]:
        return Head(start, end, "office", forms("offices")[office.lower()], found["before"] or "")
    return Head(start, end, "kind", found["kind"])


_LEVELS = (
    r"(?:TNHH|CP|cổ phần|trách nhiệm hữu hạn|MTV|một thành viên|tư nhân|mầm non|mẫu giáo|tiểu học|"
    r"trung học(?: cơ sở| phổ thông)?|THCS|THPT|TH|PTDTNT|đại học|cao đẳng|trung cấp|đa khoa|"
    r"thương mại|dịch vụ|xây dựng|sản xuất|y tế|chuyên|nông nghiệp|quân y|điện lực|xe điện|dạy nghề|"
    r"nghiên cứu|bồi dưỡng|đào tạo)"
)
ONLY_LEVELS = re.compile(rf"(?i:(?: (?:{_LEVELS}|và))+)| [A-Z]| [\d ]+\w?")
"""Words that a kind may have and still be no one's: ` TNHH`, ` A`, ` 1`."""

_AFTER_SMALL = re.compile(rf" ((?:{_LEVELS} ){{0,6}})(?=[{UPPER}])")
_WITH_LEVEL = ("trường", "trung tâm", "đại học")
_SMALL_KINDS = tuple(words("small kinds"))
_POLICE = re.compile(r" (?:tỉnh|huyện|xã|phường|thị|quận|thành|TP)")


def _small(text: str) -> Iterator[Head]:
    """Kinds and offices in small letters: `công ty TNHH An Bình`, `công an huyện`.

    A kind counts when a name follows at once, or after words such as `cổ phần`. `trường` and others need such
    a word: `thị trường Việt Nam`, `trung tâm Hà Nội` are no organisations.
    """
    for kind in _SMALL_KINDS:
        for at in _places_of(text, f"{kind} "):
            after = _AFTER_SMALL.match(text, at + len(kind))
            if after and (after[1] or kind not in _WITH_LEVEL):
                yield Head(at, at + len(kind), "kind", kind)
    for at in _places_of(text, "công an "):
        if _POLICE.match(text, at + 7):
            yield Head(at, at + 7, "office", "Công an")


def _places_of(text: str, word: str) -> Iterator[int]:
    """Where `word` begins a word; `str.find` is ten times as fast as a pattern of all words."""
    at = text.find(word)
    while at >= 0:
        if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "-_"):
            yield at
        at = text.find(word, at + 1)
