"""Whoosh query trees → documents and scores, in bulk over arrays instead of one posting at a time.

A tree becomes nodes (`index.plan`), which know what they match and how that scores (`index.nodes`).
"""

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.reading import IndexReader

from index.bm25 import Bm25
from index.nodes import Node
from index.plan import Plan
from index.postings import Postings, leaves
from index.termpostings import Docs, Mask, Scores
from index.weights import BM25


class Executor:
    """Evaluates trees over one open index. Not safe for several threads at once.

    Every method raises TypeError and ValueError for trees as `index.plan.Plan.node` does, and
    `index.errors.Damage` where a file is not what was written.
    """

    def __init__(self, reader: IndexReader, formula: Bm25 = BM25) -> None:
        self.postings = Postings(reader, formula)
        self.documents = self.postings.documents
        self.live = self._live(reader)
        self._plan = Plan(self.postings)

    def _live(self, reader: IndexReader) -> Mask | None:
        """Which documents are not deleted; None when none is."""
        if not reader.has_deletions():
            return None
        live: Mask = np.ones(self.documents, bool)
        for leaf, base in leaves(reader):
            live[[base + number for number in leaf._perdoc.deleted_docs()]] = False
        return live

    def matching(self, tree: wq.Query) -> Docs:
        """Documents that match `tree`, rising."""
        return self._matching(self._plan.node(tree))

    def _matching(self, node: Node) -> Docs:
        docs = node.documents()
        return docs if self.live is None else docs[self.live[docs]]

    def scores(self, tree: wq.Query, docs: Docs) -> Scores:
        """Score of `tree` for each of `docs` (rising), 0 where it does not match."""
        return self._plan.node(tree).scores(docs)

    def leading(self, tree: wq.Query, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
        """Places in `docs` (rising) of all that can be among the `count` best of them by `tree`, ties
        included, and the score of each: what `scores` gives, without computing most of it."""
        return self._plan.node(tree).leading(docs, count)

    def search(self, tree: wq.Query) -> tuple[Docs, Scores]:
        """Documents that match `tree`, rising, and the score of each."""
        node = self._plan.node(tree)
        docs = self._matching(node)
        return docs, node.weigh(docs)
