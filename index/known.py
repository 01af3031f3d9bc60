"""What an archive knows that helps to read a query: its abbreviations, and the values of its facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from index.abbreviations import Abbreviations, bundled
from index.analysis import tokenize
from index.text import fold, has_marks

MOST_VALUES: Final = 300
"""Values of a facet that one filter may mean."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A facet's value as it is compared: its terms between spaces, exact and folded."""

    value: str
    exact: str
    folded: str


@dataclass(frozen=True)
class Known:
    """`facets` maps a facet's name to the values that the archive's documents have."""

    abbreviations: Abbreviations = field(default_factory=bundled)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def _values(self) -> Mapping[str, tuple[_Value, ...]]:
        return {name: tuple(map(self._value, filter(None, values))) for name, values in self.facets.items()}

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

    def _value(self, text: str) -> _Value:
        tokens = tokenize(self.abbreviations.written_out(text))
        exact, folded = tokens.terms(), tokens.terms(fold(tokens.text))
        return _Value(text, f" {' '.join(exact)} ", f" {' '.join(folded)} ")

    def _first(self, facet: str, text: str, *, whole: bool) -> tuple[str, ...]:
        asked = self._value(text)
        for accented in (True, False) if has_marks(text) else (False,):
            found = [each.value for each in self._values[facet] if _is(each, asked, accented, whole)]
            if found:
                return tuple(found[:MOST_VALUES])
        return ()


def _is(value: _Value, asked: _Value, accented: bool, whole: bool) -> bool:
    held, wanted = (value.exact, asked.exact) if accented else (value.folded, asked.folded)
    return bool(wanted.strip()) and (held == wanted if whole else wanted in held)
