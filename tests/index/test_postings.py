"""Postings as arrays: the same documents, scores, lengths and positions as Whoosh's own reader gives."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.reading import IndexReader

from index import postings as postings_module
from index.fieldpostings import Vocabulary
from index.occurrences import Counted
from index.postings import Postings, cache_bytes, leaves
from index.postingsfile import Terms
from index.schema import weighting
from index.skimming import Skimmed
from index.termpostings import Dense, Sparse
from index.text import fold
from index.weights import BM25
from tests.index.corpora import SYLLABLES, add, documents

FIELDS = ("title_syllable", "body_syllable", "title_folded", "body_folded", "body_word")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments with deletions; the first fills several blocks of postings."""
    path = tmp_path_factory.mktemp("index")
    every = documents(360, seed=11)
    add(path, every[:300])
    add(path, every[300:340], gone=[every[number].key for number in range(0, 40, 3)])
    add(path, every[340:], gone=[every[320].key])
    return path


@contextmanager
def reading(directory: Path) -> Iterator[IndexReader]:
    with closing(open_dir(str(directory))) as ix, closing(ix.reader()) as reader:
        yield reader


@contextmanager
def searching(directory: Path) -> Iterator[Any]:
    with closing(open_dir(str(directory))) as ix, ix.searcher(weighting=weighting()) as searcher:
        yield searcher


def all_postings(reader: IndexReader, field: str, term: str) -> dict[int, list[int]]:
    """Document → positions of `term`, by Whoosh's own matchers, without the deleted documents."""
    found = {}
    for leaf, base in leaves(reader):
        if (field, term.encode()) in leaf:
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                found[base + matcher.id()] = matcher.value_as("positions")
                matcher.next()
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_documents_and_scores_are_those_of_whoosh(directory: Path, field: str) -> None:
    with searching(directory) as searcher:
        reader = searcher.reader()
        postings = Postings(reader)
        for term in map(fold, SYLLABLES) if "folded" in field else SYLLABLES:
            found = postings.term(field, term)
            docs = found.documents()
            assert found.df == len(docs) == reader.doc_frequency(field, term)
            assert (np.diff(docs) > 0).all()
            scores = dict(zip(docs.tolist(), found.scores_of(docs).tolist(), strict=True))
            for leaf_searcher, base in searcher.leaf_searchers():
                if (field, term.encode()) in leaf_searcher.reader():
                    matcher = leaf_searcher.postings(field, term)
                    while matcher.is_active():
                        assert scores[base + matcher.id()] == pytest.approx(matcher.score(), rel=1e-5)
                        matcher.next()


def test_a_term_that_no_document_has(directory: Path) -> None:
    with reading(directory) as reader:
        found = Postings(reader).term("body_syllable", "vắng")
        assert (found.df, found.documents().tolist()) == (0, [])
        assert found.scores_of(np.array([0, 5], np.int32)).tolist() == [0, 0]


def test_a_key_finds_its_document(directory: Path) -> None:
    with reading(directory) as reader:
        key = reader.stored_fields(317)["key"]
        assert Postings(reader).term("key", key).documents().tolist() == [317]


@pytest.mark.parametrize("field", FIELDS)
def test_norms_are_bm25s_of_the_lengths_of_whoosh(directory: Path, field: str) -> None:
    with reading(directory) as reader:
        lengths = np.array(
            [reader.doc_field_length(doc, field) or 0 for doc in range(reader.doc_count_all())]
        )
        expected = BM25.k1 * (1 - BM25.b + BM25.b * lengths / lengths.mean())
        assert Postings(reader).norms(field) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("field", FIELDS)
