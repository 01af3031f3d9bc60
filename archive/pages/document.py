"""The page of a document, or of one of its old versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Any, Final

from markupsafe import Markup

from archive import links, wording
from archive.pages.base import Head, Link, Page, SearchBox, Site, head, told
from archive.pages.cards import Card, card, name_of
from archive.pages.citation import citation
from archive.pages.marks import marked
from archive.pages.metadata import Fact, extra_facts, facts
from archive.pages.named import NamedKind, citing_link, named_kinds
from archive.store.values import StoredDocument, Version
from index.document import Document
from index.results import Marker, Named

DESCRIPTION_LENGTH: Final = 180
_CLAUSE: Final = pattern(
    r"(?i:phần|chương|mục|tiểu mục|điều|phụ lục)\s+(?:thứ\s+\w+|[0-9]+[a-zđ]?|[IVXLC]+)\b.{0,150}"
    r"|[IVX]{1,5}\.\s+[^.:;]{1,80}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the body."""

    number: int = field(metadata=told("Its number from 1: the anchor is p<number>."))
    text: Markup = field(metadata=told("Its text, escaped, with marks."))
    clause: bool = field(metadata=told("True for the heading of a part: «Điều 5. …», «II. …»."))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version in the history of a document."""

    number: int = field(metadata=told("Number of the version, from 1."))
    href: str = field(metadata=told("Its page."))
    added: str = field(metadata=told("When the archive received it."))
    machine_added: str = field(metadata=told("The same for <time datetime>."))
    title: str = field(metadata=told("Its title when that differs from the one shown, else empty."))
    current: bool = field(metadata=told("True for the version that the permalink shows."))
    shown: bool = field(metadata=told("True for the version of this page."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The words of a search in this document."""

    query: str = field(metadata=told("The query."))
    count: int = field(metadata=told("Places marked in title and body."))
    first: str = field(metadata=told("Anchor of the first marked paragraph, «#p3», or empty."))
    back: str = field(metadata=told("Path of the search."))
    without: str = field(metadata=told("Path of this page without marks."))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    """A document, for `document.html`."""

    title: Markup = field(metadata=told("Its title, escaped, with marks."))
    date: str = field(metadata=told("Date of publication for people, or empty."))
    machine_date: str = field(metadata=told("The same for <time datetime>."))
    kicker: str = field(metadata=told("Type and number above the title, or empty."))
    byline: str = field(metadata=told("Issuer or source below the title, or empty."))
    summary: Markup = field(metadata=told("Summary when the body does not begin with it; escaped, marked."))
    paragraphs: tuple[Paragraph, ...] = field(metadata=told("The body."))
    facts: tuple[Fact, ...] = field(metadata=told("Metadata that the archive knows."))
    extra: tuple[Fact, ...] = field(metadata=told("Metadata kept as the source gave it."))
    named: tuple[NamedKind, ...] = field(metadata=told("What its text names, kind by kind."))
    citing: Link | None = field(metadata=told("Documents that cite its number, counted, or None."))
    marks: Marked | None = field(metadata=told("The search this page was opened from, or None."))
    permalink: str = field(metadata=told("Absolute URL to link to."))
    citation: str = field(metadata=told("How to cite it, in Vietnamese, with the permalink."))
    versions: tuple[VersionLine, ...] = field(metadata=told("All versions, newest first."))
    old: Link | None = field(metadata=told("On the page of an old version: link to the current one."))
    version: int = field(metadata=told("Number of the version shown."))
    notes: tuple[str, ...] = field(metadata=told("What was decided when the source was read."))
    format: str = field(metadata=told("Format and encoding of the source, or empty."))
    digest: str = field(metadata=told("Checksum of what this version says, hexadecimal."))
    related: tuple[Card, ...] = field(metadata=told("Documents on the same subject, the nearest first."))


