"""What an organisation's name begins with: the lists of organisations.txt as patterns."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from index.entities.lists import sections, words
from index.entities.mentions import Spelt

_PARTED = ("nouns", "acts", "ends")  # sections that are one list parted by commas
_NO_HEAD = (
    r"Trường (?:Sơn|Sa|Chinh|Giang|Thành|An|Hải|Xuân|Thọ|Lâm|Yên|Tín|Thịnh|Long)|Hội An|Đài (?:Loan|Bắc)"
)
_SMALL_KINDS = words("small kinds")


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


def either(written: Iterable[str]) -> str:
    """An alternation, the longest first."""
    return "|".join(sorted(map(re.escape, written), key=len, reverse=True))


def as_written(section: str) -> list[str]:
    """The written forms of a section of organisations.txt, as they are in the file."""
    return [line.partition(" = ")[0] for line in sections("organisations.txt")[section]]


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""(?!(?:{_NO_HEAD.replace(" ", "[ ]")})(?!\w))(?:
            (?i:(?P<body>{either(forms("bodies"))}))(?!\w)
          | (?i:Bộ[ ](?P<ministry>{either(forms("ministries"))}))(?!\w)
          | (?i:(?P<rank>Sở|Phòng)[ ](?P<department>{either(forms("departments"))}))(?!\w)
          | (?i:(?:(?P<before>{either(words("before offices"))})[ ])?
                (?P<office>{either(forms("offices"))}))(?=[ ,.;\n]|$)
          | (?P<kind>{either(as_written("kinds"))})(?=[ ])
        )""",
        re.VERBOSE,
    )


@cache
def _firsts() -> frozenset[str]:
    """First syllables of everything that `_pattern` finds, in small letters: most others are passed by."""
    listed = [
        *forms("bodies"),
        *forms("offices"),
        *forms("kinds"),
        *words("before offices"),
        "bộ",
        "sở",
        "phòng",
    ]
    return frozenset(re.split(r"[ (,]", form)[0].lower() for form in listed)


_FIRST = re.compile(r"[^\W\d_]+")
# The look-behind that looks ahead lets the search begin with a set of letters, which is ten times as fast.
_SMALL = re.compile(
    rf"[{''.join(sorted({kind[0] for kind in _SMALL_KINDS}))}](?<![\w-].)"
    rf"(?<=(?=(?P<small>{either(_SMALL_KINDS)})[ ]"
    r"|(?P<police>công an)[ ](?:tỉnh|huyện|xã|phường|thị|quận|thành|TP)).)"
)


def heads(spelt: Spelt) -> list[re.Match[str]]:
    """Where organisations' names may begin, in order.

    A match begins there and has one of the groups `body`, `ministry`, `department` (with `rank`), `office`
    (perhaps with `before`), `kind`, `small` or `police`.
    """
    text, match, first, firsts = spelt.text, _pattern().match, _FIRST.match, _firsts()
    found = []
    for at in spelt.starts:
        syllable = first(text, at)
        if at and text[at - 1] in "-/":  # the end of a number: `21/2014/TT-NHNN`
            continue
        if syllable and syllable[0].lower() in firsts and (one := match(text, at)):
            found.append(one)
    small = list(_SMALL.finditer(text))
    return sorted([*found, *small], key=lambda one: one.start()) if small else found
