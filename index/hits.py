"""The order of hits: which of the documents found stand on a page, and the documents like one document."""

import numpy as np
from numpy.typing import NDArray

from index.columns import Columns
from index.document import Document
from index.greatest import best
from index.opened import Opened
from index.query import Query
from index.related import distinctive_words, related
from index.results import Hit, SearchRequest, Sort
from index.schema import UNDATED, field_name
from index.termpostings import Docs, Scores
from index.trees import promoted, scoring


def page(opened: Opened, query: Query, docs: Docs, request: SearchRequest) -> tuple[Hit, ...]:
    """The hits of the page that is asked for, of the documents `docs`."""
    found, scores = ranked(opened, query, docs, request)
    return tuple(map(Hit, map(opened.key, found.tolist()), scores.tolist()))


def ranked(opened: Opened, query: Query, docs: Docs, request: SearchRequest) -> tuple[Docs, Scores]:
    """The documents of the page that is asked for, in order, and their scores."""
    end = request.page * request.size
    start = end - request.size
    if start >= len(docs) or request.size <= 0:
        return docs[:0], np.empty(0, np.float32)
    if request.sort == "relevance" and not query.empty:
        places, scores = _leading(opened, query, docs, end)
        docs = docs[places]
    else:
        scores = np.zeros(len(docs), np.float32)
    order = _first(scores, opened.columns, docs, end, request.sort)[start:]
    return docs[order], scores[order]


def _leading(opened: Opened, query: Query, docs: Docs, count: int) -> tuple[NDArray[np.intp], Scores]:
    """Places in `docs` of all that can be among the `count` best, and their scores, with what the documents
    that the query names by number gain."""
    tree = scoring(query)
    places, scores = opened.executor.leading(tree, docs, count)
    gains = [(share, opened.executor.matching(named)) for named, share in promoted(query)]
    if not gains:
        return places, scores
    greatest = float(scores.max(initial=0))
    named = np.isin(docs, np.concatenate([found for _, found in gains]))
    places = np.union1d(places, np.flatnonzero(named))
    scores = opened.executor.scores(tree, docs[places])
    for share, found in gains:
        scores[np.isin(docs[places], found)] += np.float32(share * greatest)
    return places, scores


def _first(scores: Scores, columns: Columns, docs: Docs, count: int, sort: Sort) -> NDArray[np.intp]:
    """Places in `docs` of the `count` first: by score or title, then the newest, then in order of indexing.

    By age, documents without a date come last; by title, those without one.
    """
    published = columns.published
    if sort == "title":
        return np.lexsort((-published[docs], columns.titles.places[docs]))[:count]
    if sort == "oldest":
        key = published[docs]
        return np.argsort(np.where(key == UNDATED, np.iinfo(np.int64).max, key), kind="stable")[:count]
    if sort == "newest" or not scores.any():
        return np.argsort(-published[docs], kind="stable")[:count]
    candidates = best(scores, count)
    order = np.lexsort((-published[docs[candidates]], -scores[candidates]))
    return candidates[order][:count]


def alike(opened: Opened, document: Document, count: int) -> tuple[Hit, ...]:
    """The `count` documents most like `document`, by its distinctive words; itself left out."""
    executor = opened.executor
    word_field = field_name("body", "word")
    words = distinctive_words(
        f"{document.title}\n{document.body}",
        lambda word: executor.postings.listed(word_field, word.encode()).df,
        executor.documents,
    )
    tree = related(words)
    if not words:
        return ()
    docs = executor.matching(tree)
    places, scores = executor.leading(tree, docs, count + 1)
    docs = docs[places]
    order = _first(scores, opened.columns, docs, count + 1, "relevance")
    hits = (Hit(opened.key(int(docs[place])), float(scores[place])) for place in order)
    return tuple(hit for hit in hits if hit.key != document.key)[:count]
