"""Requests of one process take turns: WSGI application → WSGI application.

Answers are made by the interpreter, which runs one thread at a time; threads that change places every few
milliseconds make none of them sooner (DESIGN, "Serving and set-up", has what turns gave). The threads are for
clients that send or read slowly, which nobody waits for here: a turn ends when the answer is made, before it
is sent.
"""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.5
"""Seconds after which a request no longer waits: an answer that takes long holds up the others no longer."""

AT_ONCE = frozenset({"/healthz", "/readyz"})
"""Paths of requests that do not wait."""


def in_turn(application: "WSGIApplication") -> "WSGIApplication":
    """`application`, answering one request at a time."""
    turn = Lock()

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] in AT_ONCE or not turn.acquire(timeout=PATIENCE):
            return application(environ, start_response)
        try:
            return application(environ, start_response)
        finally:
            turn.release()

    return answer
