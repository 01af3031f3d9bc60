"""Bulk evaluation against its oracle: Whoosh's own searcher over the same directory."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh import query as wq
from whoosh.index import open_dir

from index import expansion
from index import postings as postings_module
from index.document import VIETNAM, Document
from index.executor import Executor
from index.expansion import MOST_TERMS
from index.greatest import best
from index.schema import weighting
from index.text import fold
from tests.index.corpora import CATEGORIES, NUMBERS, SYLLABLES, document, documents
from tests.index.oracle import for_whoosh
from tests.index.segments import add_by_whoosh, add_in_bulk

SHAPES = [(0, 1), (1, 1), (300, 1), (240, 6)] + [(2 + 3 * number, 1 + number % 5) for number in range(18)]
"""(documents, segments) of each index drawn once; 300 in one segment fill several blocks of postings."""

INDEXES = range(len(SHAPES))

FOLDED = tuple(dict.fromkeys(fold(each) for each in SYLLABLES))
TERMS = {
    "title_syllable": SYLLABLES,
    "body_syllable": (*SYLLABLES, *(each.lower() for each in NUMBERS), "vắng"),
    "title_folded": FOLDED,
    "body_folded": (*FOLDED, "30/2020/nd-cp", "vang"),
    "body_shingle": tuple(f"{left}_{right}" for left in FOLDED for right in FOLDED[:4]),
    "body_word": SYLLABLES,
}
POSITIONAL = ("title_syllable", "body_syllable", "title_folded", "body_folded")


@dataclass(frozen=True, slots=True, repr=False)
class Both:
    """The executor and Whoosh's own searcher over the same open index."""

    executor: Executor
    searcher: Any

    def __repr__(self) -> str:
        return f"{self.executor.postings.documents} documents"

    def agree_on(self, tree: wq.Query) -> None:
        """The same documents, with the same scores within 1e-4."""
        docs, scores = self.executor.search(tree)
        ours = dict(zip(docs.tolist(), scores.tolist(), strict=True))
        theirs = {hit.docnum: hit.score for hit in self.searcher.search(for_whoosh(tree), limit=None)}
        assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-4)
        assert docs.tolist() == sorted(theirs) == self.executor.matching(tree).tolist()

    def agree_on_scores_elsewhere(self, tree: wq.Query, asked: wq.Query) -> None:
        """The scores of `tree` for the documents of `asked`, of which it need not match any."""
        docs = self.executor.matching(asked)
        theirs = {hit.docnum: hit.score for hit in self.searcher.search(for_whoosh(tree), limit=None)}
        expected = [theirs.get(doc, 0) for doc in docs.tolist()]
        assert self.executor.scores(tree, docs) == pytest.approx(expected, rel=1e-4, abs=1e-4)


@contextmanager
def opened(directory: Path) -> Iterator[Both]:
    with closing(open_dir(str(directory))) as ix, ix.searcher(weighting=weighting()) as searcher:
        yield Both(Executor(searcher.reader()), searcher)


