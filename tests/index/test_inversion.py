"""Inversion: tokens of documents → postings, the same however many runs and parts they pass through."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage

from index import building, fieldpostings, inversion
from index.codec import DOCUMENTS, POSTINGS
from index.flatfile import FlatFile, FlatWriter
from index.inversion import FieldInverter
from index.postingsfile import Field
from index.schema import schema
from tests.index.corpora import documents
from tests.index.segments import build, values_of

Doc = tuple[Sequence[str], Sequence[tuple[int, str]]]
"""Terms of a document, and wholes as (position, term)."""


def inverted(
    directory: Path, docs: Sequence[Doc], *, positions: bool = True, flush_after: frozenset[int] = frozenset()
) -> Field:
    """The field that holds `docs`, set aside in runs after some of them."""
    inverter = FieldInverter("x", positions=positions, directory=directory)
    for number, (terms, wholes) in enumerate(docs):
        inverter.add(terms, wholes)
        if number in flush_after:
            inverter.flush()
    assert inverter.lengths.tolist() == [len(terms) + len(wholes) for terms, wholes in docs]
    out = FlatWriter(directory / "x.postings")
    inverter.write(out)
    out.close()
    assert [path.name for path in directory.iterdir()] == ["x.postings"]
    return Field(FlatFile(directory / "x.postings"), "x", positions=positions)


def expected(docs: Sequence[Doc]) -> dict[bytes, dict[int, list[int]]]:
    """Term → document → positions, as a person would make it."""
    found: defaultdict[bytes, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, (terms, wholes) in enumerate(docs):
        for place, term in [*enumerate(terms), *wholes]:
            found[term.encode()][number].append(place)
    return {term: dict(found[term]) for term in sorted(found)}


def told_by(field: Field) -> dict[bytes, dict[int, list[int]]]:
    """The same, as a field tells it term by term."""
    found = {}
    for number, term in enumerate(field.terms):
        row = field.row(number)
        places, borders = field.positions(row)
        cuts = [places[start:end].tolist() for start, end in pairwise(borders)]
        docs = field.docs(row).tolist()
        assert [len(cut) for cut in cuts] == field.weights(row).tolist()
        found[term] = dict(zip(docs, cuts, strict=True))
    return found


words = st.sampled_from(("ma", "má", "hội", "", "z", "\x00", "😀", "\uffff")) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=3
)
wholes = st.lists(st.tuples(st.integers(0, 300), words.map("w/{}".format)), max_size=3).map(
    lambda found: sorted(found)
)
docs = st.lists(st.tuples(st.lists(words, max_size=12), wholes), max_size=14)
places = st.frozensets(st.integers(0, 13))


@settings(max_examples=80, deadline=None)
@given(docs=docs, flush_after=places, part=st.integers(1, 30), small=st.sampled_from((0, 10**9)))
def test_every_token_is_found_where_it_stands(
    docs: list[Doc], flush_after: frozenset[int], part: int, small: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as directory:
        patch.setattr(fieldpostings, "PART", part)
        patch.setattr(inversion, "SMALL", small)
        field = inverted(Path(directory), docs, flush_after=flush_after)
        assert told_by(field) == expected(docs)


@settings(max_examples=40, deadline=None)
@given(docs=docs, flush_after=places)
def test_without_positions_frequencies_are_kept(docs: list[Doc], flush_after: frozenset[int]) -> None:
    with TemporaryDirectory() as directory:
        field = inverted(Path(directory), docs, positions=False, flush_after=flush_after)
        found = {}
        for number, term in enumerate(field.terms):
            row = field.row(number)
            found[term] = dict(zip(field.docs(row).tolist(), field.weights(row).tolist(), strict=True))
        counts = {term: {doc: len(at) for doc, at in each.items()} for term, each in expected(docs).items()}
        assert found == counts


@settings(max_examples=60, deadline=None)
@given(docs=docs, first=st.integers(0, 20), count=st.integers(0, 20), positions=st.booleans())
def test_consecutive_terms_in_bulk_are_as_one_by_one(
    docs: list[Doc], first: int, count: int, positions: bool
) -> None:
    with TemporaryDirectory() as directory:
        field = inverted(Path(directory), docs, positions=positions)
        rows = [field.row(number) for number in range(len(field.terms))][first : first + count]
        after = min(first + count, len(field.terms))
        found = field.postings(first, after)
        assert found.counts.tolist() == [row.df for row in rows]
        assert found.docs.tolist() == [doc for row in rows for doc in field.docs(row)]
        assert found.weights.tolist() == [weight for row in rows for weight in field.weights(row)]
        assert field.documents(first, after).tolist() == found.docs.tolist()
        if positions and rows:
            assert found.positions is not None
            assert found.positions.tolist() == [place for row in rows for place in field.positions(row)[0]]


@settings(max_examples=40, deadline=None)
@given(docs=docs, asked=words)
def test_terms_are_sorted_and_found(docs: list[Doc], asked: str) -> None:
    with TemporaryDirectory() as directory:
        terms = inverted(Path(directory), docs).terms
        every = list(terms)
        assert every == sorted(set(every))
        assert [terms[number] for number in range(len(terms))] == every
        assert [terms.find(term) for term in every] == list(range(len(every)))
        assert terms.place(asked.encode()) == sum(term < asked.encode() for term in every)
        assert (terms.find(asked.encode()) >= 0) == (asked.encode() in every)


@pytest.mark.parametrize("gap", [1, 255, 256, 65_535, 65_536, 70_000])
def test_documents_far_apart(tmp_path: Path, gap: int) -> None:
    empty: list[Doc] = [((), ())] * (gap - 1)
    field = inverted(tmp_path, [(["ma"], ()), *empty, (["ma", "hội"], ()), (["ma"], ())])
    assert told_by(field) == {b"h\xe1\xbb\x99i": {gap: [1]}, b"ma": {0: [0], gap: [0], gap + 1: [0]}}


def test_a_field_without_any_term(tmp_path: Path) -> None:
    field = inverted(tmp_path, [((), ()), ((), ())])
    assert len(field.terms) == 0
    assert field.documents(0, 0).tolist() == field.postings(0, 0).docs.tolist() == []


def files_of(directory: Path, *, block: int, part: int, small: int) -> dict[str, bytes]:
    """The files of one segment with 12 documents, made within these bounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "BLOCK", block)
        patch.setattr(fieldpostings, "PART", part)
        patch.setattr(inversion, "SMALL", small)
        directory.mkdir()
        segment = build(FileStorage(str(directory)), schema(), map(values_of, documents(12, seed=8)))
    files = {path.suffix: path.read_bytes() for path in directory.iterdir()}
    assert segment.doc_count() == 12
    assert sorted(files) == [DOCUMENTS, POSTINGS]
    return files


@pytest.mark.parametrize(
    ("block", "part", "small"),
    [(0, 10**9, 0), (40, 10**9, 0), (300, 10**9, 10**9), (10**9, 1, 10**9), (10**9, 50, 0), (100, 7, 0)],
)
def test_many_runs_and_parts_give_the_same_files_as_one(
    tmp_path: Path, block: int, part: int, small: int
) -> None:
    whole = files_of(tmp_path / "whole", block=10**9, part=10**9, small=10**9)
    assert files_of(tmp_path / "bounded", block=block, part=part, small=small) == whole


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts=st.lists(st.integers(0, 9), max_size=20), bound=st.integers(1, 12))
def test_parts_cover_all_terms_once_and_keep_to_their_bound(counts: list[int], bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fieldpostings, "PART", bound)
        found = fieldpostings.parts(np.array(counts, np.int64))
    assert [number for first, after in found for number in range(first, after)] == list(range(len(counts)))
    assert all(after - first == 1 or sum(counts[first:after]) <= bound for first, after in found)
