"""Memory of a process and of all that it started, from /proc, in bytes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

EVERY = 0.1
"""Seconds between two looks, or more:"""
REST = 30
"""so many times what a look took, since the kernel counts every page for it, and the work waits meanwhile."""


@dataclass(frozen=True, slots=True)
class Memory:
    """`pss`: shared pages divided among those who share them, mapped files included. `anonymous`: the part of
    it that is no file. `own`: written by this process and shared with nobody."""

    pss: int = 0
    anonymous: int = 0
    own: int = 0

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.pss + other.pss, self.anonymous + other.anonymous, self.own + other.own)


def memory(pid: int) -> Memory:
    """Memory of one process; nothing for one that ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    except OSError:
        return Memory()
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    wanted = ("Pss", "Pss_Anon", "Private_Dirty")
    return Memory(*(kilobytes.get(name, 0) * 1024 for name in wanted))


def family(pid: int) -> Iterator[int]:
    """A process and all its living descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text("ascii").split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


class Watch:
    """Looks at a family of processes until the block ends; `peak` holds the greatest sums seen."""

    def __init__(self, pid: int) -> None:
        self.peak = Memory()
        self._pid = pid
        self._done = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        pause = EVERY
        while not self._done.wait(pause):
            began = time.perf_counter()
            now = sum((memory(pid) for pid in family(self._pid)), Memory())
            pss, anonymous = max(now.pss, self.peak.pss), max(now.anonymous, self.peak.anonymous)
            self.peak = Memory(pss, anonymous, max(now.own, self.peak.own))
            pause = max(EVERY, REST * (time.perf_counter() - began))
