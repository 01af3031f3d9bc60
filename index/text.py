"""Text rules: source text → display text → index text → folded text. Pure functions.

`display` is what the store keeps and the reader sees. `normalise` and `fold` each map one character to
one character, so an offset in index text or folded text is the same offset in the display text, and
highlighting needs no map. Queries pass through the same functions as documents.
"""

import re
from collections.abc import Callable
from functools import cached_property
from unicodedata import decomposition, normalize

import numpy as np
from numpy.typing import NDArray

from index.tones import place_tones

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SHAPES = "\u0302\u0306\u031b"  # the marks of â, ă, ơ
_MARKS = re.compile(f"[đĐÐðƉɖ{TONES}{_SHAPES}]")

# What display text never has: controls but \n, zero-width and direction characters, soft hyphens.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
LONGEST_REMEMBERED = 16
"""Characters of the longest piece of a text that is remembered."""
MOST_REMEMBERED = 20_000
"""Pieces that are remembered: with their index text 3 MB, met in 8,000 law articles."""

_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def display(text: str) -> str:
    r"""Display text: NFC, `\n` line ends, tabs as spaces, no control, zero-width or direction characters.

    Lone surrogates, which no file can hold, become U+FFFD. Idempotent.

    >>> display("Tie\u0302\u0301ng\r\nVie\u0323\u0302t\ufeff")
    'Tiếng\nViệt'
    """
    text = _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text)).replace("\t", " ")
    # Removing an invisible character can bring a letter and its mark together: compose afterwards.
    return normalize("NFC", _INVISIBLE.sub("", text))


def has_marks(text: str) -> bool:
    """Whether `text` has a Vietnamese mark: a tone, the shape of ă â ê ô ơ ư, or đ."""
    return _MARKS.search(normalize("NFD", text)) is not None


def _lookalikes() -> dict[str, str]:
    """Letters and signs that stand for another one: one character each way."""
    pairs = dict(zip("ÐƉðɖİıƒǎ", "đđđđiifă", strict=True))
    pairs |= dict.fromkeys(
        "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
    )
    pairs |= dict.fromkeys("\u202f\u205f\u3000", " ")
    pairs |= dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("⁄∕", "/") | dict.fromkeys("º˚", "°")
    pairs |= dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛′`´＇｀‹›", "'")
    pairs |= dict(
        zip("аеорсухіјԁһԛԝѕАВЕКМНОРСТУХІЅ", "aeopcyxijdhqwsabekmhopctyxis", strict=True)
    )  # Cyrillic
    pairs |= dict(zip("²³₀₁₂₃₄₅₆₇₈₉µ", "230123456789μ", strict=True))  # m², CO₂ as they are typed
    pairs |= {chr(0xFF01 + i): chr(0x21 + i).lower() for i in range(94) if chr(0xFF01 + i) not in pairs}
    for other_case in (str.upper, str.lower):  # so that letter case still makes no difference
        pairs |= {other_case(written): meant for written, meant in pairs.items()}
    return {written: meant for written, meant in pairs.items() if len(written) == 1}


_MEANT = _lookalikes()
# Looking for the few that there are takes a fifth of the time of translating every letter.
_LOOKALIKE = re.compile(f"[{re.escape(''.join(_MEANT))}]")

# The y first: an expression that begins with letters is looked for five times as fast.
_Y_ALONE = re.compile(r"[yỳýỹỷỵ](?:(?<=[hklmst].)(?<!\w..)|(?<=qu.)(?<!\w...))(?!\w)")
Y_TO_I = dict(zip("yỳýỹỷỵ", "iìíĩỉị", strict=True))
"""What y is written as in index text where `_Y_ALONE` finds it."""


def _spell_with_i(text: str) -> str:
    """One class for i and y alone after a consonant: `kỹ` → `kĩ`, `công ty` → `công ti`, `quý` → `quí`."""
    return _Y_ALONE.sub(lambda found: Y_TO_I[found[0]], text)


def normalise(text: str) -> str:
    """Display text → index text of the same length: look-alike letters, lower case, tone placement, i/y.

    >>> normalise("Uỷ ban, công ty HOÀ BÌNH – Ðà Nẵng")
    'ủy ban, công ti hòa bình - đà nẵng'
    """
    made = _PIECES.__getitem__
    return "\n".join([" ".join(map(made, line.split(" "))) for line in text.split("\n")])


class _Pieces(dict[str, str]):
    """What stands between spaces → its index text. No rule sees across a space, and a language has few
    syllables: remembered, a text is read twice as fast."""

    def __missing__(self, piece: str) -> str:
        plain = _LOOKALIKE.sub(lambda found: _MEANT[found[0]], piece)
        made = _spell_with_i(place_tones(plain.lower()))
        if len(piece) <= LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = made
        return made


_PIECES = _Pieces()


LONG = 200
"""Characters from which on a text is written by a table of all letters: 1,700 in 8 instead of 35 to 55 µs."""
PLANE = 1 << 16
"""Code points that such a table has: of a text with others each is looked up."""


class _Letters(dict[int, int]):
    """Code point → the code point that is written for it, found once and kept (at most one per character)."""

    def __init__(self, rule: Callable[[int], int]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> int:
        self[code] = written = self._rule(code)
        return written

    def write(self, text: str) -> str:
        """`text` with every character written as the rule says."""
        if len(text) >= LONG:
            codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
            if len(codes) == len(text):
                written = self.table.take(codes).tobytes().decode("utf-16-le", "surrogatepass")
                if len(written) == len(text):  # no two lone surrogates met
                    return written
        return text.translate(self)

    @cached_property
    def table(self) -> NDArray[np.uint16]:
        """Code point of the first plane → what is written for it: 128 KB, made in 24 to 57 ms."""
        return np.array([self._rule(code) for code in range(PLANE)], np.uint16)


def _base(code: int) -> int:
    """The base letter of a letter; of its own plane, as for all letters that display text has."""
    if chr(code) == "đ":
        return ord("d")
    while (parts := decomposition(chr(code))) and not parts.startswith("<"):
        base = int(parts.split()[0], 16)
        if base >= PLANE > code:
            break
        code = base
    return code


def _syllable_letter(code: int) -> int:
    """The letter in lower case, by itself; a space for what is no part of a syllable."""
    letter = _MEANT.get(chr(code), chr(code)).lower().replace("ς", "σ")
    within = letter.isalnum() or _COMBINING.fullmatch(letter)
    return ord(letter) if within and len(letter) == 1 else ord(" ")


_COMBINING = re.compile("[\u0300-\u036f]")
_FOLDED = _Letters(_base)
_SYLLABLES = _Letters(_syllable_letter)
_FOLDED_SYLLABLES = _Letters(lambda code: _base(_syllable_letter(code)))


def load() -> None:
    """Make the tables of letters, about 120 ms: before processes fork, so that they share them."""
    for letters in (_FOLDED, _SYLLABLES, _FOLDED_SYLLABLES):
        _ = letters.table


def fold(text: str) -> str:
    """Index text without diacritics, of the same length (đ → d).

    >>> fold("sở công thương đường")
    'so cong thuong duong'
    """
    return _FOLDED.write(text)


def syllables_apart(text: str, *, folded: bool = False) -> str:
    """Display text → text of the same length: its syllables in lower case, spaces for all that is between.

    Look-alike letters are what they mean, as in index text; but a tone, and i or y, stand as they are
    written. With `folded`, without diacritics.

    >>> syllables_apart("Uỷ ban, số 45/NQ")
    'uỷ ban  số 45 nq'
    """
    return (_FOLDED_SYLLABLES if folded else _SYLLABLES).write(text)
