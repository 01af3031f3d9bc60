"""Vietnamese alphabetical order: syllable by syllable, letters first, then tones.

    a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z;  ngang, huyền, hỏi, ngã, sắc, nặng

The order of dictionaries and of TCVN 6909: `ma mà mả mã má mạ mai … mă mâ`. Numbers stand before letters and
are compared as numbers, so `Khóa 9` comes before `Khóa 10`.
"""

import re
from functools import lru_cache
from unicodedata import normalize

from index.text import TONES, display

_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PIECE = re.compile(r"(\d+)|([^\W\d_]+)")

Syllable = tuple[int, int, tuple[int, ...], int]
"""(0, number, (), 0) for a number, (1, 0, letters, tone) for a syllable: comparable with each other."""


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> tuple[tuple[Syllable, ...], str]:
    """Key by which `text` stands in Vietnamese order; letter case decides only between equals.

    >>> sorted(["mạ", "ma", "má", "mả", "mâ", "mã", "mà", "mă"], key=sort_key)
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ', 'mă', 'mâ']
    """
    found = _PIECE.findall(display(text))
    return tuple(_number(digits) if digits else _syllable(letters) for digits, letters in found), text


def _number(digits: str) -> Syllable:
    return 0, int(digits[:18]), (), 0


def _syllable(letters: str) -> Syllable:
    """Letters with their shapes (ă, ê, ư) but without tone, and the tone."""
    decomposed = normalize("NFD", letters.lower())
    tone = next((mark for mark in decomposed if mark in TONES), "")
    bare = normalize("NFC", "".join(mark for mark in decomposed if mark not in TONES))
    return 1, 0, tuple(_LETTERS.get(letter, 100 + ord(letter)) for letter in bare), _TONE_ORDER[tone]
