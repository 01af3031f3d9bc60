"""`vankho` as people run it: a process of its own, with a process group of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which something that must happen is held not to."""

VANKHO = (sys.executable, "-m", "archive")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that ended: its exit status and what it said."""

    status: int
    out: str
    err: str


def altered(**alteration: Any) -> tuple[str, ...]:
    """`vankho` with something altered; `tests/system/altered.py` says what."""
    return sys.executable, str(TOP / "tests" / "system" / "altered.py"), json.dumps(alteration)


def environment(data: Path, **settings: str) -> dict[str, str]:
    """This environment, with the archive in `data` and no other setting than `settings`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VANKHO_")}
    return {**kept, "PYTHONPATH": str(TOP), "VANKHO_DATA": str(data), **settings}


def start(
    data: Path, *args: str | Path, command: Sequence[str] = VANKHO, said: Any = subprocess.PIPE
) -> "subprocess.Popen[str]":
    """A command at work on the archive in `data`, its process group its own; `said` is where it speaks."""
    return subprocess.Popen(
        [*command, *map(str, args)],
        env=environment(data),
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=said,
        stderr=said,
        encoding="utf-8",
        start_new_session=True,
    )


def finish(process: "subprocess.Popen[str]") -> Done:
    """Let a started command end by itself."""
    out, err = process.communicate(timeout=PATIENCE)
    return Done(process.returncode, out, err)


def run(data: Path, *args: str | Path, command: Sequence[str] = VANKHO) -> Done:
    """A command from its beginning to its end."""
    return finish(start(data, *args, command=command))


def succeed(data: Path, *args: str | Path, command: Sequence[str] = VANKHO) -> Done:
    """A command that must succeed."""
    done = run(data, *args, command=command)
    assert done.status == 0, done
    return done


def kill(process: "subprocess.Popen[str]", *, group: bool) -> bool:
    """SIGKILL the process, or its whole group; False when it had ended by itself."""
    number = signal.SIGKILL
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number) if group else process.send_signal(number)
    return process.wait(PATIENCE) == -number


def processes(data: Path) -> set[int]:
    """Ids of the living processes that were started for the archive in `data`, whoever their parent is."""
    mark = f"VANKHO_DATA={data}".encode()
    return {int(path.name) for path in Path("/proc").glob("[0-9]*") if mark in _environment_of(path)}


def all_ended(data: Path, some: set[int]) -> bool:
    """Whether these processes of the archive in `data` are gone, at once or soon."""
    end = time.monotonic() + PATIENCE
    while left := some & processes(data):
        if time.monotonic() > end:
            return False
        os.sched_yield()
    return not left


def _environment_of(process: Path) -> list[bytes]:
    """Its environment; empty for one that ended, or is somebody else's."""
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []
