"""Unicode → legacy codes, as programs of the time wrote them: the inverse of what is tested.

What a code cannot write: TCVN3 has no capitals with tones (they come out small), VISCII has letters where
Windows has curly quotes and dashes.
"""

from collections.abc import Callable
from unicodedata import normalize

from archive.sources.legacy import tcvn3, viscii, vni, windows1258

TONES = "\u0300\u0301\u0303\u0309\u0323"
_TO_ASCII = str.maketrans("“”‘’–—…•", "\"\"''--.*")


def _by_table(text: str, table: dict[str, int]) -> bytes:
    return b"".join(bytes([table[letter]]) if letter in table else letter.encode("cp1252") for letter in text)


def write_tcvn3(text: str) -> bytes:
    table = {
        letter: byte for byte, letter in tcvn3.LETTERS.items() if letter.islower() or letter in "ĂÂÊÔƠƯĐ"
    }
    return _by_table("".join(c if c.isascii() or c in table else c.lower() for c in text), table)


def write_viscii(text: str) -> bytes:
    return _by_table(text.translate(_TO_ASCII), {letter: byte for byte, letter in viscii.LETTERS.items()})


def write_vni(text: str) -> bytes:
    spelt = {letter: spelling for spelling, letter in vni.SPELLINGS.items()}
    written = "".join(
        spelt[c] if c in spelt else spelt[c.lower()].upper() if c.lower() in spelt else c for c in text
    )
    return written.encode("cp1252")


def write_1258(text: str, *, composed: bool = True) -> bytes:
    """Letters with their shape, then the tone; `composed` takes letters that the code has with their tone."""
    table = {letter: byte for byte, letter in windows1258.LETTERS.items()}
    written = ""
    for letter in text:
        apart = normalize("NFD", letter)
        bare = normalize("NFC", "".join(part for part in apart if part not in TONES))
        tone = "".join(part for part in apart if part in TONES)
        written += letter if (composed and letter in table) or not tone else bare + tone
    return _by_table(written, table)


_VIQR = {
    "\u0302": "^", "\u0306": "(", "\u031b": "+", "\u0300": "`", "\u0301": "'", "\u0303": "~", "\u0309": "?",
    "\u0323": ".",
}  # fmt: skip
_SIGNS = "^(+*'`?~."


def write_viqr(text: str, *, escaped: bool = True) -> str:
    """RFC 1456; without `escaped`, signs after a vowel are written plainly as careless writers did."""
    written = ""
    for letter in normalize("NFC", text.translate(_TO_ASCII)).replace("\\", ""):
        after = normalize("NFD", written[-1:])[:1]
        open_mark = written[-1:] in tuple("aeiouyAEIOUY^(+*") and letter in _SIGNS
        if escaped and (open_mark or (after and after in "dD" and letter in "dD")):
            written += "\\"
        apart = normalize("NFD", letter)
        marks = sorted(apart[1:], key=lambda mark: mark in TONES)
        written += {"đ": "dd", "Đ": "DD"}.get(letter) or apart[0] + "".join(_VIQR.get(m, m) for m in marks)
    return written


BYTES: dict[str, Callable[[str], bytes]] = {
    "tcvn3": write_tcvn3,
    "vni": write_vni,
    "viscii": write_viscii,
    "windows-1258": write_1258,
}
"""Code → its writer."""


def misread(raw: bytes) -> str:
    """What a program makes of bytes that it takes for Windows-1252; Latin-1 where that has nothing."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def readable(code: str, text: str) -> str:
    """What `code` can write of `text`."""
    return text.translate(_TO_ASCII) if code in ("viscii", "viqr") else text
