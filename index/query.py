"""What a person typed → an understood query. Any string is understood somehow; nothing raises.

`read` cuts the text into clauses by the operator table; `parse` decides about accents and about which words
must match; `relaxations` are the weaker readings tried when nothing is found. `index.trees` turns the
understood query into Whoosh query trees.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.analysis import tokenize
from index.results import Interpretation, Match
from index.text import display, has_marks

LONGEST_QUERY = 10_000
"""Characters of a query that are read."""
MOST_SYLLABLES = 64
"""Syllables of a query that are searched for."""
SHORT_QUERY = 4
"""Up to this many syllables, `auto` means that all words must match; a longer query is ranked by any."""
SHORTEST_PREFIX = 2
"""Letters that must stand before `*`."""

Kind = Literal["word", "phrase", "prefix"]
Sign = Literal["", "+", "-"]

OPERATORS = (
    ('"cụm từ"', "đúng cụm từ, các tiếng liền nhau theo thứ tự"),
    ("+từ", "bắt buộc phải có từ này"),
    ("-từ", "loại trừ tài liệu có từ này"),
    ("từ*", "mọi từ bắt đầu bằng những chữ này"),
    ("A HOẶC B, A OR B", "có từ này hoặc từ kia"),
    ("NOT từ", "như -từ"),
)
"""The operator table: how it is typed, what it means. The help page and `read` follow it."""

_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"') | {"−": "-", "–": "-", "—": "-", "＋": "+", "＊": "*"}
)
_PIECE = re.compile(r'(?P<sign>(?<!\S)[+-]+(?=[^\s+-]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_OPERATORS: dict[str, Literal["or", "and", "not"]] = {
    **dict.fromkeys(("OR", "HOẶC", "||", "|"), "or"),
    **dict.fromkeys(("AND", "VÀ", "&&"), "and"),
    "NOT": "not",
}
_PLAIN_IN_CAPITALS = {"HOẶC", "VÀ", "NOT"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to look for: its sign, kind, display text, and the group of alternatives it belongs to.

    Clauses with the same `group` are alternatives of each other (A OR B).
    """

    text: str
    kind: Kind = "word"
    sign: Sign = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """An understood query. `clauses` say what is looked for; `match` and `accented` say how."""

    text: str
    clauses: tuple[Clause, ...]
    match: Match
    accented: bool
    relaxed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for, so that every document is found."""
        return not any(tokenize(clause.text).starts for clause in self.clauses)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that are not excluded."""
        return tuple(clause for clause in self.clauses if clause.sign != "-")

    def interpretation(self) -> Interpretation:
        """How the query was understood, for the page."""
        return Interpretation(
            text=self.text,
            interpreted=_interpreted(self),
            match=self.match,
            relaxed=self.relaxed,
            notes=self.notes,
        )


def parse(text: str, *, match: Match = "auto") -> Query:
    """Understand `text`; never raises."""
    notes = []
    clean = display(text)[:LONGEST_QUERY].replace("\n", " ").strip()
    clauses, ignored = _bounded(read(clean))
    if ignored or len(text) > LONGEST_QUERY:
        notes.append(f"Câu tìm quá dài: chỉ tìm theo {MOST_SYLLABLES} tiếng đầu.")
    wanted = [clause for clause in clauses if clause.sign != "-"]
    syllables = sum(len(tokenize(clause.text)) for clause in wanted)
    if match == "auto":
        match = "all" if syllables <= SHORT_QUERY else "any"
    accented = any(has_marks(clause.text) for clause in wanted)
    return Query(text, tuple(clauses), match, accented, notes=tuple(notes))


def read(text: str) -> list[Clause]:
    """Cut a query into clauses by the operator table. Stray operators and quotes are plain text.

    >>> [clause.text for clause in read('"sở công thương" -báo')]
    ['sở công thương', 'báo']
    """
    text = text.translate(_QUOTES)
    return _read(text, _operators(text)) or _read(text, {})  # lone operators are words


