"""The codec as Whoosh sees it: its writer, reader, parser, searcher, sorting and spelling over flat arrays.

The same documents in Whoosh's stock codec answer alike.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import columns, fields, formats, scoring, sorting
from whoosh import query as wq
from whoosh.analysis import StandardAnalyzer
from whoosh.index import open_dir
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from index.codec import DOCUMENTS, POSTINGS, FlatCodec
from index.document import FACETS, Document
from index.entities import TEXT_FACETS, citation_key
from index.errors import Damage, GenerationError
from index.executor import Executor
from index.facets import CITATION
from index.flatfile import FlatFile
from index.schema import weighting
from tests.index.corpora import documents
from tests.index.segments import (
    CITED,
    NAMED,
    add_by_whoosh,
    add_in_bulk,
    build,
    lists_of,
    opened,
    searching,
    values_of,
)

EVERY = documents(90, seed=21)
GONE = [EVERY[number].key for number in (0, 7, 8, 33, 59)]
TEXT_FIELDS = ("title_syllable", "body_syllable", "title_folded", "body_folded", "body_shingle", "body_word")


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """90 documents in two flat segments, five of them deleted."""
    directory = tmp_path_factory.mktemp("flat")
    add_in_bulk(directory, EVERY[:60])
    add_in_bulk(directory, EVERY[60:], gone=GONE)
    return directory


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in Whoosh's stock codec."""
    directory = tmp_path_factory.mktemp("stock")
    add_by_whoosh(directory, map(values_of, EVERY[:60]), flat=False)
    add_by_whoosh(directory, map(values_of, EVERY[60:]), flat=False)
    with closing(open_dir(str(directory))) as ix:
        writer = ix.writer()
        for key in GONE:
            writer.delete_by_term("key", key)
        writer.commit(merge=False)
    return directory


@pytest.fixture(scope="module")
def both(flat: Path, stock: Path) -> Iterator[tuple[Any, Any]]:
    """Whoosh's own searchers over the flat and over the stock index."""
    # W3 keeps lengths in one byte; TF-IDF does not ask for them.
    with (
        searching(flat, weighting=scoring.TF_IDF()) as ours,
        searching(stock, weighting=scoring.TF_IDF()) as theirs,
    ):
        yield ours, theirs


# Writing


def arrays_of(directory: Path, extension: str) -> tuple[dict[str, list[Any]], Mapping[str, Any]]:
    """All arrays, and the values, of the directory's only file with that extension."""
    (path,) = directory.glob(f"*{extension}")
    file = FlatFile(path)
    return {name: file.array(name).tolist() for name in file.names if name[-3:] != "/at"}, file.values


@pytest.mark.parametrize("extension", [POSTINGS, DOCUMENTS])
@pytest.mark.parametrize(("count", "seed"), [(1, 3), (2, 4), (70, 5), (300, 6)])
def test_a_segment_made_in_bulk_is_the_one_that_whoosh_writes(
    tmp_path: Path, extension: str, count: int, seed: int
) -> None:
    every = documents(count, seed=seed)
    add_in_bulk(tmp_path / "bulk", every)
    add_by_whoosh(tmp_path / "whoosh", map(values_of, every))
    ours, our_values = arrays_of(tmp_path / "bulk", extension)
    theirs, their_values = arrays_of(tmp_path / "whoosh", extension)
    assert {name: ours[name] for name in theirs} == theirs
    for name in ours.keys() - theirs.keys():  # Whoosh never learns of a field that no document has
        assert not any(ours[name])
    known = their_values.get("fields", {})
    assert {name: our_values.get("fields", {})[name] for name in known} == known
    assert our_values.get("documents") == their_values.get("documents")


