"""What goes into a search and what comes out: plain frozen values that name no engine.

The web pages, the JSON API and the command line see only these, so that another engine may one day
stand behind the same interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from index.facets import ALL_FACETS

Sort = Literal["relevance", "newest", "oldest", "title"]
Match = Literal["auto", "all", "any"]
Accents = Literal["auto", "strict"]
Span = tuple[int, int]
"""Start and end (exclusive) of a piece of a text, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What a person asks. An empty `text` finds every document.

    `since` and `until` are days in Vietnam, both included. `facets` maps a facet's name to the values
    chosen: any of them within a facet, all facets together; `counted` names the facets whose values are
    counted, which costs time for each. `page` counts from 1; `size` is 0 to 100
    (0 for counts alone). With `accents` `auto`, a query without any Vietnamese mark matches whatever the
    marks; with `strict` it matches only words that have none. `listed` maps a facet's name to how many of its
    values are wanted, the most frequent ones; 200 where nothing is said.
    """

    text: str = ""
    page: int = 1
    size: int = 10
    sort: Sort = "relevance"
    match: Match = "auto"
    accents: Accents = "auto"
    since: date | None = None
    until: date | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: tuple[str, ...] = ALL_FACETS
    listed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a document's text with the spans to mark, counted from the fragment's own start.

    `start` is where the fragment stands in the whole text; `cut_left` and `cut_right` say whether
    text was left out before and after it.
    """

    text: str
    marks: tuple[Span, ...] = ()
    start: int = 0
    cut_left: bool = False
    cut_right: bool = False


class Marker(Protocol):
    """Finds the words of one query in any text."""

    def marks(self, text: str) -> tuple[Span, ...]:
        """Spans of `text` (display text) that the query matches: sorted, apart, whole syllables."""
        ...

    def fragment(self, text: str, *, length: int = 260) -> Fragment:
        """The best fragment of `text` of about `length` characters; its beginning when nothing matches."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How a query was understood.

    `match` is the rule that was applied (`all` or `any`). `relaxed` says that the query as typed found
    nothing and a weaker reading was answered. `notes` are Vietnamese sentences for the person: what was
    ignored, reinterpreted or relaxed. `suggestion` is another query to offer, or None.
    """

    text: str
    interpreted: str
    match: Match
    relaxed: bool = False
    suggestion: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found: its permalink key and its score (0.0 when the order is not by relevance)."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A document number as a text writes it, how many documents have it, and the key if that is one."""

    number: str
    documents: int
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a document's text names: values of each of `TEXT_FACETS`, the most prominent first; the numbers it
    cites, in order, and how many more there are."""

    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cited: tuple[Cited, ...] = ()
    others: int = 0


class FacetValue(NamedTuple):
    """How many documents of the result have this value. A document may have several of a facet, or none.

    A tuple: a page has two hundred, which take a third of the time to make.
    """

    value: str
    documents: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """A page of hits, the exact total, and counts for every facet that the request names to be counted.

    Each facet's counts obey every filter but that facet's own, so a person sees what choosing one more
    value would add. Values are in order of falling count, then of the value (years: newest first); a
    selected value is listed even when its count is 0; of more than are wanted the most frequent are listed.
    `months` counts the hits of the whole result by month, `{"2021-06": 3}`, in order, obeying every filter
    but the date range and the year.
    `generation` is the number of the index generation that answered.
    """

    interpretation: Interpretation
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    months: Mapping[str, int]
    undated: int
    marker: Marker
    generation: int
    took_ms: float