def _operators(text: str) -> dict[str, Literal["or", "and", "not"]]:
    """The operators of a query. In one that is all capitals, Vietnamese words are loud words."""
    words = (word for word in text.split() if word not in _OPERATORS)
    if text.upper() != text or not any(word.isalpha() for word in words):
        return _OPERATORS
    return {word: meaning for word, meaning in _OPERATORS.items() if word not in _PLAIN_IN_CAPITALS}


def _read(text: str, operators: dict[str, Literal["or", "and", "not"]]) -> list[Clause]:
    clauses: list[Clause] = []
    group, joined, negated = 0, False, False
    for piece in _PIECE.finditer(text):
        meaning = None if piece["sign"] else operators.get(piece["word"])
        if meaning:
            joined = bool(clauses) if meaning == "or" else joined
            negated = negated or meaning == "not"
            continue
        clause = _clause(piece, negated=negated)
        if not tokenize(clause.text).starts:
            continue
        group = group if joined else group + 1
        clauses.append(replace(clause, group=group))
        joined = negated = False
    return clauses


def _clause(piece: re.Match[str], *, negated: bool) -> Clause:
    sign: Sign = "-" if negated or (piece["sign"] or "").endswith("-") else "+" if piece["sign"] else ""
    if piece["phrase"] is not None:
        return Clause(piece["phrase"].strip(), "phrase", sign)
    word = piece["word"].lstrip("+-")  # a sign in the middle of a word is none
    stem = word.rstrip("*")
    terms = tokenize(stem).terms() if stem != word else []
    if len(terms) == 1 and len(terms[0]) >= SHORTEST_PREFIX:
        return Clause(stem, "prefix", sign)
    return Clause(word, "word", sign)


def _bounded(clauses: Sequence[Clause]) -> tuple[list[Clause], bool]:
    """The clauses that fit in `MOST_SYLLABLES`, and whether any was left out or cut."""
    kept: list[Clause] = []
    room = MOST_SYLLABLES
    for clause in clauses:
        tokens = tokenize(clause.text)
        if len(tokens) > room:
            if room:
                kept.append(replace(clause, text=clause.text[: tokens.ends[room - 1]]))
            return kept, True
        kept.append(clause)
        room -= len(tokens)
    return kept, False


def relaxations(query: Query, *, match: Match) -> Iterable[Query]:
    """Weaker readings of a query that found nothing, one step at a time, each with a note that says so.

    Quotation marks, signs and an explicit `match=all` are never given up.
    """
    if query.accented:
        yield replace(
            query,
            accented=False,
            relaxed=True,
            notes=(*query.notes, "Không có tài liệu đúng từng dấu; đang tìm không phân biệt dấu."),
        )
    words = [clause for clause in query.clauses if clause.kind == "word" and not clause.sign]
    if query.match == "all" and match != "all" and sum(len(tokenize(word.text)) for word in words) > 1:
        note = "Không có tài liệu chứa đủ các từ; đang xếp tài liệu chứa nhiều từ nhất lên trước."
        yield replace(query, match="any", relaxed=True, notes=(*query.notes, note))
        if query.accented:
            note = "Không có tài liệu chứa đủ các từ; đang tìm từng từ, không phân biệt dấu."
            yield replace(query, match="any", accented=False, relaxed=True, notes=(*query.notes, note))


def _interpreted(query: Query) -> str:
    """The query written back in its own language, as it was understood."""
    written = ""
    group = 0
    either = " OR " if query.text.upper() == query.text else " HOẶC "  # HOẶC among capitals is a word
    for clause in query.clauses:
        text = f'"{clause.text}"' if clause.kind == "phrase" else clause.text
        text += "*" if clause.kind == "prefix" else ""
        between = either if clause.group == group else " "
        written += (between if written else "") + clause.sign + text
        group = clause.group
    return written
