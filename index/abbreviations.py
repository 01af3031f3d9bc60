"""Abbreviations and what they stand for, both ways: UBND ↔ ủy ban nhân dân.

The bundled table is `abbreviations.txt`; an archive may give lines of its own in the same form. A form with
several meanings, or one that is also a word, is understood only beside the words that its line names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from index.analysis import tokenize
from index.spelling import FOLDED_SYLLABLES
from index.text import fold, has_marks

Terms = tuple[str, ...]

BUNDLED: Final = Path(__file__).with_name("abbreviations.txt")
LONGEST_LINE: Final = 400
"""Characters of a line of a table."""
MOST_FORMS: Final = 4
"""Other forms that are looked for in place of one."""

_ALWAYS, _NEVER, _NUMBER = "luôn", "không", "số"
_SHORTEST = 3
"""Letters of an abbreviation that says enough by itself to be looked for when its meaning is typed."""


class AbbreviationError(ValueError):
    """A line of a table cannot be used; the message (Vietnamese) names the line and says what is expected."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One line of a table. `beside` and `beside_full`: folded syllables one of which must stand next to it.

    An empty `beside` asks for nothing; `beside_full` may be `None`, the rule of `_SHORTEST`.
    """

    full: str
    short: tuple[str, ...]
    beside: frozenset[str] = frozenset()
    beside_full: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms from number `first` until `after` of a text: other `forms` that may stand for them.

    `full` is what they mean, written out.
    """

    first: int
    after: int
    forms: tuple[str, ...]
    full: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One written form of an abbreviation or of its meaning."""

    abbreviation: Abbreviation
    text: str
    is_short: bool
    loud: bool  # only when written in capitals


class Abbreviations:
    """A table of abbreviations, ready to be looked up. Immutable."""

    def __init__(self, table: Iterable[Abbreviation] = ()) -> None:
        self.table: Final = tuple(table)
        self._exact: dict[Terms, list[_Form]] = {}
        self._folded: dict[Terms, list[_Form]] = {}
        for form in _forms(self.table):
            tokens = tokenize(form.text)
            self._exact.setdefault(tuple(tokens.terms()), []).append(form)
            if not form.loud:
                self._folded.setdefault(tuple(tokens.terms(fold(tokens.text))), []).append(form)
        self._longest = max(map(len, self._exact), default=0)
        short = [form for form in _forms(self.table) if form.is_short and not form.loud]
        self.signs = frozenset(_sign(form.text) for form in short)
        """Folded terms, one of each form that `written_out` writes out: a text without any stays as it is."""

    def extended(self, table: Iterable[Abbreviation]) -> "Abbreviations":
        """This table with more lines. What they abbreviate means only what they say."""
        own = tuple(table)
        taken = {_terms(short) for each in own for short in each.short}
        kept = []
        for each in self.table:
            short = tuple(form for form in each.short if _terms(form) not in taken)
            if short:
                kept.append(Abbreviation(each.full, short, each.beside, each.beside_full))
        return Abbreviations([*kept, *own])

    def readings(
        self, terms: Sequence[str], *, accented: bool, capitals: Sequence[bool] = ()
    ) -> Iterator[Reading]:
        """What else the terms of a query may be called, from left to right, the longest, not overlapping.

        `terms` are index terms (folded ones unless `accented`); `capitals` says which are typed in capitals.
        """
        known = self._exact if accented else self._folded
        place = 0
        while place < len(terms):
            found = self._at(place, terms, known, capitals) or self._loud_at(place, terms, capitals)
            if found:
                yield found
            place = found.after if found else place + 1

    def written_out(self, text: str) -> str:
        """`text` with its abbreviations written out.

        >>> bundled().written_out("UBND TP Hải Phòng")
        'ủy ban nhân dân thành phố Hải Phòng'
        """
        tokens = tokenize(text)
        accented = has_marks(text)
        terms = tokens.terms() if accented else tokens.terms(fold(tokens.text))
        pieces, end = [], 0
        for reading in self.readings(terms, accented=accented):
            pieces += [text[end : tokens.starts[reading.first]], reading.full]
            end = tokens.ends[reading.after - 1]
        return "".join([*pieces, text[end:]])

    def _loud_at(self, place: int, terms: Sequence[str], capitals: Sequence[bool]) -> Reading | None:
        """A form that is also a syllable, in a query without marks: as it is written, in capitals."""
        forms = self._exact.get((terms[place],), [])
        loud = [form for form in forms if form.loud]
        return self._at(place, terms, {(terms[place],): loud}, capitals) if loud else None

    def _at(
        self, place: int, terms: Sequence[str], known: dict[Terms, list[_Form]], capitals: Sequence[bool]
    ) -> Reading | None:
        for after in range(min(len(terms), place + self._longest), place, -1):
            candidates = known.get(tuple(terms[place:after]), ())
            if not candidates:
                continue
            neighbours = {
                fold(term) for term in (*terms[max(place - 1, 0) : place], *terms[after : after + 1])
            }
            loud = bool(capitals) and all(capitals[place:after])
            meant = [form for form in candidates if _holds(form, neighbours) and (loud or not form.loud)]
            if meant:
                chosen = [form for form in meant if form.abbreviation.beside] or meant
                return _reading(place, after, chosen, neighbours)
        return None


def _forms(table: Iterable[Abbreviation]) -> Iterator[_Form]:
    for each in table:
        yield _Form(each, each.full, is_short=False, loud=False)
        for short in each.short:
            yield _Form(each, short, is_short=True, loud=_is_syllable(short))


def _terms(text: str) -> Terms:
    return tuple(tokenize(text).terms())


def _sign(short: str) -> str:
    """A term of `short` (folded), one that is no syllable if there is such a one: `bộ gd đt` → `gd`."""
    terms = [fold(term) for term in _terms(short)]
    return next((term for term in terms if term not in FOLDED_SYLLABLES), terms[0])


def _is_syllable(short: str) -> bool:
    """Whether it may be a word too (`CA`, `EU`): a person who means the abbreviation writes capitals."""
    return "".join(fold(term) for term in _terms(short)) in FOLDED_SYLLABLES


def _holds(form: _Form, neighbours: set[str]) -> bool:
    """Whether a form that was typed is meant, beside these neighbours."""
    return not form.is_short or not form.abbreviation.beside or _beside(form.abbreviation.beside, neighbours)


def _beside(wanted: frozenset[str], neighbours: set[str]) -> bool:
    if _NUMBER in wanted and any(term == "so" or any(map(str.isdigit, term)) for term in neighbours):
        return True
    return not wanted.isdisjoint(neighbours)


def _reading(first: int, after: int, typed: Sequence[_Form], neighbours: set[str]) -> Reading | None:
    written = {_terms(form.text) for form in typed}
    forms: dict[Terms, str] = {}
    for form in typed:
        if form.is_short:
            forms.setdefault(_terms(form.abbreviation.full), form.abbreviation.full)
        for short in form.abbreviation.short:
            if _sought(form.abbreviation, short, neighbours):
                forms.setdefault(_terms(short), short)
    others = [text for terms, text in forms.items() if terms not in written]
    full = typed[0].abbreviation.full
    return Reading(first, after, tuple(others[:MOST_FORMS]), full) if others else None


def _sought(abbreviation: Abbreviation, short: str, neighbours: set[str]) -> bool:
    """Whether `short` is looked for where another form was typed."""
    wanted = abbreviation.beside_full
    if _is_syllable(short):
        return False  # the index knows no capitals: `CA` is `ca` there
    if wanted is None:
        long = sum(len(term) for term in _terms(short)) >= _SHORTEST
        return long or _beside(frozenset({_NUMBER}), neighbours)
    return _ALWAYS in wanted or (_NEVER not in wanted and _beside(wanted, neighbours))


def read_table(path: Path) -> tuple[Abbreviation, ...]:
    """The lines of a table. Raises AbbreviationError for a line that cannot be used, and OSError."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise AbbreviationError("tệp phải là văn bản UTF-8") from error
    found = (_line(number, line) for number, line in enumerate(lines, 1))
    return tuple(each for each in found if each is not None)


def _line(number: int, line: str) -> Abbreviation | None:
    if not line.strip() or line.startswith("#"):
        return None
    full, short, *contexts = (part.strip() for part in f"{line} |".split("|"))
    forms = tuple(form.strip() for form in short.split(", ") if _terms(form))
    if len(line) > LONGEST_LINE or len(contexts) > 3 or not _terms(full) or not forms:
        raise AbbreviationError(
            f"dòng {number}: cần dạng «viết đầy đủ | VIẾT TẮT, … | đứng cạnh | đứng cạnh»"
        )
    beside, beside_full = (*map(_context, contexts), frozenset[str](), frozenset[str]())[:2]
    return Abbreviation(full, forms, beside, beside_full or None)


def _context(text: str) -> frozenset[str]:
    words = {word.strip() for word in text.split(",")} - {""}
    special = words & {_ALWAYS, _NEVER, _NUMBER}
    return frozenset(special | {fold(term) for word in words - special for term in _terms(word)})


@cache
def bundled() -> Abbreviations:
    """The table that comes with the project."""
    return Abbreviations(read_table(BUNDLED))
