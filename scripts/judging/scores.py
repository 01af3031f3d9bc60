"""What the rules find beside the labels: hits, false finds and misses, by mention and by facet value.

A mention is right when it overlaps a label of its kind and has the label's value; each label can be hit once.
Values are compared without case, numbers by `citation_key`. A document's facet values are the set of the
values in its labelled passages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.document import Document
from index.entities import Mention, citation_key, find
from scripts.judging.labels import Label, Labelled


@dataclass(slots=True)
class Score:
    """Counts; `precision` and `recall` are nan where nothing was found or labelled."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    def add(self, right: int, found: int, labelled: int) -> None:
        self.right += right
        self.found += found
        self.labelled += labelled

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else float("nan")


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind in one document: `false` was found and is not labelled so, `missed` the other way round."""

    right: list[Label]
    false: list[Label]
    missed: list[Label]

    @property
    def values(self) -> tuple[int, int, int]:
        """Facet values: right, found, labelled."""
        found = {key(one) for one in (*self.right, *self.false)}
        labelled = {key(one) for one in (*self.right, *self.missed)}
        return len(found & labelled), len(found), len(labelled)


def found_in(document: Document) -> Iterator[Label]:
    """What the rules find, at its place in the joined text."""
    found = find(document.title, document.body, document.summary)
    starts = {"title": 0, "summary": len(document.title) + 1}
    starts["body"] = starts["summary"] + len(document.summary) + 1
    kinds: dict[str, Iterable[Mention]] = {
        "organisation": found.organisations,
        "place": found.places,
        "person": found.people,
        "citation": found.citations,
    }
    for kind, mentions in kinds.items():
        for one in mentions:
            yield Label(kind, starts[one.field] + one.start, starts[one.field] + one.end, one.value)


def compared(document: Labelled, found: Iterable[Label], kind: str) -> Compared:
    """Finds of `kind` in the labelled passages beside the labels of `kind`."""
    open_labels = [label for label in document.labels if label.kind == kind]
    right: list[Label] = []
    false: list[Label] = []
    for one in found:
        if one.kind == kind and document.covers(one.start, one.end):
            hit = next((label for label in open_labels if _same(one, label)), None)
            (right if hit else false).append(one)
            if hit:
                open_labels.remove(hit)
    return Compared(right, false, open_labels)


def _same(one: Label, label: Label) -> bool:
    return one.start < label.end and label.start < one.end and key(one) == key(label)


def key(label: Label) -> str:
    """By which two values are the same."""
    return citation_key(label.value) if label.kind == "citation" else label.value.casefold()
