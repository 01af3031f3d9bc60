"""Legacy codes of Vietnamese, recognised by evidence and read into Unicode.

One module a code: TCVN3, VNI-Windows, VISCII, Windows-1258, VIQR, and UTF-8 that was itself misread. Each
reads *byte text* (`bytetext`): the bytes of a file, or text that some program took for Windows-1252 and saved
as UTF-8. `evidence` says whether a reading made Vietnamese of it. Text with letters that Windows-1252 lacks
was read right and is never touched; in a text of both, the lines without such letters are looked at.
"""

import re
from html import unescape

from archive.sources.legacy import bytetext
from archive.sources.legacy.code import Code
from archive.sources.legacy.evidence import ENOUGH, Evidence, readable, weigh, words
from archive.sources.legacy.misread_utf8 import MISREAD_UTF8
from archive.sources.legacy.tcvn3 import TCVN3
from archive.sources.legacy.viqr import VIQR, is_viqr
from archive.sources.legacy.viscii import VISCII
from archive.sources.legacy.vni import VNI
from archive.sources.legacy.windows1258 import WINDOWS_1258

__all__ = [
    "CODES",
    "ENOUGH",
    "MISREAD_UTF8",
    "TCVN3",
    "TITLES",
    "VIQR",
    "VISCII",
    "VNI",
    "WINDOWS_1258",
    "Code",
    "of_bytes",
    "of_text",
    "read_text",
]

CODES = (WINDOWS_1258, TCVN3, VNI, VISCII, MISREAD_UTF8)
"""The codes that bytes above 0x7F tell, the likeliest first."""

TITLES = {code.name: code.title for code in (*CODES, VIQR)}
"""Name of every code → what a person calls it."""

ENOUGH_BYTES = 2
"""As `evidence.ENOUGH`, for bytes."""

_SAMPLE = 100_000  # characters looked at
_MARKUP = re.compile(r"</?(?:html|body|div|p|br|td|span|font|b|i|a|h[1-6]|li)\b[^<>]*>", re.IGNORECASE)
_NO_TEXT = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][\da-fA-F]{2,5}|[A-Za-z]{2,8}\d?);")


def of_bytes(raw: bytes) -> Code | None:
    """The code that makes Vietnamese of the bytes of a file that is not UTF-8; None when none does.

    Bytes must be something, so that less evidence will do.
    """
    text = bytetext.of_bytes(raw)
    return _best(_with_letters(text), bytetext.shown(text), enough=ENOUGH_BYTES)


def of_text(text: str, *, enough: int = ENOUGH) -> Code | None:
    """The code in which `text` still is, having been read as Windows-1252 or ASCII; None if it is Unicode."""
    text = _with_letters(text)
    if bytetext.HIGH.search(text) and (narrow := bytetext.narrow(text)) and bytetext.HIGH.search(narrow):
        found = _best(bytetext.of_misread(narrow), narrow, enough=enough)
        if found:
            return found
    return VIQR if is_viqr(_without_tags(text[:_SAMPLE])) else None


def read_text(text: str, code: Code) -> str:
    """`text` in Unicode, `code` being what `of_text` found; lines that were read right stay as they are."""
    text = _with_letters(text)
    if code is VIQR:
        return _outside_tags(text, code)
    if bytetext.is_narrow(text):
        return code.read(bytetext.of_misread(text))
    lines = text.split("\n")
    return "\n".join(
        code.read(bytetext.of_misread(line)) if bytetext.is_narrow(line) else line for line in lines
    )


def _best(text: str, shown: str, *, enough: int) -> Code | None:
    """The code whose reading of byte text convinces most; `shown` is the same as it was shown."""
    text, shown = text[:_SAMPLE], shown[:_SAMPLE]
    before = words(shown)
    found: tuple[Evidence, Code] | None = None
    for code in CODES:
        after = code.read(text)
        evidence = weigh(before, words(after))
        if not evidence.convinces(enough=enough) or (found and evidence.score <= found[0].score):
            continue
        if readable(_without_tags(after)):
            found = evidence, code
    return found[1] if found else None


def _with_letters(text: str) -> str:
    """A page's text with letters instead of their entities (`&#171;`); markup and other texts as they are."""
    if "&" not in text or not _MARKUP.search(text):
        return text
    return _ENTITY.sub(
        lambda found: (
            letter if len(letter := unescape(found[0])) == 1 and "\xa0" < letter <= "\xff" else found[0]
        ),
        text,
    )


def _without_tags(text: str) -> str:
    return _NO_TEXT.sub(" ", text) if _MARKUP.search(text) else text


def _outside_tags(text: str, code: Code) -> str:
    if not _MARKUP.search(text):
        return code.read(text)
    pieces, end = [], 0
    for tag in _NO_TEXT.finditer(text):
        pieces += [code.read(text[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*pieces, code.read(text[end:])])
