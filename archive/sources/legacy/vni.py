"""VNI for Windows: a plain letter, then the letter whose place in the font shows its mark.

    Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam   read as Windows-1252
    Cộng hòa xã hội chủ nghĩa Việt Nam

ơ and ư are one letter each (`ô`, `ö`) and take tones as plain letters do; i, ị, ỉ, ĩ, ỵ and đ stand alone.
The mark may be in either case: `Aùnh`, `AÙNH`.
"""

import re

from archive.sources.legacy.bytetext import shown
from archive.sources.legacy.code import Code

_TONES = "øùûõï"  # huyền, sắc, hỏi, ngã, nặng after a letter
_HAT = "âàáåãä"  # â ê ô and their tones
_BREVE = "êèéúüë"  # ă and its tones
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_WITH_TONES = {
    "a": "àáảãạ",
    "e": "èéẻẽẹ",
    "o": "òóỏõọ",
    "u": "ùúủũụ",
    "y": "ỳýỷỹỵ",
    "ô": "ờớởỡợ",
    "ö": "ừứửữự",
}
_WITH_HAT = {"a": "âầấẩẫậ", "e": "êềếểễệ", "o": "ôồốổỗộ"}
_WITH_BREVE = {"a": "ăằắẳẵặ"}


def _spellings() -> dict[str, str]:
    """Every lower-case spelling of one or two characters → its letter."""
    spellings = dict(_ALONE)
    for marks, letters in ((_TONES, _WITH_TONES), (_HAT, _WITH_HAT), (_BREVE, _WITH_BREVE)):
        for base, meant in letters.items():
            spellings |= {base + mark: letter for mark, letter in zip(marks, meant, strict=True)}
    return spellings


SPELLINGS = _spellings()
"""Lower-case spelling in byte text → lower-case letter."""

_PAIRS = (("aeo", _HAT), ("a", _BREVE), ("aeouyôö", _TONES))
_LETTER = re.compile(
    "|".join(f"[{bases}][{marks}]" for bases, marks in _PAIRS) + f"|[{''.join(_ALONE)}]", re.IGNORECASE
)


def _letter(found: re.Match[str]) -> str:
    spelt = found[0]
    letter = SPELLINGS[spelt.lower()]
    return letter.upper() if spelt[0].isupper() else letter


def _read(text: str) -> str:
    return shown(_LETTER.sub(_letter, text))


VNI = Code("vni", "VNI-Windows", _read)
