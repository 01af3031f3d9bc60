r"""VIQR (RFC 1456): plain letters and punctuation for marks.

    Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, ddu+o+.c ba('t dda^`u tu+` hôm nay\.
    Cộng hòa xã hội chủ nghĩa Việt Nam, được bắt đầu từ …

A backslash keeps a sign from being a mark. Careless writers left it out: in a text without any, whose long
lines end in a mark, a full stop or question mark before a capital is what it looks like, but after the few
words that names follow (`Bộ Công an`). Only what becomes syllables is changed: `OK?`, `add`, addresses stay.
"""

import re
from unicodedata import normalize

from archive.sources.legacy.code import Code
from archive.sources.legacy.syllable import is_abbreviation, is_syllable

_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_SHAPED = r"(?:[aA][\^(]|[eE]\^|[oO][\^+*]|[uU][+*])"
_UNIT = rf"(?:[dD][dD]|{_SHAPED}['`?~.]?|[aeiouyAEIOUY]['`?~.]?|[A-Za-z])"
_WORD = re.compile(
    rf"(?P<address>(?<!\S)\S{0, 200}?(?:://|@|www\.)\S*)|(?P<escape>\\[\^(+*'`?~.dD\\])|(?<![\w\\]){_UNIT}{{1,24}}+(?!\w)"
)
_ESCAPE = re.compile(r"\\([\^(+*'`?~.dD\\])")
_PARTS = re.compile(_UNIT)
_SENTENCE_END = re.compile(r"[\"')\]]*(?:\s*$|\s+[\"'(]?[A-Z])", re.MULTILINE)
_UNESCAPED_END = re.compile(r"(?:\S+[^\S\n]+){7,40}\S*(?:[aeiouy]|[aeiou][\^(+*])[.?]$", re.MULTILINE)
_BEFORE_NAMES = frozenset(("bộ", "sở", "vụ", "cụ", "họ", "chị", "cả", "tổ", "sự", "vị"))
_STRONG = re.compile(
    rf"[dD][dD](?=[aeiouy])|{_SHAPED}['`?~.]?(?=[a-zA-Z\s]|$)|[aeiouy]['`?~.](?=[a-z])", re.MULTILINE
)
_PLAIN_WORD = re.compile(r"[A-Za-z]+")

FEWEST = 4
"""Words inside which a mark stands that a text must have before it is taken for VIQR."""


def is_viqr(text: str) -> bool:
    """Whether `text` is VIQR: a sixth of its words have marks inside, four fifths are syllables."""
    strong = len(_STRONG.findall(text))
    if strong < FEWEST or strong * 12 < text.count(" "):
        return False
    words = [found[0] for found in _WORD.finditer(text) if found.lastgroup is None]
    marked = [word for word in words if _STRONG.search(word)]
    good = {word for word in marked if _is_vietnamese(_spelt(word))}
    plain = len(_PLAIN_WORD.findall(_WORD.sub(" ", text)))
    right = sum(_is_vietnamese(_spelt(word)) or is_syllable(word.rstrip("'`?~.")) for word in words)
    return (
        len(good) >= FEWEST
        and len(marked) * 6 >= len(words)
        and sum(word in good for word in marked) >= 0.8 * len(marked)
        and right >= 0.8 * (len(words) + plain)
    )


def _spelt(word: str) -> str:
    """A word's letters in Unicode."""
    return normalize("NFC", "".join(map(_letter, _PARTS.findall(word))))


def _letter(unit: str) -> str:
    if unit.lower() == "dd":
        return "Đ" if unit[0] == "D" else "đ"
    return unit[0] + "".join(_SHAPES.get(mark) or _TONES[mark] for mark in unit[1:])


def _read(text: str) -> str:
    careless = "\\" not in text and _UNESCAPED_END.search(text) is not None

    def word(found: re.Match[str]) -> str:
        if found.lastgroup:
            return _ESCAPE.sub(r"\1", found[0])
        at_end = careless and found[0][-1] in ".?" and _SENTENCE_END.match(text, found.end()) is not None
        return _word(found[0], at_end=at_end)

    return _WORD.sub(word, text)


def _word(spelt: str, *, at_end: bool) -> str:
    """A word in Unicode, or as it was when it is none; its last sign may be no mark."""
    whole = _spelt(spelt)
    tries = [(whole, "")]
    if spelt[-1] in _TONES:
        tries.append((_spelt(spelt[:-1]), spelt[-1]))
        if at_end and whole.lower() not in _BEFORE_NAMES:
            tries.reverse()
    return next((read + sign for read, sign in tries if _is_vietnamese(read)), spelt)


def _is_vietnamese(word: str) -> bool:
    """Whether `word` is a syllable, đ, an abbreviation with Đ, or two words that lost their space."""
    if is_syllable(word) or is_abbreviation(word) or word == "đ":
        return True
    cuts = range(1, len(word)) if not word.isascii() else ()
    return any(is_syllable(word[:cut]) and is_syllable(word[cut:]) for cut in cuts)


VIQR = Code("viqr", "VIQR", _read)
