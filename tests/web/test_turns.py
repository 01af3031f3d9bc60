"""Requests of one process take turns, but not for ever."""

from collections.abc import Iterable
from threading import Event, Thread
from typing import Any

import pytest
from werkzeug.test import run_wsgi_app

from archive import turns
from archive.app import create_app
from archive.config import Settings
from archive.turns import in_turn

PATIENCE = 20


class Slow:
    """An application whose answers to /slow wait until they are let go; `within` are those it is making."""

    def __init__(self) -> None:
        self.within = 0
        self.most = 0
        self.begun = Event()
        self.let_go = Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.within += 1
        self.most = max(self.most, self.within)
        if environ["PATH_INFO"] == "/slow":
            self.begun.set()
            assert self.let_go.wait(PATIENCE)
        elif environ["PATH_INFO"] == "/broken":
            self.within -= 1
            raise KeyError("x")
        self.within -= 1
        start_response("200 OK", [])
        return [b"x"]


def asked(application: Any, path: str) -> Thread:
    thread = Thread(target=ask, args=(application, path), daemon=True)
    thread.start()
    return thread


def ask(application: Any, path: str) -> str:
    _, status, _ = run_wsgi_app(application, {"PATH_INFO": path, "REQUEST_METHOD": "GET"})
    return status


def test_one_answer_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", PATIENCE)
    slow = Slow()
    application = in_turn(slow)
    threads = [asked(application, "/slow") for _ in range(5)]
    assert slow.begun.wait(PATIENCE)
    slow.let_go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert (slow.most, slow.within) == (1, 0)


@pytest.mark.parametrize(("path", "patience"), [("/healthz", PATIENCE), ("/search", 0.01)])
def test_health_checks_do_not_wait_and_others_not_for_ever(
    path: str, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", patience)
    slow = Slow()
    application = in_turn(slow)
    thread = asked(application, "/slow")
    assert slow.begun.wait(PATIENCE)
    assert ask(application, path) == "200 OK"
    assert slow.most == 2
    slow.let_go.set()
    thread.join(PATIENCE)


def test_an_answer_that_fails_ends_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", PATIENCE)
    slow = Slow()
    application = in_turn(slow)
    with pytest.raises(KeyError, match="x"):
        ask(application, "/broken")
    assert ask(application, "/search") == "200 OK"


def test_the_site_takes_turns() -> None:

    site = create_app(Settings.from_environment({}))
    assert in_turn.__qualname__ in site.wsgi_app.__qualname__
