"""The way from one page of results to the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive import links, wording
from archive.pages.base import Link, told
from archive.params import Params

PAGES_AROUND: Final = 2
"""Numbered pages on each side of this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The way to the other pages of the result."""

    page: int = field(metadata=told("This page, from 1."))
    last: int = field(metadata=told("The last page that can be reached."))
    prev: str = field(metadata=told("Path of the page before, or empty."))
    next: str = field(metadata=told("Path of the page after, or empty."))
    pages: tuple[Link | None, ...] = field(metadata=told("Numbered pages; None where some are left out."))
    beyond: bool = field(metadata=told("True when the result has more pages than can be reached."))


def paging_of(params: Params, total: int) -> Paging:
    """The pages around that of `params` in a result of `total` hits, with the first and the last."""
    page, last = params.request.page, params.last_page(total)
    size = params.request.size or 1
    numbers = sorted({1, last, *range(max(1, page - PAGES_AROUND), min(last, page + PAGES_AROUND) + 1)})
    return Paging(
        page=page,
        last=last,
        prev=links.search_path(params, page=min(page - 1, last)) if page > 1 else "",
        next=links.search_path(params, page=page + 1) if page < last else "",
        pages=tuple(_numbered(params, numbers)) if last > 1 else (),
        beyond=last * size < total and params.request.size > 0,
    )


def _numbered(params: Params, numbers: Sequence[int]) -> Iterator[Link | None]:
    before = 0
    for number in numbers:
        if number - before > 1:
            yield None
        yield Link(
            text=wording.number(number),
            href=links.search_path(params, page=number),
            current=number == params.request.page,
        )
        before = number
