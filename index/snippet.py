"""A query's words in a text: the spans to mark, and the fragment that shows them best.

What is marked is what a person would underline: runs of syllables that stand together in the query too,
whole phrases, and words of one syllable; a lone syllable of a longer word only where nothing better is in
the text. Offsets are those of the display text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from index.analysis import prefix_terms, segmented, tokenize
from index.clauses import Clause
from index.cutting import LONGEST_TOKEN, ends_sentence
from index.query import MOST_SYLLABLES, Query
from index.results import Fragment, Span
from index.spotting import Found, Spotter, index_form
from index.text import fold, has_marks, normalise

LEAD = 60
"""Characters shown at most before the first mark of a fragment, when its sentence began earlier."""
PART, ENOUGH = 200_000, 1_000_000
"""Characters of a part of a text that is read at once for a fragment, and after how many it need not be the
best one of the whole text: five million take 1 to 2 s."""
OVERLAP = 500
"""Characters of the next part that are read too, so that what stands across the border is seen whole."""
MOST_MARKS = 5_000
"""Marks looked at when a fragment is chosen."""

# Words that carry no subject by themselves: marked only within a run.
_FUNCTION_WORDS = frozenset(
    normalise(
        "của và các những cho trong với là được có về từ đến tại theo này để khi một do bị đã đang sẽ như "
        "trên dưới ra vào ở hay hoặc thì mà cũng bởi gì nào ai đâu mấy thế không phải nếu"
    ).split()
)
_FOLDED_FUNCTION_WORDS = frozenset(map(fold, _FUNCTION_WORDS))
# A syllable typed without marks may be many words (`so`: số, sở, sợ): marked alone only if nothing else is.
_BARE = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")
_LETTER = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[0-9A-Za-z]")
_IN_SYLLABLE = re.compile(r"(?:[^\W_]|[\u0300-\u036f])")
_REST_OF_SYLLABLE = re.compile(rf"{_IN_SYLLABLE.pattern}{{,{LONGEST_TOKEN}}}[\u0300-\u036f]*")
_SPACE = re.compile(r"\s")
_BETWEEN = r"[^\w]{1,3}"
_SPACES = re.compile(r"\s*")
_SENTENCE_START = re.compile(r"(?:[.!?…;:]\s+|\n\s*)")


class QueryMarker:
    """Marks and fragments for one understood query (see `index.results.Marker`)."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._loose = [clause for clause in query.wanted if clause.kind not in ("phrase", "range")]

    def marks(self, text: str) -> tuple[Span, ...]:
        """Spans of `text` (display text) that the query matches: sorted, apart, whole syllables."""
        return self._spans(text)[0]

    def _spans(self, text: str) -> tuple[tuple[Span, ...], bool]:
        """The marks of `text`, and whether they are more than lone syllables of longer words."""
        runs = self._runs(text)
        strong = [(run[0].start, run[-1].end) for run in runs if self._strong(run)]
        if self._forms:
            form = index_form(text, accented=self._query.accented)
            strong += [(found.start(), found.end()) for found in self._forms.finditer(form)]
        return _apart(strong) or tuple([(run[0].start, run[-1].end) for run in runs]), bool(strong)

    def fragment(self, text: str, *, length: int = 260) -> Fragment:
        """The best fragment of `text` of about `length` characters; its beginning when nothing matches."""
        marks, anchor = self._best_part(text, length)
        if not marks:
            return _cut(text, (0, 0), length, ())
        first, after = marks[anchor]
        start = _fragment_start(text, first)
        start = min([mark[0] for mark in marks if mark[0] < start < mark[1]], default=start)
        return _cut(text, (start, after), length, marks)

    def _best_part(self, text: str, length: int) -> tuple[tuple[Span, ...], int]:
        """The marks of the part of `text` with the best fragment, and the number of the mark that begins it.

        Of a long text no more parts are read than it takes to find the query whole, or to have read enough.
        """
        best: tuple[bool, _Value] = (False, (-1.0, 0))
        chosen: tuple[tuple[Span, ...], int] = ((), 0)
        for start, end in _parts(text):
            if best[1][0] >= self._whole or (best[0] and start >= ENOUGH):
                break
            part = text[start:end]
            spans, strong = self._spans(part)
            if not spans:
                continue
            anchor, value = _best_anchor(part, spans[:MOST_MARKS], length)
            if (strong, value) > best:
                best = strong, value
                chosen = tuple((first + start, after + start) for first, after in spans[:MOST_MARKS]), anchor
        return chosen

    # What the query looks for

    @cached_property
    def _whole(self) -> float:
        """What a fragment is worth that has all of the query in one run."""
        return _worth(sum(len(self._terms(clause)) for clause in self._query.wanted))

    def _terms(self, clause: Clause) -> list[str]:
        tokens = tokenize(clause.text)
        return tokens.terms(self._form(tokens.text))

    def _form(self, index_text: str) -> str:
        return index_text if self._query.accented else fold(index_text)

    @cached_property
    def _phrases(self) -> list[list[str]]:
        return [self._terms(clause) for clause in self._query.wanted if clause.kind == "phrase"]

    @cached_property
    def _forms(self) -> re.Pattern[str] | None:
        """Other forms of what was typed, and the numbers of a range: whole, whatever stands between."""
        forms = [self._terms(Clause(form)) for each in self._query.alternatives for form in each.forms]
        forms += [[number] for clause in self._query.wanted for number in clause.numbers]
        if not forms:
            return None
        written = [_BETWEEN.join(map(re.escape, terms)) for terms in sorted(forms, key=len, reverse=True)]
        border = _IN_SYLLABLE.pattern
        return re.compile(rf"(?<!{border})(?:{'|'.join(written)})(?!{border})")

    @cached_property
    def _neighbours(self) -> dict[tuple[str, str], bool]:
        """Pairs of terms that follow each other in the loose part of the query or within a phrase.

        True for those between which a sentence ends in the query itself.
        """
        loose = " ".join(clause.text for clause in self._loose)
        pairs: dict[tuple[str, str], bool] = {}
        for text in (loose, *(clause.text for clause in self._query.wanted if clause.kind == "phrase")):
            tokens = tokenize(text)
            for pair, ended in zip(
                pairwise(tokens.terms(self._form(tokens.text))), tokens.first[1:], strict=True
            ):
                pairs[pair] = pairs.get(pair, False) or ended
        return pairs

    @cached_property
    def _single_words(self) -> set[str]:
        """Words of one syllable, as the query is segmented, that carry a subject; and prefixes."""
        found = {self._form(term) for term in _lone_syllables(self._loose)}
        if not any(has_marks(clause.text) for clause in self._loose):
            found = {term for term in found if not _BARE.fullmatch(term)}
        return found - (_FUNCTION_WORDS if self._query.accented else _FOLDED_FUNCTION_WORDS)

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        stems = [clause.text for clause in self._query.wanted if clause.kind == "prefix"]
        return tuple(self._form(prefix_terms(stem)[1]) for stem in stems)

    @cached_property
    def _spotter(self) -> Spotter:
        loose = {term for clause in self._loose for term in self._terms(clause)}
        return Spotter(loose.union(*self._phrases), self._prefixes, accented=self._query.accented)

    # What a text has of it

    def _runs(self, text: str) -> list[list[Found]]:
        """Neighbouring syllables that stand together in the query too, in order of the text."""
        runs: list[list[Found]] = []
        for found in self._spotter.find(text):
            if runs and len(runs[-1]) < MOST_SYLLABLES and self._continues(runs[-1][-1], found, text):
                runs[-1].append(found)
            else:
                runs.append([found])
        return runs if self._loose else [run for run in runs if self._has_phrase(run)]

    def _continues(self, before: Found, found: Found, text: str) -> bool:
        across = self._neighbours.get((before.term, found.term))
        if across is None:
            return False
        gap = text[before.end : found.start]
        if gap == " ":
            return True
        if _LATIN.search(gap):
            return False
        gap = normalise(gap)  # `º` is a letter, what it stands for in `20 ºC` is none
        if _LETTER.search(gap):
            return False
        # Without a space it is an abbreviation, a number, an address: `tp.hcm`, `18:00`.
        tight = not _SPACE.search(gap)
        return across or tight or not ends_sentence(before.term, gap)

    def _has_phrase(self, run: Sequence[Found]) -> bool:
        if not self._phrases:
            return False
        terms = [found.term for found in run]
        return any(
            terms[place : place + len(phrase)] == phrase
            for phrase in self._phrases
            for place in range(len(terms) - len(phrase) + 1)
        )

    def _strong(self, run: Sequence[Found]) -> bool:
        if len(run) > 1 or self._has_phrase(run):
            return True
        term = run[0].term
        return term in self._single_words or term.startswith(self._prefixes)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _lone_syllables(clauses: Sequence[Clause]) -> set[str]:
    """Syllables that are words by themselves in the text of `clauses`; no part of a number or date is."""
    text = " ".join(clause.text for clause in clauses)
    tokens, joins = tokenize(text), [*segmented(text), 0]
    inside = {place for first, last in tokens.wholes for place in range(first, last + 1)}
    return {
        term
        for place, term in enumerate(tokens.terms())
        if not joins[place] and not joins[place + 1] and place not in inside
    }


