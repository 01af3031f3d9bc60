"""The score of one term in one document."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import Bm25
from index.weights import BM25

PLAIN = Bm25(k1=1.2, b=0.75, delta=0)


def score(formula: Bm25, frequency: float, length: float, *, idf: float = 1.0) -> float:
    """Score of a term in a document of `length` times the average."""
    norms = formula.norms(np.array([length], np.float32), 1.0)
    return float(formula.scores(np.array([frequency], np.float32), norms, idf)[0])


@pytest.mark.parametrize(
    ("frequency", "length", "expected"),
    [
        (1, 1, 1),  # once in a document of average length: the idf itself
        (2, 1, 4.4 / 3.2),
        (1, 2, 2.2 / 3.1),
        (1, 0.2, 2.2 / 1.48),
        (1_000_000, 1, 2.2),  # saturated: k1 + 1
    ],
)
def test_scores_worked_out_by_hand(frequency: float, length: float, expected: float) -> None:
    assert score(PLAIN, frequency, length) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("documents", "df", "expected"), [(9, 1, np.log(10)), (9, 9, np.log(10 / 9))])
def test_idf_worked_out_by_hand(documents: int, df: int, expected: float) -> None:
    assert PLAIN.idf(documents, df) == pytest.approx(expected)


def test_a_word_of_every_document_weighs_next_to_nothing() -> None:
    assert 0 < BM25.idf(1_000, 1_000) < BM25.idf(1_000, 1) / 1_000


def test_a_term_that_is_there_counts_however_long_the_document_is() -> None:
    long = Bm25(k1=1.2, b=0.75, delta=0.3)
    assert score(long, 1, 1_000_000, idf=2) == pytest.approx(0.6, rel=1e-3)
    assert score(PLAIN, 1, 1_000_000, idf=2) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("formula", [PLAIN, BM25])
def test_a_term_that_is_not_there_counts_nothing(formula: Bm25) -> None:
    assert score(formula, 0, 1, idf=5) == 0


sizes = st.floats(0.01, 1_000)


@given(st.integers(1, 10_000), sizes, sizes)
def test_more_often_and_shorter_is_never_worse(frequency: int, length: float, more: float) -> None:
    assert score(BM25, frequency + 1, length) >= score(BM25, frequency, length)
    assert score(BM25, frequency, length + more) <= score(BM25, frequency, length)
    assert score(BM25, frequency, length) > BM25.delta


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_idf_is_positive_and_falls(df: int, others: int) -> None:
    documents = df + others
    assert BM25.idf(documents, df) > 0
    assert BM25.idf(documents + 1, df + 1) <= BM25.idf(documents + 1, df)
