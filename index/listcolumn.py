"""Columns of several texts a document: what the facets found in texts are kept in.

    document 0: Bộ Y tế, Quốc hội     →  list/<name>         0 1 0     places among the distinct texts
    document 1: none                     list/<name>/ends    2 2 3     where each document's places end
    document 2: Bộ Y tế                  list/<name>/values, /value_ends     Bộ Y tế, Quốc hội

Numbers stand in the narrowest type that holds them. A document's texts keep their order.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.flatfile import FlatFile, FlatWriter, Texts
from index.packing import narrow


@dataclass(frozen=True, slots=True)
class Lists:
    """`texts[place]` for each of `places[ends[document - 1]:ends[document]]` are a document's texts."""

    places: NDArray[Any]
    ends: NDArray[Any]
    texts: Sequence[bytes]

    @classmethod
    def none(cls, documents: int) -> "Lists":
        """Those of so many documents that have no text."""
        return cls(np.empty(0, np.uint8), np.zeros(documents, np.uint8), ())

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many texts each document has."""
        return np.diff(self.ends, prepend=0).astype(np.int64)

    def of(self, document: int) -> list[bytes]:
        """The texts of one document."""
        start = int(self.ends[document - 1]) if document else 0
        return [self.texts[place] for place in self.places[start : int(self.ends[document])].tolist()]


class ListColumn:
    """Several texts a document, in the making."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}
        self._places = array("I")
        self._ends = array("I")

    def set(self, document: int, values: Sequence[bytes]) -> None:
        """The texts of a document; documents come in rising order, those left out have none."""
        self._fill(document)
        self._places.extend(self._known.setdefault(value, len(self._known)) for value in values)
        self._ends.append(len(self._places))

    def _fill(self, documents: int) -> None:
        self._ends.extend([len(self._places)] * (documents - len(self._ends)))

    def write(self, out: FlatWriter, name: str, documents: int) -> None:
        """Write the column for so many documents."""
        self._fill(documents)
        places, ends = (np.frombuffer(each, np.uint32) for each in (self._places, self._ends))
        write_lists(out, name, Lists(places, ends, list(self._known)))


def write_lists(out: FlatWriter, name: str, lists: Lists) -> None:
    """Write a column of lists."""
    out.add(f"list/{name}", narrow(lists.places))
    out.add(f"list/{name}/ends", narrow(lists.ends))
    out.add(f"list/{name}/values", np.frombuffer(b"".join(lists.texts), np.uint8))
    out.add(f"list/{name}/value_ends", np.cumsum([len(text) for text in lists.texts], dtype=np.uint64))


def read_lists(file: FlatFile, name: str) -> Lists | None:
    """The column of lists of that name; None where there is none."""
    if f"list/{name}" not in file:
        return None
    texts = Texts(file.array(f"list/{name}/values"), file.array(f"list/{name}/value_ends"))
    return Lists(file.array(f"list/{name}"), file.array(f"list/{name}/ends"), texts)


def united(parts: Sequence[Lists]) -> Lists:
    """One column of the documents of all `parts`, in their order."""
    known: dict[bytes, int] = {}
    places = [np.empty(0, np.uint32)]
    for part in parts:
        common = np.array([known.setdefault(text, len(known)) for text in part.texts], np.uint32)
        places.append(common[part.places])
    counts = [part.counts for part in parts]
    ends = np.cumsum(np.concatenate([np.empty(0, np.int64), *counts]), dtype=np.uint32)
    return Lists(np.concatenate(places), ends, list(known))


def joined(parts: Sequence[Lists], alive: Sequence[NDArray[np.bool_]]) -> Lists:
    """What `united` gives, of documents that are `alive` alone.

    Texts stand in the order in which documents have them first; those that no document has are left behind.
    """
    whole, living = united(parts), np.concatenate(alive)
    counts = whole.counts
    places = whole.places[np.repeat(living, counts)]
    used, first = np.unique(places, return_index=True)
    used = used[np.argsort(first)]
    fresh = np.zeros(len(whole.texts), np.uint32)
    fresh[used] = np.arange(len(used), dtype=np.uint32)
    ends = np.cumsum(counts[living], dtype=np.uint32)
    return Lists(fresh[places], ends, [whole.texts[number] for number in used.tolist()])
