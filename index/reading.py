"""Query text → clauses, by the tables of `index.operators`. Any text is read somehow; nothing raises.

    'cơ quan:"Sở Y tế" hội nghị -báo'  →  issuer = Sở Y tế · hội · nghị · not báo

What is ignored or not taken as it was written is said in `Read.notes`.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.analysis import tokenize
from index.clauses import Clause
from index.joining import Unit, joined
from index.known import MOST_VALUES, Known
from index.operators import JOINTS, Field, Joint
from index.periods import Days, after, before, span
from index.pieces import Piece, is_loud, joints_of, pieces, plain_signs

SHORTEST_PREFIX: Final = 2
"""Letters that must stand before `*`."""
MOST_NUMBERS: Final = 100
"""Numbers that a range may stand for."""
LONGEST_VALUE: Final = 12
"""Words of an unquoted value that are tried as a facet's value or a time."""
MOST_FIELDS: Final = 20
"""Fields that one query may name."""
MOST_IN_RANGES: Final = 500
"""Numbers that all ranges of one query may stand for together (about 0.1 s over 41,052 documents)."""

_RANGE = re.compile(r"(\d{1,9})\.\.(\d{1,9})", re.ASCII)
_OF_NUMBERS = re.compile(r"[\w/.&-]+")
_LOOKS_LIKE_FIELD = re.compile(r"([^\W\d_]{2,20}):(?=[^\W_])")

_Found = tuple[Clause, int]
"""A field's clause, and how many of the words tried belong to it."""


@dataclass(frozen=True, slots=True)
class Read:
    """The clauses of a query, in order, numbered by group. `strict` says that VÀ asks for all words."""

    clauses: tuple[Clause, ...]
    notes: tuple[str, ...] = ()
    strict: bool = False


def read(text: str, known: Known | None = None) -> Read:
    """Cut a query (display text) into clauses. Stray operators and quotes are plain text.

    >>> [clause.text for clause in read('"sở công thương" -báo').clauses]
    ['sở công thương', 'báo']
    """
    text = plain_signs(text)
    known = known or Known()
    found = _read(text, joints_of(text), known)
    return found if found.clauses else _read(text, {}, known)  # lone operators are words


def _read(text: str, joints: Mapping[str, Joint], known: Known) -> Read:
    reader = _Reader(list(pieces(text, joints)), known, joints_of(text))
    units = list(reader.units())
    clauses = joined(units, reader.notes, loud=is_loud(text))
    if "and" in units:
        reader.notes.append("«VÀ»: chỉ lấy tài liệu có đủ các từ.")
    return Read(tuple(clauses), tuple(dict.fromkeys(reader.notes)), "and" in units)


