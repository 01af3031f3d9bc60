r"""VIQR (RFC 1456): plain letters and punctuation for marks.

    Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, ddu+o+.c ba('t dda^`u tu+` hôm nay\.
    Cộng hòa xã hội chủ nghĩa Việt Nam, được bắt đầu từ …

A backslash keeps a sign from being a mark. Many writers left it out, so a text without any takes a full stop
or question mark at the end of a sentence as what it looks like. Only words that become syllables are
changed: `OK?`, `add` and addresses stay.
"""

import re
from unicodedata import normalize

from archive.sources.legacy.code import Code
from archive.sources.legacy.syllable import is_abbreviation, is_syllable

_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_SHAPED = r"(?:[aA][\^(]|[eE]\^|[oO][\^+*]|[uU][+*])"
_UNIT = rf"(?:[dD][dD]|{_SHAPED}['`?~.]?|[aeiouyAEIOUY]['`?~.]?|[A-Za-z])"
_WORD = re.compile(rf"(?<![\w@/\\.]){_UNIT}{{1,12}}+(?![\w@])(?!\.\w)|\\[\^(+*'`?~.dD\\]")
_PARTS = re.compile(_UNIT)
_SPACE_OR_SENTENCE = re.compile(r"[\"')\]]*(?:\s*$|\s+[\"'(]?[A-Z])", re.MULTILINE)
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
    words = [found[0] for found in _WORD.finditer(text) if found[0][0] != "\\"]
    marked = [word for word in words if _STRONG.search(word) and not is_syllable(word)]
    good = {word for word in marked if is_syllable(_spelt(word))}
    plain = len(_PLAIN_WORD.findall(_WORD.sub(" ", text)))
    right = sum(is_syllable(_spelt(word)) or is_syllable(word.rstrip("'`?~.")) for word in words)
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
    escaped = "\\" in text

    def word(found: re.Match[str]) -> str:
        spelt = found[0]
        if spelt[0] == "\\":
            return spelt[1]
        ends = not escaped and spelt[-1] in ".?" and _SPACE_OR_SENTENCE.match(text, found.end()) is not None
        return _word(spelt, ends_sentence=ends)

    return _WORD.sub(word, text)


def _word(spelt: str, *, ends_sentence: bool) -> str:
    """A word in Unicode, or as it was when it is none; its last sign may be no mark."""
    last = spelt[-1] if spelt[-1] in _TONES else ""
    tries = [(spelt, ""), (spelt[:-1], last)] if last else [(spelt, "")]
    for letters, sign in reversed(tries) if ends_sentence else tries:
        read = _spelt(letters)
        if is_syllable(read) or is_abbreviation(read):
            return read + sign
    return spelt


VIQR = Code("viqr", "VIQR", _read)