def test_an_index_that_whoosh_wrote_document_by_document_is_searched_in_bulk(tmp_path: Path) -> None:
    for first in range(0, 30, 10):
        add_by_whoosh(tmp_path, map(values_of, EVERY[first : first + 10]))
    tree = wq.Or([wq.Term("body_syllable", "ma"), wq.Phrase("body_syllable", ["hội", "nghị"], slop=4)])
    with searching(tmp_path, weighting=weighting()) as searcher:
        docs, scores = Executor(searcher.reader()).search(tree)
        found = {hit.docnum: hit.score for hit in searcher.search(tree, limit=None)}
        assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == pytest.approx(found, rel=1e-4)
        assert len(found) > 5


def test_whoosh_merges_flat_segments_by_itself(tmp_path: Path) -> None:
    add_in_bulk(tmp_path / "a", EVERY[:20])
    add_in_bulk(tmp_path / "a", EVERY[20:40], gone=[EVERY[3].key])
    add_by_whoosh(tmp_path / "a", map(values_of, EVERY[40:50]), optimize=True)
    add_in_bulk(tmp_path / "b", [*EVERY[40:50], *EVERY[:3], *EVERY[4:40]])  # Whoosh writes new ones first
    with searching(tmp_path / "a") as merged, searching(tmp_path / "b") as once:
        assert merged.reader().is_atomic()
        assert_alike(merged.reader(), once.reader())


def test_the_files_of_a_segment_are_two(flat: Path) -> None:
    suffixes = sorted(path.suffix for path in flat.iterdir() if path.suffix not in ("", ".toc"))
    assert suffixes == [DOCUMENTS, DOCUMENTS, POSTINGS, POSTINGS]


# Reading


def assert_alike(ours: Any, theirs: Any) -> None:
    """Two readers over the same documents tell the same."""
    assert ours.doc_count() == theirs.doc_count()
    assert list(ours.all_terms()) == list(theirs.all_terms())
    for field in TEXT_FIELDS:
        assert list(ours.field_terms(field)) == list(theirs.field_terms(field))
        for term in ours.lexicon(field):
            assert postings_of(ours, field, term) == postings_of(theirs, field, term)
    assert [ours.stored_fields(doc) for doc in ours.all_doc_ids()] == [
        theirs.stored_fields(doc) for doc in theirs.all_doc_ids()
    ]


def postings_of(reader: Any, field: str, term: bytes) -> list[tuple[int, float, Any]]:
    """(document, frequency, positions) of a term in each document that has it."""
    matcher = reader.postings(field, term)
    kind = "positions" if reader.schema[field].format.supports("positions") else "frequency"
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight(), matcher.value_as(kind)))
        matcher.next()
    return found


def test_readers_tell_the_same(both: tuple[Any, Any]) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    assert ours.doc_count_all() == theirs.doc_count_all() == 90
    assert set(ours.indexed_field_names()) - set(theirs.indexed_field_names()) == {
        "number",
        "number_key",
    }  # no terms
    assert_alike(ours, theirs)


def test_statistics_of_terms(both: tuple[Any, Any]) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    lengths = {
        field: [ours.doc_field_length(doc, field) for doc in range(ours.doc_count_all())]
        for field in TEXT_FIELDS
    }
    for field, term in [*theirs.all_terms()]:
        assert ours.doc_frequency(field, term) == theirs.doc_frequency(field, term)
        assert ours.frequency(field, term) == theirs.frequency(field, term)
        mine, info = ours.term_info(field, term), theirs.term_info(field, term)
        assert (mine.weight(), mine.doc_frequency()) == (info.weight(), info.doc_frequency())
        assert (mine.max_weight(), mine.min_id(), mine.max_id()) == (
            info.max_weight(),
            info.min_id(),
            info.max_id(),
        )
        if field in lengths:
            assert lengths[field][mine.min_id()] >= mine.min_length()
            assert lengths[field][mine.max_id()] <= mine.max_length()


def test_absent_terms(both: tuple[Any, Any]) -> None:
    for searcher in both:
        reader = searcher.reader()
        for field, term in (
            ("body_syllable", "vắng"),
            ("body_syllable", "zzz"),
            ("key", ""),
        ):
            assert reader.doc_frequency(field, term) == 0
            assert reader.frequency(field, term) == 0
            assert (field, term) not in reader
            with pytest.raises(TermNotFound):
                reader.postings(field, term)
        for leaf, _ in reader.leaf_readers():
            with pytest.raises(TermNotFound):
                leaf.term_info("body_syllable", b"v\xe1\xba\xafng")


