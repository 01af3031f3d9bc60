"""Merging: segments with deletions → the segment that their remaining documents would have made at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import columns, fields
from whoosh.filedb.filestore import FileStorage

from index import fieldpostings
from index.codec import DOCUMENTS, POSTINGS, FlatSegment, path_of
from index.document import VIETNAM, Document
from index.documentfile import DocumentFile
from index.errors import Damage
from index.merging import merge
from index.postingsfile import PostingsFile
from index.schema import schema
from tests.index.corpora import CATEGORIES, ISSUERS, NUMBERS, SYLLABLES, documents
from tests.index.segments import build, values_of

KINDS = ("title_word", "body_syllable", "key", "digest", "category", "issuer", "published", "number")
OWN = fields.Schema(**{name: schema()[name] for name in KINDS})
"""One field of each kind, for speed."""


@contextmanager
def scratch() -> Iterator[FileStorage]:
    with TemporaryDirectory() as directory:
        yield FileStorage(directory)


def files_of(storage: FileStorage, segment: FlatSegment) -> dict[str, bytes]:
    return {each: path_of(storage, segment, each).read_bytes() for each in (POSTINGS, DOCUMENTS)}


def segments_of(
    storage: FileStorage, parts: Sequence[Sequence[Document]], gone: set[int]
) -> list[FlatSegment]:
    """A segment for each part; the documents `gone`, counted through all of them, are deleted."""
    made, base = [], 0
    for part in parts:
        segment = build(storage, OWN, map(values_of, part))
        for number in gone & set(range(base, base + len(part))):
            segment.delete_document(number - base)
        base += len(part)
        made.append(segment)
    return made


def assert_merged(parts: Sequence[Sequence[Document]], gone: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    """Merging is as building at once, byte for byte."""
    with scratch() as storage:
        merged = merge(storage, segments_of(storage, parts, gone))
        every = [each for part in parts for each in part]
        kept = [each for number, each in enumerate(every) if number not in gone]
        once = build(storage, OWN, map(values_of, kept))
        assert merged.doc_count() == merged.doc_count_all() == len(kept)
        assert not merged.has_deletions()
        assert files_of(storage, merged) == files_of(storage, once)


texts = st.lists(st.sampled_from((*SYLLABLES, *NUMBERS, ".", ",")), max_size=14).map(" ".join)
times = st.none() | st.integers(-(10**6), 10**6).map(
    lambda hours: datetime(1990, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=hours)
)
drawn = st.builds(
    Document,
    id=st.integers(0, 10**9).map(str),
    title=texts,
    body=texts,
    published=times,
    category=st.sampled_from(CATEGORIES),
    issuer=st.sampled_from((*ISSUERS, "")),
    number=st.sampled_from(("", "", "45/nq-tw", "12")),
)
splits = st.lists(st.lists(drawn, max_size=5), min_size=1, max_size=4)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=splits, gone=st.sets(st.integers(0, 19)), bound=st.sampled_from((1, 5, 10**9)))
def test_merged_segments_are_those_of_one_build(
    parts: list[list[Document]], gone: set[int], bound: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fieldpostings, "PART", bound)
        assert_merged(parts, gone & set(range(sum(map(len, parts)))))


EVERY = documents(120, seed=31)


@pytest.mark.parametrize("count", [1, 2, 3, 9, 12])
def test_few_and_many_segments(count: int) -> None:
    parts = [EVERY[number::count] for number in range(count)]
    assert_merged(parts, set(range(0, 120, 7)))


def test_one_segment_without_deletions_is_copied() -> None:
    assert_merged([EVERY[:20]])


def test_segments_without_a_document_left() -> None:
    assert_merged([EVERY[:3], [], EVERY[3:6]], {0, 1, 2})


def test_nothing_left_at_all() -> None:
    assert_merged([EVERY[:2], EVERY[2:4]], {0, 1, 2, 3})


def test_merging_what_was_merged() -> None:
    with scratch() as storage:
        parts = segments_of(storage, [EVERY[:30], EVERY[30:40], EVERY[40:70]], {2, 35, 50})
        first = merge(storage, parts[:2])
        first.delete_document(0)
        twice = merge(storage, [first, parts[2]])
        kept = [each for number, each in enumerate(EVERY[:70]) if number not in (0, 2, 35, 50)]
        once = build(storage, OWN, map(values_of, kept))
        assert files_of(storage, twice) == files_of(storage, once)


def test_a_term_goes_with_its_last_document() -> None:
    parts = [
        [Document(id="1", body="ma duy_nhất hội"), Document(id="2", body="ma")],
        [Document(id="3", body="duy_nhất ma"), Document(id="4", body="hội")],
    ]
    with scratch() as storage:
        for gone, found in (({0}, True), ({2}, True), ({0, 2}, False)):
            merged = merge(storage, segments_of(storage, parts, gone))
            field = PostingsFile(path_of(storage, merged, POSTINGS)).fields["body_syllable"]
            assert (field.terms.find(b"duy") >= 0) == found
            assert field.terms.find(b"ma") >= 0


def test_values_go_with_their_last_document() -> None:
    """A withdrawn document's metadata does not stay behind in the table of values."""
    parts = [
        [Document(id="1", issuer="Sở A"), Document(id="2", issuer="Sở B")],
        [Document(id="3", issuer="Sở C"), Document(id="4", issuer="Sở B"), Document(id="5")],
    ]
    with scratch() as storage:
        merged = merge(storage, segments_of(storage, parts, {0}))
        file = DocumentFile(path_of(storage, merged, DOCUMENTS))
        values = file.column_values("issuer")
        column = file.column("issuer")
        assert values == [b"", "Sở B".encode(), "Sở C".encode()]
        assert column is not None
        assert column.tolist() == [1, 2, 1, 0]


