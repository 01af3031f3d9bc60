"""TCVN3 (ABC; TCVN 5712:1993, VN3): one byte a letter, capitals only for Ă Â Đ Ê Ô Ơ Ư.

    Céng hoµ x· héi chñ nghÜa ViÖt Nam   read as Windows-1252
    Cộng hoà xã hội chủ nghĩa Việt Nam

Other capitals with marks were shown by fonts of their own (`.VnTimeH`), which write `é` as `Ộ`: the bytes are
those of small letters. Where the font is named (HTML), its text is put in capitals. Elsewhere a word is when
its plain letters are capitals (`CéNG`), when both its neighbours are such words (`HOµ X· HéI`), and when it
begins a sentence after a full stop. What cannot be told stays small: `ánh` in `Nguyễn Thị Ánh`, and headings
typed wholly in small letters of a capital font. VN1's other capitals are read above 0xA0; its use of
the control characters is not, since Windows has quotation marks there.
"""

import re
from itertools import accumulate

from archive.sources.legacy.code import Code, one_to_one, rows

LETTERS = (
    rows(0xA1, "ĂÂÊÔƠƯĐăâêôơưđẰ")
    | rows(0xB5, "àảãáạẲằẳẵắẴ")
    | rows(0xC0, "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò")
    | rows(0xE0, "Ổỏõóọồổỗốộờởỡớợù")
    | rows(0xF0, "Ỗủũúụừửữứựỳỷỹýỵ")
    | {0xFF: "Ố"}
)
"""Byte → letter."""

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_FONT = re.compile(
    r"<(\w{1,10})\b[^<>]{0,300}\.Vn\w{0,30}H\b[^<>]{0,300}>(.{0,5000}?)</\1\s*>", re.IGNORECASE | re.DOTALL
)
_BETWEEN_TAGS = re.compile(r"(?:^|(?<=>))[^<>]+")
_SENTENCE = re.compile(
    r"((?<=[.!?] )|\A)([àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ])(?=[\w\s])"
)
_translate = one_to_one(LETTERS)


def _read(text: str) -> str:
    text = _CAPITAL_FONT.sub(lambda found: _BETWEEN_TAGS.sub(_capitals, found[0]), _translate(text))
    text = "\n".join(map(_restored, text.split("\n")))
    return _SENTENCE.sub(lambda found: found[2].upper(), text)


def _capitals(found: re.Match[str]) -> str:
    return found[0].upper()


def _restored(line: str) -> str:
    """`line` with the capitals that the code could not write where other letters say they are meant."""
    words = list(_WORD.finditer(line))
    kinds = [_kind(word[0]) for word in words]
    before, after = _nearest(kinds), _nearest(kinds[::-1])[::-1]
    pieces, end = [], 0
    for word, kind, around in zip(words, kinds, zip(before, after, strict=True), strict=True):
        if kind == "capitals" or (kind == "either" and set(around) - {""} == {"capitals"}):
            pieces += [line[end : word.start()], word[0].upper()]
            end = word.end()
    return "".join([*pieces, line[end:]])


def _nearest(kinds: list[str]) -> list[str]:
    """For each word the nearest kind up to it that tells, `""` where there is none."""
    return list(accumulate(kinds, lambda told, kind: told if kind == "either" else kind, initial=""))[1:]


def _kind(word: str) -> str:
    """`capitals`, `small`, or `either` for a word whose plain letters do not tell (`Xã`, `ở`)."""
    plain = [letter for letter in word if letter.isascii()]
    if any(letter.islower() for letter in plain):
        return "small"
    return "capitals" if len(plain) >= 2 or (len(word) >= 2 and word.isupper()) else "either"


TCVN3 = Code("tcvn3", "TCVN3 (ABC)", _read)
