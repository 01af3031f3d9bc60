"""What a person may have meant: raw typing keys, marks left out, slips; in the archive's words.

    text → pieces → ways to read each (index.spelling, index.typing_keys) → the likeliest (index.restore)

Numbers, addresses, fields, prefixes and what is excluded are never touched. Nothing here knows what a search
finds: `index.search` offers a suggestion only when it leads to documents.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from index.restore import UNKNOWN, Edge, best_path
from index.spelling import FOLDED_SYLLABLES, SHORTEST_FOREIGN, edits, foreign_edits, mark_cost
from index.text import display, fold, has_marks, normalise
from index.typing_keys import decode
from index.vocabulary import Vocabulary

MOST_PIECES = 48
"""Words of a text that are read; a longer one gets no suggestion."""
LONGEST_TEXT = 2_000
"""Characters of a text that is read."""
MOST_FORMS = 10
"""Forms of one folded syllable that are weighed."""
MOST_DOUBTED = 12
"""Pieces of a run in which known syllables among strangers are doubted; in a longer one strangers abound."""
LONGEST_JOINED = 28
"""Letters of a piece that may be several syllables written together."""

LONGEST_ACRONYM = 3
"""Letters and digits in capitals that are never raw keys in a text that is not all capitals: CO2, AS."""

RARE = 2_000_000
"""A syllable is known when it came at least once in so many syllables, and once."""
DROPPED = 200
"""An unmarked form is taken for dropped marks when another form of it is so many times as frequent."""
SELDOM = 200_000
"""Letters that are no syllable and come less than once in so many may be several written together."""

OTHER_FORM, UNMARKED_FORM, STRANGE_FORM = 6.5, 6.0, 1.0
"""Cost of other marks than those typed, when what was typed is known and has marks, is known and has none,
and when it is unknown."""
OTHER_WORD = 6.5
"""Cost, beside that of the letter, of taking a known syllable that stands among strangers for another one."""
BREAK, JOIN = 2.0, 3.0
"""Cost of a space that was left out, and of one too many."""
RAW_KEYS, DECODED_KEYS = 0.7, 2.0
"""Cost of a piece standing for itself among raw keys, and of reading keys in what is no row of raw keys."""

_PIECE = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f])*")
_FIXED = re.compile(r"(?<!\S)(?:-\S*|\S*[/:@*_<>=&\\#]\S*|\S*\d[.,-]\S*|OR|AND|NOT|HOẶC|VÀ)(?!\S)")
_QUOTED = re.compile(r'(?<![^\s"])[^\s"]*[:-]"[^"]*"?')

KEYS_AMONG_STRANGE: Final = 0.75
"""Part of the pieces unknown as typed that must decode to known syllables before a text is raw keys."""
KEYS_AMONG_ALL: Final = 0.25
"""Part of all pieces that must be unknown as typed and decode."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the text: where it stands, its index text, the same folded; an `acronym` is no row of keys.

    In `capitals` among other letters it is an abbreviation or a code (TAND, LG): it means what it says.
    """

    start: int
    end: int
    term: str
    folded: str
    acronym: bool
    capitals: bool


class Suggester:
    """Suggests from one vocabulary; threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._fewest = 1 + vocabulary.total // RARE

    def decoded(self, text: str) -> str | None:
        """`text` with its raw Telex or VNI keys decoded; None when it does not look like raw keys.

        A text is raw keys when it has no mark and most of what the archive does not know in it decodes to
        what the archive knows; single words stay when the archive knows them better as they are.
        """
        if len(text) > LONGEST_TEXT:
            return None
        text = display(text)
        runs = list(_runs(text))
        if not self._looks_like_keys([piece for run in runs for piece in run]):
            return None
        meant = self._rewritten(text, runs, self._key_edges)
        return meant if meant and self._holds_together(meant) else None

    def _holds_together(self, text: str) -> bool:
        """Whether some neighbours in `text` are neighbours in the archive too; so is a single word."""
        numbers = [[self._known(piece.term) for piece in run] for run in _runs(text)]
        if sum(map(len, numbers)) == 1:
            return True
        pairs = [pair for run in numbers for pair in pairwise(run) if UNKNOWN not in pair]
        return any(self.vocabulary.pairs_of(np.array(pair, np.int64)).any() for pair in pairs)

    def suggestion(self, text: str) -> str | None:
        """Another text that the person may have meant; None when there is none better than `text`."""
        if len(text) > LONGEST_TEXT:
            return None
        text = display(text)
        runs = list(_runs(text))
        if sum(map(len, runs)) > MOST_PIECES:
            return None
        if (keys := self.decoded(text)) is not None:
            return keys
        if has_marks(text):
            sound = all(map(self._is_sound, runs))
            return None if sound else self._rewritten(text, runs, self._marked_edges)
        if [self._known(piece.term) != UNKNOWN for run in runs for piece in run] == [True]:
            return None  # one syllable that the archive has as it is: no neighbour says that it is another
        return self._rewritten(text, runs, self._bare_edges)

    def _is_sound(self, run: Sequence[_Piece]) -> bool:
        """Whether the archive has every syllable of a run as typed, next to its neighbours."""
        numbers = [self._known(piece.term) for piece in run]
        if UNKNOWN in numbers:
            return False
        return bool(self.vocabulary.pairs_of(np.array(numbers, np.int64)).all())

    def _rewritten(self, text: str, runs: Sequence[Sequence[_Piece]], edges: "_Edges") -> str | None:
        """`text` with every run of pieces read at its best; None when that changes nothing."""
        written, end = "", 0
        for run in runs:
            for start, stop, meant in self._read(run, edges):
                shown = _cased(text[start:stop], meant)
                written += text[end:start] + shown
                end = stop
        written += text[end:]
        return None if normalise(written) == normalise(text) else written

    def _read(self, run: Sequence[_Piece], edges: "_Edges") -> Iterator[tuple[int, int, str]]:
        """(start, end, syllables) of every stretch of a run whose reading differs from what was typed."""
        lattice = _Lattice(run)
        path = best_path(self.vocabulary, [*edges(lattice)], lattice.last)
        syllables = self.vocabulary.spelt([self._text(edge) for edge in path])
        for pieces, first, after in lattice.aligned(path):
            meant = [self._text(edge) for edge in path[first:after]]
            if meant != [piece.term for piece in pieces]:
                yield pieces[0].start, pieces[-1].end, " ".join(syllables[first:after])

    def _text(self, edge: Edge) -> str:
        return edge.text if edge.number == UNKNOWN else self.vocabulary.syllables[edge.number]

    # Ways to read a piece

    def _key_edges(self, lattice: "_Lattice") -> Iterator[Edge]:
        """Raw keys: each piece decoded, into a syllable that the archive has if there is one, or as it is."""
        for piece, start, end in lattice.pieces():
            known = self._known(piece.term)
            decodings = self._decodings(piece)
            yield from (Edge(start, end, number, 0.0) for number in decodings)
            if known == UNKNOWN and not decodings:
                yield Edge(start, end, UNKNOWN, 0.0, next(iter(_decoded(piece)), piece.term))
            else:
                yield Edge(start, end, known, RAW_KEYS, piece.term)

    def _bare_edges(self, lattice: "_Lattice") -> Iterator[Edge]:
        """A text without marks: every form of each piece, or a slip when the archive has none."""
        for piece, start, end in lattice.pieces():
            if piece.capitals:
                yield Edge(start, end, self._known(piece.term), 0.0, piece.term)
                continue
            forms = self.forms(piece.folded)
            yield from (Edge(start, end, number, 0.0) for number in forms)
            if not forms:
                yield Edge(start, end, UNKNOWN, 0.0, piece.term)
                yield from self._slips(piece, start, end, marked=False)
            if not forms or self._looks_joined(piece, forms):
                yield from self._parts(piece, start, marked=False)
        yield from self._joins(lattice, marked=False)

    def _marked_edges(self, lattice: "_Lattice") -> Iterator[Edge]:
        """A text with marks: each piece as typed, with other marks, or a slip when it is unknown."""
        exacts = [self._known(piece.term) for piece, _, _ in lattice.pieces()]
        alone = self._among_strangers(exacts)
        for (piece, start, end), exact, lonely in zip(lattice.pieces(), exacts, alone, strict=True):
            forms = self.forms(piece.folded)
            dropped = exact != UNKNOWN and exact not in forms and not piece.capitals
            yield Edge(start, end, exact, STRANGE_FORM if dropped else 0.0, piece.term)
            if piece.capitals:
                continue
            base = OTHER_FORM if has_marks(piece.term) else UNMARKED_FORM
            base = STRANGE_FORM if dropped or exact == UNKNOWN else base
            for number in forms:
                if number != exact:
                    yield Edge(start, end, number, base + self._mark_cost(piece.term, number))
            if exact == UNKNOWN or lonely:
                more = 0.0 if exact == UNKNOWN else OTHER_WORD
                yield from self._slips(piece, start, end, marked=True, more=more)
            if exact == UNKNOWN or self._looks_joined(piece, [exact]):
                yield from self._parts(piece, start, marked=True)
        yield from self._joins(lattice, marked=True)

    def _among_strangers(self, numbers: Sequence[int]) -> list[bool]:
        """Of each syllable of a run: whether it is known, but next to neither of its neighbours."""
        met = self.vocabulary.pairs_of(np.maximum(np.array(numbers, np.int64), 0)) > 0
        sides = zip([False, *met], [*met, False], strict=True)
        strangers = [not (left or right) for left, right in sides]
        return [
            1 < len(numbers) <= MOST_DOUBTED and each and one != UNKNOWN
            for each, one in zip(strangers, numbers, strict=True)
        ]

    def _slips(
        self, piece: _Piece, start: int, end: int, *, marked: bool, more: float = 0.0
    ) -> Iterator[Edge]:
        """A piece that the archive does not have: typing keys, or a wrong letter; each costs `more`."""
        for number in self._decodings(piece):
            yield Edge(start, end, number, DECODED_KEYS + more)
        for folded, cost in self._near(piece.folded) if piece.term.isalpha() else ():
            for number in self.forms(folded):
                marks = self._mark_cost(piece.term, number) if marked else 0.0
                yield Edge(start, end, number, cost + marks + more)

    def _looks_joined(self, piece: _Piece, forms: Sequence[int]) -> bool:
        """Whether a piece that the archive has may nevertheless be several syllables without spaces."""
        often = max(int(self.vocabulary.counts[number]) for number in forms)
        return piece.folded not in FOLDED_SYLLABLES and often * SELDOM < self.vocabulary.total

    def _parts(self, piece: _Piece, start: int, *, marked: bool) -> Iterator[Edge]:
        """Syllables inside a piece, for a path through several of them."""
        size = len(piece.folded)
        if size > LONGEST_JOINED or not piece.folded.isalpha():
            return
        for first in range(size):
            for after in range(first + 1, min(size, first + 7) + 1):
                typed = normalise(piece.term[first:after])  # i and y are one where a syllable ends
                folded = fold(typed)
                if folded not in FOLDED_SYLLABLES or after - first == size:
                    continue
                for number in self.forms(folded)[:6]:
                    marks = self._mark_cost(typed, number) if marked else 0.0
                    yield Edge(start + first, start + after, number, marks + BREAK * (first > 0))

    def _joins(self, lattice: "_Lattice", *, marked: bool) -> Iterator[Edge]:
        """Two pieces that make one syllable, when one of them is none that the archive knows."""
        for left, right, start, end in lattice.neighbours():
            together = normalise(left.term + right.term)
            whole = all(each in FOLDED_SYLLABLES and self.forms(each) for each in (left.folded, right.folded))
            if whole or left.acronym or right.acronym:
                continue
            if left.folded + right.folded not in FOLDED_SYLLABLES:
                continue
            for number in self.forms(fold(together)):
                yield Edge(start, end, number, JOIN + (self._mark_cost(together, number) if marked else 0.0))

    # The vocabulary

    def _near(self, folded: str) -> Iterator[tuple[str, float]]:
        """Syllables, and foreign words of the archive, that differ by one letter, with the cost."""
        yield from edits(folded)
        if len(folded) >= SHORTEST_FOREIGN:
            yield from foreign_edits(folded, self._foreign).items()

    @cached_property
    def _foreign(self) -> frozenset[str]:
        """The archive's words of one piece that are no Vietnamese syllables, folded."""
        often = np.flatnonzero(self.vocabulary.counts >= self._fewest).tolist()
        words = (fold(self.vocabulary.syllables[number]) for number in often)
        return frozenset(word for word in words if word.isalpha() and len(word) >= SHORTEST_FOREIGN - 1)

    def forms(self, folded: str) -> list[int]:
        """The known forms of a folded syllable, the most frequent first; not one whose marks were dropped."""
        counts = self.vocabulary.counts
        forms = [one for one in self.vocabulary.forms(folded)[:MOST_FORMS] if counts[one] >= self._fewest]
        return [
            one
            for one in forms
            if int(counts[one]) * DROPPED >= counts[forms[0]] or self.vocabulary.syllables[one] != folded
        ]

    def _known(self, term: str) -> int:
        number = self.vocabulary.number(term)
        known = number is not None and self.vocabulary.counts[number] >= self._fewest
        return number if number is not None and known else UNKNOWN

    def _mark_cost(self, typed: str, number: int) -> float:
        return mark_cost(typed, self.vocabulary.syllables[number])

    def _decodings(self, piece: _Piece) -> list[int]:
        found = (self._known(normalise(syllable)) for syllable in _decoded(piece))
        return [number for number in found if number != UNKNOWN]

    def _looks_like_keys(self, pieces: Sequence[_Piece]) -> bool:
        """Whether a text consists of raw typing keys (`decoded`)."""
        if not pieces or len(pieces) > 2 * MOST_PIECES or any(has_marks(piece.term) for piece in pieces):
            return False
        strange = [piece for piece in pieces if not self.vocabulary.forms(piece.folded)]
        keys = sum(1 for piece in strange if self._decodings(piece))
        if keys < 2 and len(pieces) > 3:
            return False
        return keys > 0 and keys >= KEYS_AMONG_STRANGE * len(strange) and keys >= KEYS_AMONG_ALL * len(pieces)


