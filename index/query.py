"""What a person typed → an understood query. Any string is understood somehow; nothing raises.

`index.reading` cuts the text into clauses; `parse` decides about accents, about which words must match, and
what else they may be called; `relaxations` are the weaker readings tried when nothing is found. `index.trees`
turns the understood query into Whoosh query trees.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from index.abbreviations import Abbreviations
from index.analysis import tokenize
from index.clauses import Clause, write
from index.dates import times
from index.known import Known
from index.numbers import Number, numbers_in
from index.periods import Days, narrowed, written
from index.pieces import is_loud, plain_signs
from index.reading import read
from index.results import Accents, Interpretation, Match
from index.text import display, fold, has_marks, normalise

LONGEST_QUERY = 10_000
"""Characters of a query that are read."""
MOST_SYLLABLES = 64
"""Syllables of a query that are searched for."""
SHORT_QUERY = 4
"""Up to this many syllables, `auto` means that all words must match, but for a question; a longer query is
ranked by any."""

# How a question ends that has no question mark.
_ASKING = frozenset(
    normalise(words)
    for words in (
        "là gì",
        "là ai",
        "làm gì",
        "ở đâu",
        "bao nhiêu",
        "bao lâu",
        "bao giờ",
        "khi nào",
        "thế nào",
    )
)
_ASKING_BARE = frozenset(map(fold, _ASKING))
_LONGEST_ASKING = 100


@dataclass(frozen=True, slots=True)
class Alternative:
    """Other forms of what the clauses from number `first` until `after` say together.

    Where they say a time, documents that were published on its `days` are meant too.
    """

    first: int
    after: int
    forms: tuple[str, ...]
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """An understood query. `clauses` say what is looked for; `match` and `accented` say how.

    `alternatives` are abbreviations and what they stand for, and times; `numbers` the document numbers in it.
    `strict` says that a word without marks means the word without marks.
    """

    text: str
    clauses: tuple[Clause, ...]
    match: Match
    accented: bool
    relaxed: bool = False
    notes: tuple[str, ...] = ()
    strict: bool = False
    alternatives: tuple[Alternative, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for, so that every document is found."""
        return not self.clauses

    @property
    def named(self) -> bool:
        """Whether it names a field: then its text is more than words."""
        return any(clause.field for clause in self.clauses)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that are looked for in texts: neither excluded nor filters."""
        return tuple(clause for clause in self.clauses if clause.sign != "-" and not clause.filters)

    @property
    def days(self) -> tuple[Days, ...]:
        """Spans of days, in any of which a document was published; none when the query names no time."""
        return days_of(self.clauses)

    @property
    def other_days(self) -> tuple[Days, ...]:
        """Spans of days, in none of which a document was published."""
        return tuple(each.days for each in self.clauses if each.field == "date" and each.sign == "-")

    def interpretation(self) -> Interpretation:
        """How the query was understood, for the page."""
        # HOẶC among capitals is a word.
        either = " OR " if is_loud(plain_signs(_shown(self.text))) else " HOẶC "
        return Interpretation(
            text=self.text,
            interpreted=write(self.clauses, either=either),
            match=self.match,
            relaxed=self.relaxed,
            notes=self.notes,
        )


def parse(
    text: str, *, match: Match = "auto", accents: Accents = "auto", known: Known | None = None
) -> Query:
    """Understand `text`, with what the archive knows; never raises."""
    known = known or Known()
    clean = _shown(text)[:LONGEST_QUERY].replace("\n", " ").strip()
    found = read(clean, known)
    clauses, cut = _bounded(found.clauses)
    notes = list(found.notes)
    if cut or len(text) > LONGEST_QUERY:
        notes.append(f"Câu tìm quá dài: chỉ tìm theo {MOST_SYLLABLES} tiếng đầu.")
    if match == "auto":
        short = _length(clauses) - _spared(clauses) <= SHORT_QUERY and not _asks(clean)
        match = "all" if found.strict or short else "any"
    wanted = [clause for clause in clauses if clause.sign != "-" and not clause.filters]
    accented = any(has_marks(clause.text) for clause in wanted)
    loud = is_loud(plain_signs(clean))
    alternatives = tuple(_alternatives(clauses, known.abbreviations, accented=accented, loud=loud))
    if alternatives:
        notes.append(_also(clauses, alternatives))
    said = tuple(_times(clauses, alternatives))
    notes += [_published_then(clauses, each) for each in said]
    if any(first and last and first > last for first, last in days_of(clauses)):
        notes.append("Các mốc thời gian trong câu tìm loại trừ nhau, nên không có tài liệu nào.")
    return Query(
        text,
        tuple(clauses),
        match,
        accented or accents == "strict",
        notes=tuple(notes),
        strict=accents == "strict",
        alternatives=(*alternatives, *said),
        numbers=numbers_in(wanted, known, accented=accented),
    )


def _shown(text: str) -> str:
    """The display text of as much of `text` as can matter: a decomposed letter has up to three characters."""
    return display(text[: 4 * LONGEST_QUERY])


def _asks(text: str) -> bool:
    """Whether `text` is a question: no document need have the words that ask.

    >>> _asks("Hội nghị là gì"), _asks("hội nghị sơ kết")
    (True, False)
    """
    last = " ".join(tokenize(text[-_LONGEST_ASKING:]).terms()[-2:])
    return text.rstrip().endswith("?") or last in _ASKING or (not has_marks(text) and last in _ASKING_BARE)


def days_of(clauses: Sequence[Clause]) -> tuple[Days, ...]:
    """Spans of days that the times among `clauses` allow: any of the periods, within all the bounds."""
    asked = [each.days for each in clauses if each.field == "date" and each.sign != "-"]
    bounds = [days for days in asked if None in days]
    return narrowed([days for days in asked if None not in days], bounds)


def _length(clauses: Sequence[Clause]) -> int:
    """Syllables that a document must have to have all of a query: of alternatives the longest counts."""
    wanted = [clause for clause in clauses if clause.sign != "-" and not clause.filters]
    total = 0
    for _, group in groupby(wanted, key=lambda clause: clause.group):
        options = groupby(group, key=lambda clause: clause.option)
        total += max(sum(len(tokenize(clause.text)) for clause in option) for _, option in options)
    return total


def _spared(clauses: Sequence[Clause]) -> int:
    """Syllables that do not count because they say one thing: all but one of each time."""
    said = times(_plain(clauses))
    return sum(_length(clauses[time.first : time.after]) - 1 for time in said)


def _plain(clauses: Sequence[Clause]) -> list[str]:
    """The words among `clauses`, in which a time may be said; what is no such word is empty."""
    return [clause.text if clause.plain and not clause.option else "" for clause in clauses]


def _bounded(clauses: Sequence[Clause]) -> tuple[list[Clause], bool]:
    """The clauses that fit in `MOST_SYLLABLES`, and whether any was left out or cut."""
    kept: list[Clause] = []
    room = MOST_SYLLABLES
    for clause in clauses:
        tokens = tokenize(clause.text)
        if len(tokens) > room:
            if room and not clause.filters:
                kept.append(replace(clause, text=clause.text[: tokens.ends[room - 1]]))
            return kept, True
        kept.append(clause)
        room -= len(tokens)
    return kept, False


# What else things are called


def _alternatives(
    clauses: Sequence[Clause], abbreviations: Abbreviations, *, accented: bool, loud: bool
) -> Iterator[Alternative]:
    """Other forms of runs of words. What stands in quotes or is excluded means only what it says."""
    for first, run in _runs(clauses):
        terms: list[str] = []
        capitals: list[bool] = []
        borders = {0: first}
        for place, clause in enumerate(run, first):
            for term, capital in _tokens(clause.text, accented=accented):
                terms.append(term)
                capitals.append(capital and not loud)
            borders[len(terms)] = place + 1
        for found in abbreviations.readings(terms, accented=accented, capitals=capitals):
            if found.first in borders and found.after in borders:
                yield Alternative(borders[found.first], borders[found.after], found.forms)


def _times(clauses: Sequence[Clause], taken: Sequence[Alternative]) -> Iterator[Alternative]:
    """The times that plain words say, but where they are `taken` for something else."""
    for time in times(_plain(clauses)):
        if all(time.after <= other.first or other.after <= time.first for other in taken):
            yield Alternative(time.first, time.after, time.forms, time.days)


def _published_then(clauses: Sequence[Clause], time: Alternative) -> str:
    typed = " ".join(clause.text for clause in clauses[time.first : time.after])
    only = written(time.days) if time.days else ""
    return f"«{typed}»: tìm cả tài liệu ban hành trong thời gian đó; muốn chỉ lấy chúng, hãy gõ «{only}»."


def _runs(clauses: Sequence[Clause]) -> Iterator[tuple[int, list[Clause]]]:
    """Words that stand together: (number of the first, the clauses)."""
    several = {clause.group for clause in clauses if clause.option}

    def together(numbered: tuple[int, Clause]) -> tuple[bool, str, int, int]:
        _, clause = numbered
        sought = clause.kind == "word" and clause.sign != "-" and clause.field in ("", "title")
        group = clause.group if clause.group in several else 0
        return sought, clause.field, group, clause.option

    for (sought, *_), run in groupby(enumerate(clauses), key=together):
        numbered = list(run)
        if sought:
            yield numbered[0][0], [clause for _, clause in numbered]


def _tokens(text: str, *, accented: bool) -> Iterator[tuple[str, bool]]:
    """(term, whether in capitals) of each token; a document number or date is a number and nothing else."""
    tokens = tokenize(text)
    terms = tokens.terms() if accented else tokens.terms(fold(tokens.text))
    numbers = {
        part: part == first
        for first, last in tokens.wholes
        if any(map(str.isdigit, text[tokens.starts[first] : tokens.ends[last]]))
        for part in range(first, last + 1)
    }
    for place, term in enumerate(terms):
        if place in numbers:
            yield ("0" if numbers[place] else ""), False
        else:
            yield term, text[tokens.starts[place] : tokens.ends[place]].isupper()


def _also(clauses: Sequence[Clause], alternatives: Sequence[Alternative]) -> str:
    """What was added to the query, in words."""
    pairs = {
        " ".join(clause.text for clause in clauses[each.first : each.after]): " hoặc ".join(
            f"«{form}»" for form in each.forms
        )
        for each in alternatives
    }
    return "Tìm cả " + "; ".join(f"{forms} cho «{typed}»" for typed, forms in pairs.items()) + "."


# Weaker readings


def relaxations(query: Query, *, match: Match) -> Iterable[Query]:
    """Weaker readings of a query that found nothing, one step at a time, each with a note that says so.

    Signs, filters, strict accents and an explicit `match=all` are never given up; quotation marks only where
    other words stand beside them, as in a question that quotes.
    """
    yield from _relaxed(query, match)
    quoted = [
        clause for clause in query.clauses if clause.kind == "phrase" and not (clause.sign or clause.field)
    ]
    if quoted and match != "all" and any(clause.plain for clause in query.clauses):
        note = "Không có tài liệu có đúng cụm từ trong ngoặc kép; đang tìm các từ của cụm từ đó."
        unquoted = tuple(replace(each, kind="word") if each in quoted else each for each in query.clauses)
        yield _weaker(replace(query, clauses=unquoted), note, match="any")
    if any(clause.field and not clause.filters for clause in query.clauses):
        note = "Không tìm thấy ở đúng phần đã nêu (tiêu đề, số hiệu, tác giả); đang tìm trong toàn văn."
        anywhere = _weaker(replace(query, clauses=tuple(map(_anywhere, query.clauses))), note)
        yield anywhere
        yield from _relaxed(anywhere, match)


def _relaxed(query: Query, match: Match) -> Iterator[Query]:
    folding = query.accented and not query.strict
    if folding:
        note = "Không có tài liệu đúng từng dấu; đang tìm không phân biệt dấu."
        yield _weaker(query, note, accented=False)
    words = [clause for clause in query.clauses if clause.plain]
    if query.match == "all" and match != "all" and sum(len(tokenize(word.text)) for word in words) > 1:
        note = "Không có tài liệu chứa đủ các từ; đang xếp tài liệu chứa nhiều từ nhất lên trước."
        yield _weaker(query, note, match="any")
        if folding:
            note = "Không có tài liệu chứa đủ các từ; đang tìm từng từ, không phân biệt dấu."
            yield _weaker(query, note, match="any", accented=False)


def _weaker(query: Query, note: str, *, match: Match | None = None, accented: bool | None = None) -> Query:
    return replace(
        query,
        match=match or query.match,
        accented=query.accented if accented is None else accented,
        relaxed=True,
        notes=(*query.notes, note),
    )


def _anywhere(clause: Clause) -> Clause:
    """A clause of the title or number, looked for everywhere."""
    if not clause.field or clause.filters or clause.sign == "-":
        return clause
    return replace(
        clause, field="", kind="phrase" if clause.field == "number" and clause.kind == "word" else clause.kind
    )
