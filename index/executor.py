"""Whoosh query trees → documents and scores, in bulk over arrays instead of one posting at a time.

The same documents and scores as Whoosh's own searcher over the same index (tests/index/test_executor.py
holds it to that), for the trees that `index.trees` makes: Term, And, Or, AndNot, Phrase, Prefix, Every.
"""

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.reading import IndexReader

from index.postings import Docs, Postings, leaves

Mask = NDArray[np.bool_]
"""One truth value a document, deleted ones included (and always False)."""

MOST_PREFIX_TERMS = 500
"""Terms that a prefix stands for, the most frequent ones first."""


class Executor:
    """Evaluates trees over one open index. Not safe for several threads at once."""

    def __init__(self, reader: IndexReader) -> None:
        self.postings = Postings(reader)
        self.live: Mask = np.ones(self.postings.documents, bool)
        for leaf, base in leaves(reader):
            if leaf.has_deletions():
                self.live[[base + number for number in leaf._perdoc.deleted_docs()]] = False

    def matching(self, tree: wq.Query) -> Mask:
        """Which documents match `tree`. Raises TypeError for a tree this executor does not know."""
        return self._mask(tree, self.live) & self.live

    def scores(self, tree: wq.Query) -> NDArray[np.float32]:
        """Sum of boost × BM25 of the terms of an `Or` of `Term`s, one number a document."""
        total = np.zeros(self.postings.documents, np.float32)
        for term in tree.subqueries if isinstance(tree, wq.Or) else ():
            found = self.postings.term(term.fieldname, term.text)
            total[found.docs] += np.float32(term.boost) * found.scores
        return total

    def _mask(self, tree: wq.Query, within: Mask) -> Mask:
        """Which documents match `tree`; for documents outside `within` the answer may be anything."""
        if isinstance(tree, wq.Term):
            return self._of(self.postings.term(tree.fieldname, tree.text).docs)
        if isinstance(tree, wq.And):
            return self._all(tree, within)
        if isinstance(tree, wq.Or):
            masks = (self._mask(child, within) for child in tree.subqueries)
            return reduce(np.logical_or, masks, np.zeros(len(self.live), bool))
        if isinstance(tree, wq.AndNot):
            return self._mask(tree.a, within) & ~self._mask(tree.b, within)
        if isinstance(tree, wq.Phrase):
            return self._phrase(tree, within)
        if isinstance(tree, wq.Prefix):
            return self._prefix(tree)
        if isinstance(tree, wq.Every):
            return within
        raise TypeError(f"no bulk evaluation of {type(tree).__name__}")

    def _of(self, docs: Docs) -> Mask:
        mask: Mask = np.zeros(len(self.live), bool)
        mask[docs] = True
        return mask

    def _all(self, tree: Any, within: Mask) -> Mask:
        """Children one after the other, phrases last, each looking only where the others matched."""
        for child in sorted(tree.subqueries, key=lambda child: isinstance(child, wq.Phrase)):
            within = within & self._mask(child, within)
        return within

    def _phrase(self, tree: Any, within: Mask) -> Mask:
        """Documents in which the words stand next to each other, in order."""
        for word in tree.words:
            within = within & self._of(self.postings.term(tree.fieldname, word).docs)
        docs = np.flatnonzero(within).astype(np.int32)
        places = [self.postings.positions(tree.fieldname, word, docs) for word in tree.words]
        mask = np.zeros(len(self.live), bool)
        for doc in docs:
            starts = [{place - offset for place in next(each)} for offset, each in enumerate(places)]
            mask[doc] = bool(set.intersection(*starts))
        return mask

    def _prefix(self, tree: Any) -> Mask:
        field, reader = tree.fieldname, self.postings.reader
        terms = [term.decode() for term in reader.expand_prefix(field, tree.text)]
        terms.sort(key=lambda term: (-reader.doc_frequency(field, term), term))
        masks = (self._of(self.postings.term(field, term).docs) for term in terms[:MOST_PREFIX_TERMS])
        return reduce(np.logical_or, masks, np.zeros(len(self.live), bool))