def test_frequent_and_rare_terms_answer_alike(
    directory: Path, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(directory) as reader:
        count = reader.doc_count_all()
        some = np.array([0, 3, 4, 200, 301, count - 1])
        for term in map(fold, SYLLABLES) if "folded" in field else SYLLABLES:
            answers = []
            for dense in (0, 10**9):
                monkeypatch.setattr(postings_module, "DENSE", dense)
                found = Postings(reader).term(field, term)
                mask, total = np.zeros(count, bool), np.ones(count, np.float32)
                found.mark(mask)
                found.add_to(total, 0.5)
                lists = (found.documents(), mask, total, found.has(some), found.scores_of(some))
                answers.append([found.df, *(each.tolist() for each in lists)])
            assert answers[0] == answers[1]


@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_term_that_is_skimmed_answers_as_a_whole_one(
    directory: Path, field: str, data: st.DataObject
) -> None:
    with reading(directory) as reader:
        postings = Postings(reader)
        for term in map(fold, SYLLABLES) if "folded" in field else SYLLABLES:
            listed = postings.listed(field, term.encode())
            docs = np.array(sorted(data.draw(st.sets(st.integers(0, postings.documents - 1)))), np.intp)
            if not listed.rows or not len(docs):
                continue
            skimmed, whole = Skimmed(listed.rows, postings._scoring(listed)), postings.whole(listed)
            assert skimmed.has(docs).tolist() == whole.has(docs).tolist()
            assert skimmed.scores_of(docs).tolist() == whole.scores_of(docs).tolist()
            if "word" in field:
                continue
            (before, counts), (expected, count) = (
                each.occurrences(docs) for each in (skimmed, Counted(whole, listed.rows))
            )
            assert counts.tolist() == count.tolist()
            assert before[counts > 0].tolist() == expected[counts > 0].tolist()


def test_few_documents_are_looked_for_in_blocks(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the term is not in memory for another reason."""
    monkeypatch.setattr(postings_module, "FEW", 10)
    with reading(directory) as reader:
        postings = Postings(reader)
        listed, rare = (postings.listed("body_syllable", term.encode()) for term in ("ma", "vắng"))
        few, many = np.arange(listed.df // 10 - 1), np.arange(listed.df // 10 + 1)
        assert isinstance(postings.about(listed, few), Skimmed)
        assert isinstance(postings.about(rare, few[:0]), Sparse)
        assert isinstance(postings.about(listed, many), Dense)
        assert isinstance(postings.about(listed, few), Dense)


@pytest.mark.parametrize("term", ["ma", "hội", "công", "khôngcó"])
@pytest.mark.parametrize("dense", [0, 16, 10**9])
@pytest.mark.parametrize("few", [0.0001, 64, 10**9])
def test_positions_are_those_of_whoosh(
    directory: Path, term: str, dense: int, few: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings_module, "DENSE", dense)
    monkeypatch.setattr(postings_module, "FEW", few)
    with reading(directory) as reader:
        expected = all_postings(reader, "body_syllable", term)
        docs = sorted(expected)
        for chosen in (docs, docs[::7], docs[-1:], []):
            postings = Postings(reader)
            listed = postings.listed("body_syllable", term.encode())
            found = postings.positions(listed, np.array(chosen, np.intp))
            assert found.tolist() == [doc << 32 | place for doc in chosen for place in expected[doc]]


def test_what_no_longer_fits_in_memory_is_read_again(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(directory) as reader:
        roomy = Postings(reader)
        expected = [roomy.term("body_syllable", term) for term in SYLLABLES]
        monkeypatch.setattr(postings_module, "CACHE_MOST", expected[0].nbytes)
        narrow = Postings(reader)
        for _ in range(2):
            for term, known in zip(SYLLABLES, expected, strict=True):
                found = narrow.term("body_syllable", term)
                assert np.array_equal(found.documents(), known.documents())
                assert narrow.term("body_syllable", term) is found
        assert roomy.term("body_syllable", "ma") is expected[0]
        assert narrow.term("body_syllable", "ma") is not narrow.term("body_syllable", "công")


@pytest.mark.parametrize(
    ("documents", "megabytes"), [(0, 112), (149_000, 112), (300_000, 224), (600_000, 448), (5_000_000, 448)]
)
def test_the_memory_for_postings_grows_with_the_index_but_not_for_ever(
    documents: int, megabytes: int
) -> None:
    assert round(cache_bytes(documents) / 2**20) == megabytes


def test_bytes_of_postings(directory: Path) -> None:
    with reading(directory) as reader:
        found = Postings(reader).term("body_syllable", "ma")
        assert found.nbytes >= found.df > 0


def test_leaves_number_the_documents_on(directory: Path, tmp_path: Path) -> None:
    with reading(directory) as reader:
        assert [(leaf.doc_count_all(), base) for leaf, base in leaves(reader)] == [
            (300, 0),
            (40, 300),
            (20, 340),
        ]
    add(tmp_path, documents(3))
    with reading(tmp_path) as reader:
        assert [(leaf.doc_count_all(), base) for leaf, base in leaves(reader)] == [(3, 0)]


def test_an_empty_index_has_no_leaf_and_no_posting(tmp_path: Path) -> None:
    add(tmp_path, [])
    with reading(tmp_path) as reader:
        assert leaves(reader) == []
        assert Postings(reader).term("body_syllable", "ma").documents().tolist() == []


@given(numbers=st.sets(st.integers(0, 999), max_size=400), asked=st.integers(0, 1_000))
def test_terms_are_found_where_they_stand(numbers: set[int], asked: int) -> None:
    sorted_terms = sorted(f"t{number}".encode() for number in numbers)
    vocabulary = Vocabulary.of(sorted_terms)
    terms = Terms(np.frombuffer(vocabulary.blob, np.uint8), vocabulary.ends)
    term = f"t{asked}".encode()
    assert terms.place(term) == bisect_left(sorted_terms, term)
    assert terms.find(term) == (sorted_terms.index(term) if term in sorted_terms else -1)
