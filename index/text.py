"""Text rules: source text → display text → index text → folded text. Pure functions.

`display` is what the store keeps and the reader sees. `normalise` and `fold` each map one character to
one character, so an offset in index text or folded text is the same offset in the display text, and
highlighting needs no map. Queries pass through the same functions as documents.
"""

import re
from functools import cache
from unicodedata import decomposition, normalize

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SHAPES = "\u0302\u0306\u031b"  # the marks of â, ă, ơ
_MARKS = re.compile(f"[đĐÐðƉɖ{TONES}{_SHAPES}]")

# What display text never has: controls but \n, zero-width and direction characters, soft hyphens.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
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


def _lookalikes() -> dict[int, str]:
    """Letters and signs that stand for another one: one character each way."""
    pairs = {"Ð": "đ", "Ɖ": "đ", "ð": "đ", "ɖ": "đ", "İ": "i", "\xa0": " ", "\u3000": " ", "\u202f": " "}
    pairs |= {"\u1680": " ", "\u205f": " "}
    pairs |= dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
    pairs |= (
        dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛′`´＇", "'")
    )
    pairs |= dict(
        zip("аеорсухіјԁһԛԝѕАВЕКМНОРСТУХІЅ", "aeopcyxijdhqwsabekmhopctyxis", strict=True)
    )  # Cyrillic
    pairs |= {chr(0xFF01 + i): chr(0x21 + i).lower() for i in range(94) if chr(0xFF01 + i) not in pairs}
    pairs["｀"] = "'"
    for other_case in (str.upper, str.lower):  # so that letter case still makes no difference
        pairs |= {other_case(written): meant for written, meant in pairs.items()}
    return {ord(written): meant for written, meant in pairs.items() if len(written) == 1}


_LOOKALIKES = _lookalikes()

_TONED = {"a": "àáãảạ", "e": "èéẽẻẹ", "o": "òóõỏọ", "u": "ùúũủụ", "y": "ỳýỹỷỵ", "i": "ìíĩỉị"}


def _pairs(first: str, second: str, *, on_first: bool) -> dict[str, str]:
    """Every toned spelling of a vowel pair → the spelling with its tone on the first or second vowel."""
    early = [toned + second for toned in _TONED[first]]
    late = [first + toned for toned in _TONED[second]]
    return dict(zip(late, early, strict=True)) if on_first else dict(zip(early, late, strict=True))


_OPEN = _pairs("o", "a", on_first=True) | _pairs("o", "e", on_first=True) | _pairs("u", "y", on_first=True)
_CLOSED = (
    _pairs("o", "a", on_first=False) | _pairs("o", "e", on_first=False) | _pairs("u", "y", on_first=False)
)
_AFTER_Q = {
    "q" + spelt: "q" + meant for v in "aeyi" for spelt, meant in _pairs("u", v, on_first=False).items()
}
_OPEN_PAIR = re.compile(r"(?<!q)(?:o[àáãảạèéẽẻẹ]|u[ỳýỹỷỵ])(?!\w)")
_EARLY_TONE = re.compile(r"q[ùúũủụ][aeyi]|[òóõỏọ][ae](?=\w)|[ùúũủụ]y(?=\w)")
_Y_SYLLABLE = re.compile(r"(?<!\w)(?:[hklmst]|qu)([yỳýỹỷỵ])(?!\w)")
_Y_TO_I = dict(zip("y" + _TONED["y"], "i" + _TONED["i"], strict=True))


def _place_tones(text: str) -> str:
    """One tone placement: `hoà` → `hòa`, `hòan` → `hoàn`, `qúy` → `quý`; lower-case index text in and out."""
    text = _OPEN_PAIR.sub(lambda found: _OPEN[found[0]], text)
    return _EARLY_TONE.sub(lambda found: _AFTER_Q.get(found[0]) or _CLOSED[found[0]], text)


def _spell_with_i(text: str) -> str:
    """One class for i and y alone after a consonant: `kỹ` → `kĩ`, `công ty` → `công ti`, `quý` → `quí`."""
    return _Y_SYLLABLE.sub(lambda found: found[0][:-1] + _Y_TO_I[found[1]], text)


def normalise(text: str) -> str:
    """Display text → index text of the same length: look-alike letters, lower case, tone placement, i/y.

    >>> normalise("Uỷ ban, công ty HOÀ BÌNH – Ðà Nẵng")
    'ủy ban, công ti hòa bình - đà nẵng'
    """
    return _spell_with_i(_place_tones(text.translate(_LOOKALIKES).lower()))


class _Folding(dict[int, int]):
    """Code point → code point of its base letter, found once and kept (at most one per character)."""

    def __missing__(self, code: int) -> int:
        self[code] = base = _base(code)
        return base


@cache
def _base(code: int) -> int:
    if chr(code) == "đ":
        return ord("d")
    while (parts := decomposition(chr(code))) and not parts.startswith("<"):
        code = int(parts.split()[0], 16)
    return code


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Index text without diacritics, of the same length (đ → d).

    >>> fold("sở công thương đường")
    'so cong thuong duong'
    """
    return text.translate(_FOLDING)
