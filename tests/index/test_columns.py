"""Columns: what each document's facets and time of publication are, over segments, deletions and merges."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.index import open_dir

from index.columns import Columns, read_columns
from index.document import FACETS, VIETNAM, Document
from index.schema import UNDATED
from index.writer import MOST_SEGMENTS
from tests.index.corpora import add, documents


@contextmanager
def columns(directory: Path) -> Iterator[tuple[Columns, list[str]]]:
    """The columns, and the key of each document in order."""
    with closing(open_dir(str(directory))) as ix, closing(ix.reader()) as reader:
        keys = [reader.stored_fields(number)["key"] for number in range(reader.doc_count_all())]
        yield read_columns(reader), keys


def agree(directory: Path, every: list[Document]) -> None:
    """The columns of the index in `directory` say of each of its documents what the document says."""
    known = {each.key: each for each in every}
    with columns(directory) as (found, keys):
        assert keys
        for number, key in enumerate(keys):
            document = known[key]
            values = {name: found.facets[name].values[found.facets[name].ordinals[number]] for name in FACETS}
            assert values == {name: document.facet(name) for name in FACETS}
            minutes = document.published and int(document.published.timestamp() // 60)
            assert found.published[number] == (UNDATED if minutes is None else minutes)
            if document.published:
                local = document.published.astimezone(VIETNAM)
                assert found.months[number] == (local.year - 1970) * 12 + local.month - 1


def test_columns_over_segments(tmp_path: Path) -> None:
    every = documents(60, seed=5)
    for first in range(0, 60, 20):
        add(tmp_path, every[first : first + 20], gone=[each.key for each in every[:first:6]])
    agree(tmp_path, every)


def test_columns_after_merges(tmp_path: Path) -> None:
    every = documents(3 * (MOST_SEGMENTS + 2), seed=6)
    for number in range(MOST_SEGMENTS + 2):
        add(tmp_path, every[3 * number : 3 * number + 3])
    agree(tmp_path, every)


def test_a_segment_without_any_value_beside_one_with_values(tmp_path: Path) -> None:
    bare = [Document(id=f"trống {number}", body="ma") for number in range(3)]
    full = documents(5, seed=1)
    add(tmp_path, bare)
    add(tmp_path, full)
    agree(tmp_path, bare + full)


def test_documents_without_values_at_the_end_of_a_segment(tmp_path: Path) -> None:
    when = datetime(2021, 6, 30, tzinfo=VIETNAM)
    every = [Document(id="1", issuer="Sở", published=when), Document(id="2"), Document(id="3")]
    add(tmp_path, every)
    agree(tmp_path, every)


@pytest.mark.parametrize("count", [254, 255, 256, 257, 300])
def test_more_values_than_a_byte_numbers(tmp_path: Path, count: int) -> None:
    every = [Document(id=str(number), issuer=f"Cơ quan {number}") for number in range(count)]
    every += [Document(id="không"), Document(id="lại", issuer="Cơ quan 3")]
    add(tmp_path, every)
    agree(tmp_path, every)


PEOPLE = [f"Nguyễn Văn {name}" for name in ("An", "Bình", "Hùng", "Khoa", "Minh", "Sơn")]


@pytest.mark.parametrize("segments", [1, 3])
def test_values_found_in_texts_are_counted_in_any_documents(tmp_path: Path, segments: int) -> None:
    chance = random.Random(segments)
    held = [chance.sample(PEOPLE, chance.choice((0, 0, 1, 2, 4))) for _ in range(60)]
    every = [
        Document(id=str(number), body="\n".join(f"Ông {person} nói." for person in people))
        for number, people in enumerate(held)
    ]
    for first in range(0, 60, 60 // segments):
        add(tmp_path, every[first : first + 60 // segments])
    with columns(tmp_path) as (found, _):
        facet = found.lists["person"]
        assert [sorted(facet.of(number)) for number in range(60)] == list(map(sorted, held))
        assert sorted(facet.values) == sorted({person for people in held for person in people})
        for count in (0, 1, 7, 30, 31, 59, 60):
            docs = sorted(chance.sample(range(60), count))
            counts = facet.counts(np.array(docs, np.int32))
            plain = Counter(person for number in docs for person in held[number])
            assert dict(zip(facet.values, counts.tolist(), strict=True)) == {
                value: plain[value] for value in facet.values
            }


def test_value_zero_is_no_value(tmp_path: Path) -> None:
    add(tmp_path, documents(10))
    with columns(tmp_path) as (found, _):
        assert {facet.values[0] for facet in found.facets.values()} == {""}


def test_an_empty_index_has_empty_columns(tmp_path: Path) -> None:
    add(tmp_path, [])
    with columns(tmp_path) as (found, _):
        assert len(found.published) == len(found.months) == 0
        assert {
            name: (facet.values, len(facet.ordinals)) for name, facet in found.facets.items()
        } == dict.fromkeys(FACETS, (("",), 0))
        between = found.between(np.empty(0, np.int32), date(2021, 1, 1), None)
        assert between is not None
        assert len(between) == 0


TIMES = (
    datetime(2021, 6, 30, 0, 0, tzinfo=VIETNAM),
    datetime(2021, 6, 30, 23, 59, tzinfo=VIETNAM),
    datetime(2021, 6, 30, 17, 0, tzinfo=UTC),  # midnight of 1 July in Vietnam
    datetime(2021, 6, 29, 17, 0, tzinfo=UTC),  # midnight of 30 June in Vietnam
    datetime(1945, 9, 2, 14, 0, tzinfo=VIETNAM),
    datetime(1, 1, 2, tzinfo=VIETNAM),
    datetime(1969, 12, 31, 23, 59, 30, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document for each of `TIMES`, and one without a date."""
    directory = tmp_path_factory.mktemp("index")
    add(directory, [Document(id=str(time), published=time) for time in TIMES])
    add(directory, [Document(id="không ngày")])
    return directory


def test_times_before_1970_and_in_other_zones(dated: Path) -> None:
    agree(dated, [*(Document(id=str(time), published=time) for time in TIMES), Document(id="không ngày")])


days = st.none() | st.sampled_from(
    [time.astimezone(VIETNAM).date() + timedelta(days=step) for time in TIMES for step in (-1, 0, 1)]
    + [date.min, date.max]
)


@given(since=days, until=days)
def test_a_date_range_includes_both_days_in_vietnam(
    dated: Path, since: date | None, until: date | None
) -> None:
    with columns(dated) as (found, _):
        mask = found.between(np.arange(len(TIMES) + 1, dtype=np.int32), since, until)
    if since is None and until is None:
        assert mask is None
        return
    assert mask is not None
    local = [time.astimezone(VIETNAM).date() for time in TIMES]
    first, last = since or date.min, until or date.max
    assert mask.tolist() == [*(first <= day <= last for day in local), False]
