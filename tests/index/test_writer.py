"""Documents → segments: everything written is found, by any number of workers, after any update."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.index import open_dir
from whoosh.qparser import QueryParser

from index import writer
from index.analysis import tokenize
from index.cutting import LONGEST_TOKEN
from index.document import Document
from index.postings import leaves
from index.schema import POSITIONAL, STREAMS, TEXTS, field_name
from index.text import fold
from index.workers import WorkerDied
from index.writer import CHUNK, MOST_SEGMENTS, Indexable, WriteCounts, indexed_texts, text_hash, write
from tests.index.corpora import Remembered, add, documents, indexables, unsegmented

FIELDS = [field_name(text, stream) for text in TEXTS for stream in STREAMS]
WITH_POSITIONS = {field_name(text, stream) for text in TEXTS for stream in POSITIONAL}

Posting = tuple[str, bytes, float, tuple[int, ...]]


def postings(directory: Path) -> dict[str, Counter[Posting]]:
    """Key → (field, term, frequency, positions) of every posting of that document, as Whoosh reads it."""
    found: dict[str, Counter[Posting]] = {}
    with closing(open_dir(str(directory))) as ix, closing(ix.reader()) as reader:
        for leaf, _ in leaves(reader):
            keys = {doc: fields["key"] for doc, fields in leaf.iter_docs()}
            found |= {key: Counter() for key in keys.values()}
            for field, term in leaf.all_terms():
                if field not in FIELDS:
                    continue
                matcher = leaf.postings(field, term)
                while matcher.is_active():
                    places = tuple(matcher.value_as("positions")) if field in WITH_POSITIONS else ()
                    found[keys[matcher.id()]][field, term, matcher.weight(), places] += 1
                    matcher.next()
    return found


def keys(directory: Path, tree: wq.Query) -> set[str]:
    """Keys of the documents that Whoosh's own searcher finds."""
    with closing(open_dir(str(directory))) as ix, ix.searcher() as searcher:
        return {searcher.stored_fields(doc)["key"] for doc in searcher.docs_for_query(tree)}


def sizes(directory: Path) -> list[tuple[int, int]]:
    """(live documents, all documents) of each segment, the largest first."""
    with closing(open_dir(str(directory))) as ix, closing(ix.reader()) as reader:
        found = [(leaf.doc_count(), leaf.doc_count_all()) for leaf, _ in leaves(reader)]
    return sorted(found, reverse=True)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def word(term: str) -> wq.Query:
    return wq.Term("body_syllable", term)


# What is written


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    every = documents(2 * CHUNK + 20, seed=21)
    alone, together = tmp_path / "1", tmp_path / "2"
    caches = Remembered(), Remembered()
    for directory, cache, workers in ((alone, caches[0], 1), (together, caches[1], 2)):
        directory.mkdir()
        counts = write(directory, indexables(every), cache=cache, workers=workers)
        assert counts == WriteCounts(documents=len(every), segmented=len(cache.marks))
    assert caches[0] == caches[1]
    assert postings(alone) == postings(together)
    assert sizes(alone) == sizes(together) == [(len(every), len(every))]


def test_every_syllable_stands_at_its_place(tmp_path: Path) -> None:
    every = documents(40, seed=22)
    add(tmp_path, every)
    found = postings(tmp_path)
    for each in every:
        for text, written in zip(TEXTS, indexed_texts(each), strict=True):
            tokens = tokenize(written)
            expected = list(enumerate(tokens.terms())) + tokens.whole_terms()
            for stream, form in (("syllable", str), ("folded", fold)):
                places = [
                    (place, term.decode())
                    for field, term, _, positions in found[each.key]
                    for place in positions
                    if field == field_name(text, stream)
                ]
                assert Counter(places) == Counter((place, form(term)) for place, term in expected)


def test_whoosh_opens_and_queries_the_directory(tmp_path: Path) -> None:
    every = documents(80, seed=23)
    add(tmp_path, every)
    syllables = {each.key: set(tokenize(indexed_texts(each)[1]).terms()) for each in every}
    folded = {key: {fold(term) for term in terms} for key, terms in syllables.items()}
    with closing(open_dir(str(tmp_path))) as ix:
        for field, known in (("body_syllable", syllables), ("body_folded", folded)):
            for text in ("hội ma", "HỘI", "má OR mà"):
                tree = QueryParser(field, ix.schema).parse(text)
                words = [word if "syllable" in field else fold(word) for word in text.lower().split()]
                expected = {key for key, terms in known.items() if _matches(words, terms)}
                assert keys(tmp_path, tree) == expected
                assert 0 < len(expected) < len(every)


def _matches(words: Sequence[str], terms: set[str]) -> bool:
    if "or" in words:
        return not terms.isdisjoint(words[::2])
    return terms.issuperset(words)