def document_page(
    site: Site,
    stored: StoredDocument,
    versions: Sequence[Version],
    *,
    marker: Marker | None = None,
    query: str = "",
    related: Sequence[StoredDocument] = (),
    named: Named | None = None,
    cited: Mapping[str, StoredDocument] | None = None,
    citing: int = 0,
) -> DocumentPage:
    """The page of a document in the version that `stored` holds, with the words of a `marker` marked.

    `cited` are the documents that `named` cites, by key; `citing` counts those that cite this one.
    """
    document, old = stored.document, stored.version != stored.latest
    current = links.version_path(stored.key, stored.version) if old else links.document_path(document)
    permalink = site.absolute(current)
    title, summary = _mark(name_of(document), marker), _mark(_summary(document), marker)
    paragraphs = tuple(_paragraphs(document, marker))
    return DocumentPage(
        site=site,
        head=_head(site, stored, permalink),
        box=SearchBox(text=query),
        title=title,
        date=wording.moment(document.published, date_only=document.date_only),
        machine_date=wording.machine(document.published, date_only=document.date_only),
        kicker=" ".join(filter(None, (document.type, document.number and f"số {document.number}"))),
        byline=document.issuer or document.source,
        summary=summary,
        paragraphs=paragraphs,
        facts=tuple(facts(document)),
        extra=tuple(extra_facts(document.extra)),
        named=tuple(named_kinds(named or Named(), cited or {})),
        citing=citing_link(document.number, citing),
        marks=_marked(query, current, paragraphs, (title, summary)) if marker else None,
        permalink=permalink,
        citation=citation(stored, site, permalink),
        versions=tuple(_version(line, stored) for line in versions),
        old=Link(text=f"phiên bản {stored.latest}", href=f"/d/{stored.key}") if old else None,
        version=stored.version,
        notes=stored.origin.notes,
        format=", ".join(filter(None, (stored.origin.format, stored.origin.encoding))),
        digest=stored.digest.hex(),
        related=tuple(card(each) for each in related),
    )


def _mark(text: str, marker: Marker | None) -> Markup:
    return marked(text, marker.marks(text) if marker else ())


def _summary(document: Document) -> str:
    begins = document.body.lstrip()[: len(document.summary)] == document.summary
    return "" if begins else document.summary


def _paragraphs(document: Document, marker: Marker | None) -> Iterator[Paragraph]:
    for number, text in enumerate(document.paragraphs, start=1):
        clause = bool(_CLAUSE.fullmatch(text)) and not text.endswith((".", ";", ",", ":"))
        yield Paragraph(number=number, text=_mark(text, marker), clause=clause)


def _marked(query: str, path: str, paragraphs: Sequence[Paragraph], heads: Sequence[Markup]) -> Marked:
    first = next((one.number for one in paragraphs if "<mark>" in one.text), 0)
    texts = (*heads, *(one.text for one in paragraphs))
    return Marked(
        query=query,
        count=sum(text.count("<mark>") for text in texts),
        first=f"#p{first}" if first else "",
        back=links.search_path(text=query),
        without=path,
    )


def _version(line: Version, stored: StoredDocument) -> VersionLine:
    return VersionLine(
        number=line.number,
        href=links.version_path(stored.key, line.number),
        added=wording.moment(line.added),
        machine_added=wording.machine(line.added),
        title=line.title if line.title != stored.document.title else "",
        current=line.number == stored.latest,
        shown=line.number == stored.version,
    )


def _head(site: Site, stored: StoredDocument, permalink: str) -> Head:
    document, name = stored.document, name_of(stored.document)
    old = stored.version != stored.latest
    text = document.summary or document.body[: 4 * DESCRIPTION_LENGTH]
    said = ", ".join(filter(None, (document.type, document.number, document.issuer)))
    description = wording.shortened(text, DESCRIPTION_LENGTH) or said or name
    return head(
        site,
        f"{wording.shortened(name, 120)} (phiên bản {stored.version})"
        if old
        else wording.shortened(name, 120),
        description,
        canonical="" if old else permalink,
        robots="noindex, follow" if old else "",
        kind="article",
        published=wording.machine(document.published, date_only=document.date_only),
        modified=wording.machine(document.updated),
        json_ld=None if old else _json_ld(site, document, permalink, description),
    )


def _json_ld(site: Site, document: Document, permalink: str, description: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": name_of(document),
        "description": description,
        "url": permalink,
        "identifier": document.number,
        "inLanguage": document.language or "vi",
        "datePublished": wording.machine(document.published, date_only=document.date_only),
        "dateModified": wording.machine(document.updated),
        "genre": document.type,
        "articleSection": document.category,
        "keywords": list(document.tags),
        "author": _agent("Person", document.author) or _agent("Organization", document.issuer),
        "publisher": _agent("Organization", document.issuer or document.source),
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": site.absolute("/")},
    }
    return {name: value for name, value in said.items() if value}


def _agent(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None
