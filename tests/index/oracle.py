"""What Whoosh 2.7.4 has to be asked to answer a tree as it documents; where it errs is written here."""

from typing import Any

from whoosh import matching
from whoosh import query as wq


def for_whoosh(tree: Any) -> wq.Query:
    """The same tree, for Whoosh's own searcher."""
    if isinstance(tree, wq.AndNot):
        return _AndNot(for_whoosh(tree.a), for_whoosh(tree.b))
    if isinstance(tree, wq.AndMaybe):
        return wq.AndMaybe(for_whoosh(tree.a), for_whoosh(tree.b))
    if isinstance(tree, wq.Not):
        return _Not(for_whoosh(tree.query))
    if isinstance(tree, wq.ConstantScoreQuery):
        return wq.ConstantScoreQuery(for_whoosh(tree.child), tree.score)
    if isinstance(tree, wq.And | wq.Or | wq.DisjunctionMax):
        kind = _DisjunctionMax if isinstance(tree, wq.DisjunctionMax) else type(tree)
        return _Boosted(kind([for_whoosh(child) for child in tree.subqueries]), tree.boost)
    if isinstance(tree, wq.Prefix | wq.Wildcard | wq.TermRange | wq.NumericRange):
        return wq.ConstantScoreQuery(tree, tree.boost) if tree.constantscore else tree
    return tree


def _found(tree: wq.Query, searcher: Any, context: Any) -> dict[int, float]:
    """Documents of one segment that match, with their scores."""
    found = {}
    matcher = tree.matcher(searcher, context)
    while matcher.is_active():
        found[matcher.id()] = matcher.score()
        matcher.next()
    return found


def _listed(found: dict[int, float]) -> Any:
    ids = sorted(found)
    return matching.ListMatcher(ids, [found[doc] for doc in ids]) if ids else matching.NullMatcher()


class _Boosted(wq.ConstantScoreQuery):  # type: ignore[misc] # Whoosh has no types
    """2.7.4 forgets the boost of a compound query with one child."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return matching.WrappingMatcher(self.child.matcher(searcher, context), self.score)


class _AndNot(wq.AndNot):  # type: ignore[misc]
    """2.7.4 does not exclude the first document of `a` when `b` begins before it, e.g. 1, 5 without 0, 1."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        excluded = _found(self.b, searcher, searcher.boolean_context())
        found = _found(self.a, searcher, context)
        return _listed({doc: score for doc, score in found.items() if doc not in excluded})


class _Not(wq.Not):  # type: ignore[misc]
    """2.7.4 lets a deleted document through when it comes right after the last one that the child matches."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = _found(self.query, searcher, searcher.boolean_context())
        return _listed({doc: 1.0 for doc in searcher.reader().all_doc_ids() if doc not in found})


class _DisjunctionMax(wq.DisjunctionMax):  # type: ignore[misc]
    """2.7.4 takes the greater of two scores although one is of a later document."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        best: dict[int, float] = {}
        for child in self.subqueries:
            for doc, score in _found(child, searcher, context).items():
                best[doc] = max(score, best.get(doc, 0))
        return _listed(best)
