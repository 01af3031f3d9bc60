"""The first page: a search box, and what the archive holds."""

from dataclasses import dataclass, field

from archive import links, wording
from archive.charts import Bar, Histogram, Period, bars, histogram
from archive.pages.base import Head, Page, Site, head, told
from archive.pages.cards import Card, card
from archive.params import Params
from archive.store.values import Summary
from index.results import SearchRequest

NEWEST = 6
VALUES_A_GROUP = 6
GROUPS = ("category", "type", "issuer")
"""Facets that the page counts; years have a drawing of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the archive holds by one facet."""

    label: str = field(metadata=told("The facet's name for people."))
    bars: tuple[Bar, ...] = field(metadata=told("Its commonest values, most documents first."))
    others: int = field(metadata=told("Values that are not shown."))


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The first page, for `home.html`."""

    documents: int = field(metadata=told("Documents that can be found."))
    span: str = field(metadata=told("First and last year, «2018–2026», or empty."))
    newest: tuple[Card, ...] = field(metadata=told("The newest documents."))
    groups: tuple[Group, ...] = field(metadata=told("Counts by facet, facets without values left out."))
    years: Histogram | None = field(metadata=told("Documents by year, or None when all are of one year."))
    newest_href: str = field(metadata=told("Search for all documents, newest first."))
    all_href: str = field(metadata=told("Search for all documents."))


def home_page(site: Site, summary: Summary) -> HomePage:
    """The first page of an archive that holds what `summary` says."""
    span = _span(summary)
    return HomePage(
        site=site,
        head=_head(site, summary, span),
        documents=summary.documents,
        span=span,
        newest=tuple(card(stored) for stored in summary.newest[:NEWEST]),
        groups=tuple(group for name in GROUPS if (group := _group(name, summary)).bars),
        years=histogram(
            {f"{int(year):04d}-01": count for year, count in summary.counts.get("year", {}).items() if year},
            _year_path,
            finest=12,
        ),
        newest_href=links.search_path(sort="newest"),
        all_href=links.search_path(),
    )


def _span(summary: Summary) -> str:
    years = dict.fromkeys(year for year in (summary.first_year, summary.last_year) if year)
    return "–".join(years)


def _head(site: Site, summary: Summary, span: str) -> Head:
    about = f"{site.title}: {wording.documents(summary.documents)}"
    description = f"{about}, {span}. Tìm trong toàn văn." if span else f"{about}. Tìm trong toàn văn."
    json_ld = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.title,
        "url": site.absolute("/"),
        "inLanguage": "vi",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site.url}/search?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return head(site, site.title, description, canonical=site.absolute("/"), json_ld=json_ld)


def _group(name: str, summary: Summary) -> Group:
    counts = sorted(
        ((value, count) for value, count in summary.counts.get(name, {}).items() if value),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Group(
        label=wording.FACET_LABELS[name],
        bars=bars(counts[:VALUES_A_GROUP], lambda value: links.search_path(facets={name: (value,)})),
        others=max(len(counts) - VALUES_A_GROUP, 0),
    )


def _year_path(period: Period) -> str:
    if period.since.year == period.until.year:
        return links.search_path(facets={"year": (f"{period.since.year:04d}",)})
    return links.search_path(Params(request=SearchRequest(since=period.since, until=period.until)))
