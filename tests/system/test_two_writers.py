"""Two at once: a second build is refused by name, adding goes on beside a build, two that add take turns."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.store import Store
from tests.system import corpus, wholeness
from tests.system.altered import REACHED
from tests.system.commands import PATIENCE, altered, finish, run, start, succeed

MADE = 120


def source(folder: Path, word: str) -> Path:
    """A file of made documents that say `word`."""
    return corpus.written(folder / f"{word}.jsonl", corpus.rows(MADE, word=word))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An indexed archive, with changes that are not in the index yet."""
    data = tmp_path / "var"
    succeed(data, "add", source(tmp_path, "đầu"))
    succeed(data, "rebuild")
    succeed(data, "add", source(tmp_path, "sau"))
    return data


@contextmanager
def held(data: Path, *args: str, place: str, when: str = "before") -> "Iterator[subprocess.Popen[str]]":
    """A command that waits at a place in the middle of its work until its standard input ends."""
    process = start(data, *args, command=altered(action="hold", place=place, when=when))
    assert process.stderr
    assert process.stderr.readline().strip() == REACHED
    try:
        yield process
    finally:
        if process.poll() is None:
            process.communicate(timeout=PATIENCE)


def let_go(process: "subprocess.Popen[str]") -> None:
    """Let a command that waits go on, without waiting for its end."""
    assert process.stdin
    process.stdin.close()
    process.stdin = None


SEAL = "index.generations:Generations.seal"


@pytest.mark.parametrize(
    ("first", "second"),
    [("rebuild", "rebuild"), ("rebuild", "update"), ("update", "rebuild"), ("update", "rollback")],
)
def test_a_second_build_is_refused_by_name(data: Path, first: str, second: str) -> None:
    with held(data, first, place=SEAL) as builder:
        refused = run(data, second)
        assert refused.status == 1
        assert re.findall(r"^Lỗi: .*«vankho (\w+)» \(tiến trình (\d+),", refused.err) == [
            (first, str(builder.pid))
        ]
        assert "Traceback" not in refused.err
        assert builder.poll() is None
        assert finish(builder).status == 0
    succeed(data, "check")
    wholeness.tidy(data)


def test_what_is_added_during_a_build_is_kept_for_the_next_one(data: Path, tmp_path: Path) -> None:
    with held(data, "rebuild", place=SEAL) as builder:
        added = succeed(data, "add", source(tmp_path, "giữa"))
        assert f"cập nhật {MADE}" in added.out
        assert finish(builder).status == 0
    behind = run(data, "check")
    assert (behind.status, "vankho update" in behind.out) == (1, True)
    succeed(data, "update")
    succeed(data, "check")


def test_segmenting_while_another_adds(data: Path, tmp_path: Path) -> None:
    """Both write to the store: marks to the cache of segmentation, documents to their tables."""
    with held(data, "rebuild", place="archive.store:Segmentations.save", when="after") as builder:
        succeed(data, "add", source(tmp_path, "giữa"))
        assert finish(builder).status == 0
    succeed(data, "update")
    succeed(data, "check")


def words(data: Path) -> dict[str, str]:
    """The word that each document of the archive says, by id."""
    with Store.open(data / "archive.db", readonly=True) as store, store.snapshot() as snapshot:
        return {one.document.id: one.document.body.split()[-1].strip(".") for one in snapshot.live()}


@pytest.mark.parametrize("words_", [("một", "hai"), ("một", "một")], ids=["others", "the same"])
def test_two_that_add_at_once_both_succeed(tmp_path: Path, words_: tuple[str, str]) -> None:
    """Into a folder where nothing is yet: both make the tables, both add versions of the same documents."""
    data = tmp_path / "var"
    adding = [start(data, "add", source(tmp_path, word), command=altered(batch=3)) for word in words_]
    for done in [finish(process) for process in adding]:
        assert (done.status, done.err) == (0, "")
    found = words(data)
    assert len(found) == MADE
    assert set(found.values()) <= set(words_)
    wholeness.sound(data)
    succeed(data, "update")
    succeed(data, "check")


def test_one_that_adds_waits_for_the_transaction_of_another(data: Path, tmp_path: Path) -> None:
    earlier, later = str(source(tmp_path, "trước")), str(source(tmp_path, "chót"))
    with (
        held(data, "add", earlier, place="archive.store.writing:Batch.put", when="after") as first,
        held(data, "add", later, place="archive.adding:receipt_of") as second,
    ):
        let_go(second)
        assert [finish(process).status for process in (first, second)] == [0, 0]
    assert set(words(data).values()) == {"chót"}
