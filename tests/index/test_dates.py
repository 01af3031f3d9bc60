"""Times among the words of a query, and what documents they add."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given

from index.dates import MOST_TIMES, times
from index.document import VIETNAM, Document
from index.query import parse
from index.results import Match, SearchRequest
from index.search import Index
from tests.index.corpora import publish
from tests.index.texts import anything

SAID = [
    ("tháng 6/2021", "2021-06-01..2021-06-30"),
    ("Tháng 06/2021", "2021-06-01..2021-06-30"),
    ("thang 6 nam 2021", "2021-06-01..2021-06-30"),
    ("quý II/2021", "2021-04-01..2021-06-30"),
    ("quý 2 năm 2021", "2021-04-01..2021-06-30"),
    ("quy IV/2021", "2021-10-01..2021-12-31"),
    ("năm 2021", "2021-01-01..2021-12-31"),
    ("30/06/2021", "2021-06-30..2021-06-30"),
    ("ngày 30/6/2021", "2021-06-30..2021-06-30"),
    ("30-6-2021", "2021-06-30..2021-06-30"),
    ("ngày 30 tháng 6 năm 2021", "2021-06-30..2021-06-30"),
    ("30 tháng 6 năm 2021", "2021-06-30..2021-06-30"),
    ("báo cáo tháng 6/2021, năm 2020?", "2021-06-01..2021-06-30 2020-01-01..2020-12-31"),
    # Numbers that may be something else
    ("2021", ""),
    ("6/2021", ""),
    ("nghị định 10/2020", ""),
    ("kế hoạch 5 năm", ""),
    ("năm học 2024–2025", ""),
    ("tháng 13/2021", ""),
    ("31/02/2021", ""),
    ("2021/06", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_times_that_words_say(text: str, said: str) -> None:
    assert " ".join("..".join(map(str, each.days)) for each in times(text.split())) == said


FORMS = [
    ("30/06/2021", {"30/6/2021", "30 tháng 6 năm 2021", "30 tháng 06 năm 2021"}),
    ("5 tháng 8 năm 2021", {"5/8/2021", "05/08/2021", "05/8/2021", "05 tháng 8 năm 2021"}),
    ("ngày 5/8/2021", {"05/08/2021", "5 tháng 8 năm 2021"}),
    ("tháng 6/2021", {"tháng 06/2021", "tháng 6 năm 2021", "tháng 06 năm 2021"}),
    ("quý II/2021", {"quý 2/2021", "quý II năm 2021", "quý 2 năm 2021"}),
    ("năm 2021", set[str]()),
]


@pytest.mark.parametrize(("text", "forms"), FORMS)
def test_other_spellings_of_a_time(text: str, forms: set[str]) -> None:
    (time,) = times(text.split())
    assert forms <= set(time.forms)
    assert text not in time.forms


@given(anything)
def test_any_words_are_read(text: str) -> None:
    words, end = text.split(), 0
    found = list(times(words))
    assert len(found) <= MOST_TIMES
    for time in found:
        assert end <= time.first < time.after <= len(words)
        assert time.days[0] <= time.days[1]
        end = time.after


def _published(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=VIETNAM)


DOCUMENTS = [
    Document(id="nói", title="Họp chợ", body="Chợ họp ngày 30 tháng 6 năm 2021."),
    Document(
        id="số", title="Họp chợ", body="Chợ họp ngày 30/06/2021.", published=_published(date(1999, 1, 1))
    ),
    Document(id="đăng", title="Họp chợ", body="Chợ đông.", published=_published(date(2021, 6, 30))),
    Document(
        id="sau", title="Họp chợ", body="Chợ vắng vì trời mưa to.", published=_published(date(2021, 7, 1))
    ),
    Document(id="khác", title="Không", body="Ngày 30/06/2021.", published=_published(date(2021, 6, 30))),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    data: Path = tmp_path_factory.mktemp("dates")
    publish(data, DOCUMENTS)
    with closing(Index(data)) as index:
        yield index


def found(index: Index, text: str, match: Match = "auto") -> list[str]:
    ids = {each.key: each.id for each in DOCUMENTS}
    return [ids[hit.key] for hit in index.search(SearchRequest(text=text, match=match)).hits]


@pytest.mark.parametrize("typed", ["chợ 30/6/2021", "chợ 30/06/2021", "chợ 30-06-2021"])
def test_a_day_is_found_however_it_is_written_and_where_it_was_published(index: Index, typed: str) -> None:
    assert set(found(index, typed)) == {"nói", "số", "đăng"}


def test_a_time_alone_finds_what_says_it_and_what_was_published_then(index: Index) -> None:
    assert set(found(index, "30/6/2021")) == {"nói", "số", "đăng", "khác"}
    assert set(found(index, "năm 1999")) == {"số"}
    assert set(found(index, "quý III/2021")) == {"sau"}


def test_what_was_published_then_comes_before_its_like(index: Index) -> None:
    plain, dated = (found(index, f"họp chợ ở đâu{time}") for time in ("", " tháng 7/2021"))
    assert plain.index("sau") > plain.index("đăng")
    assert dated.index("sau") < dated.index("đăng")


def test_a_time_loses_nothing_in_a_long_query(index: Index) -> None:
    assert set(found(index, "họp chợ ở đâu tháng 2/2021")) == set(found(index, "họp chợ ở đâu"))


@pytest.mark.parametrize("text", ["năm 9999", "năm 0001", "năm 0000", "31/12/9999", "quý I/0001"])
def test_the_ends_of_time_are_no_error(index: Index, text: str) -> None:
    assert found(index, text, "all") == []


def test_the_page_says_so_and_names_the_filter() -> None:
    (note,) = parse("chợ quý II/2021").notes
    assert "«quý II/2021»" in note
    assert "«quý:II/2021»" in note
    assert parse('"quý II/2021"').notes == parse("quý:II/2021").notes == ()