class _Reader:
    """Goes over the pieces of one query and gives every field its value."""

    def __init__(self, found: Sequence[Piece], known: Known, joints: Collection[str]) -> None:
        self._pieces = found
        self._known = known
        self._joints = joints
        self._place = 0
        self._fields = 0
        self._numbers = 0
        self.notes: list[str] = []

    def units(self) -> Iterator[Unit]:
        """Clauses without numbers, joining words and marks, in order."""
        while self._place < len(self._pieces):
            piece = self._pieces[self._place]
            self._place += 1
            if piece.joint:
                yield piece.joint
            elif piece.kind == "mark":
                yield "(" if piece.text == "(" else ")" if piece.text == ")" else ","
            elif piece.field:
                yield from self._named(piece, piece.field)
            else:
                yield from self._clause(piece)

    def _clause(self, piece: Piece) -> Iterator[Clause]:
        phrase = piece.kind == "phrase"
        clause = Clause(piece.text, "phrase", piece.sign) if phrase else self._word(piece)
        if tokenize(clause.text).starts:
            yield clause

    def _word(self, piece: Piece) -> Clause:
        word = piece.text.lstrip("+-:(").rstrip(":")  # a sign in the middle of a word is none
        word = word.lower() if word in self._joints else word  # what joins nothing here is a word, written so
        if numbers := self._range(word):
            return Clause(numbers, "range", piece.sign)
        if found := _LOOKS_LIKE_FIELD.match(word):
            self.notes.append(f"«{found[1]}:» không phải tên trường tìm kiếm; đã tìm như từ thường.")
        stem = word.rstrip("*")
        terms = tokenize(stem).terms() if stem != word else []
        if len(terms) == 1 and len(terms[0]) >= SHORTEST_PREFIX:
            return Clause(stem, "prefix", piece.sign)
        if "*" in word and tokenize(word).starts:
            self.notes.append(
                f"Dấu * chỉ dùng được sau ít nhất {SHORTEST_PREFIX} chữ cái đầu của một tiếng; đã bỏ qua."
            )
        return Clause(word, "word", piece.sign)

    def _range(self, word: str) -> str:
        """A range of numbers, the smaller first; `""` when `word` is none, or too long a one."""
        found = _RANGE.fullmatch(word)
        if not found:
            return ""
        first, last = sorted((int(found[1]), int(found[2])))
        if last - first >= MOST_NUMBERS:
            self.notes.append(f"«{word}» có hơn {MOST_NUMBERS} số; đã tìm như từ thường.")
            return ""
        self._numbers += last - first + 1
        if self._numbers > MOST_IN_RANGES:
            self.notes.append(f"Các khoảng có hơn {MOST_IN_RANGES} số; phần sau đã tìm như từ thường.")
            return ""
        return f"{first}..{last}"

    # Fields

    def _named(self, piece: Piece, field: Field) -> Iterator[Unit]:
        """A field with its value: in quotes, in brackets (several with HOẶC), or the words that follow."""
        self._fields += 1
        if self._fields > MOST_FIELDS:
            self.notes.append(f"Chỉ đọc {MOST_FIELDS} trường đầu; phần sau đã tìm như từ thường.")
            yield from self._literal(piece, field)
            return
        values = self._given()
        if not values:
            words = [each.text for each in self._run()]
            found = self._value(field, words, whole=False)
            self._place += found[1] if found else 0
            yield from [replace(found[0], sign=piece.sign)] if found else self._literal(piece, field)
        for number, (words, exact) in enumerate(values):
            if number:
                yield "or"
            found = self._value(field, words, whole=True, exact=exact)
            if found:
                yield replace(found[0], sign=piece.sign)
            else:
                yield from self._clause(Piece(" ".join(words), "phrase", piece.sign))

    def _given(self) -> list[tuple[list[str], bool]]:
        """The values that follow in quotes or brackets, which are then read: (words, whether quoted)."""
        following = self._pieces[self._place] if self._place < len(self._pieces) else Piece()
        if following.kind == "phrase":
            self._place += 1
            return [([following.text], True)]
        if following != Piece("(", "mark"):
            return []
        values: list[list[Piece]] = [[]]
        self._place += 1
        while self._place < len(self._pieces):
            piece = self._pieces[self._place]
            self._place += 1
            if piece.text == ")" and piece.kind == "mark":
                break
            if piece.joint == "or":
                values.append([])
            elif piece.kind in ("word", "phrase"):
                values[-1].append(piece)
        return [([each.text for each in value], value[0].kind == "phrase") for value in values if value]

    def _run(self) -> list[Piece]:
        """The plain words that follow, which are not yet read."""
        end = self._place
        while end < len(self._pieces) and self._pieces[end].plain:
            end += 1
        return list(self._pieces[self._place : end])

    def _literal(self, piece: Piece, field: Field) -> Iterator[Unit]:
        """A field without a value that it could take: its name is a word too, but for a facet's."""
        if piece.sign:
            following = self._run()[:1]
            self._place += len(following)
            yield from (unit for each in following for unit in self._clause(replace(each, sign=piece.sign)))
        elif field.takes != "facet":
            yield from (Clause(word) for word in piece.text.rstrip(": ").split() if tokenize(word).starts)

    def _value(
        self, field: Field, words: Sequence[str], *, whole: bool, exact: bool = False
    ) -> _Found | None:
        """The clause of a field from the `words` after it: all of them if `whole`, a phrase if `exact`."""
        if not any(tokenize(word).starts for word in words):
            return None
        if field.takes == "text":
            return _text(field, words, exact=exact)
        if field.takes == "name":
            return _name(field, words, whole=whole)
        if field.takes == "number":
            return self._number(field, words)
        tried = [len(words)] if whole else range(min(len(words), LONGEST_VALUE), 0, -1)
        texts = [(" ".join(words[:used]).rstrip(",; "), used) for used in tried]
        return self._facet(field, texts) if field.takes == "facet" else self._days(field, texts)

    def _number(self, field: Field, words: Sequence[str]) -> _Found | None:
        """A document number, its beginning, or a range."""
        word = "".join(_OF_NUMBERS.findall(words[0]))
        if not any(map(str.isdigit, word)):
            self.notes.append(f"«{field.names[0]}:» cần một số hiệu như 45/NQ-TW; đã tìm như từ thường.")
            return None
        numbers = self._range(word) if field.key == "number" else ""
        return Clause(numbers or word, "range" if numbers else "word", field=field.key), 1

    def _facet(self, field: Field, texts: Sequence[tuple[str, int]]) -> _Found | None:
        """A facet's values: what is called as the longest beginning of the words, else what has it."""
        longest = texts[0][1]
        for find in (self._known.called, self._known.containing):
            for text, used in texts:
                if find == self._known.containing and used < longest and self._known.syllables(text) < 2:
                    continue  # one syllable of several is in too many names
                if values := find(field.key, text):
                    self._say_values(field, text, values)
                    return Clause(text, "phrase", field=field.key, values=values), used
        self.notes.append(
            f"Bộ lọc «{field.names[0]}» không có giá trị «{texts[0][0]}»; đã tìm như từ thường."
        )
        return None

    def _say_values(self, field: Field, text: str, values: Sequence[str]) -> None:
        if len(values) > 1:
            more = f" và {len(values) - 3} giá trị khác" if len(values) > 3 else ""
            more += f" (chỉ lấy {MOST_VALUES} giá trị đầu)" if len(values) == MOST_VALUES else ""
            self.notes.append(f"«{field.names[0]}:{text}» được hiểu là {', '.join(values[:3])}{more}.")

    def _days(self, field: Field, texts: Sequence[tuple[str, int]]) -> _Found | None:
        """A time: the longest beginning of the words that is one."""
        for text, used in texts:
            days = span(text, quarter=field.key == "quarter")
            if days and (bound := _bounded(days, field)):
                return Clause(text, field="date", days=bound), used
        self.notes.append(
            f"«{field.names[0]}:» cần thời gian như 30/06/2021, 6/2021 hoặc 2021; đã tìm như từ thường."
        )
        return None


