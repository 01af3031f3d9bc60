"""Worker processes that keep state between jobs, answer in order, and end with whoever started them.

Processes are spawned, not forked, so that the parent's end of each pipe lives in the parent alone: when
the parent ends, its workers read the end of the pipe and stop. When it is killed they end at once, in the
middle of a job too: the next build may be clearing the directory that they write into.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

WAITING = 2
"""Jobs a worker may hold: one at work and one waiting, so that it never idles and memory stays bounded."""

_GONE = object()
"""Stands among the jobs where the parent ended."""


class WorkerDied(Exception):
    """A worker process ended before its work was done, e.g. killed for want of memory."""


def _serve(connection: Connection, role: Callable[..., Any], argument: Any) -> None:
    """A worker's life: job → answer, until None asks for the result, or the parent is gone."""
    Thread(target=_end_with_parent, daemon=True).start()
    jobs: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_take, args=(connection, jobs), daemon=True).start()
    try:
        state = role(argument)
        while (job := jobs.get()) is not None:
            if job is _GONE:
                return
            connection.send((True, state(job)))
        connection.send((True, state.finish()))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except OSError as error:  # a full disk above all: told to the parent, which knows what to say
        connection.send((False, error))


def _end_with_parent() -> None:
    """End this process at the moment when its parent does."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _take(connection: Connection, jobs: "SimpleQueue[Any]") -> None:
    """Take every job off the pipe at once, so that parent and worker never both wait to send."""
    try:
        while (job := connection.recv()) is not None:
            jobs.put(job)
        jobs.put(None)
    except (EOFError, OSError):
        jobs.put(_GONE)


class Crew:
    """`workers` processes, each holding `role(argument)`: a callable job → answer.

    A role also has `.finish()`, which gives its result, and `.close()`. With one worker it works in this
    process. Job i goes to worker i mod `workers`, so that the same input gives the same result.
    """

    def __init__(self, role: Callable[..., Any], argument: Any, *, workers: int) -> None:
        self._local = role(argument) if workers <= 1 else None
        self._processes: list[Any] = []
        self._connections: list[Connection] = []
        context = get_context("spawn")
        for _ in range(workers if workers > 1 else 0):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, role, argument), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._connections.append(ours)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        if self._local is not None:
            self._local.close()
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()

    def map(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """The answer to each job, in order. Raises WorkerDied, and OSError as a worker met it."""
        if self._local is not None:
            yield from map(self._local, jobs)
            return
        waiting: deque[Connection] = deque()
        for number, job in enumerate(jobs):
            if len(waiting) == WAITING * len(self._connections):
                yield self._receive(waiting.popleft())
            connection = self._connections[number % len(self._connections)]
            self._send(connection, job)
            waiting.append(connection)
        while waiting:
            yield self._receive(waiting.popleft())

    def finish(self) -> list[Any]:
        """Every worker's result, in the order of the workers."""
        if self._local is not None:
            return [self._local.finish()]
        for connection in self._connections:
            self._send(connection, None)
        return [self._receive(connection) for connection in self._connections]

    def _send(self, connection: Connection, job: Any) -> None:
        try:
            connection.send(job)
        except (BrokenPipeError, ConnectionResetError):
            self._receive(connection)  # a worker that stopped has said why, or died

    def _receive(self, connection: Connection) -> Any:
        try:
            good, answer = connection.recv()
        except (EOFError, ConnectionResetError) as error:
            raise WorkerDied(
                "Một tiến trình con đã dừng giữa chừng (có thể vì thiếu bộ nhớ). "
                "Hãy chạy lại, nếu cần với --workers 1."
            ) from error
        if not good:
            raise answer
        return answer
