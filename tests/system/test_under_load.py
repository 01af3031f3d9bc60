"""Searched without pause while the index is rebuilt and updated: no error, no mixture, no leak.

Every document of generation n says so in its category and its issuer, and each generation has one document
more than the one before; so a total, the counts of a facet and the list of hits each name the generation
that they come from.
"""

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.store import Store
from index.document import VIETNAM, Document
from tests.making import put
from tests.system.commands import PATIENCE, succeed
from tests.system.server import Server, accepted_by, open_files, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

WORKERS = 2
FIRST = 60
"""Documents of generation 1."""

BUILDS = ("rebuild", "update", "update", "rebuild", "update")

NOTICED = 0.0
"""Seconds after the end of a build from which every new question is answered from it. Two would do."""

OPENED_LATE = 3
"""Files of one generation that a worker opens when first asked for: the vocabulary and the headings."""
GROWTH = 8 << 20
"""Bytes by which a worker's own memory may differ between two looks, of some 80 MB."""


def documents(generation: int) -> list[Document]:
    """All documents of a generation; "sổ tay" finds every one of them, a date is missing from none."""
    return [
        Document(
            id=f"sổ/{number}",
            title=f"Sổ tay số {number} của đời {generation}",
            body=f"Ghi chép về bến cảng và cầu đường.\nThuộc về thehe{generation}.",
            published=datetime(2015 + number % 7, 1 + number % 12, 1, tzinfo=VIETNAM),
            category=f"Đời {generation}",
            issuer=f"Phòng {generation}",
            type=("Báo cáo", "Tin")[number % 2],
        )
        for number in range(FIRST + generation - 1)
    ]


def write(data: Path, generation: int) -> None:
    """Bring the store to what this generation is to hold."""
    with Store.open(data / "archive.db", create=True) as store:
        put(store, *documents(generation))


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: when it was asked for, and the generations that its parts come from."""

    asked: float
    generations: frozenset[int]


class Client(threading.Thread):
    """Asks one worker, over one connection that stays open, for pages and JSON in turn."""

    def __init__(self, server: Server, connection: HTTPConnection) -> None:
        super().__init__()
        self.server, self.connection = server, connection
        self.seen: list[Seen] = []
        self.failures: list[str] = []
        self.enough = threading.Event()
        self.answered = threading.Condition()

    def wait_for(self, generation: int) -> None:
        """Wait until this client has both a page and JSON from a generation."""
        with self.answered:
            found = self.answered.wait_for(
                lambda: self.failures or sum(generation in one.generations for one in self.seen[-2:]) == 2,
                PATIENCE,
            )
        assert found, f"generation {generation} was not noticed"

    def stop(self) -> None:
        """End after the present answer."""
        self.enough.set()
        self.join()
        self.connection.close()

    def run(self) -> None:
        paths = (f"/api/v1/search?q={quote('sổ tay')}&size=100", f"/search?q={quote('sổ tay')}&size=100")
        readers = (generations_of_json, generations_of_page)
        for turn in count():
            if self.enough.is_set() or self.failures:
                return
            asked = time.monotonic()
            try:
                status, text = ask(self.connection, paths[turn % 2])
                seen = Seen(asked, readers[turn % 2](text)) if status == 200 else None
            except (OSError, HTTPException) as error:
                seen, text = None, repr(error)
            with self.answered:
                self.seen += [seen] if seen else []
                self.failures += [] if seen else [text]
                self.answered.notify_all()


def ask(connection: HTTPConnection, path: str) -> tuple[int, str]:
    """Status and text of a request over a connection that stays open."""
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8")


def generation_of(total: int) -> int:
    """The generation that holds so many documents."""
    return total - FIRST + 1


def generations_of_json(text: str) -> frozenset[int]:
    """The generations that total, hits and each facet of an answer come from; one, if all is well."""
    answer = json.loads(text)
    facets = {
        name: {one["value"]: one["count"] for one in answer["facets"][name]} for name in answer["facets"]
    }
    hits = {int(hit["id"].rpartition("/")[2]) for hit in answer["hits"]}
    assert hits == set(range(len(hits)))
    named = [int(value.split()[1]) for name in ("category", "issuer") for value in facets[name]]
    totals = [
        answer["total"],
        len(hits),
        *(sum(counts.values()) for name, counts in facets.items() if counts),
    ]
    return frozenset([*named, *map(generation_of, totals)])


def generations_of_page(text: str) -> frozenset[int]:
    """The same of a page, as far as it says."""
    total = int(re.search(r"<b>(\d+)</b> tài liệu", text)[1])  # type: ignore[index]
    filters = text.partition('<aside class="filters"')[2].partition("</aside>")[0]
    named = re.findall(r'class="name">(?:Đời|Phòng) (\d+)</span>\s*<span class="count">(\d+)', filters)
    assert len(named) == 2, named
    return frozenset(number for name, count in named for number in (int(name), generation_of(int(count)))) | {
        generation_of(total)
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An archive in its first generation."""
    data = tmp_path / "var"
    data.mkdir()
    write(data, 1)
    succeed(data, "rebuild")
    return data