@pytest.mark.parametrize(
    "document",
    [
        Document(id="trống"),
        Document(id="chỉ tiêu đề", title="Thông báo"),
        Document(id="chỉ dấu câu", title="...", body="— … !\n\n*"),
        Document(id="chỉ khoảng trắng", title=" ", body="\n \n"),
    ],
)
def test_documents_with_little_text(tmp_path: Path, document: Document) -> None:
    add(tmp_path, [document, Document(id="khác", body="ma")])
    assert keys(tmp_path, wq.Term("key", document.key)) == {document.key}
    assert document.key in keys(tmp_path, wq.Every())
    assert document.key not in keys(tmp_path, word("ma"))


@pytest.mark.parametrize("field", ["summary", "page_title", "number", "issuer", "author"])
def test_what_is_said_about_a_document_is_found_in_its_body(tmp_path: Path, field: str) -> None:
    about = Document(id="1", title="ma", body="mà", **{field: "Hải Phòng"})  # type: ignore[arg-type]
    add(tmp_path, [about, Document(id="2", body="ma mà")])
    assert keys(tmp_path, wq.And([word("hải"), word("phòng")])) == {about.key}


def test_tags_are_found_in_the_body(tmp_path: Path) -> None:
    add(tmp_path, [Document(id="1", tags=("cảng", "biển")), Document(id="2", tags=("rừng",))])
    assert keys(tmp_path, word("biển")) == {Document(id="1").key}


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(any_text, min_size=1, max_size=8))
def test_any_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    directory = tmp_path_factory.mktemp("index")
    every = [Document(id=str(number), title=text, body=text) for number, text in enumerate(texts)]
    add(directory, every)
    assert keys(directory, wq.Every()) == {each.key for each in every}
    for each in every:
        for term in tokenize(each.body).terms():
            assert each.key in keys(directory, word(term))


def test_an_endless_word_is_found_by_its_beginning(tmp_path: Path) -> None:
    add(tmp_path, [Document(id="1", body="x" * 5000)])
    assert keys(tmp_path, word("x" * LONGEST_TOKEN))
    assert tokenize("x" * 5000).terms() == ["x" * LONGEST_TOKEN]


def test_a_very_long_document_is_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "LONGEST_TEXT", 20)
    every = [
        Document(id="dài", body="mở đầu tài liệu này rồi kết thúc", number="45/NQ-TW"),
        Document(id="vừa", body="x" * 20),
    ]
    assert add(tmp_path, every) == WriteCounts(documents=2, truncated=1)
    assert keys(tmp_path, word("đầu"))
    assert not keys(tmp_path, word("thúc"))
    assert keys(tmp_path, word("45/nq-tw"))


def test_documents_are_handed_over_in_bounded_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "CHUNK_CHARACTERS", 100)
    every = [Document(id=str(number), body="ma " * (40 if number % 5 == 4 else 1)) for number in range(20)]
    told: list[int] = []
    counts = write(tmp_path, indexables(every), cache=unsegmented(every), progress=told.append)
    assert told == [5, 5, 5, 5]
    assert counts.documents == 20
    assert len(keys(tmp_path, word("ma"))) == 20


def test_progress_counts_every_document(tmp_path: Path) -> None:
    every = documents(CHUNK + 5)
    told: list[int] = []
    write(tmp_path, indexables(every), cache=unsegmented(every), progress=told.append)
    assert told == [CHUNK, 5]


def test_nothing_to_write_makes_an_empty_index(tmp_path: Path) -> None:
    for workers in (1, 2):
        assert write(tmp_path, [], cache=Remembered(), gone=["x"], workers=workers) == WriteCounts()
        assert keys(tmp_path, wq.Every()) == set()


# Segmentation and its cache


def test_a_second_write_segments_nothing(tmp_path: Path) -> None:
    every = documents(30, seed=24)
    cache = Remembered()
    first, second = tmp_path / "1", tmp_path / "2"
    for directory, segmented in ((first, 30), (second, 0)):
        directory.mkdir()
        counts = write(directory, indexables(every), cache=cache)
        assert counts == WriteCounts(documents=30, segmented=segmented)
    assert postings(first) == postings(second)


def test_words_come_from_the_cache(tmp_path: Path) -> None:
    document = Document(id="1", body="hội nghị")
    assert add(tmp_path, [document]).segmented == 0
    assert not keys(tmp_path, wq.Term("body_word", "hội_nghị"))
    segmented = tmp_path / "thật"
    segmented.mkdir()
    assert write(segmented, indexables([document]), cache=Remembered()).segmented == 1
    assert keys(segmented, wq.Term("body_word", "hội_nghị"))


