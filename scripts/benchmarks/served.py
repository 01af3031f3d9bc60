"""The served site: gunicorn with two workers, and clients that ask on as soon as they are answered."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from scripts.benchmarks.building import Ground
from scripts.benchmarks.child import run
from scripts.benchmarks.memory import Memory, memory
from scripts.benchmarks.progress import note
from scripts.benchmarks.questions import Question, from_json

TOP = Path(__file__).resolve().parents[2]
WORKERS = 2
CLIENTS = 4
"""Connections that ask at the same time, each without a pause."""
PATIENCE = 60
"""Seconds after which a site that does not begin is given up."""
KINDS = {"HTML page": "/search", "JSON": "/api/v1/search"}


class NotServed(Exception):
    """gunicorn did not begin; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients saw of one kind of answer, and how much of a processor they themselves took; `cpu` is
    the processor time of the workers, milliseconds an answer, which says most where other work goes on."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float
    client_share: float
    cpu: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Served:
    """Loads by kind; after them, the memory of each worker and of all processes of the site together."""

    loads: Mapping[str, Load]
    workers: Sequence[Memory]
    site: Memory


def serve(ground: Ground, count: int, seconds: float) -> Served:
    """Serve our archive of `ground` and ask for pages of the same questions that the engines answer."""
    drawn = run("questions:draw", source=str(ground.streams), count=count).value
    asked = [_query(from_json(each)) for each in drawn]
    with _site(ground.data) as (process, port):
        loads = {}
        for name, path in KINDS.items():
            note(f"{ground.name}: {name} trong {seconds:.0f} giây")
            paths = [f"{path}?{each}" for each in asked]
            before = _spent(process.pid)
            value = run("served:measure", port=port, paths=paths, seconds=seconds, clients=CLIENTS).value
            answers = len(paths) + value["requests"]
            loads[name] = Load(**value, cpu=(_spent(process.pid) - before) * 1e3 / answers)
        workers = [memory(pid) for pid in _children(process.pid)]
        return Served(loads, workers, sum(workers, memory(process.pid)))


def _query(question: Question) -> str:
    """The question as the search form sends it; which words must match is left to the site."""
    values = {"q": question.typed, "category": question.category}
    days = {"from": question.since, "to": question.until}
    values |= {name: day.isoformat() for name, day in days.items() if day}
    return urlencode({name: value for name, value in values.items() if value})


@contextmanager
def _site(data: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VANKHO_")}
    environ |= {"VANKHO_DATA": str(data), "VANKHO_BIND": "127.0.0.1:0", "VANKHO_WORKERS": str(WORKERS)}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"]
    log = data.parent / "gunicorn.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=TOP, env=environ, stdout=out, stderr=out) as process,
    ):
        try:
            yield process, _port(process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """The port that gunicorn took. Raises NotServed."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
        time.sleep(0.05)
    raise NotServed(log.read_text("utf-8"))


def _children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))


def _spent(pid: int) -> float:
    """Seconds of processor time that the children of a process have taken."""
    stats = (Path(f"/proc/{child}/stat").read_text("ascii") for child in _children(pid))
    ticks = (stat.rpartition(")")[2].split()[11:13] for stat in stats)  # user, system: fields 14 and 15
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def measure(port: int, paths: list[str], seconds: float, clients: int) -> dict[str, Any]:
    """In a child process: every path once, unmeasured, then `clients` connections for `seconds`."""
    return asyncio.run(_load(port, paths, seconds, clients))


async def _load(port: int, paths: list[str], seconds: float, clients: int) -> dict[str, Any]:
    await asyncio.gather(*(_client(port, paths[n::clients], None) for n in range(clients)))
    began, used = time.perf_counter(), time.process_time()
    end = began + seconds
    # Each client begins at another place, so that no two ask the same thing at the same time.
    starts = [len(paths) * n // clients for n in range(clients)]
    seen = await asyncio.gather(*(_client(port, paths[s:] + paths[:s], end) for s in starts))
    spent = time.perf_counter() - began
    times = [each for some, _ in seen for each in some]
    return {
        "requests": len(times),
        "seconds": spent,
        "errors": sum(errors for _, errors in seen),
        "p50": float(np.percentile(times, 50)),
        "p99": float(np.percentile(times, 99)),
        "client_share": (time.process_time() - used) / spent,
    }


async def _client(port: int, paths: list[str], end: float | None) -> tuple[list[float], int]:
    """One connection: every path once, or around and around until `end`. Milliseconds; answers not 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    errors = 0
    number = 0
    while (number < len(paths)) if end is None else (time.perf_counter() < end):
        began = time.perf_counter()
        writer.write(f"GET {paths[number % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        times.append((time.perf_counter() - began) * 1e3)
        errors += b" 200 " not in head.partition(b"\r\n")[0]
        number += 1
        if b"connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return times, errors
