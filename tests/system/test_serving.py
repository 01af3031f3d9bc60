"""The site as it is run: gunicorn, two workers, signals, new generations, the log."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock
from urllib.parse import quote

import pytest

from archive import gunicorn_config
from archive.balance import Balance
from archive.gunicorn_config import LINE
from archive.indexing import rebuild
from archive.store import Store
from index.document import Document
from index.generations import Generations
from tests.making import put
from tests.system.commands import environment
from tests.system.server import PATIENCE, Server, accepted_by, open_files, serving
from tests.web import library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module")
def server(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with two workers that tests may ask but not change."""
    with serving(library_data, tmp_path_factory.mktemp("log") / "log", VANKHO_WORKERS="2") as server:
        yield server


@pytest.mark.parametrize(
    "path", ["/", "/search?q=t%C3%A0u", "/api/v1/search?q=t%C3%A0u", "/healthz", "/readyz"]
)
def test_it_serves(server: Server, path: str) -> None:
    assert server.get(path)[0] == 200


def test_ten_thousand_letters_of_three_bytes_are_answered(server: Server) -> None:
    status, text = server.get(f"/search?q={quote('ệ' * 10_000)}")
    assert (status, "<html" in text) == (200, True)


def test_a_request_line_without_end_is_cut_off(server: Server) -> None:
    assert server.get(f"/search?q={'a' * LINE}")[0] == 414


def test_the_hooks_count_what_each_worker_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gunicorn_config, "balance", Balance())
    one, other = SimpleNamespace(age=1), SimpleNamespace(age=2)
    for worker in (one, other):
        gunicorn_config.pre_fork(None, worker)
        gunicorn_config.balance.ready(worker.age)
    requests = [Mock(spec=["force_close"]) for _ in range(4)]
    gunicorn_config.pre_request(one, requests[0])
    gunicorn_config.pre_request(one, requests[1])
    gunicorn_config.post_request(one, requests[0], {}, None)
    gunicorn_config.pre_request(one, requests[2])
    gunicorn_config.child_exit(None, other)
    gunicorn_config.pre_request(one, requests[3])
    assert [each.force_close.call_count for each in requests] == [0, 1, 1, 0]


class Asking(threading.Thread):
    """A client that keeps its connection as long as it may, and asks without pause until told to stop."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server, self.enough = server, threading.Event()
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.connect()

    def run(self) -> None:
        while not self.enough.is_set():
            self.connection.request("GET", "/search?q=t%C3%A0u")
            self.connection.getresponse().read()
        self.connection.close()

    def holder(self) -> int | None:
        """The worker that has this client's connection now, if one is seen to."""
        try:
            return accepted_by(self.server, self.connection.sock)
        except (AttributeError, OSError, ValueError):  # closed, not yet accepted, or about to be opened again
            return None


def test_clients_that_keep_their_connections_do_not_crowd_in_one_worker(server: Server) -> None:
    """Four connections are all taken by one worker, since the other is stopped; then both work."""
    within(lambda: len(server.workers()) == 2)
    crowded, stopped = server.workers()
    os.kill(stopped, signal.SIGSTOP)
    try:
        clients = [Asking(server) for _ in range(4)]
        within(lambda: all(client.holder() == crowded for client in clients))
    finally:
        os.kill(stopped, signal.SIGCONT)
    for client in clients:
        client.start()
    try:
        within(lambda: Counter(client.holder() for client in clients) == {crowded: 2, stopped: 2})
    finally:
        for client in clients:
            client.enough.set()
            client.join()


def test_a_client_alone_keeps_its_connection(server: Server) -> None:
    client = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    for _ in range(3):
        client.request("GET", "/search?q=t%C3%A0u")
        answer = client.getresponse()
        answer.read()
        assert answer.getheader("Connection") == "keep-alive"
    client.close()


