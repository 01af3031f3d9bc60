"""What each kind of node of a query tree finds, and how it scores: arrays in, arrays out.

`index.plan` makes these from a Whoosh query tree. A conjunction begins with its rarest part and asks the
others only about the documents that are left; a disjunction marks documents in a mask, and adds the scores
of its children from the rarest to the most frequent, so that few documents are left when those come.

Documents are numbered through all segments, deleted ones included; lists of them rise.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.greatest import best, within_reach
from index.listed import Listed
from index.postings import DENSE, FEW, Postings
from index.termpostings import Docs, Mask, Scores, TermPostings

SEARCHED = 5
"""Finding a document among a term's takes as long as adding the scores of so many of its documents."""


class Node(ABC):
    """One node of a tree."""

    @abstractmethod
    def bound(self) -> int:
        """No more documents than this match."""

    def late(self) -> bool:
        """Whether positions must be read to know what matches."""
        return False

    @abstractmethod
    def ceiling(self) -> float:
        """No document has a greater score."""

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

    def add_to(self, total: Scores) -> None:
        """Add the score of every document that matches to `total`, one a document of the index."""
        docs = self.documents()
        total[docs] += self.weigh(docs)

    def leading(self, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
        """Places in `docs` of all whose score can be among the `count` greatest, rising, and their scores."""
        scores = self.scores(docs)
        places = best(scores, count)
        return places, scores[places]


class Term(Node):
    """Documents that have a term: boost × BM25."""

    def __init__(self, postings: Postings, term: Listed, boost: float) -> None:
        self._postings = postings
        self._term = term
        self._boost = boost

    @property
    def _whole(self) -> TermPostings:
        return self._postings.whole(self._term)

    def bound(self) -> int:
        return self._term.df

    def documents(self) -> Docs:
        return self._whole.documents()

    def has(self, docs: Docs) -> Mask:
        return self._postings.about(self._term, docs).has(docs)

    def mark(self, mask: Mask) -> None:
        self._whole.mark(mask)

    def weigh(self, docs: Docs) -> Scores:
        scores = self._postings.about(self._term, docs).scores_of(docs)
        scores *= np.float32(self._boost)
        return scores

    scores = weigh  # 0 where the term is not

    def add_to(self, total: Scores) -> None:
        self._whole.add_to(total, self._boost)

    def ceiling(self) -> float:
        return self._boost * self._whole.ceiling


class AllOf(Node):
    """Documents that match all children: the sum of their scores."""

    def __init__(self, children: Sequence[Node]) -> None:
        self._children = sorted(children, key=lambda child: (child.late(), child.bound()))

    def bound(self) -> int:
        return min(child.bound() for child in self._children)

    def late(self) -> bool:
        return all(child.late() for child in self._children)

    def ceiling(self) -> float:
        return sum(child.ceiling() for child in self._children)

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
        self._held = sum(child.bound() for child in children)

    def bound(self) -> int:
        return min(self._size, self._held)

    def late(self) -> bool:
        return any(child.late() for child in self._children)

    def ceiling(self) -> float:
        return sum(child.ceiling() for child in self._children)

    def documents(self) -> Docs:
        mask: Mask = np.zeros(self._size, bool)
        self.mark(mask)
        return np.flatnonzero(mask)

    def mark(self, mask: Mask) -> None:
        for child in self._children:
            child.mark(mask)

    def has(self, docs: Docs) -> Mask:
        # Hundreds of rare children asked about many documents take a hundred times as long as reading them.
        if not self.late() and self._size + self._held < len(self._children) * len(docs):
            mask: Mask = np.zeros(self._size, bool)
            self.mark(mask)
            return mask[docs]
        found = np.zeros(len(docs), bool)
        for child in self._children:
            found |= child.has(docs)
        return found

    def weigh(self, docs: Docs) -> Scores:
        return self._added(docs, len(docs))[1]

    scores = weigh  # 0 where no child matches

    def leading(self, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
        places, scores = self._added(docs, count)
        kept = best(scores, count)
        return places[kept], scores[kept]

    def _added(self, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
        """Places in `docs` of all that can be among the `count` best, and their scores.

        Before each frequent child, documents are dropped that it and those after it cannot lift that far.
        """
        if len(docs) * FEW <= self._size:  # to score them all takes less time than to know the ceilings
            nothing = np.zeros(len(docs), np.float32)
            return np.arange(len(docs)), sum((child.scores(docs) for child in self._children), nothing)
        rare = [child for child in self._children if child.bound() * DENSE <= self._size]
        frequent = [child for child in self._children if child.bound() * DENSE > self._size]
        frequent.sort(key=lambda child: child.ceiling(), reverse=True)
        left = sum(child.ceiling() for child in frequent)
        places, scores = np.arange(len(docs)), self._sum(rare, docs)
        for child in frequent:
            kept = within_reach(scores, count, left)
            if kept is not None and 2 * len(kept) < len(docs):
                places, docs, scores = places[kept], docs[kept], scores[kept]
            scores += child.scores(docs)
            left -= child.ceiling()
        return places, scores

    def _sum(self, rare: Sequence[Node], docs: Docs) -> Scores:
        """The sum of the scores of rare children for each of `docs`."""
        total = np.zeros(self._size, np.float32)
        looked_up = []
        for child in rare:
            if child.bound() < SEARCHED * len(docs):
                child.add_to(total)
            else:
                looked_up.append(child)
        return reduce(np.add, (child.scores(docs) for child in looked_up), total.take(docs))


class BestOf(AnyOf):
    """Documents that match any child: the greatest of their scores."""

    def ceiling(self) -> float:
        return max(child.ceiling() for child in self._children)

    def weigh(self, docs: Docs) -> Scores:
        return reduce(np.maximum, (child.scores(docs) for child in self._children))

    scores = weigh
    leading = Node.leading


class Without(Node):
    """Documents that match `wanted` but not `excluded`, with the score of `wanted`."""

    def __init__(self, wanted: Node, excluded: Node) -> None:
        self._wanted, self._excluded = wanted, excluded

    def bound(self) -> int:
        return self._wanted.bound()

    def late(self) -> bool:
        return self._wanted.late()

    def ceiling(self) -> float:
        return self._wanted.ceiling()

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
        self._wanted, self._welcome = wanted, welcome

    def bound(self) -> int:
        return self._wanted.bound()

    def late(self) -> bool:
        return self._wanted.late()

    def ceiling(self) -> float:
        return self._wanted.ceiling() + self._welcome.ceiling()

    def documents(self) -> Docs:
        return self._wanted.documents()

    def has(self, docs: Docs) -> Mask:
        return self._wanted.has(docs)

    def weigh(self, docs: Docs) -> Scores:
        return self._wanted.weigh(docs) + self._welcome.scores(docs)