_Value = tuple[float, int]
"""What a fragment is worth: by its distinct marked texts, then by how many marks it has."""


def _worth(syllables: int) -> float:
    """What a run of so many syllables is worth: more than as many lone ones."""
    return float(syllables**1.5)


def _parts(text: str) -> Iterator[Span]:
    """`text` in parts of about `PART` characters that begin at a space and reach into the next."""
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + PART)
        following = space.end() if space else len(text)
        beyond = _SPACE.search(text, following + OVERLAP)
        yield start, beyond.start() if beyond else len(text)
        start = following


def _best_anchor(text: str, marks: Sequence[Span], length: int) -> tuple[int, _Value]:
    """Number of the mark of `text` that begins the best fragment, and what that is worth."""
    pieces = [text[start:end] for start, end in marks]
    forms = {piece: _SPACE.sub(" ", normalise(piece)) for piece in set(pieces)}
    values = [forms[piece] for piece in pieces]
    worth = {value: _worth(1 + value.count(" ")) for value in values}
    best = 0
    best_value: _Value = (-1.0, 0)
    last = 0
    counts: dict[str, int] = {}
    for first in range(len(marks)):
        while last < len(marks) and (last == first or marks[last][1] <= marks[first][0] + length - LEAD):
            counts[values[last]] = counts.get(values[last], 0) + 1
            last += 1
        value = (sum(map(worth.__getitem__, counts)), last - first)
        if value > best_value:
            best, best_value = first, value
        counts[values[first]] -= 1
        if not counts[values[first]]:
            del counts[values[first]]
    return best, best_value


