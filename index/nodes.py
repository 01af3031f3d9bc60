"""What each kind of node of a query tree finds, and how it scores: arrays in, arrays out.

`index.plan` makes these from a Whoosh query tree. A conjunction begins with its rarest part and asks the
others only about the documents that are left; a disjunction marks documents in a mask. Scores are computed
for the documents found, or for all documents at once where that is cheaper.

Documents are numbered through all segments, deleted ones included; lists of them rise.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property, partial, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import Docs, Mask, Postings, Scores, TermPostings

FEW = 8
"""Scores are computed document by document when fewer than one document in so many was found."""


class Node(ABC):
    """One node. `bound`: no more documents than this match; `late`: whether positions must be read."""

    bound: int
    late: bool = False

    @abstractmethod
    def documents(self) -> Docs:
        """Documents that match."""

    @abstractmethod
    def has(self, docs: Docs) -> Mask:
        """Which of `docs` match."""

    @abstractmethod
    def weigh(self, docs: Docs) -> Scores:
        """Score of each of `docs`, all of which match."""

    def mark(self, mask: Mask) -> None:
        """Set `mask` (one a document of the index) where a document matches."""
        mask[self.documents()] = True

    def scores(self, docs: Docs) -> Scores:
        """Score of each of `docs`, 0 where it does not match."""
        found = self.has(docs)
        scores = np.zeros(len(docs), np.float32)
        scores[found] = self.weigh(docs[found])
        return scores

    def add_to(self, total: Scores, room: Scores) -> None:
        """Add the score of every document that matches to `total`; `room` is of the same size."""
        docs = self.documents()
        total[docs] += self.weigh(docs)


class Term(Node):
    """Documents that have a term: boost × BM25."""

    def __init__(self, postings: TermPostings, boost: float) -> None:
        self.bound = postings.df
        self._postings = postings
        self._boost = boost

    def documents(self) -> Docs:
        return self._postings.documents()

    def has(self, docs: Docs) -> Mask:
        return self._postings.has(docs)

    def mark(self, mask: Mask) -> None:
        self._postings.mark(mask)

    def weigh(self, docs: Docs) -> Scores:
        return self._postings.scores_of(docs) * np.float32(self._boost)

    scores = weigh  # 0 where the term is not

    def add_to(self, total: Scores, room: Scores) -> None:
        self._postings.add_to(total, self._boost, room)


class AllOf(Node):
    """Documents that match all children: the sum of their scores."""

    def __init__(self, children: Sequence[Node]) -> None:
        self._children = sorted(children, key=lambda child: (child.late, child.bound))
        self.bound = min(child.bound for child in children)
        self.late = all(child.late for child in children)

    def documents(self) -> Docs:
        first, *others = self._children
        docs = first.documents()
        for child in others:
            docs = docs[child.has(docs)]
        return docs

    def has(self, docs: Docs) -> Mask:
        found = np.ones(len(docs), bool)
        for child in self._children:
            found[found] = child.has(docs[found])
        return found

    def weigh(self, docs: Docs) -> Scores:
        return reduce(np.add, (child.weigh(docs) for child in self._children))


class AnyOf(Node):
    """Documents, of `size` in the index, that match any child: the sum of the scores of those that do."""

    def __init__(self, children: Sequence[Node], size: int) -> None:
        self._children = children
        self._size = size
        self.bound = min(size, sum(child.bound for child in children))
        self.late = any(child.late for child in children)

    def documents(self) -> Docs:
        mask: Mask = np.zeros(self._size, bool)
        self.mark(mask)
        return np.flatnonzero(mask).astype(np.int32)

    def mark(self, mask: Mask) -> None:
        for child in self._children:
            child.mark(mask)

    def has(self, docs: Docs) -> Mask:
        found = np.zeros(len(docs), bool)
        for child in self._children:
            found |= child.has(docs)
        return found

    def weigh(self, docs: Docs) -> Scores:
        if len(docs) * FEW < self._size:
            return sum((child.scores(docs) for child in self._children), np.zeros(len(docs), np.float32))
        total, room = np.zeros(self._size, np.float32), np.empty(self._size, np.float32)
        self.add_to(total, room)
        return total if len(docs) == self._size else total[docs]

    scores = weigh  # 0 where no child matches

    def add_to(self, total: Scores, room: Scores) -> None:
        for child in self._children:
            child.add_to(total, room)


class BestOf(AnyOf):
    """Documents that match any child: the greatest of their scores."""

    def weigh(self, docs: Docs) -> Scores:
        return reduce(np.maximum, (child.scores(docs) for child in self._children))

    scores = weigh
    add_to = Node.add_to


class Without(Node):
    """Documents that match `wanted` but not `excluded`, with the score of `wanted`."""

    def __init__(self, wanted: Node, excluded: Node) -> None:
        self.bound, self.late = wanted.bound, wanted.late
        self._wanted, self._excluded = wanted, excluded

    def documents(self) -> Docs:
        docs = self._wanted.documents()
        return docs[~self._excluded.has(docs)]

    def has(self, docs: Docs) -> Mask:
        return self._wanted.has(docs) & ~self._excluded.has(docs)

    def weigh(self, docs: Docs) -> Scores:
        return self._wanted.weigh(docs)


class Maybe(Node):
    """Documents that match `wanted`; where `welcome` matches too, its score is added."""

    def __init__(self, wanted: Node, welcome: Node) -> None:
        self.bound, self.late = wanted.bound, wanted.late
        self._wanted, self._welcome = wanted, welcome

    def documents(self) -> Docs:
        return self._wanted.documents()

    def has(self, docs: Docs) -> Mask:
        return self._wanted.has(docs)

    def weigh(self, docs: Docs) -> Scores:
        return self._wanted.weigh(docs) + self._welcome.scores(docs)


class Fixed(Node):
    """Documents that match `child`, all with the same score."""

    def __init__(self, child: Node, score: float) -> None:
        self.bound, self.late = child.bound, child.late
        self._child = child
        self._score = score

    def documents(self) -> Docs:
        return self._child.documents()

    def has(self, docs: Docs) -> Mask:
        return self._child.has(docs)

    def mark(self, mask: Mask) -> None:
        self._child.mark(mask)

    def weigh(self, docs: Docs) -> Scores:
        return np.full(len(docs), self._score, np.float32)


class _Unscored(Node):
    """A node that only says which documents match; `Fixed` gives them a score."""

    def weigh(self, docs: Docs) -> Scores:
        return np.zeros(len(docs), np.float32)


class Everything(_Unscored):
    """All `size` documents."""

    def __init__(self, size: int) -> None:
        self.bound = size

    def documents(self) -> Docs:
        return np.arange(self.bound, dtype=np.int32)

    def has(self, docs: Docs) -> Mask:
        return np.ones(len(docs), bool)


class Outside(_Unscored):
    """Those of `size` documents that do not match `child`."""

    def __init__(self, child: Node, size: int) -> None:
        self.bound = size
        self.late = child.late
        self._child = child

    def documents(self) -> Docs:
        mask: Mask = np.zeros(self.bound, bool)
        self._child.mark(mask)
        return np.flatnonzero(~mask).astype(np.int32)

    def has(self, docs: Docs) -> Mask:
        return ~self._child.has(docs)


class Between(_Unscored):
    """Documents whose number in `column` is one of `low` to `high`, and not `none`."""

    def __init__(self, column: NDArray[Any], low: float, high: float, *, none: float | None = None) -> None:
        self.bound = len(column)
        self._column = column
        self._low, self._high, self._none = low, high, none

    def _within(self, numbers: NDArray[Any]) -> Mask:
        found: Mask = (numbers >= self._low) & (numbers <= self._high)
        return found if self._none is None else found & (numbers != self._none)

    def documents(self) -> Docs:
        return np.flatnonzero(self._within(self._column)).astype(np.int32)

    def has(self, docs: Docs) -> Mask:
        return self._within(self._column[docs])


class Marked(_Unscored):
    """Documents that `marking` marks in a mask for `size` documents, when they are first asked for."""

    def __init__(self, marking: Callable[[Mask], None], size: int) -> None:
        self.bound = size
        self._marking = marking

    @cached_property
    def _mask(self) -> Mask:
        mask: Mask = np.zeros(self.bound, bool)
        self._marking(mask)
        return mask

    def documents(self) -> Docs:
        return np.flatnonzero(self._mask).astype(np.int32)

    def has(self, docs: Docs) -> Mask:
        return self._mask[docs]


class InARow(Node):
    """Documents in which `words` of `field` follow each other, each at most `slop` positions behind the last.

    The score is that of all the words, as if they stood anywhere.
    """

    late = True

    def __init__(
        self, postings: Postings, field: str, words: Sequence[bytes], *, slop: int, boost: float
    ) -> None:
        self._words = AllOf([Term(postings.term(field, word), boost) for word in words])
        self.bound = self._words.bound
        self._slop = slop
        self._read = [partial(postings.positions, field, word) for word in words]

    def documents(self) -> Docs:
        return self._in_a_row(self._words.documents())

    def has(self, docs: Docs) -> Mask:
        candidates = docs[self._words.has(docs)]
        return np.isin(docs, self._in_a_row(candidates), assume_unique=True)

    def weigh(self, docs: Docs) -> Scores:
        return self._words.weigh(docs)

    def _in_a_row(self, docs: Docs) -> Docs:
        """Those of `docs`, which have all the words, in which they stand in a row."""
        if not len(docs):
            return docs
        ends = reduce(self._followed, (read(docs) for read in self._read))
        return np.unique(ends >> 32).astype(np.int32)

    def _followed(self, ends: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of `places` that are 1 to `slop` behind one of `ends`; both rise."""
        before = np.searchsorted(ends, places) - 1
        return places[(before >= 0) & (places - ends[before] <= self._slop)] if len(ends) else ends