def test_more_values_than_a_byte_numbers() -> None:
    every = [Document(id=str(number), issuer=f"Cơ quan {number}") for number in range(400)]
    assert_merged([every[:200], every[100:400]], set(range(0, 500, 3)))


@pytest.mark.parametrize(
    ("own", "default", "value"),
    [
        (fields.NUMERIC(int, sortable=columns.NumericColumn("I", default=9)), 9, 5),
        (fields.NUMERIC(int, bits=64, sortable=True), 2**64 - 1, 5),
        (fields.ID(sortable=columns.RefBytesColumn()), b"", "tên"),
    ],
)
@pytest.mark.parametrize("with_value", [0, 1])
def test_a_column_that_one_segment_does_not_have(
    own: fields.FieldType, default: Any, value: Any, with_value: int
) -> None:
    with scratch() as storage:
        parts: list[tuple[fields.Schema, list[Mapping[str, Any]]]] = [
            (fields.Schema(x=own, y=fields.ID), [{"x": value}, {}]),
            (fields.Schema(y=fields.ID), [{"y": "ma"}, {}]),
        ]
        first, second = (build(storage, *parts[place]) for place in (with_value, 1 - with_value))
        merged = merge(storage, [first, second])
        file = DocumentFile(path_of(storage, merged, DOCUMENTS))
        column, values = file.column("x"), file.column_values("x")
        assert column is not None
        found = [values[number] if values else number for number in column.tolist()]
        told = own.to_column_value(value)
        assert found == ([default, default, told, default] if with_value else [told] + [default] * 3)


def test_the_old_segments_are_not_touched() -> None:
    with scratch() as storage:
        parts = segments_of(storage, [EVERY[:20], EVERY[20:40]], {3, 25})
        before = [files_of(storage, each) for each in parts]
        merge(storage, parts)
        assert [files_of(storage, each) for each in parts] == before


@pytest.mark.parametrize("extension", [POSTINGS, DOCUMENTS])
def test_a_damaged_segment_is_not_merged(tmp_path: Path, extension: str) -> None:
    storage = FileStorage(str(tmp_path))
    parts = segments_of(storage, [EVERY[:20], EVERY[20:40]], set())
    path = path_of(storage, parts[1], extension)
    contents = bytearray(path.read_bytes())
    contents[200] ^= 1
    path.write_bytes(contents)
    with pytest.raises(Damage, match=path.name):
        merge(storage, parts)
