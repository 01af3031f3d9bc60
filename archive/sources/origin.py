"""Where a document came from, and what is said when it cannot be taken: the values every source shares."""

from collections.abc import Callable
from dataclasses import dataclass, field

from index.document import Document

SOURCES_VERSION = 2
"""Bumped when parsing changes, so that bytes the archive already holds are parsed anew.

1: the first parsers.
2: TCVN3, VNI, VISCII and VIQR are read, as bytes and misread.
"""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes a single document may have: a file, a line, a row."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from.

    `path` is as the person gave it (`-` for standard input), `line` counts from 1 in files of many
    documents and is None otherwise. `format` (`page`, `text`, `markdown`, `html`, `jsonl`, `csv`) and
    `encoding` (`utf-8`, `utf-16-le`, `windows-1258`, `tcvn3`, …) are `""` while unknown; text that a program
    misread before it was saved has both names, `utf-8+tcvn3`.
    """

    path: str
    line: int | None = None
    format: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is no document: where it is, and a Vietnamese sentence saying why and what to do."""

    path: str
    line: int | None
    reason: str


class SourceError(Exception):
    """A candidate that cannot become a document; `reason` is a Vietnamese sentence that says what to do."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = path
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, dòng {self.line}"
        return f"{where}: {self.reason}"

    @property
    def refusal(self) -> Refusal:
        """The same as a plain value, for counting and reports."""
        return Refusal(self.path, self.line, self.reason)


class UnreadableError(ValueError):
    """Bytes or values that hold no document; its message is a Vietnamese sentence saying what to do.

    Raised by the formats, which know no paths; `Candidate.parse` adds where.
    """


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document read from a source.

    `origin` has its format and encoding. `notes` are Vietnamese sentences about what was decided on the
    way (an encoding detected, a title that belongs elsewhere): the document is good, a person may care.
    """

    document: Document
    origin: Origin
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Bytes that may be a document, cheap to make and not looked into yet.

    `raw` is the whole file, or the one line of JSON Lines, or a CSV row under its header row. `fallback_id`
    is the id the document gets when it does not carry one. Equal `raw` and `fallback_id` give an equal
    document under one `SOURCES_VERSION`.
    """

    raw: bytes = field(repr=False)
    origin: Origin
    fallback_id: str
    parser: "Parser" = field(repr=False, compare=False)

    def parse(self) -> Parsed:
        """The document these bytes hold.

        Raises `SourceError` when they hold none.
        """
        try:
            return self.parser(self)
        except UnreadableError as error:
            raise SourceError(self.origin.path, self.origin.line, str(error)) from error


Parser = Callable[[Candidate], Parsed]
