"""Bytes → text, by evidence: what the bytes are wins over what a page says they are.

In order: a byte order mark, UTF-16 without one (every other byte of Latin text is zero), UTF-8, then the
codes from before Unicode (`archive.sources.legacy`), taken only when the text they give is made of Vietnamese
syllables. Text in UTF-8 or UTF-16 may itself be such a code that some program misread: it is read again. A
text that nothing explains is refused, never guessed.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from archive.sources import legacy
from archive.sources.legacy.syllable import is_syllable
from archive.sources.origin import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_SAMPLE = 8192  # bytes looked at to tell UTF-16 and binary files
_TRIED = 200_000  # characters looked at to tell whether a text is Vietnamese
_WESTERN = {"windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
_DECLARED = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]+")
_REMAINS = re.compile("Ã[¡-¿]|á[º»]|Æ[°¡]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text (not display text yet), the name of its encoding, and a note when that was a decision.

    The encoding of text that was misread before it was saved has both names: `utf-8+tcvn3`.
    """

    text: str
    encoding: str
    note: str = ""


def legacy_title(encoding: str) -> str:
    """What a person calls the legacy code in the name of an encoding, `""` when there is none in it.

    >>> legacy_title("utf-8+tcvn3"), legacy_title("utf-8")
    ('TCVN3 (ABC)', '')
    """
    before, _, code = encoding.rpartition("+")
    return legacy.TITLES.get(code, "") if before or code != "utf-8" else ""


def vietnamese(text: str) -> float:
    """Share of the words of `text` with marks that are Vietnamese syllables; 0.0 when no word has any.

    >>> vietnamese("Thông báo của Sở Công Thương"), vietnamese("hôtel déjà")
    (1.0, 0.0)
    """
    words = [word for word in _WORD.findall(normalize("NFC", text[:_TRIED]).lower()) if not word.isascii()]
    good = sum(map(is_syllable, words))
    return good / len(words) if words else 0.0


def still_legacy(text: str) -> bool:
    """Whether some of a document's display text is in a legacy code, or letters of it are lost.

    Display text has lost the characters of a code that look invisible, so that less evidence will do; UTF-8
    misread is told by what is left of it (`Viá»t`).
    """
    lost = text.count("\ufffd")
    if lost * 200 > len(text) or len(_REMAINS.findall(text)) >= legacy.ENOUGH:
        return True
    return legacy.of_text(text, enough=legacy.ENOUGH - 1) is not None


def utf16_without_mark(raw: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when the zero bytes of `raw` say so, else None."""
    sample = raw[:_SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.2 * pairs and even <= 0.02 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.2 * pairs and odd <= 0.02 * pairs else None


def wide(raw: bytes) -> str | None:
    """The encoding of `raw` when its line ends are not single bytes (UTF-16, UTF-32), else None."""
    for mark, name, _ in _BOMS:
        if raw.startswith(mark):
            return None if name == "utf-8-sig" else name
    return utf16_without_mark(raw)


def is_binary(raw: bytes) -> bool:
    """Whether `raw` begins like no text: more than one control byte in a hundred, and not UTF-16."""
    sample = raw[:_SAMPLE]
    if wide(sample):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in sample)
    return controls > 2 + 0.01 * len(sample)


def declared(raw: bytes) -> str:
    """The charset that an HTML page names in its first 4 KB, lower case; `""` when it names none."""
    found = _DECLARED.search(raw[:4096])
    return found[1].decode("ascii").lower() if found else ""


def decode(raw: bytes, *, charset: str = "") -> Decoded:
    """The text of `raw`, read again where it was misread before.

    `charset` is what a page says of itself: it decides between western encodings only. Raises
    `UnreadableError` when no encoding explains the bytes.
    """
    return repaired(decode_once(raw, charset=charset))


def decode_once(raw: bytes, *, charset: str = "") -> Decoded:
    """As `decode`, but text that was misread before stays so, for those who look at it in parts."""
    for mark, name, codec in _BOMS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], name, codec)
    if unmarked := utf16_without_mark(raw):
        return _marked(raw, unmarked, unmarked)
    return _utf8(raw) or _legacy(raw) or _western(raw, charset) or _refuse()


def repaired(decoded: Decoded) -> Decoded:
    """`decoded` in Unicode when a program had misread it before it was saved, else itself."""
    code = legacy.of_text(decoded.text) if decoded.encoding.startswith("utf") else None
    if code is None:
        return decoded
    note = f"{decoded.note} {_misread_note(code)}".strip()
    return Decoded(legacy.read_text(decoded.text, code), f"{decoded.encoding}+{code.name}", note)


def repaired_values(values: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The same for text in parts, told by all of it: `values`, the name of the code and a note (or `""`)."""
    code = legacy.of_text("\n".join(value for value in values.values() if isinstance(value, str)))
    if code is None:
        return values, "", ""
    read = {key: _read_value(value, code) for key, value in values.items()}
    return read, code.name, _misread_note(code)


def _read_value(value: Any, code: legacy.Code) -> Any:
    if isinstance(value, str):
        return legacy.read_text(value, code)
    return [_read_value(part, code) for part in value] if isinstance(value, list) else value


def _misread_note(code: legacy.Code) -> str:
    if code is legacy.VIQR:
        return "Văn bản viết theo quy ước VIQR, đã chuyển sang Unicode."
    return f"Văn bản ở bảng mã {code.title} từng bị đọc nhầm là Windows-1252, đã chuyển lại sang Unicode."


def _marked(raw: bytes, name: str, codec: str) -> Decoded:
    try:
        return Decoded(raw.decode(codec), name)
    except UnicodeDecodeError:
        text = raw.decode(codec, "replace")
        bad = text.count("\ufffd")
        if bad > 2 + len(text) // 1000:
            raise UnreadableError(
                f"Tệp được ghi là {name.upper()} nhưng hỏng ở {bad} chỗ; hãy lưu lại tệp dưới dạng UTF-8."
            ) from None
        return Decoded(text, name, f"Có {bad} chỗ hỏng trong tệp {name.upper()}, đã thay bằng dấu �.")


def _utf8(raw: bytes) -> Decoded | None:
    """UTF-8, allowing one damaged byte in twenty letters with marks (a file cut inside a letter)."""
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= letter <= "\udcff" for letter in text)
    marked = len(text.encode("utf-8", "surrogateescape")) - len(text)
    if bad * 20 > marked:
        return None
    note = f"Có {bad} byte hỏng trong tệp UTF-8, đã thay bằng dấu �."
    return Decoded(raw.decode("utf-8", "replace"), "utf-8", note)


def _legacy(raw: bytes) -> Decoded | None:
    code = legacy.of_bytes(raw)
    if code is None or code is legacy.MISREAD_UTF8:
        text = legacy.WINDOWS_1258.read(raw.decode("latin-1"))
        if vietnamese(text) < 0.8:
            return None
        code = legacy.WINDOWS_1258
    note = f"Bảng mã được nhận ra là {code.title} và đã chuyển sang Unicode."
    return Decoded(code.read(raw.decode("latin-1")), code.name, note)


def _western(raw: bytes, charset: str) -> Decoded | None:
    codec = _WESTERN.get(charset)
    if codec is None:
        return None
    return Decoded(raw.decode(codec, "replace"), "windows-1252")


def _refuse() -> Decoded:
    raise UnreadableError(
        "Không nhận ra bảng mã của văn bản (không phải UTF-8, UTF-16, TCVN3, VNI, VISCII hay Windows-1258); "
        "hãy mở bằng trình soạn thảo và lưu lại dưới dạng UTF-8."
    )
