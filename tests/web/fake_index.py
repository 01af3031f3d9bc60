"""A stand-in for `index.search.Index` over a few documents in memory, so that pages are tested by themselves.

It finds folded words; its counts follow the same contract as the real one's (`index.results.SearchResults`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from re import finditer
from typing import Any

from index.document import VIETNAM, Document
from index.entities import TEXT_FACETS, citation_key, facet_values, find
from index.facets import ALL_FACETS
from index.results import (
    Cited,
    FacetValue,
    Fragment,
    Hit,
    Interpretation,
    Named,
    SearchRequest,
    SearchResults,
    Span,
)
from index.text import fold, normalise


def _folded(text: str) -> str:
    return fold(normalise(text))


@dataclass(frozen=True, slots=True)
class FakeMarker:
    """Marks every word of the query, accents aside."""

    words: tuple[str, ...]

    def marks(self, text: str) -> tuple[Span, ...]:
        found = finditer(r"\w+", _folded(text))
        return tuple(one.span() for one in found if one.group() in self.words)

    def fragment(self, text: str, *, length: int = 260) -> Fragment:
        marks = self.marks(text)
        start = max(text.rfind(" ", 0, max(marks[0][0] - length // 3, 0)) + 1, 0) if marks else 0
        end = min(start + length, len(text))
        piece = text[start:end].replace("\n", " ")
        inside = tuple(
            (left - start, right - start) for left, right in marks if start <= left and right <= end
        )
        return Fragment(piece, inside, start, start > 0, end < len(text))


class FakeIndex:
    """Answers from `documents`; `notes` and `suggestion` are what its interpretation says."""

    def __init__(
        self, documents: Iterable[Document], *, notes: tuple[str, ...] = (), suggestion: str | None = None
    ) -> None:
        self.documents = tuple(documents)
        self.notes = notes
        self.suggestion = suggestion

    def search(self, request: SearchRequest) -> SearchResults:
        marker = self.marker(request.text)
        found = [one for one in self.documents if _holds(one, marker, request)]
        total = [one for one in found if _passes(one, request)]
        total.sort(key=lambda one: _order(one, request))
        start = (request.page - 1) * request.size
        return SearchResults(
            interpretation=Interpretation(
                text=request.text,
                interpreted=" ".join(request.text.split()),
                match="any" if request.match == "any" else "all",
                notes=self.notes,
                suggestion=self.suggestion,
            ),
            total=len(total),
            hits=tuple(Hit(one.key, 1.0) for one in total[start : start + request.size]),
            facets={name: _values(name, found, request) for name in ALL_FACETS if name in request.counted},
            months=_months(one for one in found if _passes(one, request, but=("year", "dates"))),
            undated=sum(not one.published and _passes(one, request, but=("year", "dates")) for one in found),
            marker=marker,
            generation=1,
            took_ms=1.0,
        )

    def marker(self, text: str) -> FakeMarker:
        return FakeMarker(tuple(one.group() for one in finditer(r"\w+", _folded(text))))

    def related(self, document: Document, *, count: int = 5) -> tuple[Hit, ...]:
        """Documents of the same category, in the order of their ids."""
        alike = [each for each in self.documents if each.category == document.category and each.category]
        return tuple(Hit(each.key, 1.0) for each in alike if each.key != document.key)[:count]

    def named(self, key: str) -> Named:
        """What `find` finds; a number that several documents have leads to none of them."""
        document = next((each for each in self.documents if each.key == key), Document(id=""))
        mentions = find(document.title, document.body, document.summary)
        own = citation_key(document.number)
        numbers = {citation_key(one.value): one.value for one in reversed(mentions.citations)}
        cited = tuple(self._cited(number) for key, number in reversed(numbers.items()) if key != own)
        return Named(facets=facet_values(mentions), cited=cited)

    def _cited(self, number: str) -> Cited:
        keys = [one.key for one in self.documents if citation_key(one.number) == citation_key(number)]
        return Cited(number, len(keys), keys[0] if len(keys) == 1 else "")

    def citing(self, number: str) -> int:
        """Documents that cite `number`, but those that have it."""
        cited = [self.named(one.key).cited for one in self.documents]
        return sum(citation_key(number) in map(citation_key, (one.number for one in each)) for each in cited)

    def close(self) -> None:
        """Nothing is open."""


def _holds(document: Document, marker: FakeMarker, request: SearchRequest) -> bool:
    text = _folded(f"{document.title}\n{document.number}\n{document.body}")
    words = {one.group() for one in finditer(r"\w+", text)}
    rule = any if request.match == "any" and marker.words else all
    return rule(word in words for word in marker.words)


def _passes(document: Document, request: SearchRequest, but: tuple[str, ...] = ()) -> bool:
    wanted = {name: values for name, values in request.facets.items() if name not in but}
    facets = all(set(_held(document, name)) & set(values) for name, values in wanted.items())
    return facets and ("dates" in but or _within(document, request))


def _held(document: Document, name: str) -> tuple[str, ...]:
    """The document's values of one facet."""
    if name in TEXT_FACETS:
        return facet_values(find(document.title, document.body, document.summary))[name]
    return tuple(filter(None, [document.facet(name)]))


def _within(document: Document, request: SearchRequest) -> bool:
    if not (request.since or request.until):
        return True
    if document.published is None:
        return False
    day = document.published.astimezone(VIETNAM).date()
    return (not request.since or day >= request.since) and (not request.until or day <= request.until)


def _order(document: Document, request: SearchRequest) -> Any:
    if request.sort == "relevance":
        return document.id
    moment = document.published or datetime(1, 1, 2, tzinfo=UTC)
    age = moment - datetime(1, 1, 1, tzinfo=UTC)
    return -age if request.sort == "newest" else (document.published is None, age)


def _values(name: str, found: Iterable[Document], request: SearchRequest) -> tuple[FacetValue, ...]:
    chosen = request.facets.get(name, ())
    passing = (one for one in found if _passes(one, request, but=(name,)))
    counts: Mapping[str, int] = Counter(value for one in passing for value in _held(one, name))
    values = [FacetValue(value, counts.get(value, 0), value in chosen) for value in {*counts, *chosen}]
    if name == "year":
        return tuple(sorted(values, key=lambda one: one.value, reverse=True))
    return tuple(sorted(values, key=lambda one: (-one.documents, one.value)))


def _months(documents: Iterable[Document]) -> dict[str, int]:
    dates = (one.published.astimezone(VIETNAM) for one in documents if one.published)
    return dict(sorted(Counter(f"{date:%Y-%m}" for date in dates).items()))
