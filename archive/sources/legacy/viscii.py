"""VISCII (RFC 1456): one byte a letter, six capitals among the control characters.

    Cµng hòa xã hµi chü nghîa Vi®t Nam   read as Latin-1
    Cộng hòa xã hội chủ nghĩa Việt Nam

0xA0 is `Õ` in VISCII and a no-break space nearly everywhere else: it is read as a letter only where that
makes a syllable in capitals (`VÕ`). Signs of measure, which VISCII lacks and writers used all the same, stay
signs: `29°C`, `m²`.
"""

import re

from archive.sources.legacy.bytetext import shown
from archive.sources.legacy.code import Code, rows
from archive.sources.legacy.syllable import is_syllable

LETTERS = (
    {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
    | rows(0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ")
    | rows(0x90, "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ")
    | rows(0xA0, "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ")
    | rows(0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư")
    | rows(0xE0, "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ")
)
"""Byte → letter."""

_TABLE = {byte: letter for byte, letter in LETTERS.items() if byte != 0xA0}
_SIGN = re.compile(r"((?<=\d)[\xb0\xb5\xb2\xb3](?![a-z]{2})|(?<![^\W_])[kcd]?m[\xb2\xb3](?!\w))")
_MAYBE = re.compile(r"(?<![^\W_])([A-ZĐ]{1,3})\xa0([A-Z]{0,2})(?![^\W_])")


def _big_o(found: re.Match[str]) -> str:
    word = f"{found[1]}Õ{found[2]}"
    return word if is_syllable(word) else found[0]


def _read(text: str) -> str:
    parts = _SIGN.split(text)
    parts[::2] = [part.translate(_TABLE) for part in parts[::2]]
    return shown(_MAYBE.sub(_big_o, "".join(parts)))


VISCII = Code("viscii", "VISCII", _read)
