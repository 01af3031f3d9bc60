"""Worker processes: answers in order, errors told, and nobody left behind."""

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pytest

from index.workers import Crew, WorkerDied
from tests.index.roles import Echo, FullDisk

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_answers_come_in_the_order_of_the_jobs(workers: int) -> None:
    with Crew(Echo, "xin chào", workers=workers) as crew:
        assert list(crew.map(range(20))) == [("xin chào", number) for number in range(20)]
        assert sum(crew.finish()) == 20


def test_jobs_are_read_no_faster_than_they_are_worked_on() -> None:
    read = []

    def jobs() -> Iterator[int]:
        for number in range(30):
            read.append(number)
            yield number

    with Crew(Echo, "", workers=2) as crew:
        for answered, _ in enumerate(crew.map(jobs())):
            assert len(read) <= answered + 5


def test_large_jobs_with_large_answers_do_not_wait_for_each_other() -> None:
    """A pipe holds some 200 KB: where parent and worker both must send before they read, both would wait."""
    large = bytes(4_000_000)
    with Crew(Echo, "", workers=2) as crew:
        assert [len(job) for _, job in crew.map([large] * 8)] == [len(large)] * 8


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_is_told_as_the_worker_met_it(workers: int) -> None:
    with Crew(FullDisk, "", workers=workers) as crew, pytest.raises(OSError, match="No space") as raised:
        list(crew.map(range(20)))
    assert raised.value.errno == ENOSPC


def test_a_killed_worker_is_an_error_and_the_others_end() -> None:
    before = set(multiprocessing.active_children())

    def jobs() -> Iterator[int]:
        yield from range(10)
        victim = (set(multiprocessing.active_children()) - before).pop()
        victim.kill()
        victim.join()
        yield from range(10)

    with Crew(Echo, "", workers=2) as crew, pytest.raises(WorkerDied, match="--workers 1"):
        list(crew.map(jobs()))
    assert set(multiprocessing.active_children()) == before


PARENT = """
import multiprocessing, sys
from itertools import count
from tests.index.roles import Echo
from index.workers import Crew

if __name__ == "__main__":
    with Crew(Echo, "", workers=2) as crew:
        for _, number in crew.map(count()):
            if number == 5:
                print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        workers = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(workers) == 2
    for worker in workers:
        assert select.select([worker], [], [], 60)[0], "the worker outlived its parent"
        os.close(worker)


ABSORBED_PARENT = """
from tests.index.roles import Absorbed
from index.workers import Crew

if __name__ == "__main__":
    with Crew(Absorbed, "", workers=2) as crew:
        list(crew.map(range(2)))
"""


def test_workers_in_the_middle_of_a_job_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """Else they would write on, into the directory that the next build clears."""
    script = tmp_path / "parent.py"
    script.write_text(ABSORBED_PARENT, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        workers = [os.pidfd_open(int(parent.stdout.readline())) for _ in range(2)]
        parent.send_signal(signal.SIGKILL)
    for worker in workers:
        ended = select.select([worker], [], [], 60)[0]
        signal.pidfd_send_signal(worker, signal.SIGKILL) if not ended else None
        os.close(worker)
        assert ended, "the worker outlived its parent"
