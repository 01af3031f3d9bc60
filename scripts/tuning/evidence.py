"""What each question finds, kept so that any weights can be tried without searching again.

A question's candidates are the documents that rank best by the weights of today, and those that answer it. A
document that other weights would lift from below them is not seen, which favours the weights of today.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.index import open_dir

from index.columns import Columns, read_columns
from index.document import Document
from index.executor import Executor
from index.greatest import best
from index.known import Known
from index.query import Query, parse, relaxations
from index.schema import STREAMS, TEXTS, field_name
from index.termpostings import Docs
from index.trees import required, scoring
from index.weights import WEIGHTS, Weights
from index.writer import Indexable, write
from scripts.tuning.tasks import Question

CANDIDATES = 200
"""Documents kept for one question, those that answer it aside."""

FIELDS = tuple((text, stream) for text in TEXTS for stream in (*STREAMS, "form"))
"""What has a weight of its own: every stream of both texts, and other forms of abbreviations."""

_EVEN = dict.fromkeys(STREAMS, 1.0)
_ALONE = Weights(
    texts=dict.fromkeys(TEXTS, 1.0),
    accented=_EVEN,
    unaccented=dict.fromkeys(WEIGHTS.unaccented, 1.0),
    alternative=0.0,
)
_WITH_FORMS = replace(_ALONE, alternative=1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates of one question, in the order of ties, and the postings of its terms among them.

    Posting p says that a term of `FIELDS[field[p]]`, whose idf is `idf[p]`, stands `frequency[p]` times in
    candidate `place[p]`, whose length there is `length[p]` times the average. `share[p]` is 1, or a form's
    part. `answers` says which candidates answer.
    """

    half: int
    accented: bool
    answers: NDArray[np.bool_]
    place: NDArray[np.intp]
    field: NDArray[np.intp]
    idf: NDArray[np.float32]
    frequency: NDArray[np.float32]
    length: NDArray[np.float32]
    share: NDArray[np.float32]


class _Cache:
    """Keeps no segmentation."""

    def load(self, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        return {}

    def save(self, marks: object) -> None:
        pass


@contextmanager
def indexed(documents: Sequence[Document], *, workers: int = 1) -> Iterator["Finder"]:
    """An index of `documents`, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        write(
            Path(folder),
            (Indexable(each, each.key) for each in documents),
            cache=_Cache(),
            workers=workers,
        )
        with closing(open_dir(folder, readonly=True)) as ix, closing(ix.reader()) as reader:
            keys = [str(reader.stored_fields(doc)["key"]) for doc in range(reader.doc_count_all())]
            yield Finder(Executor(reader), read_columns(reader), keys)


class Finder:
    """Answers questions from one index."""

    def __init__(self, executor: Executor, columns: Columns, keys: Sequence[str]) -> None:
        self.executor = executor
        self._columns = columns
        self._doc_of = {key: doc for doc, key in enumerate(keys)}
        self._known = Known(facets={name: facet.values for name, facet in columns.facets.items()})
        fields = [field_name(text, stream) for text in TEXTS for stream in STREAMS]
        self._lengths = {field: self._relative(field) for field in fields}

    def _relative(self, field: str) -> NDArray[np.float32]:
        """Length of every document in `field`, as a part of the average."""
        lengths = self.executor.postings.lengths(field).astype(np.float32)
        return lengths / np.float32(lengths.mean() or 1)

    def understood(self, text: str) -> tuple[Query, Docs]:
        """The query, or the first weaker reading of it that finds something, and what it matches."""
        query = parse(text, known=self._known)
        for reading in (query, *relaxations(query, match="auto")):
            matched = self.executor.matching(required(reading))
            if len(matched):
                return reading, matched
        return query, self.executor.matching(required(query))

    def evidence(self, question: Question, text: str) -> Evidence:
        """What `text`, as the question is typed, finds."""
        query, matched = self.understood(text)
        scores = self.executor.scores(scoring(query), matched)
        answering = np.isin(matched, [self._doc_of[key] for key in question.relevant if key in self._doc_of])
        kept = np.zeros(len(matched), bool)
        kept[best(scores, CANDIDATES)] = True
        docs = matched[kept | answering]
        docs = docs[np.argsort(-self._columns.published[docs], kind="stable")]
        answers = np.isin(docs, matched[answering])
        return self._evidence(query, docs, answers, question.half)

    def _evidence(self, query: Query, docs: Docs, answers: NDArray[np.bool_], half: int) -> Evidence:
        found = [self._postings(*weighted, docs) for weighted in _weighted_terms(query)]
        place, field, *numbers = np.concatenate([np.empty((6, 0)), *found], axis=1)
        idf, frequency, length, share = (each.astype(np.float32) for each in numbers)
        places, fields = place.astype(np.intp), field.astype(np.intp)
        return Evidence(half, query.accented, answers, places, fields, idf, frequency, length, share)

    def _postings(self, term: wq.Term, field: int, share: float, docs: Docs) -> NDArray[np.float64]:
        """Rows place, field, idf, frequency, length and share of one term among `docs`."""
        postings = self.executor.postings
        order = np.argsort(docs)
        listed = postings.listed(term.fieldname, term.text.encode())
        idf = postings.formula.idf(postings.documents, listed.df)
        found = []
        for own, row, base in listed.rows:
            own_docs = own.docs(row) + base
            _, at, chosen = np.intersect1d(own_docs, docs[order], assume_unique=True, return_indices=True)
            places = order[chosen]
            length = self._lengths[term.fieldname][docs[places]]
            fields, idfs, shares = (np.full(len(at), value) for value in (field, idf, share))
            found.append(np.stack([places, fields, idfs, own.weights(row)[at], length, shares]))
        return np.concatenate([np.empty((6, 0)), *found], axis=1)


def _weighted_terms(query: Query) -> Iterator[tuple[wq.Term, int, float]]:
    """(term, number of its field in `FIELDS`, its share) of everything that ranks."""
    plain = _terms(scoring(query, _ALONE))
    streams = {(term.fieldname, term.text) for term in plain}
    for term in _terms(scoring(query, _WITH_FORMS)):
        text, stream = term.fieldname.split("_")
        is_form = (term.fieldname, term.text) not in streams
        yield term, FIELDS.index((text, "form" if is_form else stream)), float(term.boost)


def _terms(tree: wq.Query) -> list[wq.Term]:
    return list(tree.subqueries) if isinstance(tree, wq.Or) else []
