"""A real gunicorn on a free port, for tests: started, asked, signalled, ended."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.system.commands import PATIENCE as PATIENCE
from tests.system.commands import environment


@dataclass(frozen=True, slots=True)
class Server:
    """A running site. `log` is the file that gunicorn writes to."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8")
        finally:
            connection.close()

    def workers(self) -> set[int]:
        """Process ids of the workers."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
        return {int(child) for child in children.split()}


def open_files(pid: int) -> list[str]:
    """What the descriptors of a process lead to."""
    found = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(descriptor.readlink()))
        except FileNotFoundError:
            continue  # closed meanwhile
    return found


def accepted_by(server: Server, ours: socket.socket) -> int:
    """The worker that holds the other end of this connection."""
    local, remote = (f":{end[1]:04X}" for end in (ours.getpeername(), ours.getsockname()))
    lines = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    (inode,) = [line[9] for line in lines if line[1].endswith(local) and line[2].endswith(remote)]
    (worker,) = [pid for pid in server.workers() if f"socket:[{inode}]" in open_files(pid)]
    return worker


@contextmanager
def serving(data: Path, log: Path, *, enter: Sequence[str] = (), **settings: str) -> Iterator[Server]:
    """A site over the archive in `data`, with further `VANKHO_*` settings; ended with the block.

    `enter` are the words of a command that runs another one where `data` is, e.g. `nsenter`.
    """
    environ = environment(data, VANKHO_BIND="127.0.0.1:0", **settings)
    command = [*enter, sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=environ, stdout=output, stderr=output) as process,
    ):
        try:
            yield Server(process, _port(process, log), log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """The port that gunicorn was given, once it says that it is ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
        if found := re.search(r"Kho tài liệu đang mở tại http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
    raise AssertionError(f"gunicorn did not start:\n{log.read_text('utf-8')}")