def test_field_lengths_are_exact(flat: Path) -> None:
    with searching(flat) as searcher:
        reader = searcher.reader()
        for field in TEXT_FIELDS:
            expected = []
            for each in EVERY:
                stream = values_of(each)[field]
                expected.append(len(stream.terms) + len(stream.wholes))
            found = [reader.doc_field_length(doc, field) for doc in range(90)]
            assert found == expected
            assert reader.field_length(field) == sum(expected)
            assert reader.max_field_length(field) == max(expected)
            assert reader.min_field_length(field) == min(filter(None, expected))
        assert reader.doc_field_length(3, "category", -1) == -1
        assert reader.field_length("category") == 0


@pytest.mark.parametrize("prefix", ["", "h", "ho", "hội", "m", "zz", "30/"])
def test_prefixes_and_terms_from(both: tuple[Any, Any], prefix: str) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    for field in TEXT_FIELDS:
        assert list(ours.expand_prefix(field, prefix)) == list(theirs.expand_prefix(field, prefix))
        assert list(ours.terms_from(field, prefix)) == list(theirs.terms_from(field, prefix))
    for mine, other in zip(ours.leaf_readers(), theirs.leaf_readers(), strict=True):
        found, known = (
            [(term, info.doc_frequency()) for term, info in leaf.iter_from("body_syllable", prefix)]
            for leaf, _ in (mine, other)
        )
        assert found == known


@pytest.mark.parametrize("text", ["hoi", "hội", "ma", "nghi", "công", "xyz", "h"])
@pytest.mark.parametrize("distance", [1, 2])
def test_terms_within_some_edits(both: tuple[Any, Any], text: str, distance: int) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    for prefix in (0, 1):
        found, expected = (
            sorted(reader.terms_within("body_syllable", text, distance, prefix=prefix))
            for reader in (ours, theirs)
        )
        assert found == expected


@pytest.mark.parametrize("text", ["hoi", "mâ", "nghịi", "cộng", "zzzzz"])
def test_whoosh_suggests(both: tuple[Any, Any], text: str) -> None:
    ours, theirs = (searcher.suggest("body_syllable", text, maxdist=2) for searcher in both)
    assert ours == theirs


def test_a_spelling_corrector_over_several_segments_suggests(both: tuple[Any, Any]) -> None:
    ours, theirs = (
        searcher.reader().corrector("body_syllable").suggest("nghỉ", limit=3) for searcher in both
    )
    assert ours == theirs
    assert "nghị" in ours


def test_frequent_and_distinctive_terms(both: tuple[Any, Any]) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    assert ours.most_frequent_terms("body_syllable", 5) == theirs.most_frequent_terms("body_syllable", 5)
    assert ours.most_distinctive_terms("body_syllable", 5) == theirs.most_distinctive_terms(
        "body_syllable", 5
    )


def test_columns_of_documents(both: tuple[Any, Any]) -> None:
    ours, theirs = (searcher.reader() for searcher in both)
    for name in (*FACETS, *TEXT_FACETS, CITATION, "published"):
        for translate in (False, True):
            found, expected = (reader.column_reader(name, translate=translate) for reader in (ours, theirs))
            assert [found[doc] for doc in range(90)] == [expected[doc] for doc in range(90)]


def test_a_field_without_a_column_has_no_column_reader(flat: Path) -> None:
    with searching(flat) as searcher:
        assert not searcher.reader().has_column("body_syllable")


# Searching

