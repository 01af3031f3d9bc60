"""Reads `cases.tsv`: searches over the sample archive, and what a person must get, one line a case.

The columns are Vietnamese, so that whoever knows the archive can add a line in a spreadsheet:

- câu tìm: what is typed; what no one can see stands in braces, as {dấu cách không ngắt};
- cách tìm: empty, NFD, or one of `WAYS`;
- đứng đầu: the first hit, or several, in any order, as the first hits; không đứng đầu: not the first;
- phải có, không được có: found, or not found at all; số tài liệu: the exact total;
- trang nói: part of a note; `gợi ý: …` is what is offered, `không gợi ý` nothing, `không: …` no such note.

A document is named by its number, or by any part of its title or id that no other document has.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from index.document import Document
from index.results import SearchRequest

TABLE: Final = Path(__file__).with_name("cases.tsv")
COLUMNS: Final = (
    *("quy tắc", "câu tìm", "cách tìm", "đứng đầu", "không đứng đầu", "phải có", "không được có"),
    *("số tài liệu", "trang nói"),
)
UNSEEN: Final = {
    "{dấu cách không ngắt}": "\xa0",
    "{rộng bằng không}": "\u200b",
    "{gạch nối mềm}": "\xad",
    "{đổi chiều}": "\u202e",
    "{ký tự rỗng}": "\x00",
}
WAYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "": {},
    "NFD": {},
    "đủ mọi từ": {"match": "all"},
    "bất kỳ từ nào": {"match": "any"},
    "đúng từng dấu": {"accents": "strict"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table; documents as they are named there."""

    line: int
    rule: str
    text: str
    way: str
    first: tuple[str, ...]
    not_first: tuple[str, ...]
    found: tuple[str, ...]
    not_found: tuple[str, ...]
    total: int | None
    said: str

    def __str__(self) -> str:
        return f"{self.line} {self.rule} [{self.text}]"

    @property
    def request(self) -> SearchRequest:
        """The search, with every hit on one page."""
        text = self.text
        for written, meant in UNSEEN.items():
            text = text.replace(written, meant)
        text = normalize("NFD", text) if self.way == "NFD" else text
        return SearchRequest(text=text, size=100, **WAYS[self.way])


def read_cases(path: Path = TABLE) -> list[Case]:
    """The cases of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert tuple(rows[0]) == COLUMNS
    return [_case(number, row) for number, row in enumerate(rows[1:], 2)]


def _case(line: int, row: list[str]) -> Case:
    rule, text, way, first, not_first, found, not_found, total, said = row
    return Case(
        line, rule, text, way,
        _names(first), _names(not_first), _names(found), _names(not_found),
        int(total) if total else None, said,
    )  # fmt: skip


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def named(name: str, documents: Iterable[Document]) -> str:
    """Key of the one document that is called `name`."""
    documents = list(documents)
    found = [each.key for each in documents if each.number == name] or [
        each.key for each in documents if name in each.title or name in each.id
    ]
    assert len(found) == 1, f"«{name}» names {len(found)} documents"
    return found[0]
