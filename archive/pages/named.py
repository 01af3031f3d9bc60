"""What a document's text names, as links: organisations, places, people, and documents by their numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive import links, wording
from archive.pages.base import Link, told
from archive.pages.cards import name_of
from archive.store.values import StoredDocument
from index.entities import TEXT_FACETS
from index.results import Cited, Named

SHOWN: Final = 8
"""Names of a kind that are seen at once; the rest stand behind «more»."""
TITLE_LENGTH: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedKind:
    """Names of one kind in a document."""

    name: str = field(metadata=told("Parameter of their facet; «citation» for documents cited."))
    label: str = field(metadata=told("What they are, for people."))
    shown: tuple[Link, ...] = field(metadata=told("Names seen at once; one without href is plain text."))
    more: tuple[Link, ...] = field(metadata=told("Names behind «more»."))
    others: int = field(default=0, metadata=told("Names beyond those, which are only counted."))


def named_kinds(named: Named, documents: Mapping[str, StoredDocument]) -> Iterator[NamedKind]:
    """Kinds that have names; `documents` are those that `named` cites, by key."""
    for name in TEXT_FACETS:
        values = [_value(name, value) for value in named.facets.get(name, ())]
        yield from _kind(name, wording.FACET_LABELS[name], values)
    cited = [_cited(each, documents.get(each.key)) for each in named.cited]
    yield from _kind("citation", "Văn bản được viện dẫn", cited, named.others)


def citing_link(number: str, count: int) -> Link | None:
    """A link to the documents that cite a number; None when there is none."""
    if not number or not count:
        return None
    return Link(text=number, href=links.search_path(text=f"viện dẫn:{number}"), count=count)


def _kind(name: str, label: str, values: list[Link], others: int = 0) -> Iterator[NamedKind]:
    if not values:
        return
    cut = len(values) if len(values) <= SHOWN + 1 else SHOWN
    yield NamedKind(
        name=name, label=label, shown=tuple(values[:cut]), more=tuple(values[cut:]), others=others
    )


def _value(name: str, value: str) -> Link:
    return Link(text=value, href=links.search_path(facets={name: (value,)}))


def _cited(cited: Cited, stored: StoredDocument | None) -> Link:
    """A number linked to the document that has it, or to all that have it where they are several."""
    if stored is not None and stored.withdrawal is None:
        title = wording.shortened(name_of(stored.document), TITLE_LENGTH)
        text = cited.number if title == cited.number else f"{cited.number}: {title}"
        return Link(text=text, href=links.document_path(stored.document))
    if cited.documents > 1:
        href = links.search_path(text=f"số hiệu:{cited.number}")
        return Link(text=cited.number, href=href, count=cited.documents)
    return Link(text=cited.number, href="")