QUERIES = (
    "ma",
    "ma hội",
    "ma OR hội OR vắng",
    "hội AND nghị AND NOT má",
    "ma ANDNOT nghị",
    "ma ANDMAYBE hội",
    "(ma OR má) AND (hội OR nghị)",
    "NOT ma",
    '"hội nghị"',
    '"hội nghị"~3',
    '"ma vắng"',
    "h*",
    "ng*",
    "h?i",
    "*g*",
    "[h TO m]",
    "{ma TO}",
    "[TO hoa]",
    "title_syllable:ma^2 hội^0.5",
    "title_folded:ma OR body_shingle:hoi_nghi",
    "category:'Kinh tế' OR type:Tin",
    "issuer:'Sở số 3' AND ma",
    "published:[25771680 TO 26600000]",
    "published:{26000000 TO}",
    "published:26000000",
    "NOT published:[TO 26600000] AND ma",
    "*:*",
    "category:*",
    "vắng",
    "key:zzz",
)


@pytest.mark.parametrize("text", QUERIES)
def test_parsed_queries_find_the_same_with_the_same_scores(both: tuple[Any, Any], text: str) -> None:
    found = []
    for searcher in both:
        tree = QueryParser("body_syllable", searcher.schema).parse(text)
        found.append({hit["key"]: hit.score for hit in searcher.search(tree, limit=None)})
    assert found[0] == pytest.approx(found[1])


def test_enough_of_the_queries_find_something(both: tuple[Any, Any]) -> None:
    parser = QueryParser("body_syllable", both[0].schema)
    assert sum(bool(len(both[0].search(parser.parse(text)))) for text in QUERIES) > 20


@pytest.mark.parametrize("text", QUERIES)
def test_the_executor_finds_what_the_parsed_query_finds(flat: Path, text: str) -> None:
    with searching(flat, weighting=weighting()) as searcher:
        tree = QueryParser("body_syllable", searcher.schema).parse(text)
        docs = Executor(searcher.reader()).matching(tree).tolist()
        if "NOT" not in text:  # see tests/index/oracle.py
            assert docs == sorted(hit.docnum for hit in searcher.search(tree, limit=None))
        assert set(docs) <= set(searcher.reader().all_doc_ids())


def test_the_best_ten_are_the_first_of_all(both: tuple[Any, Any]) -> None:
    """Whoosh skips what cannot come first; it must not skip what can."""
    ours, _ = both
    parser = MultifieldParser(["title_syllable", "body_syllable"], ours.schema)
    for text in ("ma", "ma OR hội", "ma hội", "ma OR sở OR nghị OR công"):
        tree = parser.parse(text)
        first, whole = (ours.search(tree, limit=limit) for limit in (10, None))
        assert [hit.score for hit in first] == pytest.approx([hit.score for hit in whole][:10])


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("name", ["published", "category", "year"])
def test_results_in_the_order_of_a_column(both: tuple[Any, Any], name: str, reverse: bool) -> None:
    found, expected = (
        [
            (hit["key"], hit.docnum)
            for hit in searcher.search(wq.Every(), limit=None, sortedby=name, reverse=reverse)
        ]
        for searcher in both
    )
    assert found == expected
    assert len(found) == 85


def test_results_in_the_order_of_a_reversed_column_and_a_score(both: tuple[Any, Any]) -> None:
    order = [sorting.FieldFacet("published", reverse=True), sorting.ScoreFacet()]
    found, expected = (
        [hit["key"] for hit in searcher.search(wq.Term("body_syllable", "ma"), limit=None, sortedby=order)]
        for searcher in both
    )
    assert found == expected


@pytest.mark.parametrize("name", [*FACETS, *TEXT_FACETS])
def test_results_grouped_by_a_facet(both: tuple[Any, Any], name: str) -> None:
    facet = sorting.FieldFacet(name, allow_overlap=name in TEXT_FACETS)
    found, expected = (
        searcher.search(wq.Term("body_syllable", "ma"), limit=None, groupedby={name: facet}).groups(name)
        for searcher in both
    )
    assert found == expected
    assert sum(map(len, found.values())) > 10


