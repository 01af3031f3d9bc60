"""Whoosh query trees → documents and scores, in bulk over arrays instead of one posting at a time.

The same documents and scores as Whoosh's own searcher over the same index (tests/index/test_executor.py
holds it to that), for the trees that `index.trees` makes: Term, And, Or, AndNot, Phrase, Prefix, Every.

A conjunction begins with its rarest part and asks the others only about the documents that are left; a
disjunction marks documents in a mask. Scores are computed for the documents found, or for all documents at
once where that is cheaper.
"""

from collections.abc import Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.reading import IndexReader

from index.postings import Docs, Mask, Postings, Scores, TermPostings, leaves

MOST_PREFIX_TERMS = 500
"""Terms that a prefix stands for, the most frequent ones first."""

FEW = 8
"""Scores are computed document by document when fewer than one document in so many was found."""

_BLOCK = 256


class Executor:
    """Evaluates trees over one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader) -> None:
        self.postings = Postings(reader)
        self.documents = self.postings.documents
        self.live = self._live(reader)

    def _live(self, reader: IndexReader) -> Mask | None:
        """Which documents are not deleted; None when none is."""
        if not reader.has_deletions():
            return None
        live: Mask = np.ones(self.documents, bool)
        for leaf, base in leaves(reader):
            live[[base + number for number in leaf._perdoc.deleted_docs()]] = False
        return live

    # Which documents match

    def matching(self, tree: wq.Query) -> Docs:
        """Documents that match `tree`, rising. Raises TypeError for a tree this executor does not know."""
        docs = self._find(tree)
        return docs if self.live is None else docs[self.live[docs]]

    def _find(self, tree: wq.Query) -> Docs:
        if isinstance(tree, wq.Term):
            return self._term(tree).documents()
        if isinstance(tree, wq.And):
            return self._all(tree.subqueries)
        if isinstance(tree, wq.AndNot):
            docs = self._find(tree.a)
            return docs[~self._has(tree.b, docs)]
        if isinstance(tree, wq.Phrase):
            return self._phrase(tree, self._all([wq.Term(tree.fieldname, word) for word in tree.words]))
        if isinstance(tree, wq.Every):
            return np.arange(self.documents, dtype=np.int32)
        mask: Mask = np.zeros(self.documents, bool)
        self._mark(tree, mask)
        return np.flatnonzero(mask).astype(np.int32)

    def _mark(self, tree: wq.Query, mask: Mask) -> None:
        """Set `mask` where `tree` matches."""
        if isinstance(tree, wq.Term):
            self._term(tree).mark(mask)
        elif isinstance(tree, wq.Or):
            for child in tree.subqueries:
                self._mark(child, mask)
        elif isinstance(tree, wq.Prefix):
            for postings in self._prefix(tree):
                postings.mark(mask)
        elif isinstance(tree, wq.And | wq.AndNot | wq.Phrase | wq.Every):
            mask[self._find(tree)] = True
        else:
            raise TypeError(f"no bulk evaluation of {type(tree).__name__}")

    def _all(self, trees: Sequence[wq.Query]) -> Docs:
        """Documents of the tree with the fewest, as far as the others have them; phrases come last."""
        first, *others = sorted(trees, key=self._bound)
        docs = self._find(first)
        for tree in others:
            docs = docs[self._has(tree, docs)]
        return docs

    def _bound(self, tree: wq.Query) -> tuple[bool, int]:
        """By what a conjunction orders its parts: phrases last; no more documents than this number match."""
        if isinstance(tree, wq.Term):
            return False, self._term(tree).df
        if isinstance(tree, wq.Or):
            bounds = [self._bound(child) for child in tree.subqueries]
            return any(late for late, _ in bounds), sum(count for _, count in bounds)
        if isinstance(tree, wq.And) and tree.subqueries:
            bounds = [self._bound(child) for child in tree.subqueries]
            return all(late for late, _ in bounds), min(count for _, count in bounds)
        return isinstance(tree, wq.Phrase), self.documents

    def _has(self, tree: wq.Query, docs: Docs) -> Mask:
        """Which of `docs` (rising) match `tree`."""
        if isinstance(tree, wq.Term):
            return self._term(tree).has(docs)
        if isinstance(tree, wq.Or):
            return self._any_has(tree.subqueries, docs)
        if isinstance(tree, wq.And):
            found = np.ones(len(docs), bool)
            for child in sorted(tree.subqueries, key=self._bound):
                found[found] = self._has(child, docs[found])
            return found
        if isinstance(tree, wq.AndNot):
            return self._has(tree.a, docs) & ~self._has(tree.b, docs)
        if isinstance(tree, wq.Every):
            return np.ones(len(docs), bool)
        if isinstance(tree, wq.Phrase):
            candidates = docs[self._has(wq.And([wq.Term(tree.fieldname, w) for w in tree.words]), docs)]
            return np.isin(docs, self._phrase(tree, candidates), assume_unique=True)
        mask: Mask = np.zeros(self.documents, bool)
        self._mark(tree, mask)
        return mask[docs]

    def _any_has(self, trees: Sequence[wq.Query], docs: Docs) -> Mask:
        found = np.zeros(len(docs), bool)
        for tree in trees:
            found |= self._has(tree, docs)
        return found

    def _term(self, tree: Any) -> TermPostings:
        return self.postings.term(tree.fieldname, tree.text)

    def _phrase(self, tree: Any, candidates: Docs) -> Docs:
        """Those of `candidates` (which have all the words) in which the words stand in a row."""
        if not len(candidates):
            return candidates
        places = (
            self.postings.positions(tree.fieldname, word, candidates) - offset
            for offset, word in enumerate(tree.words)
        )
        starts = reduce(partial(np.intersect1d, assume_unique=True), places)
        return np.unique(starts >> 32).astype(np.int32)

    def _prefix(self, tree: Any) -> list[TermPostings]:
        field = tree.fieldname
        terms = sorted(self.postings.terms_from(field, tree.text))
        if len(terms) > MOST_PREFIX_TERMS:
            terms.sort(key=lambda term: -self.postings.frequency(field, term))
        return [self.postings.term(field, term) for term in terms[:MOST_PREFIX_TERMS]]

    # What ranks them

    def scores(self, tree: wq.Query, docs: Docs) -> Scores:
        """Sum of boost × BM25 of the terms of an `Or` of `Term`s for each of `docs` (rising)."""
        terms = tree.subqueries if isinstance(tree, wq.Or) else ()
        if len(docs) * FEW < self.documents:
            return self._scores_of(terms, docs)
        total = np.zeros(self.documents, np.float32)
        room = np.empty(self.documents, np.float32)
        for term in terms:
            self._term(term).add_to(total, term.boost, room)
        return total if len(docs) == self.documents else total[docs]

    def _scores_of(self, terms: Sequence[Any], docs: Docs) -> Scores:
        total = np.zeros(len(docs), np.float32)
        for term in terms:
            total += np.float32(term.boost) * self._term(term).scores_of(docs)
        return total


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """Places of all scores that can be among the `count` greatest: at least so many, ties included.

    The greatest of each block of scores bound what is needed from below, so that nothing is sorted.
    """
    if count * _BLOCK * 2 >= len(scores):
        if count >= len(scores):
            return np.arange(len(scores))
        return np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    whole = len(scores) // _BLOCK * _BLOCK
    tops = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    floor = np.partition(tops, -count)[-count]
    places: NDArray[np.intp] = np.flatnonzero(scores >= floor)
    kept: NDArray[np.intp] = places[scores[places] >= np.partition(scores[places], -count)[-count]]
    return kept