def within(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_only_workers_hold_the_archive_open(server: Server, library_data: Path) -> None:
    """A connection or a mapping that two processes share breaks both."""
    server.get("/search?q=h%E1%BB%8Dc")
    assert not [name for name in open_files(server.process.pid) if name.startswith(str(library_data))]


def test_the_log_has_time_taken_and_no_person(server: Server) -> None:
    server.get("/search?q=bimat")
    (line,) = logged(server, r"^.*GET /search\" 200 \d+ B \d+ ms$", "the request in the log")[-1:]
    assert "bimat" not in server.log.read_text("utf-8")
    assert "127.0.0.1" not in line


def logged(server: Server, pattern: str, what: str) -> list[str]:
    """Lines of the log that match, as soon as there are any."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        server.get("/healthz")
        if lines := re.findall(pattern, server.log.read_text("utf-8"), re.MULTILINE):
            return lines
    raise AssertionError(f"waited in vain for {what}")


class Reader(threading.Thread):
    """Searches without pause until told to stop; remembers every answer that was not a good one."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server, self.answers, self.failures = server, 0, list[str]()
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                status, _ = self.server.get("/api/v1/search?q=giao+ban")
            except OSError as error:
                self.failures.append(repr(error))
            else:
                self.answers += 1
                if status != 200:
                    self.failures.append(str(status))


def test_a_reload_replaces_the_workers_and_fails_no_request(server: Server) -> None:
    old = server.workers()
    readers = [Reader(server) for _ in range(3)]
    for reader in readers:
        reader.start()
    server.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + PATIENCE
    while (server.workers() & old or len(server.workers()) < 2) and time.monotonic() < end:
        server.get("/healthz")
    for reader in readers:
        reader.enough.set()
        reader.join()
    assert not server.workers() & old
    assert [failure for reader in readers for failure in reader.failures] == []
    assert sum(reader.answers for reader in readers) > 0


def test_workers_see_a_new_generation_between_requests_and_leak_nothing(tmp_path: Path) -> None:
    data = tmp_path / "var"
    data.mkdir()
    library.build(data)
    with serving(data, tmp_path / "log", VANKHO_WORKERS="1") as server:
        server.get("/healthz")  # which the worker answers as soon as it is there
        (worker,) = server.workers()
        files = []
        for number in range(1, 5):
            word = f"hoanghon{number}"
            assert total(server, word) == 0
            with Store.open(data / "archive.db") as store:
                put(store, Document(id=word, title="Tin mới", body=f"Chuyện {word} bên sông."))
                rebuild(store, Generations(data))
            assert total(server, word) == 1
            assert server.workers() == {worker}
            files.append(sum(name.startswith(str(data)) for name in open_files(worker)))
        assert files[-1] <= files[0]


SOON = 2
"""Seconds after the end of `vankho update` in which every worker has to answer from what it made."""


def test_an_update_is_seen_by_every_worker_within_two_seconds(tmp_path: Path) -> None:
    data = tmp_path / "var"
    data.mkdir()
    library.build(data)
    with serving(data, tmp_path / "log", VANKHO_WORKERS="3") as server:
        assert total(server, "hoanghon") == 0
        with Store.open(data / "archive.db") as store:
            put(store, Document(id="mới", title="Tin mới", body="Chuyện hoanghon bên sông."))
        done = subprocess.run([sys.executable, "-m", "archive", "update"], env=environment(data), check=False)
        ended = time.monotonic()
        assert done.returncode == 0
        newest = str((data / "current").resolve())
        while not all(newest in maps(worker) for worker in server.workers()):
            assert total(server, "hoanghon") == 1
            assert time.monotonic() < ended + SOON
        assert len(server.workers()) == 3


def maps(pid: int) -> str:
    """The files that a process has mapped."""
    return Path(f"/proc/{pid}/maps").read_text("utf-8")


def total(server: Server, word: str) -> int:
    status, text = server.get(f"/api/v1/search?q={word}&match=all")
    assert status == 200, text
    found = json.loads(text)["total"]
    assert isinstance(found, int)
    return found


def test_ending_is_quiet(library_data: Path, tmp_path: Path) -> None:
    with serving(library_data, tmp_path / "log", VANKHO_WORKERS="1") as server:
        assert server.get("/search?q=x")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
    assert "Traceback" not in server.log.read_text("utf-8")
