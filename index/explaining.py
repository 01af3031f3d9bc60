"""How a query was understood and what a score is made of, for `vankho explain`."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh import query as wq

from index.executor import Executor
from index.query import Query
from index.termpostings import Docs, Scores
from index.trees import promoted, required, scoring

NUMBER = "number"
"""Name of what a document gained because the query names a document number."""


_SHOWN = ("text", "kind", "sign", "group", "field")
"""What is said of a clause."""


def reading(executor: Executor, query: Query) -> dict[str, Any]:
    """How `query` was understood: clauses, trees, and the terms that rank, with weights and frequencies."""
    tree = scoring(query)
    terms = list(tree.subqueries) if isinstance(tree, wq.Or) else []
    return {
        "match": query.match,
        "accented": query.accented,
        "relaxed": query.relaxed,
        "notes": list(query.notes),
        "clauses": [{name: getattr(each, name) for name in _SHOWN} for each in query.clauses],
        "forms": [form for each in query.alternatives for form in each.forms],
        "required": str(required(query)),
        "promoted": [{"tree": str(tree), "share": share} for tree, share in promoted(query)],
        "terms": [
            {
                "field": term.fieldname,
                "term": term.text,
                "weight": term.boost,
                "documents": executor.postings.listed(term.fieldname, term.text.encode()).df,
            }
            for term in terms
        ],
    }


def parts(executor: Executor, tree: wq.Query, docs: Docs, scores: Scores) -> list[Mapping[str, float]]:
    """For each of `docs` (in any order), what each field of the ranking `tree` gave of its final score.

    What they did not give, a document number in the query did. Nothing where `scores` are 0, as when the
    order is by age.
    """
    if not scores.any() or not isinstance(tree, wq.Or):
        return [{} for _ in docs]
    rising = np.argsort(docs)
    back = np.argsort(rising)
    given = {field: executor.scores(terms, docs[rising])[back] for field, terms in _by_field(tree).items()}
    given[NUMBER] = scores - np.sum(list(given.values()), axis=0)
    least = 1e-5 * float(scores.max())  # what rounding leaves
    return [
        {name: float(found[place]) for name, found in given.items() if found[place] > least}
        for place in range(len(docs))
    ]


def _by_field(tree: wq.Or) -> dict[str, wq.Or]:
    fields: dict[str, list[wq.Term]] = {}
    for term in tree.subqueries:
        fields.setdefault(term.fieldname, []).append(term)
    return {field: wq.Or(terms) for field, terms in fields.items()}
