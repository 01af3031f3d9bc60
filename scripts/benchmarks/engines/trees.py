"""Whoosh query trees as other engines take them: flattened; and whether ranking alone finds the result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whoosh import query as wq

from index.query import parse
from index.trees import required, scoring
from scripts.benchmarks.questions import Question


@dataclass(frozen=True, slots=True)
class Trees:
    """What must match and what ranks. `implied`: whatever the ranking tree matches is the result already."""

    required: wq.Query
    scoring: wq.Query
    implied: bool

    @property
    def weights(self) -> Mapping[str, float]:
        """The greatest boost of each field in the ranking tree."""
        weights: dict[str, float] = {}
        for term in leaves(self.scoring):
            weights[term.fieldname] = max(term.boost, weights.get(term.fieldname, 0.0))
        return weights


def trees_of(question: Question) -> Trees:
    """The trees that our own search makes of a question, flattened."""
    query = parse(question.typed, match=question.match)
    must, rank = flat(required(query)), flat(scoring(query))
    return Trees(must, rank, _implied(must, rank))


def flat(tree: wq.Query) -> wq.Query:
    """The same tree without an `Or` directly in an `Or`, or an `And` in an `And`."""
    if not isinstance(tree, wq.Or | wq.And):
        return tree
    children: list[wq.Query] = []
    for child in map(flat, tree.subqueries):
        same = type(child) is type(tree) and child.boost == 1.0
        children += child.subqueries if same else [child]
    return children[0] if len(children) == 1 else type(tree)(children, boost=tree.boost)


def leaves(tree: wq.Query) -> Iterator[wq.Term]:
    """The terms of a tree of `Or`s and `And`s."""
    if isinstance(tree, wq.Term):
        yield tree
    elif isinstance(tree, wq.Or | wq.And):
        for child in tree.subqueries:
            yield from leaves(child)


def _implied(must: wq.Query, rank: wq.Query) -> bool:
    """Whether each ranking term is one that suffices, or a pair of neighbours of which one suffices."""
    if not isinstance(must, wq.Or | wq.Term) or any(not isinstance(t, wq.Term) for t in _children(must)):
        return False
    enough = {(term.fieldname, term.text) for term in leaves(must)}
    return bool(enough) and all(_suffices(term, enough) for term in leaves(rank))


def _children(tree: wq.Query) -> list[wq.Query]:
    return list(tree.subqueries) if isinstance(tree, wq.Or) else [tree]


def _suffices(term: wq.Term, enough: set[tuple[str, str]]) -> bool:
    if (term.fieldname, term.text) in enough:
        return True
    text, _, stream = term.fieldname.partition("_")
    return stream == "shingle" and (f"{text}_folded", term.text.partition("_")[0]) in enough