def _fragment_start(text: str, mark: int) -> int:
    """Where the fragment around a mark begins: at its sentence if that is near, else at a syllable."""
    floor = max(0, mark - LEAD)
    starts = [match.end() for match in _SENTENCE_START.finditer(text, max(0, floor - 2), mark)]
    starts = [start for start in starts if start >= floor]
    if starts:
        return starts[-1] if mark - starts[-1] > LEAD // 3 else starts[0]
    if floor == 0:
        return 0
    space = _SPACE.search(text, floor, mark)
    return space.end() if space else mark


def _cut(text: str, kept: Span, length: int, marks: Sequence[Span]) -> Fragment:
    """The fragment of about `length` characters that begins with `kept`, with the marks that lie within."""
    start = _end_of(_SPACES, text, kept[0])
    end = _fragment_end(text, start, max(start, kept[1]), length)
    end = max([mark[1] for mark in marks if mark[0] < end < mark[1]], default=end)
    piece = text[start:end].rstrip()
    inside = tuple((a - start, b - start) for a, b in marks if a >= start and b <= start + len(piece))
    return Fragment(piece, inside, start, bool(text[:start].strip()), bool(text[end:].strip()))


def _fragment_end(text: str, start: int, least: int, length: int) -> int:
    """Where about `length` characters from `start` end: at a space if there is one, else after a syllable.

    Not before `least`, where a syllable ends. Only a syllable too long to be a term may be cut.
    """
    end = max(start + length, least)
    if end >= len(text):
        return len(text)
    space = end
    while space >= least and not text[space].isspace():
        space -= 1
    if space >= least and space > start:
        return space
    if least > start:
        return least
    cut = end
    while cut > start and _IN_SYLLABLE.match(text, cut) and _IN_SYLLABLE.match(text, cut - 1):
        cut -= 1
    return cut if cut > start else _end_of(_REST_OF_SYLLABLE, text, end)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where what `pattern` matches at `start` ends."""
    match = pattern.match(text, start)
    return match.end() if match else start
