"""Facets from the text: organisations, places, people and document numbers that a document names.

    title, summary, body → one spelt text → typed places → people → places → organisations → citations

Rules and lists only; offsets are those of the display text, since every step keeps its length.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

from index.entities.bare_places import places_in
from index.entities.citations import citation_key, citations_in
from index.entities.mentions import Field, Found, Mention, Mentions, spelt
from index.entities.organisations import organisations_in
from index.entities.people import people_in
from index.entities.places import typed_places

__all__ = ["MOST_VALUES", "TEXT_FACETS", "Mention", "Mentions", "citation_key", "facet_values", "find"]

LEAST_PRECISION = 0.90
"""A kind of name is shown as a facet from this precision on."""

MEASURED = {"organisation": 0.96, "place": 0.99, "person": 0.95}
"""Precision by facet value on the labels that no rule was mended by (`scripts/entities`, half `held-out`).

Numbers of documents (1.00) are no facet: they are links to the documents cited.
"""

TEXT_FACETS = tuple(kind for kind, precision in MEASURED.items() if precision >= LEAST_PRECISION)
"""Facets whose values come from the text; a document has several values of each."""

MOST_VALUES = 20
"""Values of one facet that a document has at most: those named most often, then those named first."""


def find(title: str, body: str, summary: str = "") -> Mentions:
    """What a document's display text names."""
    parts: tuple[tuple[Field, str], ...] = (("title", title), ("summary", summary), ("body", body))
    text = spelt("\n".join(part for _, part in parts))
    starts = (0, len(title) + 1, len(title) + len(summary) + 2)
    fields = [(field, start) for (field, _), start in zip(parts, starts, strict=True)]

    def placed(found: Iterable[Found]) -> tuple[Mention, ...]:
        mentions = []
        for one in found:
            field, base = fields[bisect_right(starts, one.start) - 1]
            mentions.append(Mention(field, one.start - base, one.end - base, one.value))
        return tuple(mentions)

    with_kind = typed_places(text)
    persons = people_in(text, with_kind)
    where = places_in(text, with_kind, persons)
    bodies = organisations_in(text, with_kind, where)
    persons = _outside(persons, bodies)
    return Mentions(
        organisations=placed(bodies),
        places=placed(where),
        people=placed(persons),
        citations=placed(citations_in(text.text)),
    )


def _outside(persons: list[Found], bodies: list[Found]) -> list[Found]:
    """People whose names are not part of an organisation's: `Trường THPT Nguyễn Trãi`."""
    starts = [body.start for body in bodies]

    def inside(one: Found) -> bool:
        before = bisect_right(starts, one.start) - 1
        return before >= 0 and bodies[before].end >= one.end

    return [one for one in persons if not inside(one)]


def facet_values(mentions: Mentions) -> Mapping[str, tuple[str, ...]]:
    """The values of each of `TEXT_FACETS`, the most prominent first, at most `MOST_VALUES`."""
    kinds = {"organisation": mentions.organisations, "place": mentions.places, "person": mentions.people}
    return {name: _prominent(kinds[name]) for name in TEXT_FACETS}


def _prominent(found: Iterable[Mention]) -> tuple[str, ...]:
    """Values by falling count; a Counter keeps those of equal count in the order of their first mention."""
    return tuple(value for value, _ in Counter(each.value for each in found).most_common(MOST_VALUES))
