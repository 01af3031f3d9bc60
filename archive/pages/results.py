"""The page of results: hits, facets, chips, time, paging, and what to try when nothing was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from archive import links, wording
from archive.charts import Histogram, Period, histogram
from archive.pages.base import Head, Link, Page, Site, head, search_box, told
from archive.pages.cards import Card, card
from archive.pages.paging import Paging, paging_of
from archive.params import ACCENTS, MATCHES, SORTS, Params
from archive.store.values import StoredDocument
from index.entities import TEXT_FACETS
from index.facets import ALL_FACETS
from index.order import sort_key
from index.results import FacetValue, SearchRequest, SearchResults
from index.text import has_marks

VALUES_SHOWN: Final = 6
"""Values of a facet that are seen at once; the rest stand behind «more»."""
VALUES_AT_MOST: Final = 200
"""Values behind «more»: the most frequent ones, in Vietnamese order, where a name is looked for."""
TEXT_VALUES_AT_MOST: Final = 14
"""The same of a facet found in texts: with 200 a page of the law corpus had 185 KB instead of 85."""


class Value(NamedTuple):
    """A value of a facet. A tuple, which a template takes apart: a page has two hundred.

    `text` is what a person reads, `href` the search that has the value added or removed, `documents` how many
    of the result have it, `chosen` whether it is chosen.
    """

    text: str
    href: str
    documents: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet beside the results."""

    name: str = field(metadata=told("Name of the facet's parameter."))
    label: str = field(metadata=told("Name for people."))
    shown: tuple[Value, ...] = field(metadata=told("Values seen at once."))
    more: tuple[Value, ...] = field(metadata=told("Values behind «more»."))
    others: bool = field(metadata=told("True when there are values beyond those, less frequent ones."))
    chosen: int = field(metadata=told("How many values are chosen."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """The same search with one restriction less."""

    text: str = field(metadata=told("The restriction, as its chip says."))
    params: Params = field(metadata=told("The search without it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage(Page):
    """Results of a search, for `results.html`."""

    heading: str = field(metadata=told("What the page is, for <h1>."))
    text: str = field(metadata=told("The query as typed."))
    total: int = field(metadata=told("Documents found, exactly."))
    first: int = field(metadata=told("Place of the first hit shown, from 1; 0 when none is."))
    last: int = field(metadata=told("Place of the last hit shown."))
    hits: tuple[Card, ...] = field(metadata=told("The hits of this page."))
    gone: int = field(metadata=told("Hits of this page that were withdrawn since the index was built."))
    facets: tuple[Facet, ...] = field(metadata=told("Facets that have values."))
    chips: tuple[Link, ...] = field(metadata=told("Chosen restrictions; each link removes one."))
    clear: str = field(metadata=told("Path of the search without any filter, or empty when none is set."))
    histogram: Histogram | None = field(metadata=told("The result over time, or None."))
    undated: int = field(metadata=told("Documents of the result without a date."))
    sorts: tuple[Link, ...] = field(metadata=told("Orders to choose from."))
    matches: tuple[Link, ...] = field(metadata=told("Matching rules to choose from."))
    accents: tuple[Link, ...] = field(
        metadata=told("Accent policies to choose from; none when they make no difference.")
    )
    paging: Paging = field(metadata=told("Other pages."))
    notes: tuple[str, ...] = field(metadata=told("How the query was understood; what could not be used."))
    suggestion: Link | None = field(metadata=told("Another query to try, or None."))
    attempts: tuple[Link, ...] = field(
        metadata=told("When nothing was found: searches with one restriction less, with their counts.")
    )
    newest: tuple[Card, ...] = field(metadata=told("When nothing was found: the newest documents."))
    interpreted: str = field(metadata=told("The query as it was understood, when it differs from the text."))


def page_request(params: Params) -> SearchRequest:
    """The search for a page: of a facet found in texts no more values than it shows, and one that says that
    there are others."""
    request = params.request
    seen = VALUES_SHOWN + TEXT_VALUES_AT_MOST + 1
    return replace(request, listed={name: seen + len(request.facets.get(name, ())) for name in TEXT_FACETS})


def removals(params: Params) -> tuple[Removal, ...]:
    """Every restriction of a search, with the search that lacks it."""
    return tuple(_removals(params))


def results_page(
    site: Site,
    params: Params,
    results: SearchResults,
    documents: Mapping[str, StoredDocument],
    *,
    attempts: Sequence[tuple[Removal, int]] = (),
    newest: Sequence[StoredDocument] = (),
) -> ResultsPage:
    """The page of a search. `documents` are those of the hits that can be shown, by key."""
    request, understood = params.request, results.interpretation
    found = [documents[hit.key] for hit in results.hits if hit.key in documents]
    marker = results.marker if request.text else None
    paging = paging_of(params, results.total)
    first = (request.page - 1) * request.size + 1 if results.hits else 0
    return ResultsPage(
        site=site,
        head=_head(site, params, results, paging),
        box=search_box(params),
        heading=f"Kết quả cho «{request.text}»" if request.text else _unasked(params),
        text=request.text,
        total=results.total,
        first=first,
        last=first + len(results.hits) - 1 if first else 0,
        hits=tuple(card(stored, marker=marker, query=request.text) for stored in found),
        gone=len(results.hits) - len(found),
        facets=tuple(_facets(params, results)),
        chips=tuple(
            Link(text=one.text, href=links.search_path(one.params))
            for one in removals(params)
            if (one.params.request.match, one.params.request.accents) == (request.match, request.accents)
        ),
        clear=links.search_path(params, facets={}, since=None, until=None) if params.filtered else "",
        histogram=histogram(results.months, _within(params), since=request.since, until=request.until),
        undated=results.undated,
        sorts=tuple(
            Link(
                text=wording.SORT_LABELS[sort],
                href=links.search_path(params, sort=sort),
                current=sort == request.sort,
            )
            for sort in SORTS
        ),
        matches=_matches(params),
        accents=_accents(params),
        paging=paging,
        notes=(*(error.notice for error in params.errors), *_reading(results), *understood.notes),
        suggestion=_suggestion(params, understood.suggestion),
        attempts=tuple(
            Link(text=one.text, href=links.search_path(one.params), count=count)
            for one, count in attempts
            if count
        ),
        newest=tuple(card(stored) for stored in newest),
        interpreted=understood.interpreted if understood.interpreted != request.text else "",
    )


def _unasked(params: Params) -> str:
    return "Tài liệu theo bộ lọc" if params.filtered else "Tất cả tài liệu"


def _head(site: Site, params: Params, results: SearchResults, paging: Paging) -> Head:
    name = params.request.text or _unasked(params)
    chosen = ", ".join(one.text for one in removals(params))
    within = f" ({wording.shortened(chosen, 60)})" if chosen else ""
    page = f" – trang {wording.number(paging.page)}" if paging.page > 1 else ""
    return head(
        site,
        f"{wording.shortened(name, 80)}{within}{page}",
        f"{wording.documents(results.total)} trong {site.title} cho «{wording.shortened(name, 120)}».",
        canonical=site.absolute(links.search_path(params, page=paging.page)),
        robots="noindex, follow",
        prev=site.absolute(paging.prev) if paging.prev else "",
        next=site.absolute(paging.next) if paging.next else "",
    )


def _matches(params: Params) -> tuple[Link, ...]:
    """The matching rules; none for a query of one word, which they do not change."""
    if len(params.request.text.split()) < 2:
        return ()
    return tuple(
        Link(
            text=wording.MATCH_LABELS[match],
            href=links.search_path(params, match=match),
            current=match == params.request.match,
        )
        for match in MATCHES
    )


def _reading(results: SearchResults) -> Iterator[str]:
    """How the query was read, where that is not what was typed; a page without hits says it elsewhere."""
    understood = results.interpretation
    if results.total and understood.interpreted != " ".join(understood.text.split()):
        yield f"Câu tìm được hiểu là: {understood.interpreted}"


def _accents(params: Params) -> tuple[Link, ...]:
    """The accent policies; none for a query with marks, which means them anyhow."""
    if not params.request.text or has_marks(params.request.text):
        return ()
    return tuple(
        Link(
            text=wording.ACCENT_LABELS[accents],
            href=links.search_path(params, accents=accents),
            current=accents == params.request.accents,
        )
        for accents in ACCENTS
    )


def _removals(params: Params) -> Iterator[Removal]:
    request = params.request
    for name in ALL_FACETS:
        for value in request.facets.get(name, ()):
            rest = tuple(one for one in request.facets[name] if one != value)
            facets = {**request.facets, name: rest}
            kept = {facet: values for facet, values in facets.items() if values}
            yield Removal(text=f"{wording.FACET_LABELS[name]}: {value}", params=params.changed(facets=kept))
    if request.since:
        yield Removal(text=f"Từ {wording.day(request.since)}", params=params.changed(since=None))
    if request.until:
        yield Removal(text=f"Đến {wording.day(request.until)}", params=params.changed(until=None))
    if request.match == "all":
        yield Removal(text="Phải có đủ các từ", params=params.changed(match="any"))
    if request.accents == "strict":
        yield Removal(text="Đúng từng dấu", params=params.changed(accents="auto"))


def _facets(params: Params, results: SearchResults) -> Iterator[Facet]:
    for name in ALL_FACETS:
        values = results.facets.get(name, ())
        if not values:
            continue
        most = TEXT_VALUES_AT_MOST if name in TEXT_FACETS else VALUES_AT_MOST
        shown = [*values[:VALUES_SHOWN], *(one for one in values[VALUES_SHOWN:] if one.selected)]
        more = [one for one in values[VALUES_SHOWN:] if not one.selected]
        if len(more) == 1:
            shown, more = shown + more, []
        toggled = params.toggling(name)
        yield Facet(
            name=name,
            label=wording.FACET_LABELS[name],
            shown=tuple([_value(toggled, one) for one in shown]),
            more=tuple([_value(toggled, one) for one in _by_name(name, more[:most])]),
            others=len(more) > most,
            chosen=sum(one.selected for one in values),
        )


def _by_name(facet: str, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Values in the order of names; years stay as they are, the newest first."""
    return values if facet == "year" else sorted(values, key=lambda each: sort_key(each.value))


def _value(toggled: Callable[[str], str], facet: FacetValue) -> Value:
    value, documents, selected = facet
    return Value(value, links.with_query("/search", toggled(value)), documents, selected)


def _within(params: Params) -> Callable[[Period], str]:
    """Period → path of the same search within it; a chosen year would contradict it and is dropped."""
    within = params.spanning(without="year")
    return lambda period: links.with_query("/search", within(period.since, period.until))


def _suggestion(params: Params, text: str | None) -> Link | None:
    return Link(text=text, href=links.search_path(params, text=text)) if text else None
