"""Bytes → text, by evidence: what the bytes are wins over what a page says they are.

In order: a byte order mark, UTF-16 without one (every other byte of Latin text is zero), UTF-8, then the
legacy encodings of Vietnam in `LEGACY`, taken only when the text they give is made of Vietnamese syllables.
A text that nothing explains is refused, never guessed.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

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

_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[ckmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text (not display text yet), the name of its encoding, and a note when that was a decision."""

    text: str
    encoding: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Legacy:
    """An encoding from before Unicode: `decode` gives its text or raises `UnicodeDecodeError`."""

    name: str
    title: str
    decode: Callable[[bytes], str]


LEGACY: tuple[Legacy, ...] = (Legacy("windows-1258", "Windows-1258", lambda raw: raw.decode("cp1258")),)


def vietnamese(text: str) -> float:
    """Share of the words of `text` with marks that are Vietnamese syllables; 0.0 when no word has any.

    >>> vietnamese("Thông báo của Sở Công Thương"), vietnamese("hôtel déjà")
    (1.0, 0.0)
    """
    words = [word for word in _WORD.findall(normalize("NFC", text[:_TRIED]).lower()) if not word.isascii()]
    good = sum(_is_syllable(word) for word in words)
    return good / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    parts = normalize("NFD", word)
    bare = normalize("NFC", parts.translate(_TONES))
    tones = len(parts) - len(normalize("NFD", bare))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


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
    """The text of `raw`. `charset` is what a page says of itself: it decides between western encodings only.

    Raises `UnreadableError` when no encoding explains the bytes.
    """
    for mark, name, codec in _BOMS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], name, codec)
    if unmarked := utf16_without_mark(raw):
        return _marked(raw, unmarked, unmarked)
    return _utf8(raw) or _legacy(raw) or _western(raw, charset) or _refuse()


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
    for legacy in LEGACY:
        try:
            text = legacy.decode(raw)
        except UnicodeDecodeError:
            continue
        if vietnamese(text) >= 0.8:
            note = f"Bảng mã được nhận ra là {legacy.title} và đã chuyển sang Unicode."
            return Decoded(text, legacy.name, note)
    return None


def _western(raw: bytes, charset: str) -> Decoded | None:
    codec = _WESTERN.get(charset)
    if codec is None:
        return None
    return Decoded(raw.decode(codec, "replace"), "windows-1252")


def _refuse() -> Decoded:
    raise UnreadableError(
        "Không nhận ra bảng mã của văn bản (không phải UTF-8, UTF-16 hay Windows-1258); "
        "hãy mở bằng trình soạn thảo và lưu lại dưới dạng UTF-8."
    )
