"""Windows-1258: letters with their shape in one byte, most tones as a combining mark after it.

Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam   read as Windows-1252
Cộng hòa xã hội chủ nghĩa Việt Nam
"""

import re
from unicodedata import normalize

from archive.sources.legacy.code import Code, one_to_one

LETTERS = {
    byte: letter for byte in range(0xA1, 0x100) if (letter := bytes([byte]).decode("cp1258", "ignore"))
}
"""Byte → letter or combining tone."""

_TONED = re.compile("[^\\W\\d_][\u0300\u0301\u0303\u0309\u0323]")
_translate = one_to_one(LETTERS)


def _read(text: str) -> str:
    return _TONED.sub(lambda found: normalize("NFC", found[0]), _translate(text))


WINDOWS_1258 = Code("windows-1258", "Windows-1258", _read)
