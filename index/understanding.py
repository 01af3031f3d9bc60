"""What a person may have meant, and which documents that finds.

What was typed, if it finds anything; else what may have been meant, or a weaker reading (`index.query`).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from index.opened import Opened
from index.periods import Days
from index.query import Query, parse, relaxations
from index.results import SearchRequest
from index.termpostings import Docs, Mask
from index.trees import required


def understood(opened: Opened, request: SearchRequest) -> tuple[Query, Docs]:
    """The query and what it matches. What looks like raw typing keys is read as what they mean, where that
    finds something."""
    keys = opened.suggester.decoded(request.text)
    if keys is not None:
        query, matched = _read(opened, request, keys)
        if len(matched):
            note = f"Đã đọc câu tìm như phím gõ Telex hay VNI: «{keys}»."
            return replace(query, text=request.text, notes=(note, *query.notes)), matched
    return _read(opened, request, request.text)


def _read(opened: Opened, request: SearchRequest, text: str) -> tuple[Query, Docs]:
    """`text` as a query and what it matches; when as typed it finds nothing, what may have been meant, or a
    weaker reading."""
    query, matched = _asked(opened, request, text)
    if query.empty or len(matched):
        return query, matched
    plain = request.accents != "strict" and not query.named
    meant = opened.suggester.suggestion(text) if plain else None
    if meant is not None:
        other, found = _asked(opened, request, meant)
        if len(found):
            note = f"Không có tài liệu nào cho «{text}»; đang tìm «{meant}»."
            return replace(other, text=text, relaxed=True, notes=(note, *other.notes)), found
    for weaker in relaxations(query, match=request.match):
        found = _in_time(opened, weaker, opened.executor.matching(required(weaker)))
        if len(found):
            return weaker, found
    return query, matched


def _asked(opened: Opened, request: SearchRequest, text: str) -> tuple[Query, Docs]:
    """`text` with the choices of `request`, and what it matches."""
    query = parse(text, match=request.match, accents=request.accents, known=opened.known)
    return query, _in_time(opened, query, opened.executor.matching(required(query)))


def suggestion(opened: Opened, request: SearchRequest, query: Query) -> str | None:
    """Another text to offer: one that finds documents, and that `query`, which was answered, is not."""
    if query.empty or query.named or request.page > 1 or request.accents == "strict":
        return None
    meant = opened.suggester.suggestion(request.text)
    if meant is None:
        return None
    other, found = _asked(opened, request, meant)
    return meant if len(found) and other.clauses != query.clauses else None


def _in_time(opened: Opened, query: Query, docs: Docs) -> Docs:
    """Those of `docs` that were published when the query says."""
    if query.days:
        docs = docs[_published(opened, docs, query.days)]
    return docs[~_published(opened, docs, query.other_days)] if query.other_days else docs


def _published(opened: Opened, docs: Docs, spans: Sequence[Days]) -> Mask:
    """Which of `docs` were published in any of `spans`."""
    masks = (opened.columns.between(docs, *days) for days in spans)
    return reduce(np.logical_or, (mask for mask in masks if mask is not None), np.zeros(len(docs), bool))