@pytest.mark.parametrize("name", [*TEXT_FACETS, CITATION])
def test_documents_are_found_by_each_of_their_values(both: tuple[Any, Any], name: str) -> None:
    for value in (*NAMED, *map(citation_key, CITED)):
        found, expected = (
            {hit["key"] for hit in searcher.search(wq.Term(name, value), limit=None)} for searcher in both
        )
        live = {fields["key"] for fields in both[0].documents()}
        held = {each.key: lists_of(each)[name] for each in EVERY if each.key in live}
        keyed = citation_key if name == CITATION else str
        assert found == expected == {key for key, held in held.items() if value in map(keyed, held)}


def test_a_document_is_found_by_its_key(flat: Path) -> None:
    with searching(flat) as searcher:
        assert searcher.document(key=EVERY[70].key) == {"key": EVERY[70].key, "digest": f"d {EVERY[70].id}"}
        assert searcher.document(key=EVERY[0].key) is None  # deleted


def test_readers_work_after_an_update_and_are_refreshed(tmp_path: Path) -> None:
    add_in_bulk(tmp_path, EVERY[:5])
    with closing(open_dir(str(tmp_path))) as ix:
        before = ix.searcher()
        add_in_bulk(tmp_path, EVERY[5:9], gone=[EVERY[0].key])
        assert before.doc_count() == 5
        with before.refresh() as after:  # which closes the one before
            assert after.doc_count() == 8


# Two codecs in one index


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A stock segment, two flat ones, and a deletion in each of the first two."""
    add_by_whoosh(tmp_path, map(values_of, EVERY[:20]), flat=False)
    add_in_bulk(tmp_path, EVERY[20:40])
    add_in_bulk(tmp_path, EVERY[40:50], gone=[EVERY[4].key, EVERY[30].key])
    return tmp_path


def test_whoosh_reads_stock_and_flat_segments_side_by_side(mixed: Path) -> None:
    add_in_bulk(mixed / "once", EVERY[:50])
    with searching(mixed) as searcher, searching(mixed / "once") as once:
        codecs = [type(leaf.segment().codec()).__name__ for leaf, _ in searcher.reader().leaf_readers()]
        assert codecs == ["W3Codec", "FlatCodec", "FlatCodec"]
        assert searcher.doc_count() == 48
        for text in ("ma", "hội OR nghị", '"hội nghị"~4', "h*", "published:[26000000 TO]"):
            tree = QueryParser("body_syllable", searcher.schema).parse(text)
            found, expected = (
                {hit.docnum for hit in each.search(tree, limit=None)} for each in (searcher, once)
            )
            assert found == expected - {4, 30}
            assert found & set(range(20, 50))


def test_the_executor_asks_for_a_rebuild_of_an_index_with_stock_segments(mixed: Path, stock: Path) -> None:
    for directory in (mixed, stock):
        with searching(directory) as searcher, pytest.raises(GenerationError, match="vankho rebuild"):
            Executor(searcher.reader())


def test_stock_segments_are_merged_away(mixed: Path) -> None:
    with closing(open_dir(str(mixed))) as ix:
        SegmentWriter(ix, compound=False, codec=FlatCodec()).commit(optimize=True)
    kept = [each for each in EVERY[:50] if each not in (EVERY[4], EVERY[30])]
    add_in_bulk(mixed / "once", kept)
    with searching(mixed) as merged, searching(mixed / "once") as once:
        assert_alike(merged.reader(), once.reader())
        tree = wq.Or([wq.Term("body_syllable", "ma"), wq.Term("title_syllable", "hội", boost=2)])
        docs, scores = Executor(merged.reader()).search(tree)
        assert scores == pytest.approx(Executor(once.reader()).search(tree)[1], rel=0.3)  # lengths of W3
        assert docs.tolist() == Executor(once.reader()).matching(tree).tolist()


# Unusual fields


def one_field(directory: Path, field: fields.FieldType, values: Sequence[Any], **keywords: Any) -> None:
    """An index with the one field `x`, written by Whoosh's own writer in the flat codec."""
    add_by_whoosh(directory, [{"x": each, **keywords} for each in values], own_schema=fields.Schema(x=field))


