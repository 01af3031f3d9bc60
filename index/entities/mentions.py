"""What is found in a text, and the spelling in which it is looked for."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

Field = Literal["title", "summary", "body"]

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese, for a character class."""

LOWER = UPPER.replace("A-Z", "").lower() + "a-z"
"""The small letters: a range such as `à-ỹ` would hold half of the capitals too."""

CAPITAL = rf"[{UPPER}][^\W\d_]*(?:'[^\W\d_]+)*"
"""A syllable that begins with a capital letter: `Phòng`, `UBND`, `K'Thanh`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` of one field of a document names `value`, in its canonical form."""

    field: Field
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a document's text names; each kind in the order of title, summary, body."""

    organisations: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    people: tuple[Mention, ...] = ()
    citations: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in the joined text of a document."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in one spelling, and its capitalised syllables: where each begins, and the syllable.

    Rules are tried only where a syllable begins that they can begin with: trying them at every character
    costs ten times as much, and at every capital three times.
    """

    text: str
    capitals: tuple[tuple[int, str], ...]

    def beginning(self, syllables: Container[str]) -> list[int]:
        """Where one of `syllables` begins, in order."""
        return [at for at, syllable in self.capitals if syllable in syllables]


_SIGNS = (
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’ʼ`´", "'") | dict.fromkeys("\xa0\u2007\u202f\u3000", " ")
)
_SIGNS |= {"Ð": "Đ", "ð": "đ"}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_TONED = {"a": "àáãảạ", "e": "èéẽẻẹ", "o": "òóõỏọ", "u": "ùúũủụ", "y": "ỳýỹỷỵ"}
_TONED |= {vowel.upper(): toned.upper() for vowel, toned in _TONED.items()}


def _in_each_case(first: str, second: str) -> list[tuple[str, str]]:
    return [(first, second), (first.upper(), second), (first.upper(), second.upper())]


_MOVED = {
    first + late: early + second
    for first, second in (pair for vowels in ("oa", "oe", "uy") for pair in _in_each_case(*vowels))
    for late, early in zip(_TONED[second], _TONED[first], strict=True)
}
_LATE_TONE = re.compile(r"[oOuU][àáãảạèéẽẻẹỳýỹỷỵÀÁÃẢẠÈÉẼẺẸỲÝỸỶỴ](?![^\W_])(?<![qQ]..)")
# The look-behind stands after the letter: a pattern that begins with a set of letters is searched for faster.
_CAPITAL = re.compile(rf"[{UPPER}](?<![\w'].)[^\W\d_]*(?:'[^\W\d_]+)*")


def spelt(text: str) -> Spelt:
    """`text` with one tone placement and plain dashes, apostrophes and spaces; length and case are kept.

    >>> spelt("Uỷ ban – Ðà Nẵng, HOÀ BÌNH").text
    'Ủy ban - Đà Nẵng, HÒA BÌNH'
    """
    text = _SIGN.sub(lambda found: _SIGNS[found[0]], text)
    text = _LATE_TONE.sub(lambda found: _MOVED.get(found[0], found[0]), text)
    return Spelt(text, tuple((found.start(), found[0]) for found in _CAPITAL.finditer(text)))


def first_syllable(name: str) -> str:
    """The capitalised syllable that `name` begins with, as it stands in `Spelt.capitals`."""
    found = _CAPITAL.match(name)
    return found[0] if found else name


def titled(name: str) -> str:
    """A name written in capitals as it is written in a sentence: `ĐẮK NÔNG` → `Đắk Nông`."""
    return " ".join(part.capitalize() if part.isupper() else part for part in name.split())
