"""Syllables of a query in a text, as people write them.

    terms of the query → ways to write them: hòa, hoà               "Hoà-bình." → " hoà bình  "
                                             ↘ looked for in a copy of the text ↙

Index text of a whole text takes longer to make than all else that marks it. So the text stays as it is
written, and all that becomes a term in index text is looked for: of a Vietnamese syllable there is little.
Where a query has another kind of term, or a prefix, the syllables of the index text are compared with it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.cutting import ENDING_I
from index.text import Y_TO_I, fold, normalise, syllables_apart
from index.tones import LETTERS, TONED, placements

MOST_NEEDLES = 64
"""What is looked for in a text by itself; of more, comparing every syllable of the text takes less time."""
LONGEST_TONED = 16
"""Letters of a term whose tone is looked for elsewhere; a syllable has seven at most."""

_I_TO_Y = {i: y for y, i in Y_TO_I.items()}
_APART = re.compile("[^ ]+")
_BARE = re.compile(r"[0-9a-z]+")
_UNTONED = re.compile(f"[0-9{LETTERS}]+")
_TONED = re.compile(rf"(?=.{{,{LONGEST_TONED}}}$)[0-9{LETTERS}]*[{TONED}][0-9{LETTERS}]*")


class Found(NamedTuple):
    """A syllable of the query found in a text. Hundreds a page: a tuple is made in half the time."""

    start: int
    end: int
    term: str


class Spotter:
    """Finds whole syllables: those that are one of `terms`, and those that begin with one of `prefixes`.

    Terms and prefixes are index text, without diacritics unless `accented`.
    """

    def __init__(self, terms: Collection[str], prefixes: Sequence[str] = (), *, accented: bool) -> None:
        self._terms = frozenset(terms)
        self._prefixes = tuple(prefixes)
        self._accented = accented
        ways = [ways_to_write(term, accented=accented) for term in terms]
        self._needles = [way for some in ways for way in some]
        self._as_written = all(ways) and not prefixes and len(self._needles) <= MOST_NEEDLES

    def find(self, text: str) -> list[Found]:
        """Those in `text` (display text), in its order."""
        return sorted(self._looked_for(text)) if self._as_written else list(self._compared(text))

    def _looked_for(self, text: str) -> Iterator[Found]:
        written = f" {syllables_apart(text, folded=not self._accented)} "
        for needle, term, sure in self._needles:
            place = written.find(needle)
            while place >= 0:
                end = place + len(needle)
                # Without the space behind it a needle is found a third faster, for texts are full of spaces.
                if written[end] == " " and (sure or self._form(text[place : end - 1]) == term):
                    yield Found(place, end - 1, term)
                place = written.find(needle, end)

    def _compared(self, text: str) -> Iterator[Found]:
        form = self._form(text)
        for syllable in _APART.finditer(syllables_apart(text)):
            start, end = syllable.span()
            term = form[start:end]
            if term in self._terms or term.startswith(self._prefixes):
                yield Found(start, end, term)

    def _form(self, text: str) -> str:
        return index_form(text, accented=self._accented)


def index_form(text: str, *, accented: bool) -> str:
    """Display text → the index text in which an accented query or another one is looked for."""
    return normalise(text) if accented else fold(normalise(text))


class Needle(NamedTuple):
    """A way to write a term, with a space before it, and whether a syllable written so is always the term."""

    written: str
    term: str
    sure: bool


@lru_cache(maxsize=10_000)
def ways_to_write(term: str, *, accented: bool) -> tuple[Needle, ...]:
    """All that `syllables_apart` makes of the ways to write a term; nothing when they cannot be listed.

    They can for numbers and Vietnamese letters with one tone at most. With several tones in what is written
    together there are too many; letters of other scripts may become other letters twice.

    >>> [needle.written for needle in ways_to_write("hòa", accented=True)]
    [' hòa', ' hoà']
    """
    if not (_BARE.fullmatch(term) or (accented and (_UNTONED.fullmatch(term) or _TONED.fullmatch(term)))):
        return ()
    same = [term, term[:-1] + _I_TO_Y[term[-1]]] if term in ENDING_I else [term]
    others = {way for each in same for way in (placements(each) if accented else [each])} - {term}
    meant = sorted(way for way in others if index_form(way, accented=accented) == term)
    sure = index_form(term, accented=accented) == term  # not `ky`, as `kÿ` is without accents
    return (Needle(f" {term}", term, sure), *(Needle(f" {way}", term, False) for way in meant))