def drawn(directory: Path, seed: int, count: int, segments: int) -> None:
    """An index of `count` documents in `segments` writes, each of which also deletes some."""
    chance = random.Random(seed)
    every = documents(count, seed=seed)
    for number in range(segments):
        before = every[: count * number // segments]
        gone = [each.key for each in before if chance.random() < 0.1]
        add_in_bulk(directory, every[len(before) : count * (number + 1) // segments], gone=gone)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Both]]:
    with ExitStack() as stack:
        found = []
        for seed, (count, segments) in enumerate(SHAPES):
            directory = tmp_path_factory.mktemp("index")
            drawn(directory, seed, count, segments)
            found.append(stack.enter_context(opened(directory)))
        yield found


boosts = st.sampled_from((1.0, 1.0, 0.25, 2.0, 3.5))
either = st.booleans()
terms = st.sampled_from(sorted(TERMS)).flatmap(
    lambda field: st.builds(wq.Term, st.just(field), st.sampled_from(TERMS[field]), boost=boosts)
)
facets = st.builds(wq.Term, st.just("category"), st.sampled_from((*CATEGORIES[:3], "Không")), boost=boosts)
phrases = st.builds(
    lambda field, words, slop, boost: wq.Phrase(
        field, [fold(word) if "folded" in field else word for word in words], slop=slop, boost=boost
    ),
    st.sampled_from(POSITIONAL),
    st.lists(st.sampled_from(SYLLABLES[:8]), min_size=1, max_size=4),
    st.sampled_from((1, 1, 2, 3, 8)),
    boosts,
)
prefixes = st.builds(
    wq.Prefix,
    st.sampled_from(POSITIONAL),
    st.sampled_from(("m", "ma", "h", "ho", "c", "n", "4", "x", "")),
    boost=boosts,
)
wildcards = st.builds(
    wq.Wildcard,
    st.sampled_from((*POSITIONAL, "issuer")),
    st.sampled_from(("h*i", "?a", "*", "m?", "*g*", "[mh]a", "hội", "S*5", "**", "x*y")),
    boost=boosts,
)
limits = st.none() | st.sampled_from((*SYLLABLES, "", "a", "n", "zz"))
term_ranges = st.builds(
    wq.TermRange, st.sampled_from((*POSITIONAL, "issuer")), limits, limits, either, either, boost=boosts
)
minutes = st.none() | st.integers(25_700_000, 27_900_000)
number_ranges = st.builds(
    wq.NumericRange, st.just("published"), minutes, minutes, either, either, boost=boosts
)
everything = st.builds(
    wq.Every, st.sampled_from((None, "title_syllable", "category", "number", "body_shingle")), boost=boosts
)
leaves = st.one_of(
    terms, terms, terms, facets, phrases, prefixes, wildcards, term_ranges, number_ranges, everything
)


def compounds(inner: st.SearchStrategy[wq.Query]) -> st.SearchStrategy[wq.Query]:
    children = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(wq.And, children, boost=boosts),
        st.builds(wq.Or, children, boost=boosts),
        st.builds(wq.DisjunctionMax, children, boost=boosts),
        st.builds(wq.AndNot, inner, inner),
        st.builds(wq.AndMaybe, inner, inner),
        st.builds(wq.Not, inner),
        st.builds(lambda wanted, child: wq.And([wanted, wq.Not(child)]), inner, inner),
        st.builds(wq.ConstantScoreQuery, inner, boosts),
    )


trees = st.recursive(leaves, compounds, max_leaves=10)
sums = st.lists(terms, min_size=1, max_size=12, unique_by=lambda term: (term.fieldname, term.text)).map(wq.Or)


@settings(max_examples=250, deadline=None)
@given(number=st.sampled_from(INDEXES), tree=trees)
def test_trees_find_and_score_as_in_whoosh(indexes: list[Both], number: int, tree: wq.Query) -> None:
    indexes[number].agree_on(tree)


@settings(max_examples=80, deadline=None)
@given(number=st.sampled_from(INDEXES), tree=sums | trees, asked=trees)
def test_terms_that_are_skimmed_find_and_score_as_in_whoosh(
    indexes: list[Both], number: int, tree: wq.Query, asked: wq.Query
) -> None:
    """As in a large index: every term is frequent, and every question about few documents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings_module, "DENSE", 10**9)
        patch.setattr(postings_module, "FEW", 1e-9)
        searcher = indexes[number].searcher
        Both(Executor(searcher.reader()), searcher).agree_on(tree)
        Both(Executor(searcher.reader()), searcher).agree_on_scores_elsewhere(tree, asked)


@settings(max_examples=60, deadline=None)
@given(number=st.sampled_from(INDEXES), tree=sums)
def test_sums_of_terms_find_and_score_as_in_whoosh(indexes: list[Both], number: int, tree: wq.Query) -> None:
    indexes[number].agree_on(tree)


@settings(max_examples=60, deadline=None)
@given(number=st.sampled_from(INDEXES), tree=sums | trees, asked=trees)
def test_scores_of_documents_that_another_tree_found(
    indexes: list[Both], number: int, tree: wq.Query, asked: wq.Query
) -> None:
    indexes[number].agree_on_scores_elsewhere(tree, asked)


@settings(max_examples=150, deadline=None)
@given(number=st.sampled_from(INDEXES), tree=sums | trees, asked=everything | trees, count=st.integers(1, 40))
def test_leading_are_the_best_of_all_scores(
    indexes: list[Both], number: int, tree: wq.Query, asked: wq.Query, count: int
) -> None:
    """Leaving out what cannot come first changes neither what does nor its score, to the last bit."""
    executor = indexes[number].executor
    docs = executor.matching(asked)
    scores = executor.scores(tree, docs)
    places, leading = executor.leading(tree, docs, count)
    assert places.tolist() == best(scores, count).tolist()
    assert leading.tolist() == scores[places].tolist()


texts = st.lists(st.sampled_from((*SYLLABLES, *NUMBERS, ".", ",")), max_size=12).map(" ".join)
segments = st.lists(st.lists(st.tuples(texts, texts), max_size=5), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=segments, deleted=st.sets(st.integers(0, 19)), asked=st.lists(trees, min_size=4, max_size=4))
def test_drawn_archives_answer_as_in_whoosh(
    parts: list[list[tuple[str, str]]], deleted: set[int], asked: list[wq.Query]
) -> None:
    with TemporaryDirectory() as name:
        directory = Path(name)
        count = 0
        for part in parts:
            every = [
                Document(id=str(number), title=title, body=body)
                for number, (title, body) in enumerate(part, count)
            ]
            gone = [Document(id=str(number)).key for number in deleted if number < count]
            add_in_bulk(directory, every, gone=gone)
            count += len(part)
        with opened(directory) as both:
            for tree in asked:
                both.agree_on(tree)


@pytest.mark.parametrize(
    ("words", "body", "found"),
    [
        (["hội", "nghị"], "hội nghị", True),
        (["hội", "nghị"], "nghị hội", False),
        (["hội", "nghị"], "hội ma nghị", False),
        (["hội", "nghị"], "hội ma hội nghị", True),
        (["ma", "ma"], "ma", False),
        (["ma", "ma"], "ma hội ma", False),
        (["ma", "ma"], "hội ma ma", True),
        (["ma", "má", "ma"], "ma má", False),
        (["ma", "má", "ma"], "ma má ma", True),
        (["hội", "vắng"], "hội nghị", False),
        (["hội"], "ma hội", True),
    ],
)
def test_phrases(tmp_path: Path, words: list[str], body: str, found: bool) -> None:
    add_in_bulk(tmp_path, [Document(id="1", body=body), Document(id="2", body="công")])
    with opened(tmp_path) as both:
        assert both.executor.matching(wq.Phrase("body_syllable", words)).tolist() == ([0] if found else [])


def test_deleted_documents_never_match(tmp_path: Path) -> None:
    every = documents(12, seed=3)
    add_in_bulk(tmp_path, every)
    add_in_bulk(tmp_path, [], gone=[every[0].key, every[7].key])
    with opened(tmp_path) as both:
        assert both.executor.matching(wq.Every()).tolist() == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
        assert not len(both.executor.matching(wq.AndNot(wq.Term("key", every[0].key), wq.Term("key", "x"))))


def test_a_prefix_stands_for_its_most_frequent_terms(tmp_path: Path) -> None:
    rare = [Document(id=f"r{number}", body=f"a{number:04d}") for number in range(MOST_TERMS)]
    often = [Document(id=f"o{number}", body="azz azz") for number in range(3)]
    add_in_bulk(tmp_path, [*rare, *often])
    with opened(tmp_path) as both:
        docs = both.executor.matching(wq.Prefix("body_syllable", "a")).tolist()
        count = len(rare) + len(often)
        assert docs[-3:] == [count - 3, count - 2, count - 1]
        assert len(docs) == 3 + MOST_TERMS - 1


def test_of_a_giant_vocabulary_the_most_frequent_terms_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "MOST_LOOKED_AT", 3)
    rare = [Document(id=f"r{number}", body=f"ar{number}") for number in range(9)]
    often = [Document(id=f"o{number}", body=f"ax{number % 3} b") for number in range(6)]
    add_in_bulk(tmp_path, [*rare, *often])
    with opened(tmp_path) as both:
        for tree in (wq.Wildcard("body_syllable", "a*[0-9]"), wq.Prefix("body_syllable", "a")):
            assert both.executor.matching(tree).tolist() == list(range(9, 15))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("h*i", ["hội", "hối", "hồi", "hi"]),
        ("h?i", ["hội", "hối", "hồi"]),
        ("*", ["hội", "hối", "hồi", "hi", "ma", "a*b"]),
        ("?", []),
        ("h[ộố]i", ["hội", "hối"]),
        ("*i", ["hội", "hối", "hồi", "hi"]),
        ("ma", ["ma"]),
        ("m", []),
        ("a[*]b", ["a*b"]),
        ("h[", []),
        ("*" * 2000, ["hội", "hối", "hồi", "hi", "ma", "a*b"]),
        ("?*" * 500, []),
    ],
)
def test_wildcards(tmp_path: Path, pattern: str, found: list[str]) -> None:
    terms = ["hội", "hối", "hồi", "hi", "ma", "a*b"]
    own = fields.Schema(x=fields.ID)
    add_by_whoosh(tmp_path, [{"x": each} for each in terms], own_schema=own)
    with opened(tmp_path) as both:
        docs = both.executor.matching(wq.Wildcard("x", pattern)).tolist()
        assert [terms[doc] for doc in docs] == found


@pytest.mark.parametrize(
    ("slop", "words", "found"),
    [
        (1, "hội nghị", [0]),
        (2, "hội nghị", [0, 1, 4]),
        (3, "hội nghị", [0, 1, 2, 4]),
        (9, "hội nghị", [0, 1, 2, 4]),
        (9, "nghị hội", [3, 4]),
        (2, "hội nghị ma", []),
        (3, "ma hội nghị", [0, 1, 4]),
        (1, "ma ma", []),
        (2, "ma ma", [4]),
        (3, "ma ma", [2, 4]),
        (9, "ma ma ma", [4]),
    ],
)
def test_words_at_most_slop_apart(tmp_path: Path, slop: int, words: str, found: list[int]) -> None:
    bodies = ("ma hội nghị", "ma hội sở nghị", "hội ma sở nghị ma", "nghị hội", "ma hội ma nghị công hội ma")
    add_in_bulk(tmp_path, [Document(id=body, body=body) for body in bodies])
    with opened(tmp_path) as both:
        tree = wq.Phrase("body_syllable", words.split(), slop=slop)
        assert both.executor.matching(tree).tolist() == found
        both.agree_on(tree)


DAY = datetime(2021, 6, 30, 18, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("start", "end", "startexcl", "endexcl", "found"),
    [
        (None, None, False, False, [0, 1, 2, 3]),
        (DAY, None, False, False, [1, 2, 3]),
        (DAY, None, True, False, [2, 3]),
        (None, DAY, False, False, [0, 1]),
        (None, DAY, False, True, [0]),
        (DAY, DAY, False, False, [1]),
        (DAY, DAY, True, False, []),
        (DAY.replace(tzinfo=None), DAY.astimezone(UTC), False, False, [1]),
        (DAY + timedelta(minutes=1), DAY, False, False, []),
        (datetime(1, 1, 1), datetime(9999, 1, 1), False, False, [0, 1, 2, 3]),
    ],
)
def test_ranges_of_dates(
    tmp_path: Path,
    start: datetime | None,
    end: datetime | None,
    startexcl: bool,
    endexcl: bool,
    found: list[int],
) -> None:
    """Documents a day before, at, a minute after, and years after DAY; the last has no date."""
    times = (DAY - timedelta(days=1), DAY, DAY + timedelta(minutes=1), DAY + timedelta(days=999), None)
    add_in_bulk(tmp_path, [Document(id=str(time), published=time) for time in times])
    with opened(tmp_path) as both:
        tree = wq.DateRange("published", start, end, startexcl, endexcl, boost=2.5)
        docs, scores = both.executor.search(tree)
        assert docs.tolist() == found
        assert set(scores.tolist()) <= {2.5}


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, [0, 1, 2]),
        (-5, 7, [0, 1, 2]),
        (-4, 7, [1, 2]),
        (-5, 6, [0, 1]),
        (-(2**40), 2**40, [0, 1, 2]),
        (2**31, None, []),
        (None, -(2**31) - 1, []),
        (7, -5, []),
    ],
)
def test_ranges_of_numbers(tmp_path: Path, start: int | None, end: int | None, found: list[int]) -> None:
    own = fields.Schema(x=fields.NUMERIC(int, sortable=True))
    add_by_whoosh(tmp_path, [{"x": -5}, {"x": 0}, {"x": 7}, {}], own_schema=own)
    with opened(tmp_path) as both:
        assert both.executor.matching(wq.NumericRange("x", start, end)).tolist() == found
        assert both.executor.matching(wq.Term("x", 7)).tolist() == [2]
        assert both.executor.matching(wq.Term("x", "bảy")).tolist() == []


@pytest.mark.parametrize("kind", [wq.Prefix, wq.Wildcard])
def test_patterns_may_be_scored_as_their_terms_are(indexes: list[Both], kind: type[wq.PatternQuery]) -> None:
    executor = indexes[3].executor
    tree = kind("body_syllable", "h*" if kind is wq.Wildcard else "h", boost=0.5, constantscore=False)
    terms = map(bytes.decode, indexes[3].searcher.reader().expand_prefix("body_syllable", "h"))
    sum_of_terms = wq.Or([wq.Term("body_syllable", term, boost=0.5) for term in terms])
    docs, scores = executor.search(tree)
    expected, expected_scores = executor.search(sum_of_terms)
    assert docs.tolist() == expected.tolist()
    assert scores == pytest.approx(expected_scores)
    within = wq.TermRange("body_syllable", "h", "i", boost=0.5, constantscore=False)
    assert executor.search(within)[1] == pytest.approx(expected_scores)


def test_documents_with_the_same_text_score_exactly_alike(tmp_path: Path) -> None:
    """Equal scores stay in the order of indexing, which is what makes pages stable."""
    every = documents(25, seed=9)
    for copy in range(3):
        add_in_bulk(tmp_path, [replace(each, id=f"{each.id} {copy}") for each in every])
    with opened(tmp_path) as both:
        for tree in (
            wq.Or([wq.Term("body_syllable", term, boost=0.3) for term in SYLLABLES]),
            wq.And([wq.Term("body_syllable", "ma"), wq.DisjunctionMax([wq.Term("title_folded", "hoa")])]),
            wq.AndMaybe(wq.Every(), wq.Phrase("body_syllable", ["ma", "hội"], slop=5)),
        ):
            scores = both.executor.scores(tree, both.executor.matching(wq.Every()))
            assert scores[:25].tolist() == scores[25:50].tolist() == scores[50:].tolist()
            assert scores.any()


@pytest.mark.parametrize(
    "tree",
    [
        wq.NullQuery,
        wq.And([]),
        wq.Or([]),
        wq.DisjunctionMax([]),
        wq.Phrase("body_syllable", []),
        wq.Phrase("body_syllable", ["ma", "vắng"], slop=3),
        wq.And([wq.Term("body_syllable", "ma"), wq.NullQuery]),
        wq.Not(wq.Every()),
        wq.AndNot(wq.Every(), wq.Every()),
        wq.Term("không", "ma"),
        wq.Phrase("không", ["ma", "hội"]),
        wq.Prefix("không", "m"),
        wq.Wildcard("không", "m*a"),
        wq.TermRange("không", "a", "z"),
        wq.Every("không"),
        wq.TermRange("body_syllable", "z", "a"),
        wq.Term("body_syllable", "\ud800"),
        wq.Phrase("body_syllable", ["ma", "\ud800"]),
        wq.Prefix("body_syllable", "\ud800"),
        wq.Wildcard("body_syllable", "\ud800*a"),
        wq.TermRange("body_syllable", "\ud800", None),
        wq.TermRange("body_syllable", "ma", "ma", startexcl=True),
    ],
    ids=ascii,
)
def test_trees_that_match_nothing(indexes: list[Both], tree: wq.Query) -> None:
    for number in (0, 2, 3):
        docs, scores = indexes[number].executor.search(tree)
        assert (len(docs), len(scores)) == (0, 0)
        everything = indexes[number].executor.matching(wq.Every())
        assert not indexes[number].executor.scores(tree, everything).any()


def test_a_tree_without_bulk_evaluation_is_an_error(tmp_path: Path) -> None:
    add_in_bulk(tmp_path, [document(1, random.Random(1))])
    with opened(tmp_path) as both, pytest.raises(TypeError, match="Regex"):
        both.executor.matching(wq.Regex("body_syllable", "a.b"))


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (wq.Phrase("body_shingle", ["ma_ma", "ma_hoa"]), "body_shingle"),
        (wq.NumericRange("body_syllable", 1, 2), "body_syllable"),
        (wq.NumericRange("không", 1, 2), "không"),
        (wq.DateRange("category", DAY, DAY), "category"),
    ],
    ids=ascii,
)
def test_what_a_field_cannot_answer_is_an_error(indexes: list[Both], tree: wq.Query, said: str) -> None:
    with pytest.raises(ValueError, match=f"in {said}: the field has no"):
        indexes[2].executor.matching(tree)


def test_an_or_with_a_coordination_bonus_is_an_error(indexes: list[Both]) -> None:
    with pytest.raises(TypeError, match="scale"):
        indexes[2].executor.search(wq.Or([wq.Term("body_syllable", "ma")], scale=0.5))
