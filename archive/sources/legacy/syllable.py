"""Is this word Vietnamese? The evidence by which encodings are told.

A word counts when it has a mark and the structure of a syllable (`index.syllables`), or of the names of the
Central Highlands that Vietnamese texts are full of (`Đắk`, `Krông`, `Blá`). Abbreviations with Đ (`QĐ`,
`HĐND`) prove nothing either way.
"""

import re
from functools import lru_cache
from unicodedata import normalize

from index.syllables import is_syllable as _is_syllable
from index.syllables import split_tone

_CLUSTER = re.compile(r"(?:[bcdđgkp]r|[bgkp]l)(?=[^\W\d_])")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and composed or not, can be a Vietnamese syllable."""
    lower = normalize("NFC", word.lower())
    if len(split_tone(lower)[1]) > 1:
        return False
    return _is_syllable(lower) or _is_syllable(_of_the_highlands(lower))


def _of_the_highlands(word: str) -> str:
    plain = _CLUSTER.sub("t", word, count=1) if _CLUSTER.match(word) else word
    return f"{plain[:-1]}c" if plain.endswith("k") else plain


def is_abbreviation(word: str) -> bool:
    """Whether `word` is capitals of plain letters and Đ: `QĐ`, `HĐND`, `Đ`."""
    return word.isupper() and word.replace("Đ", "").isascii()
