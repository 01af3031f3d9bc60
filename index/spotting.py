"""Spotter of a query in a text, as people write them.

    terms of the query → their spellings: hòa, hoà                 "Hoà-bình." → " hoà bình  "
                                        ↘ looked for in a copy of the text ↙

Index text of a whole text takes longer to make than all else that marks it. So the text stays as it is
written, and every spelling that is the same in index text is looked for: there are few.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.cutting import ENDING_I
from index.text import fold, normalise, syllables_apart
from index.tones import placements

_I_TO_Y = dict(zip("iìíĩỉị", "yỳýỹỷỵ", strict=True))


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
        self._accented = accented
        self._prefixes = tuple(prefixes)
        self._needles = [
            (f" {spelling}", term) for term in terms for spelling in spellings(term, accented=accented)
        ]

    def find(self, text: str) -> list[Found]:
        """Those in `text` (display text), in its order."""
        written = f" {syllables_apart(text, folded=not self._accented)} "
        found = []
        for needle, term in self._needles:
            place = written.find(needle)
            while place >= 0:
                end = place + len(needle)
                if (
                    written[end] == " "
                ):  # the needle without it is found a third faster: texts are full of spaces
                    found.append(Found(place, end - 1, term))
                place = written.find(needle, end)
        if self._prefixes:
            found = list({each.start: each for each in (*self._begun(text), *found)}.values())
        found.sort()
        return found

    def _begun(self, text: str) -> Iterator[Found]:
        """The syllables that begin with a prefix."""
        folded = f" {syllables_apart(text, folded=True)} "
        for begins in {f" {fold(prefix)}" for prefix in self._prefixes}:
            place = folded.find(begins)
            while place >= 0:
                end = folded.index(" ", place + 1)
                term = index_form(text[place : end - 1], accented=self._accented)
                if term.startswith(self._prefixes):
                    yield Found(place, end - 1, term)
                place = folded.find(begins, end)


def index_form(text: str, *, accented: bool) -> str:
    """Display text → the index text in which an accented query or another one is looked for."""
    return normalise(text) if accented else fold(normalise(text))


@lru_cache(maxsize=10_000)
def spellings(term: str, *, accented: bool) -> tuple[str, ...]:
    """All that `syllables_apart` makes of the ways to write a term.

    >>> sorted(spellings("hòa", accented=True))
    ['hoà', 'hòa']
    """
    same = [term, term[:-1] + _I_TO_Y[term[-1]]] if term in ENDING_I else [term]
    written = [moved for each in same for moved in placements(each)]
    return tuple(
        syllables_apart(each, folded=not accented)
        for each in written
        if index_form(each, accented=accented) == term
    )