def _text(field: Field, words: Sequence[str], *, exact: bool) -> _Found | None:
    """Words to be found in one of the texts; joining words in brackets are none."""
    parts = words if exact else [part for word in words for part in word.split()]
    kept = [part for part in parts if tokenize(part).starts and (exact or part not in JOINTS)]
    text = " ".join(kept).rstrip(",; ")
    return (Clause(text, "phrase" if exact else "word", field=field.key), len(words)) if text else None


def _name(field: Field, words: Sequence[str], *, whole: bool) -> _Found:
    """A person's name: what follows, as long as it has capitals if it begins with one."""
    used = len(words)
    if not whole and words[0][:1].isupper():
        used = next((n for n, word in enumerate(words) if not word[:1].isupper()), used)
    return Clause(" ".join(words[:used]), "phrase", field=field.key), used


def _bounded(days: Days, field: Field) -> Days | None:
    """The days that a field asks for; None where its side of `days` is open."""
    first, last = days
    wanted: Days | None = None if field.bound else days
    if field.bound == "before" and first:
        wanted = (None, before(first))
    elif field.bound == "since" and first:
        wanted = (first, None)
    elif field.bound == "after" and last:
        wanted = (after(last), None)
    elif field.bound == "until" and last:
        wanted = (None, last)
    return wanted