def test_marks_that_do_not_fit_their_text_are_made_anew(tmp_path: Path) -> None:
    document = Document(id="1", body="hội nghị " * 9)
    cache = Remembered({text_hash(document): b"\xff"})
    assert write(tmp_path, indexables([document]), cache=cache).segmented == 1
    assert keys(tmp_path, wq.Term("body_word", "hội_nghị"))
    assert write(tmp_path, indexables([document]), cache=cache).segmented == 0


# Updates


def test_an_update_replaces_documents(tmp_path: Path) -> None:
    before = [Document(id=str(number), body="cũ") for number in range(9)]
    after = [Document(id="3", body="mới"), Document(id="9", body="mới")]
    add(tmp_path, before)
    gone = [before[3].key, before[5].key, Document(id="chưa từng có").key]
    assert add(tmp_path, after, gone=gone) == WriteCounts(documents=2, deleted=2)
    assert keys(tmp_path, word("mới")) == {each.key for each in after}
    assert keys(tmp_path, word("cũ")) == {before[number].key for number in (0, 1, 2, 4, 6, 7, 8)}
    assert len(keys(tmp_path, wq.Every())) == 9


def test_a_document_deleted_twice_counts_once(tmp_path: Path) -> None:
    every = [Document(id=str(number), body="ma") for number in range(9)]
    add(tmp_path, every)
    assert add(tmp_path, [], gone=[every[0].key, every[0].key]).deleted == 1
    assert add(tmp_path, [], gone=[every[0].key]).deleted == 0


def test_updates_in_many_small_steps_hold_what_one_write_holds(tmp_path: Path) -> None:
    """More than `MOST_SEGMENTS` segments are merged, and merging loses nothing."""
    every = documents(5 * (MOST_SEGMENTS + 4), seed=25)
    outdated = documents(len(every), seed=26)
    once, steps = tmp_path / "1", tmp_path / "2"
    add(once, every)
    counts = []
    for first in range(0, len(every), 5):
        replaced = [each.key for each in every[first - 5 : first - 2]] if first else []
        add(steps, every[max(0, first - 5) : max(0, first - 2)] + outdated[first : first + 3], gone=replaced)
        add(steps, every[first + 3 : first + 5])
        counts.append(len(sizes(steps)))
    last = [each.key for each in every[-5:-2]]
    add(steps, every[-5:-2], gone=last)
    assert max(counts) <= MOST_SEGMENTS
    assert postings(steps) == postings(once)


def test_the_smallest_of_too_many_segments_become_one(tmp_path: Path) -> None:
    every = documents(60)
    for count in range(MOST_SEGMENTS, 0, -1):
        add(tmp_path, [every.pop() for _ in range(count)])
    assert sizes(tmp_path) == [(count, count) for count in range(MOST_SEGMENTS, 0, -1)]
    add(tmp_path, [every.pop()])
    kept = MOST_SEGMENTS // 2
    rest = sum(range(MOST_SEGMENTS - kept + 1)) + 1
    expected = [(count, count) for count in range(MOST_SEGMENTS, MOST_SEGMENTS - kept, -1)] + [(rest, rest)]
    assert sizes(tmp_path) == sorted(expected, reverse=True)


def test_a_segment_more_than_a_third_deleted_is_written_again(tmp_path: Path) -> None:
    every = documents(12)
    add(tmp_path, every)
    add(tmp_path, [], gone=[each.key for each in every[:4]])
    assert sizes(tmp_path) == [(8, 12)]
    add(tmp_path, [], gone=[every[4].key])
    assert sizes(tmp_path) == [(7, 7)]
    add(tmp_path, [], gone=[each.key for each in every])
    assert sizes(tmp_path) == []


# When it goes wrong


def test_a_killed_worker_is_an_error_and_leaves_no_process(tmp_path: Path) -> None:
    every = documents(6 * CHUNK, longest=4)
    before = set(multiprocessing.active_children())

    def killing() -> Iterator[Indexable]:
        for number, each in enumerate(indexables(every)):
            if number == 3 * CHUNK:
                victim = (set(multiprocessing.active_children()) - before).pop()
                victim.kill()
                victim.join()
            yield each

    with pytest.raises(WorkerDied):
        write(tmp_path, killing(), cache=unsegmented(every), workers=2)
    assert set(multiprocessing.active_children()) == before


def test_documents_that_cannot_be_read_leave_no_file_open(tmp_path: Path) -> None:
    def breaking() -> Iterator[Indexable]:
        yield from indexables(every)
        raise ValueError("kho hỏng")

    every = documents(3)
    for number in range(3):
        directory = tmp_path / str(number)
        directory.mkdir()
        before = open_files()
        with pytest.raises(ValueError, match="kho hỏng"):
            write(directory, breaking(), cache=unsegmented(every))
        assert open_files() <= before