@pytest.mark.parametrize(
    "field",
    [fields.TEXT(chars=True), fields.TEXT(vector=True)],
    ids=["places of characters", "vectors"],
)
def test_a_field_that_flat_segments_cannot_hold_is_refused(tmp_path: Path, field: fields.FieldType) -> None:
    with pytest.raises(TypeError, match="x: flat segments have no"):
        one_field(tmp_path, field, ["ma hội"])


@pytest.mark.parametrize("kind", [formats.PositionBoosts, formats.CharacterBoosts, formats.Characters])
def test_a_format_that_flat_segments_cannot_hold_is_refused_in_bulk_too(tmp_path: Path, kind: Any) -> None:
    own = fields.Schema(x=fields.FieldType(kind(), StandardAnalyzer(), scorable=True))
    with closing(opened(tmp_path, own)) as ix, pytest.raises(TypeError, match="x: flat segments have no"):
        build(ix.storage, own, [])


def test_a_column_that_is_neither_text_nor_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="x: flat segments have no column of type BitColumn"):
        one_field(tmp_path, fields.COLUMN(columns.BitColumn()), [True])


def test_boosts_in_a_field_with_positions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no boosts in fields with positions"):
        one_field(tmp_path / "a", fields.TEXT(field_boost=2.0), ["ma hội"])
    with pytest.raises(ValueError, match="no boosts in fields with positions"):
        one_field(tmp_path / "b", fields.TEXT(), ["ma hội"], _boost=1.5)


@pytest.mark.parametrize("boost", [0.5, 1.0, 1.5, 2.0, 300.25])
@pytest.mark.parametrize("kind", [fields.ID, fields.KEYWORD])
def test_weights_that_are_no_whole_numbers(tmp_path: Path, kind: Any, boost: float) -> None:
    field = kind(field_boost=boost)
    values = ["ma", "hội", "ma", "ma ma hội"]
    one_field(tmp_path / "flat", field, values)
    add_by_whoosh(
        tmp_path / "stock", [{"x": each} for each in values], flat=False, own_schema=fields.Schema(x=field)
    )
    with searching(tmp_path / "flat") as ours, searching(tmp_path / "stock") as theirs:
        for term in theirs.reader().lexicon("x"):
            found, expected = (weights_of(each.reader(), term) for each in (ours, theirs))
            assert found == pytest.approx(expected)
            assert ours.reader().frequency("x", term) == pytest.approx(sum(expected.values()))


def weights_of(reader: Any, term: bytes) -> dict[int, float]:
    """Document → weight of a term in it."""
    matcher = reader.postings("x", term)
    found = {}
    while matcher.is_active():
        found[matcher.id()] = matcher.weight()
        matcher.next()
    return found


@pytest.mark.parametrize("frequency", [1, 255, 256, 65_535, 65_536, 70_001])
def test_frequent_terms_in_a_document(tmp_path: Path, frequency: int) -> None:
    body = " ".join(["hội", *["ma"] * frequency, "nghị"])
    every = [Document(id="1", body="ma nghị"), Document(id="2", body=body)]
    add_in_bulk(tmp_path / "bulk", every)
    add_by_whoosh(tmp_path / "whoosh", map(values_of, every))
    phrase = wq.Phrase("body_syllable", ["ma", "nghị"])
    for directory in (tmp_path / "bulk", tmp_path / "whoosh"):
        with searching(directory, weighting=weighting()) as searcher:
            reader = searcher.reader()
            assert postings_of(reader, "body_syllable", b"ma") == [
                (0, 1, [0]),
                (1, frequency, list(range(1, frequency + 1))),
            ]
            assert reader.doc_field_length(1, "body_syllable") == frequency + 2
            docs, scores = Executor(reader).search(phrase)
            expected = {hit.docnum: hit.score for hit in searcher.search(phrase)}
            assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-4)
            assert len(expected) == 2


