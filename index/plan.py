"""A Whoosh query tree → nodes that evaluate it (`index.nodes`).

The same documents and scores as Whoosh's own searcher gives (tests/index/test_executor.py holds it to that)
where that is of one mind. 2.7.4 forgets the boost of a node with one child, and scores a prefix, a wildcard
or a range in one of three ways, by how many terms of it a segment has; here it always scores its boost.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh import query as wq
from whoosh.util.numeric import to_sortable

from index import filters, nodes
from index.document import VIETNAM
from index.expansion import TermRange, like, with_prefix
from index.nodes import Node
from index.phrases import InARow
from index.postings import Postings


class Plan:
    """Makes nodes for trees over one open index. Not safe for several threads at once."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._size = postings.documents
        self._texts = postings.text_fields()

    def node(self, tree: wq.Query, boost: float = 1.0) -> Node:
        """The node for `tree`, its scores times `boost`.

        Raises TypeError for a tree that is not evaluated in bulk, ValueError for a phrase in a field without
        positions and for a range over a field without numbers.
        """
        make = _MAKERS.get(type(tree))
        if make is None:
            raise TypeError(f"no bulk evaluation of {type(tree).__name__}")
        return make(self, tree, boost)

    def _nothing(self, tree: Any, boost: float) -> Node:
        return nodes.AnyOf((), self._size)

    def _term(self, tree: Any, boost: float) -> Node:
        term = self._bytes(tree.fieldname, tree.text)
        if term is None:
            return self._nothing(tree, boost)
        return nodes.Term(self._postings, self._postings.listed(tree.fieldname, term), tree.boost * boost)

    def _bytes(self, name: str, value: Any) -> bytes | None:
        """A value as the index holds it in the field `name`; None when that can hold no such value."""
        try:
            if name in self._texts and isinstance(value, str):
                return value.encode()  # as the field does, without its checks
            field = self._postings.field(name)
            return None if field is None else bytes(field.to_bytes(value))
        except ValueError:  # no number, or half of a surrogate pair
            return None

    def _and(self, tree: Any, boost: float) -> Node:
        children = [self.node(child, tree.boost * boost) for child in tree.subqueries]
        return nodes.AllOf(children) if children else self._nothing(tree, boost)

    def _or(self, tree: Any, boost: float) -> Node:
        if tree.scale:
            raise TypeError("no bulk evaluation of Or with a scale")
        return nodes.AnyOf([self.node(child, tree.boost * boost) for child in tree.subqueries], self._size)

    def _best(self, tree: Any, boost: float) -> Node:
        children = [self.node(child, tree.boost * boost) for child in tree.subqueries]
        return nodes.BestOf(children, self._size) if children else self._nothing(tree, boost)

    def _and_not(self, tree: Any, boost: float) -> Node:
        return nodes.Without(self.node(tree.a, boost), self.node(tree.b))

    def _and_maybe(self, tree: Any, boost: float) -> Node:
        return nodes.Maybe(self.node(tree.a, boost), self.node(tree.b, boost))

    def _not(self, tree: Any, boost: float) -> Node:
        return filters.Fixed(filters.Outside(self.node(tree.query), self._size), boost)

    def _constant(self, tree: Any, boost: float) -> Node:
        return filters.Fixed(self.node(tree.child), tree.score * boost)

    def _phrase(self, tree: Any, boost: float) -> Node:
        field = self._postings.field(tree.fieldname)
        if field is None or not tree.words:
            return self._nothing(tree, boost)
        if not isinstance(field.format, formats.Positions):
            raise ValueError(f"no phrases in {tree.fieldname}: the field has no positions")
        words = [self._bytes(tree.fieldname, word) for word in tree.words]
        known = [word for word in words if word is not None]
        if len(known) < len(words):
            return self._nothing(tree, boost)
        return InARow(self._postings, tree.fieldname, known, slop=tree.slop, boost=tree.boost * boost)

    def _every(self, tree: Any, boost: float) -> Node:
        found = self._any_term(tree.fieldname) if tree.fieldname else filters.Everything(self._size)
        return filters.Fixed(found, tree.boost * boost)

    def _any_term(self, name: str) -> Node:
        """Documents that have any term in the field `name`."""
        field = self._postings.field(name)
        if field is not None and field.scorable:
            return filters.Between(self._postings.lengths(name), 1, np.inf)
        return filters.Marked(TermRange(self._postings, name).mark, self._size)

    def _prefix(self, tree: Any, boost: float) -> Node:
        if tree.text == "":
            return self._every(tree, boost)
        return self._terms(tree, with_prefix(self._postings, tree.fieldname, tree.text), boost)

    def _wildcard(self, tree: Any, boost: float) -> Node:
        if tree.text == "*":
            return self._every(tree, boost)
        return self._terms(tree, like(self._postings, tree.fieldname, tree.text), boost)

    def _terms(self, tree: Any, terms: list[bytes], boost: float) -> Node:
        """Documents that have any of `terms`: with one score, or scored as if each were asked for."""
        weight = tree.boost * boost
        found = [
            nodes.Term(self._postings, self._postings.listed(tree.fieldname, term), weight) for term in terms
        ]
        any_of = nodes.AnyOf(found, self._size)
        return filters.Fixed(any_of, weight) if tree.constantscore else any_of

    def _term_range(self, tree: Any, boost: float) -> Node:
        low = b"" if tree.start is None else self._bytes(tree.fieldname, tree.start)
        high = None if tree.end is None else self._bytes(tree.fieldname, tree.end)
        if low is None or (high is None and tree.end is not None):
            return self._nothing(tree, boost)
        within = TermRange(
            self._postings, tree.fieldname, low, high, without_low=tree.startexcl, without_high=tree.endexcl
        )
        if not tree.constantscore:
            return self._terms(tree, within.terms(), boost)
        return filters.Fixed(filters.Marked(within.mark, self._size), tree.boost * boost)

    def _date_range(self, tree: Any, boost: float) -> Node:
        if isinstance(self._postings.field(tree.fieldname), fields.DATETIME):
            return self._numeric_range(tree, boost)
        return self._numbers(tree, _minutes(tree.startdate), _minutes(tree.enddate), boost)

    def _numeric_range(self, tree: Any, boost: float) -> Node:
        return self._numbers(tree, tree.start, tree.end, boost)

    def _numbers(self, tree: Any, start: Any, end: Any, boost: float) -> Node:
        """Documents whose number is in a range; one that has the column's default counts as having none."""
        field = self._postings.field(tree.fieldname)
        if not (isinstance(field, fields.NUMERIC) and field.column_type and field.numtype is int):
            raise ValueError(f"no ranges in {tree.fieldname}: the field has no column of whole numbers")
        first = field.min_value if start is None else int(start) + bool(tree.startexcl)
        last = field.max_value if end is None else int(end) - bool(tree.endexcl)
        low, high = (to_sortable(int, field.bits, field.signed, number) for number in (first, last))
        none = field.column_type.default_value()
        column = self._postings.column(tree.fieldname, none)
        return filters.Fixed(filters.Between(column, low, high, none=none), tree.boost * boost)


def _minutes(time: datetime | None) -> int | None:
    """Minutes since 1970 in UTC, as `published` has them; a time without zone is taken in Vietnam."""
    if time is None:
        return None
    return int((time if time.tzinfo else time.replace(tzinfo=VIETNAM)).timestamp() // 60)


_MAKERS: Mapping[type, Callable[[Plan, Any, float], Node]] = {
    type(wq.NullQuery): Plan._nothing,
    wq.Term: Plan._term,
    wq.And: Plan._and,
    wq.Or: Plan._or,
    wq.DisjunctionMax: Plan._best,
    wq.AndNot: Plan._and_not,
    wq.AndMaybe: Plan._and_maybe,
    wq.Not: Plan._not,
    wq.ConstantScoreQuery: Plan._constant,
    wq.Phrase: Plan._phrase,
    wq.Every: Plan._every,
    wq.Prefix: Plan._prefix,
    wq.Wildcard: Plan._wildcard,
    wq.TermRange: Plan._term_range,
    wq.NumericRange: Plan._numeric_range,
    wq.DateRange: Plan._date_range,
}
