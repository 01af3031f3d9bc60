"""Adding is idempotent, transactional in batches, and never stopped by one bad document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.adding import BATCH_DOCUMENTS, AddResult, AddStopped, Saved, add
from archive.sources import Candidate, Origin, Parsed, Refusal
from archive.store import Store, StoreError
from index.document import Document
from tests.making import candidate, candidates

LONE = "\ud83d"


def counts(result: AddResult) -> tuple[int, int, int, int]:
    return result.added, result.updated, result.unchanged, result.refused


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": f"d{n}", "title": f"Tài liệu {n}", "body": "Nội dung"} for n in range(count)]


def unread(candidate: Candidate) -> Candidate:
    """The same candidate, failing the test when it is parsed."""

    def parse(_: Candidate) -> Any:
        pytest.fail("parsed although the store holds these bytes")

    return replace(candidate, parser=parse)


def test_counts_say_what_happened(store: Store) -> None:
    first = rows(4)
    assert counts(add(store, candidates(first))) == (4, 0, 0, 0)
    first[1]["body"] = "Nội dung mới"
    first.append({"id": "mới", "title": "x"})
    first.append({"error": "không đọc được"})
    assert counts(add(store, candidates(first))) == (1, 1, 3, 1)


def test_the_same_bytes_again_change_nothing_and_are_not_parsed(store: Store) -> None:
    made = candidates(rows(1_200))
    add(store, made)
    before = store.sequence()
    assert counts(add(store, map(unread, made))) == (0, 0, 1_200, 0)
    assert store.sequence() == before


def test_the_same_document_in_other_bytes_is_unchanged_and_known_afterwards(store: Store) -> None:
    add(store, [candidate(id="a", body="x")])
    other = candidate(id="a", body="x", blank=" ")
    assert counts(add(store, [other])) == (0, 0, 1, 0)
    assert counts(add(store, [unread(other)])) == (0, 0, 1, 0)
    stored = store.by_id("a")
    assert stored is not None
    assert stored.version == 1


def test_a_new_version_of_the_parsers_parses_everything_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, [candidate(id="a", body="x")])
    monkeypatch.setattr("archive.adding.SOURCES_VERSION", -1)
    with pytest.raises(pytest.fail.Exception):
        add(store, [unread(candidate(id="a", body="x"))])


def test_going_back_to_older_content_is_a_new_version(store: Store) -> None:
    for body in ("một", "hai", "một"):
        add(store, [candidate(id="a", body=body)])
    stored = store.by_id("a")
    assert stored is not None
    assert (stored.version, stored.document.body) == (3, "một")


def test_an_id_twice_with_other_content_keeps_the_first_and_names_the_second(store: Store) -> None:
    twice = [{"id": "a", "body": "một"}, {"id": "b", "body": "x"}, {"id": "a", "body": "hai"}]
    result = add(store, candidates(twice))
    assert counts(result) == (2, 0, 0, 1)
    assert (result.refusals[0].path, result.refusals[0].line) == ("thử.jsonl", 3)
    assert "“a”" in result.refusals[0].reason
    again = add(store, candidates(twice))
    assert counts(again) == (0, 0, 2, 1), "the second run ends as the first did"


def test_an_id_twice_with_the_same_content_is_unchanged(store: Store) -> None:
    assert counts(add(store, candidates([{"id": "a", "body": "x"}] * 3))) == (1, 0, 2, 0)


def test_an_id_repeated_batches_later_is_noticed(store: Store) -> None:
    made = candidates([*rows(BATCH_DOCUMENTS * 2 + 10), {"id": "d3", "body": "khác"}])
    assert counts(add(store, made)) == (BATCH_DOCUMENTS * 2 + 10, 0, 0, 1)


def test_one_bad_document_never_stops_the_rest(store: Store) -> None:
    bad: list[dict[str, Any]] = [
        {"error": "không đọc được"},
        {"id": "", "body": "x"},
        {"id": "a\nb", "body": "x"},
        {"id": "a" * 2_000, "body": "x"},
        {"id": f"a{LONE}", "body": "x"},
        {"id": "b", "body": LONE},
        {"id": "c", "extra": {"k": LONE}},
    ]
    mixed = [row for pair in zip(bad, rows(len(bad)), strict=True) for row in pair]
    result = add(store, candidates(mixed))
    assert counts(result) == (len(bad), 0, 0, len(bad))
    assert [refusal.line for refusal in result.refusals] == [1, 3, 5, 7, 9, 11, 13]
    assert all(refusal.reason for refusal in result.refusals)


def test_a_date_beyond_the_calendar_is_refused(store: Store) -> None:
    edge = Document(id="a", body="x", published=datetime(9999, 12, 31, 23, tzinfo=UTC))
    odd = Candidate(b"x", Origin("a", 1), "a", lambda _: Parsed(edge, Origin("a", 1)))
    assert counts(add(store, [odd, candidate(id="b", body="x")])) == (1, 0, 0, 1)


def test_refusals_of_the_sources_are_passed_on(store: Store) -> None:
    refusal = Refusal("thư mục/menu.html", None, "Trang danh sách.")
    assert add(store, [refusal, candidate(id="a", body="x")]).refusals == (refusal,)


def test_a_withdrawn_document_that_comes_again_stays_withdrawn_and_this_is_said(store: Store) -> None:
    add(store, [candidate(id="a", body="x"), candidate(id="b", body="x")])
    store.withdraw("a", "Nhầm")
    same = add(store, [candidate(id="a", body="x"), candidate(id="b", body="x")])
    assert (counts(same), same.still_withdrawn) == ((0, 0, 2, 0), ("a",))
    other = add(store, [candidate(id="a", body="mới")])
    assert (counts(other), other.still_withdrawn) == ((0, 1, 0, 0), ("a",))
    stored = store.by_id("a")
    assert stored is not None
    assert stored.withdrawal is not None


def test_documents_are_acknowledged_once_they_can_be_read(store: Store) -> None:
    seen: list[Saved] = []

    def on_commit(saved: Sequence[Saved]) -> None:
        seen.extend(saved)
        assert all(store.by_id(document_id) for document_id, _ in saved)

    add(store, candidates(rows(3)))
    add(store, candidates([*rows(BATCH_DOCUMENTS + 5), {"error": "hỏng"}]), on_commit=on_commit)
    assert sorted(seen) == sorted(
        (f"d{n}", "unchanged" if n < 3 else "added") for n in range(BATCH_DOCUMENTS + 5)
    )


def test_progress_counts_every_candidate(store: Store) -> None:
    steps: list[int] = []
    add(store, candidates([*rows(1_300), {"error": "hỏng"}]), progress=steps.append)
    assert sum(steps) == 1_301


@pytest.mark.parametrize(
    ("stop", "says"), [(KeyboardInterrupt(), "Đã dừng"), (StoreError("Ổ đĩa lỗi."), "Ổ đĩa lỗi.")]
)
def test_what_was_committed_before_a_stop_is_kept(store: Store, stop: BaseException, says: str) -> None:
    def stopping() -> Iterator[Candidate]:
        yield from candidates(rows(BATCH_DOCUMENTS + 10))
        raise stop

    with pytest.raises(AddStopped, match=says) as caught:
        add(store, stopping())
    assert counts(caught.value.result) == (BATCH_DOCUMENTS, 0, 0, 0)
    assert store.summary().documents == BATCH_DOCUMENTS
    assert "chạy lại" in str(caught.value)
    assert counts(add(store, candidates(rows(BATCH_DOCUMENTS + 10)))) == (10, 0, BATCH_DOCUMENTS, 0)