class _Lattice:
    """The nodes of a run: one before every character of its pieces, one at the end."""

    def __init__(self, run: Sequence[_Piece]) -> None:
        self._run = run
        self._starts = [0]
        for piece in run:
            self._starts.append(self._starts[-1] + len(piece.term))
        self.last = self._starts[-1]

    def pieces(self) -> Iterator[tuple[_Piece, int, int]]:
        """Every piece with the nodes where it begins and ends."""
        return zip(self._run, self._starts, self._starts[1:], strict=False)

    def neighbours(self) -> Iterator[tuple[_Piece, _Piece, int, int]]:
        """Every two neighbouring pieces with the nodes around both."""
        return zip(self._run, self._run[1:], self._starts, self._starts[2:], strict=False)

    def aligned(self, path: Sequence[Edge]) -> Iterator[tuple[Sequence[_Piece], int, int]]:
        """Stretches of pieces and, as (first, after), the edges of `path` that read them."""
        first = piece = 0
        for place, edge in enumerate(path):
            if edge.end in self._starts:
                after = self._starts.index(edge.end)
                yield self._run[piece:after], first, place + 1
                first, piece = place + 1, after


def _runs(text: str) -> Iterator[list[_Piece]]:
    """The pieces of a text between what is never touched."""
    fixed = [found.span() for found in (*_FIXED.finditer(text), *_QUOTED.finditer(text))]
    index_text, shouted = normalise(text), text.isupper()
    run: list[_Piece] = []
    for found in _PIECE.finditer(text):
        start, end = found.span()
        if run and not text[run[-1].end : start].isspace():
            yield run
            run = []
        if not any(first < end and start < after for first, after in fixed):
            term = index_text[start:end]
            capitals = not shouted and end - start > 1 and text[start:end].isupper()
            acronym = end - start <= LONGEST_ACRONYM and not shouted and text[start:end].isupper()
            run.append(_Piece(start, end, term, fold(term), acronym, capitals))
    if run:
        yield run


def _decoded(piece: _Piece) -> tuple[str, ...]:
    return () if piece.acronym else decode(piece.term)


def _cased(typed: str, meant: str) -> str:
    """`meant` in the letter case of `typed`: with a capital where that has one."""
    if typed[:1].isupper():
        return meant.upper() if typed.isupper() and len(typed) > 1 else meant[:1].upper() + meant[1:]
    return meant


_Edges = Callable[[_Lattice], Iterable[Edge]]