def connected(server: Server) -> Iterator[tuple[int, HTTPConnection]]:
    """For each of two workers one open connection that it has accepted."""
    end = time.monotonic() + PATIENCE
    while len(server.workers()) < WORKERS:
        assert time.monotonic() < end, "a worker did not start"
        server.get("/healthz")
    waiting = server.workers()
    while waiting and time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        assert ask(connection, "/healthz")[0] == 200
        if connection.sock is None:  # let go of by a worker that had not yet seen the end of the one before
            continue
        worker = accepted_by(server, connection.sock)
        if worker in waiting:
            waiting.discard(worker)
            yield worker, connection
        else:
            connection.close()
    assert not waiting, "a worker accepted no connection"


@dataclass(frozen=True, slots=True)
class Held:
    """What a worker holds of its machine: descriptors, bytes of memory of its own, generations mapped."""

    files: int
    memory: int
    generations: frozenset[str]


def held(worker: int) -> Held:
    """What the worker holds now."""
    status = Path(f"/proc/{worker}/status").read_text("ascii")
    maps = Path(f"/proc/{worker}/maps").read_text("utf-8")
    return Held(
        files=min(len(open_files(worker)) for _ in range(5)),  # some are open for a moment only
        memory=int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) * 1024,  # type: ignore[index]
        generations=frozenset(re.findall(r"/generations/(\d+)/", maps + "\n".join(open_files(worker)))),
    )


def test_no_error_no_mixture_no_leak(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log", VANKHO_WORKERS=str(WORKERS)) as server:
        clients = {worker: Client(server, connection) for worker, connection in connected(server)}
        for client in clients.values():
            client.start()
        published: dict[int, float] = {}
        before: dict[int, Held] = {}
        for generation, verb in enumerate(BUILDS, 2):
            write(data, generation)
            succeed(data, verb)
            published[generation] = time.monotonic()
            for client in clients.values():
                client.wait_for(generation)
            if generation == 2:
                before = {worker: held(worker) for worker in clients}
        after = {worker: held(worker) for worker in clients}
        for client in clients.values():
            client.stop()
        assert server.workers() == set(clients)
    for worker, client in clients.items():
        assert client.failures == []
        check_answers(client.seen, published)
        assert after[worker].generations == {str(len(BUILDS) + 1)}
        assert after[worker].files <= before[worker].files + OPENED_LATE
        assert after[worker].memory < before[worker].memory + GROWTH
    assert "Traceback" not in server.log.read_text("utf-8")


def check_answers(seen: list[Seen], published: dict[int, float]) -> None:
    """Each answer is of one generation, the newest that was served when it was asked for, or a newer one."""
    assert {generation for one in seen for generation in one.generations} == {1, *published}
    for one in seen:
        assert len(one.generations) == 1, one
        newest = max((number for number, at in published.items() if at + NOTICED < one.asked), default=1)
        assert min(one.generations) >= newest, (one, published)
