"""Which format a file is, by its content as well as by its name, and the parsers of each."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from archive.sources import dated_page, front_matter, jsonlines, markdown, plain, tabular, webpage
from archive.sources.encodings import declared, decode, decode_once
from archive.sources.fields import Fields
from archive.sources.origin import Candidate, Parsed
from index.document import Document
from index.text import display

SNIFFED = 16_384
"""Bytes or characters of a file's beginning that tell its format."""

_SIGNATURES = (
    (b"%PDF", "tệp PDF"),
    (b"PK\x03\x04", "tệp nén hoặc tài liệu Word/Excel (.docx, .xlsx)"),
    (b"\xd0\xcf\x11\xe0", "tài liệu Word/Excel cũ (.doc, .xls)"),
    (b"{\\rtf", "tài liệu RTF"),
    (b"\x89PNG", "tệp ảnh"),
    (b"\xff\xd8\xff", "tệp ảnh"),
    (b"GIF8", "tệp ảnh"),
    (b"II*\x00", "tệp ảnh"),
    (b"MM\x00*", "tệp ảnh"),
    (b"SQLite format 3", "cơ sở dữ liệu SQLite"),
    (b"7z\xbc\xaf", "tệp nén"),
    (b"Rar!", "tệp nén"),
    (b"BZh", "tệp nén"),
    (b"\xfd7zXZ", "tệp nén"),
)


def foreign(head: bytes) -> str:
    """What kind of file `head` begins when it is one that holds no text to read; `""` otherwise."""
    return next((name for mark, name in _SIGNATURES if head.startswith(mark)), "")


def of_many(name: str, first_line: str) -> str:
    """`jsonl` or `csv` when a file holds a document a line or a row, `""` when it is one document."""
    ending = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    if ending in (".jsonl", ".ndjson") or jsonlines.looks_like(first_line):
        return "jsonl"
    return "csv" if ending in (".csv", ".tsv") or tabular.looks_like(first_line) else ""


def of_one(name: str, text: str) -> str:
    """The format of a file that is one document: `html`, `page`, `markdown`, `json` or `text`."""
    ending = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    head = display(text[: 4 * SNIFFED])
    if webpage.is_page(head) or ending in (".html", ".htm", ".xhtml"):
        return "html"
    if ending == ".json" and head.lstrip().startswith("{"):
        return "json"
    if ending in (".md", ".markdown") or front_matter.starts_with(head):
        return "markdown"
    return "page" if dated_page.is_dated_page(head) else "text"


def parse_file(candidate: Candidate) -> Parsed:
    """A candidate that is a whole file."""
    decoded = decode(candidate.raw, charset=declared(candidate.raw))
    kind = of_one(candidate.origin.path, decoded.text)
    if kind == "json":
        return _parse_json(candidate, kind=kind)
    parsers: dict[str, Callable[[str], Fields]] = {
        "html": lambda text: webpage.parse(text, slug=_slug(candidate.fallback_id)),
        "markdown": markdown.parse,
        "page": dated_page.parse,
        "text": plain.parse,
    }
    fields = parsers[kind](decoded.text)
    return _parsed(candidate, fields, kind=kind, encoding=decoded.encoding, note=decoded.note)


def parse_json_line(candidate: Candidate) -> Parsed:
    """A candidate that is one line of JSON Lines."""
    return _parse_json(candidate, kind="jsonl")


def _parse_json(candidate: Candidate, *, kind: str) -> Parsed:
    """One JSON object. Its values are looked at, not its text: escapes (`\\u00ab`) hide what was misread."""
    decoded = decode_once(candidate.raw)
    fields = jsonlines.parse(decoded.text)
    encoding = candidate.origin.encoding or decoded.encoding
    named = f"{encoding}+{fields.code}" if fields.code else encoding
    return _parsed(candidate, fields, kind=kind, encoding=named, note=decoded.note)


def parse_row(candidate: Candidate) -> Parsed:
    """A candidate that is one row of a CSV file under its header row."""
    decoded = decode(candidate.raw)
    return _parsed(
        candidate, tabular.parse(decoded.text), kind="csv", encoding=decoded.encoding, note=decoded.note
    )


def _parsed(candidate: Candidate, fields: Fields, *, kind: str, encoding: str, note: str) -> Parsed:
    known = {"id": candidate.fallback_id} | {
        name: value for name, value in fields.known.items() if value != ""
    }
    origin = replace(candidate.origin, format=kind, encoding=encoding)
    notes = tuple(filter(None, [note, *fields.notes]))
    return Parsed(Document(**known, extra=fields.extra), origin, notes)


def _slug(path: str) -> str:
    """The page's name in its path: `tin/khai-mac/index.html` and `tin/khai-mac.html` are `khai-mac`."""
    page = PurePosixPath(path)
    return page.parent.name if page.stem in ("index", "default") else page.stem
