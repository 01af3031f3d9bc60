"""The page that says how to search, made from the tables of the query language itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive import links
from archive.pages.base import Link, Page, Site, head, told
from index.operators import FIELDS, OPERATORS
from index.operators import Field as QueryField


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to write a query: an operator or a field."""

    written: str = field(metadata=told("How it is typed, in general."))
    others: tuple[str, ...] = field(metadata=told("Other names that mean the same."))
    says: str = field(metadata=told("What it finds."))
    examples: tuple[Link, ...] = field(metadata=told("Queries to try, linked to their results."))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage(Page):
    """How to search, for `guide.html`."""

    operators: tuple[Way, ...] = field(metadata=told("Signs and joining words."))
    fields: tuple[Way, ...] = field(metadata=told("Fields of documents, their times included."))
    number: Link = field(metadata=told("A kind of document with the beginning of a number."))


def guide_page(site: Site) -> GuidePage:
    """The guide."""
    return GuidePage(
        site=site,
        head=head(
            site,
            "Hướng dẫn tìm kiếm",
            f"Cách tìm tài liệu trong {site.title}: từ khóa, cụm từ, bộ lọc, thời gian, liên kết cố định.",
            canonical=site.absolute("/huong-dan"),
        ),
        operators=tuple(
            Way(written=each.written, others=(), says=each.says, examples=_tried(each.examples))
            for each in OPERATORS
        ),
        fields=tuple(_way(each) for each in FIELDS),
        number=_tried(["nghị quyết 45"])[0],
    )


def _way(each: QueryField) -> Way:
    return Way(
        written=f"{each.names[0]}:",
        others=tuple(f"{name}:" for name in each.names[1:]),
        says=each.says,
        examples=_tried(each.examples),
    )


def _tried(examples: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(text=text, href=links.search_path(text=text)) for text in examples)
