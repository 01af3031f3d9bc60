"""What an archive knows that helps to read a query: its abbreviations, and the values of its facets."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from index.abbreviations import Abbreviations, bundled
from index.analysis import tokenize
from index.text import fold, has_marks, normalise

MOST_VALUES: Final = 300
"""Values of a facet that one filter may mean."""


_BREAK: Final = re.compile(r"(?:[^\w\n\u0300-\u036f]|_)+")
"""What stands between syllables, as `index.analysis` cuts them."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is compared: its terms between spaces, exact and folded."""

    exact: str
    folded: str


class _Names:
    """The values of one facet, looked up by their words in one text that has a line for each.

    Tens of thousands of values are compared at once: 60,000 take about a second
    to prepare, once, and 2 ms to look up, where one by one every query took seconds.
    """

    def __init__(self, values: Sequence[str], abbreviations: Abbreviations) -> None:
        self._values = [value for value in values if value]
        whole = normalise("\n".join(value.replace("\n", " ") for value in self._values))
        exact = _BREAK.sub(" ", whole).split("\n")
        folded = _BREAK.sub(" ", fold(whole)).split("\n")
        for number, value in enumerate(self._values):
            if not abbreviations.signs.isdisjoint(folded[number].split()):
                name = _name(value, abbreviations)
                exact[number], folded[number] = name.exact, name.folded
        self._exact, self._folded = _Lines(exact), _Lines(folded)

    def found(self, asked: _Name, *, accented: bool, whole: bool) -> list[str]:
        """The values that are `asked`, or have its words in a row."""
        wanted, lines = (asked.exact, self._exact) if accented else (asked.folded, self._folded)
        if not wanted.strip():
            return []
        return [self._values[number] for number in lines.having(f"\n{wanted}\n" if whole else wanted)]


class _Lines:
    """Names as lines of one text, each between spaces."""

    def __init__(self, lines: Sequence[str]) -> None:
        padded = [f" {line.strip()} " for line in lines]
        self._text = "\n".join(["", *padded, ""])
        self._starts = list(accumulate((len(line) + 1 for line in padded), initial=0))

    def having(self, wanted: str) -> Iterator[int]:
        """Numbers of the lines that have `wanted`."""
        at = self._text.find(wanted)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(wanted, self._starts[number + 1])


def _name(text: str, abbreviations: Abbreviations) -> _Name:
    tokens = tokenize(abbreviations.written_out(text))
    exact, folded = tokens.terms(), tokens.terms(fold(tokens.text))
    return _Name(f" {' '.join(exact)} ", f" {' '.join(folded)} ")


@dataclass(frozen=True)
class Known:
    """`facets` maps a facet's name to the values that the archive's documents have."""

    abbreviations: Abbreviations = field(default_factory=bundled)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _names: dict[str, _Names] = field(default_factory=dict, init=False, repr=False, compare=False)

    def called(self, facet: str, text: str) -> tuple[str, ...]:
        """The values of `facet` that are called `text`: letter case aside, and accents where it has none.

        An abbreviation is as good as what it stands for. An archive without that facet takes the text as is.
        """
        if facet not in self.facets:
            return (text,)
        return self._first(facet, text, whole=True)

    def containing(self, facet: str, text: str) -> tuple[str, ...]:
        """The values of `facet` that have the words of `text` in a row."""
        return self._first(facet, text, whole=False)

    def syllables(self, text: str) -> int:
        """How many syllables `text` has with its abbreviations written out."""
        return len(tokenize(self.abbreviations.written_out(text)))

    def _first(self, facet: str, text: str, *, whole: bool) -> tuple[str, ...]:
        if facet not in self._names:
            self._names[facet] = _Names(self.facets[facet], self.abbreviations)
        asked = _name(text, self.abbreviations)
        for accented in (True, False) if has_marks(text) else (False,):
            found = self._names[facet].found(asked, accented=accented, whole=whole)
            if found:
                return tuple(found[:MOST_VALUES])
        return ()