def test_a_segment_without_documents(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as ix:
        empty = build(ix.storage, ix.schema, [])
        full = build(ix.storage, ix.schema, map(values_of, EVERY[:4]))
        SegmentWriter(ix, compound=False, codec=FlatCodec()).commit(mergetype=lambda *_: [empty, full])
    with searching(tmp_path) as searcher:
        assert searcher.doc_count() == 4
        assert len(searcher.search(wq.Every(), groupedby="category", sortedby="published")) == 4
        assert Executor(searcher.reader()).matching(wq.Every("category")).tolist() == [
            doc for doc, each in enumerate(EVERY[:4]) if each.category
        ]


def test_documents_without_any_field(tmp_path: Path) -> None:
    own = fields.Schema(x=fields.TEXT, y=fields.ID(sortable=True), z=fields.ID(stored=True))
    add_by_whoosh(tmp_path, [{}, {"x": "ma"}, {}, {"y": "b"}, {"z": "c"}, {}], own_schema=own)
    with closing(open_dir(str(tmp_path))) as ix:
        segment = build(ix.storage, own, [{}, {"x": None}, {"z": "d"}, {}])
        SegmentWriter(ix, compound=False, codec=FlatCodec()).commit(mergetype=lambda _, old: [*old, segment])
    with searching(tmp_path) as searcher:
        reader = searcher.reader()
        assert [reader.doc_field_length(doc, "x") for doc in range(10)] == [0, 1] + [0] * 8
        assert [reader.stored_fields(doc) for doc in (0, 4, 8, 9)] == [{}, {"z": "c"}, {"z": "d"}, {}]
        assert [reader.column_reader("y")[doc] for doc in (0, 3, 9)] == ["", "b", ""]


def test_stored_fields_come_back(tmp_path: Path) -> None:
    own = fields.Schema(x=fields.STORED, y=fields.STORED)
    values: list[dict[str, Any]] = [{"x": "tiếng Việt 🎉\n"}, {"y": [1, 2.5, None, {"a": True}]}, {}]
    add_by_whoosh(tmp_path, values, own_schema=own)
    with searching(tmp_path) as searcher:
        assert list(searcher.reader().all_stored_fields()) == values


def test_a_stored_value_that_json_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        add_by_whoosh(tmp_path, [{"x": b"bytes"}], own_schema=fields.Schema(x=fields.STORED))


# Damage


@pytest.mark.parametrize("extension", [POSTINGS, DOCUMENTS])
def test_a_damaged_file_is_named_and_never_answered_from(tmp_path: Path, extension: str) -> None:
    add_in_bulk(tmp_path / "whole", EVERY)
    (path,) = (tmp_path / "whole").glob(f"*{extension}")
    contents = path.read_bytes()
    tree = wq.And(
        [
            wq.Prefix("body_syllable", "h"),
            wq.Or([wq.Every("category"), wq.Phrase("body_syllable", ["ma", "hội"])]),
        ]
    )
    with searching(tmp_path / "whole") as searcher:
        expected = Executor(searcher.reader()).matching(tree).tolist()
    chance = random.Random(4)
    said = []
    for _ in range(40):
        altered = bytearray(contents)
        altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
        path.write_bytes(altered)
        try:
            with searching(tmp_path / "whole") as searcher:
                assert Executor(searcher.reader()).matching(tree).tolist() == expected
        except Damage as damage:
            said.append(str(damage))
    assert len(said) > 10
    assert all(path.name in each for each in said)


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    add_in_bulk(tmp_path, EVERY[:3])
    next(tmp_path.glob(f"*{POSTINGS}")).unlink()
    with closing(open_dir(str(tmp_path))) as ix, pytest.raises(OSError, match=POSTINGS):
        ix.searcher()


def test_nothing_of_ours_is_pickled(flat: Path) -> None:
    """A pickle begins with its protocol, and names what it holds."""
    for path in (*flat.glob(f"*{POSTINGS}"), *flat.glob(f"*{DOCUMENTS}")):
        contents = np.fromfile(path, np.uint8).tobytes()
        assert contents.startswith(b"VANKHO FLAT")
        assert b"index.codec" not in contents
