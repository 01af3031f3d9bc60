"""CSV in the import form: a header row of keys, a document a row.

Spreadsheets of Vietnamese offices name their columns in Vietnamese (`Tiêu đề`, `Ngày ban hành`): a column
that is no key of the import form but names one of its fields stands for it.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from archive.sources import import_form
from archive.sources.fields import Fields
from archive.sources.origin import LARGEST_FILE, UnreadableError
from archive.sources.vocabulary import ALIASES, IN_EXTRA, name_of
from index.text import display

DELIMITERS = ",;\t|"
_FORM = frozenset(ALIASES) - set(IN_EXTRA)

csv.field_size_limit(LARGEST_FILE)


def parse(text: str) -> Fields:
    """The fields of a header row and the row under it. Raises `UnreadableError` when they do not fit."""
    header_line = text.lstrip("\ufeff").split("\n", 1)[0]
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(header_line)) if row]
    if len(rows) != 2:
        raise UnreadableError("Hàng này có dấu ngoặc kép không đóng hoặc trống; hãy sửa lại trong bảng tính.")
    header, row = rows
    if len(row) > len(header):
        raise UnreadableError(
            f"Hàng có {len(row)} ô nhưng tiêu đề cột chỉ có {len(header)}; hãy kiểm tra dấu phân cách."
        )
    return import_form.read(dict(_named(header, row)))


def _named(header: list[str], row: list[str]) -> Iterator[tuple[str, str]]:
    """Cells by key of the import form; empty cells are absent."""
    names = keys(header)
    for name, cell in zip(names, row, strict=False):
        if cell.strip():
            yield name, cell.strip()


def keys(header: list[str]) -> list[str]:
    """The key that each column stands for: its own name, the field it names, or itself when unknown."""
    given = [display(cell).strip("\ufeff ") for cell in header]
    taken = {name for name in given if name in _FORM}
    found: list[str] = []
    for name in given:
        field = name if name in _FORM else name_of(name)
        if field is None or field in IN_EXTRA or (name not in _FORM and field in taken):
            found.append(name or "?")
        else:
            found.append(field)
            taken.add(field)
    return found


def looks_like(header_line: str) -> bool:
    """Whether a file's first line is a header row that names a title or a body and something else."""
    if len(header_line) > 2000 or not any(mark in header_line for mark in DELIMITERS):
        return False
    header = next(csv.reader([header_line], delimiter=delimiter(header_line)), [])
    known = set(keys(header)) & _FORM
    return len(known) >= 2 and bool(known & {"title", "body"}) and len(known) >= len(header) / 2


def delimiter(header_line: str) -> str:
    """The mark between cells: of the usual ones, that which the header row has most of."""
    return max(DELIMITERS, key=header_line.count)


def rows(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, bytes]]:
    """Every row of a CSV file as the number of its first line and its bytes under the header row's.

    The bytes are the file's own, but for UTF-16, whose rows are given in UTF-8. Memory is bounded by the
    longest row. Raises `UnreadableError` when the header names neither title nor body, or when a quotation
    mark is opened and never closed.
    """
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    try:
        yield from _rows(_Lines(text))
    finally:
        text.detach()  # the stream is the caller's to close


def _rows(lines: "_Lines") -> Iterator[tuple[int, bytes]]:
    first = next(lines, "")
    header = next(csv.reader([first.lstrip("\ufeff")], delimiter=delimiter(first)), [])
    if not {"title", "body"} & set(keys(header)):
        seen = ", ".join(cell.strip() for cell in header[:8]) or "hàng trống"
        raise UnreadableError(f"Hàng đầu không có cột title hoặc body (thấy: {seen[:200]}); hãy đặt tên cột.")
    head = lines.taken()
    for _ in csv.reader(lines, delimiter=delimiter(first)):
        line, row = lines.first, lines.taken()
        if lines.unclosed(row):
            raise UnreadableError(f"Dấu ngoặc kép mở ở dòng {line} không đóng; hãy sửa hàng đó rồi nhập lại.")
        if row.strip():
            yield line, head + row


class _Lines(Iterator[str]):
    """The lines of a file, remembering those read since the last row was taken."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._pending: list[str] = []
        self._size = 0
        self._number = 0
        self.first = 1

    def __next__(self) -> str:
        line = self._text.readline(LARGEST_FILE)
        if not line:
            raise StopIteration
        if not self._pending:
            self.first = self._number + 1
        self._number += 1
        self._pending.append(line)
        self._size += len(line)
        if self._size > LARGEST_FILE:
            raise UnreadableError(
                f"Hàng bắt đầu ở dòng {self.first} lớn hơn 64 MB, có lẽ do dấu ngoặc kép không đóng."
            )
        return line

    def taken(self) -> bytes:
        """The bytes read since the last call."""
        text, self._pending, self._size = "".join(self._pending), [], 0
        return text.encode("utf-8", "surrogateescape")

    def unclosed(self, row: bytes) -> bool:
        """Whether the file ended inside quotation marks that `row` opened."""
        return row.count(b'"') % 2 == 1 and row.count(b"\n") > 1
