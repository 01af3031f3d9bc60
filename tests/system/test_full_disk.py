"""A full disk: one sentence, what is served stays whole, and with room again the same command succeeds.

Each command is tried with more and more room, from none at all until it is enough, so that it meets the full
disk at one step after the other.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.store import Store
from index.search import Index
from tests.system import corpus, wholeness
from tests.system.commands import VANKHO, Done, altered, run, succeed
from tests.system.server import serving
from tests.system.small_disk import NoDisk, SmallDisk, small_disk

SIZE = 32 << 20
MADE = 400
"""As many as two workers are started for."""

ROOM = [0, *(4096 * 4**step for step in range(7))]
"""Bytes left on the disk, from none to more than any command here needs."""


@dataclass(slots=True)
class Archive:
    """An archive on a small disk, with sources and copies on a large one; `acknowledged` are ids."""

    disk: SmallDisk
    large: Path
    acknowledged: set[str] = field(default_factory=set)

    @property
    def inside(self) -> Path:
        """The data folder as commands on the small disk see it."""
        return self.disk.path / "var"

    @property
    def outside(self) -> Path:
        """The data folder as this process sees it."""
        return self.disk.outside / "var"

    def run(self, *args: str | Path) -> Done:
        """`vankho` on the small disk; `add` commits in small batches."""
        return run(self.inside, *args, command=(*self.disk.enter, *altered(batch=20)))

    def succeed(self, *args: str | Path) -> Done:
        """`vankho` on the small disk, which must succeed."""
        return succeed(self.inside, *args, command=(*self.disk.enter, *VANKHO))

    def source(self, word: str, *, length: int = 12) -> Path:
        """A file of made documents that say `word`."""
        return corpus.written(self.large / "nguồn.jsonl", corpus.rows(MADE, word=word, length=length))

    def copy(self) -> Path:
        """The store as it lies on the disk, copied to where SQLite has room to recover it."""
        copy = self.large / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in self.outside.glob("archive.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, copy)
        return copy

    def check_full(self, done: Done, reader: Index) -> None:
        """What must hold after a command that found no room."""
        assert done.status == 1, done
        (sentence,) = re.findall(r"^Lỗi: (.+)$", done.err, re.MULTILINE)
        assert "Ổ đĩa đã đầy" in sentence
        assert "giải phóng" in sentence
        assert "Traceback" not in done.err + done.out
        wholeness.served(self.outside, reader)
        wholeness.tidy(self.outside)
        copy = self.copy()
        wholeness.sound(copy)
        self.acknowledged |= set(re.findall(r"^đã lưu (.+)$", done.out, re.MULTILINE))
        with Store.open(copy / "archive.db") as store:
            assert [each for each in self.acknowledged if store.by_id(each) is None] == []


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An indexed archive on a small disk that still has room."""
    mounted, large = tmp_path / "đĩa", tmp_path / "lớn"
    mounted.mkdir()
    large.mkdir()
    try:
        with small_disk(mounted, size=SIZE) as disk:
            archive = Archive(disk, large)
            archive.outside.mkdir()
            archive.succeed("add", archive.source("đầu"))
            archive.succeed("rebuild")
            yield archive
    except NoDisk as reason:
        pytest.skip(f"a full disk cannot be tried here: no small file system may be mounted ({reason})")


def until_it_fits(archive: Archive, *args: str | Path) -> int:
    """Try a command with more and more room until it succeeds; how often it found the disk full."""
    with closing(Index(archive.outside)) as reader:
        for tries, room in enumerate(ROOM):
            archive.disk.fill(leave=room)
            done = archive.run(*args)
            if done.status == 0:
                archive.disk.empty()
                return tries
            archive.check_full(done, reader)
            archive.disk.empty()
    raise AssertionError(f"{args} found no room in {ROOM[-1]} bytes")


def test_adding(archive: Archive) -> None:
    """Long documents, so that batches of them fit while room for all is still missing."""
    archive.acknowledged.clear()
    source = archive.source("dài", length=200)
    assert until_it_fits(archive, "add", "-v", source) > 3
    assert archive.acknowledged
    archive.succeed("update")
    archive.succeed("check")


@pytest.mark.parametrize(("verb", "workers"), [("rebuild", "2"), ("update", "1")])
def test_building(archive: Archive, verb: str, workers: str) -> None:
    archive.succeed("add", archive.source("khác"))
    assert until_it_fits(archive, verb, "--workers", workers) > 3
    archive.succeed("check")
    with closing(Index(archive.outside)) as index:
        assert index.generation().manifest.documents == MADE


def test_readers_of_a_site_that_runs_notice_nothing(archive: Archive) -> None:
    log = archive.large / "log"
    with serving(archive.inside, log, enter=archive.disk.enter, VANKHO_WORKERS="2") as server:
        paths = ("/", "/search?q=b%C3%A1o", "/api/v1/search?q=b%C3%A1o", "/readyz")
        assert [server.get(path)[0] for path in paths] == [200] * 4
        archive.disk.fill()
        assert archive.run("rebuild").status == 1
        assert [server.get(path)[0] for path in paths] == [200] * 4
