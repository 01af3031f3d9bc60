"""Text whose characters are bytes: what every legacy code is read from.

Bytes of a file become U+0000 to U+00FF, one each. Text that some program read as Windows-1252 or Latin-1 has
the same characters but for 27 that Windows-1252 puts elsewhere (`€`, `Š`, curly quotes); those are put back.
"""

import re


def _windows_1252() -> dict[int, int]:
    """Byte → code point of the bytes 0x80 to 0x9F that Windows-1252 defines."""
    return {
        byte: ord(shown) for byte in range(0x80, 0xA0) if (shown := bytes([byte]).decode("cp1252", "ignore"))
    }


_SHOWN = _windows_1252()
_BYTES = {shown: byte for byte, shown in _SHOWN.items()} | {0x3BC: 0xB5}  # editors write µ as Greek mu

_OF_WINDOWS_1252 = "".join(map(chr, _BYTES))
_WIDE = re.compile(
    rf"(?![{_OF_WINDOWS_1252}])[\u0100-\u1fff\u2c00-\udfff\uf900-\ufdff\ufe20-\ufe2f\uff10-\uffdc]"
)
HIGH = re.compile("[\x80-\xff\x02\x05\x06\x14\x19\x1e\u0152-\u0192\u2013-\u2122]")
"""A character that a legacy code may stand behind."""


def of_bytes(raw: bytes) -> str:
    """Byte text of a file."""
    return raw.decode("latin-1")


def of_misread(text: str) -> str:
    """Byte text of what was read as Windows-1252; other characters stay as they are."""
    return text.translate(_BYTES)


def shown(text: str) -> str:
    """What is left of byte text after a code took its own characters: the signs of Windows-1252."""
    return text.translate(_SHOWN)


def narrow(text: str) -> str:
    """The lines of `text` that may be misread: those without any letter that Windows-1252 lacks."""
    return "\n".join(filter(is_narrow, text.split("\n")))


def is_narrow(line: str) -> bool:
    """Whether a line may be misread; one with `ế` or `Ж` in it was read right."""
    return _WIDE.search(line) is None
