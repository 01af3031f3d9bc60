"""The head of an official document typed as text: `NGHỊ ĐỊNH` over what it is about, its number and date.

Decree 30/2020/NĐ-CP lays down this head; texts that come without metadata still have it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.sources.dates import Moment, found
from archive.sources.prose import tidy
from archive.sources.vocabulary import TYPES, bare, type_name
from index.text import fold, normalise

_HEAD, _FOOT = 60, 8  # lines in which a head stands, and a date beside the signature
_NUMBER = re.compile(
    r"(?:^|\s)Số\s*:\s*(\d[\w.]{0,12}(?:/\d{4})?\s?[/-]\s?[\w&]{1,12}(?:\s?-\s?[\w&]{1,12}){0,3})"
)
_PLACE_AND_DATE = re.compile(r"[^\W\d_],\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}[.)]?$")
_END_OF_SUBJECT = re.compile(
    r"(?:Căn |Theo |Xét|Thực hiện|Kính gửi|Chương|Điều|Số\s*:|CHƯƠNG|ĐIỀU|[-–_=]{3,})"
)
_MOTTO = ("cong hoa xa hoi", "doc lap", "dang cong san viet nam")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a head says; empty parts are `""` or None. `subject` is the title without the type."""

    type: str = ""
    subject: str = ""
    number: str = ""
    published: Moment | None = None

    @property
    def title(self) -> str:
        """Type and subject as one title: `Nghị định về công tác văn thư`; `""` without a type."""
        return f"{self.type} {self.subject[:1].lower()}{self.subject[1:]}".strip()


def letterhead(lines: Sequence[str]) -> Letterhead:
    """The head in the first lines of a text (display text, marks of Markdown already gone)."""
    head = [line for line in map(tidy, lines[:_HEAD]) if line]
    kind, subject = _subject(head)
    number = next((_spaceless(match[1]) for line in head if (match := _NUMBER.search(line))), "")
    return Letterhead(kind, subject, number, _dated([*head, *map(tidy, lines[_HEAD:][-_FOOT:])]))


def _dated(lines: Sequence[str]) -> Moment | None:
    """The date of a line that is a place and a date: `Hà Nội, ngày 26 tháng 6 năm 2026`."""
    short = (line.strip("*_ ") for line in lines if len(line) < 120)
    return next((found(line[at.start() :]) for line in short if (at := _PLACE_AND_DATE.search(line))), None)


def _spaceless(number: str) -> str:
    return re.sub(r"\s", "", number)


def _subject(head: Sequence[str]) -> tuple[str, str]:
    """A line that is a type's name alone, and the lines under it that say what it is about."""
    for place, line in enumerate(head):
        if line.isupper() and bare(line) in TYPES:
            return type_name(line), _about(head[place + 1 :])
    return "", ""


def _about(lines: Sequence[str]) -> str:
    """The lines of a subject as one; a subject in capitals as a sentence."""
    taken: list[str] = []
    for line in lines[:6]:
        if _END_OF_SUBJECT.match(line) or is_motto(line) or sum(map(len, taken)) > 300:
            break
        taken.append(line)
    about = " ".join(taken)
    return about.capitalize() if about.isupper() else about


def is_motto(line: str) -> bool:
    """Whether `line` is the state's name or motto, which heads every document and names none."""
    return fold(normalise(line)).lstrip("*_ ").startswith(_MOTTO)
