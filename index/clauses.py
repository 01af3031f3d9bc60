"""What a query is made of once it is read: clauses, and how they are written back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from index.operators import BY_KEY, FILTERS
from index.periods import Days, written

Kind = Literal["word", "phrase", "prefix", "range"]
Sign = Literal["", "+", "-"]
OPEN: Final[Days] = (None, None)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to look for: its sign, kind and display text, and where it stands among alternatives.

    Clauses of one `group` are alternatives: all clauses of one `option` of it, or all of another (A OR B).
    `field` is the key of a field (`index.operators.FIELDS`), or `""` for the whole text. A facet's clause
    carries the archive's `values` that it means, a time's its `days`.
    """

    text: str
    kind: Kind = "word"
    sign: Sign = ""
    group: int = 0
    option: int = 0
    field: str = ""
    values: tuple[str, ...] = ()
    days: Days = OPEN

    @property
    def filters(self) -> bool:
        """Whether documents are filtered by it rather than looked for in their texts."""
        return self.field in FILTERS

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of a range."""
        first, last = map(int, self.text.split("..")) if self.kind == "range" else (1, 0)
        return tuple(str(number) for number in range(first, last + 1))

    @property
    def plain(self) -> bool:
        """Whether it is a word as any text has it: no sign, no field, no operator."""
        return self.kind == "word" and not self.sign and not self.field


def write(clauses: Sequence[Clause], *, either: str = " HOẶC ") -> str:
    """The clauses in the query language."""
    clauses = [*map(_closed, clauses, clauses[1:]), *clauses[-1:]]
    groups = [list(found) for _, found in groupby(clauses, key=lambda clause: clause.group)]
    pieces = []
    for place, group in enumerate(groups):
        beside = [
            other[0].plain for other in (*groups[max(place - 1, 0) : place], *groups[place + 1 : place + 2])
        ]
        pieces.append(_write_group(group, either, apart=any(beside)))
    return " ".join(pieces)


def _closed(clause: Clause, following: Clause) -> Clause:
    """A text's field in brackets where the words after it are not its own."""
    takes_words = clause.field and clause.kind == "word" and BY_KEY[clause.field].takes == "text"
    unquoted = following.kind != "phrase" and not (following.sign or following.field)
    return replace(clause, text=f"({clause.text})") if takes_words and unquoted else clause


def _write_group(group: Sequence[Clause], either: str, *, apart: bool) -> str:
    options = [list(found) for _, found in groupby(group, key=lambda clause: clause.option)]
    if len(options) == 1:
        return " ".join(_write_clause(clause) for clause in group)
    bracketed = apart or any(len(option) > 1 for option in options)
    return either.join(_write_option(option, bracketed=bracketed) for option in options)


def _write_option(option: Sequence[Clause], *, bracketed: bool) -> str:
    text = " ".join(map(_write_clause, option))
    return f"({text})" if bracketed and (len(option) > 1 or option[0].plain) else text


def _write_clause(clause: Clause) -> str:
    if clause.field == "date":
        text = written(clause.days)
        return " ".join(clause.sign + part for part in text.split(" "))
    text = f'"{clause.text}"' if clause.kind == "phrase" else clause.text
    text += "*" if clause.kind == "prefix" and not clause.field else ""
    if clause.field and clause.kind == "word":
        text = f"({text})" if len(text.split()) > 1 and not text.startswith("(") else text
    return clause.sign + "".join(_name(clause)) + text


def _name(clause: Clause) -> Iterator[str]:
    if clause.field:
        yield f"{BY_KEY[clause.field].names[0]}:"
