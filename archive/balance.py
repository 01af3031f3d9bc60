"""How many requests each worker of a master is answering, in memory that all of them see.

Connections that come at once may all be taken by one worker, and clients that keep them would wait there
while another has nothing to do. A worker that sees here that another answers less lets go of a connection:
one that is opened anew goes to a worker that is not busy, for it is the first to take it.
"""

from mmap import mmap
from threading import Lock
from typing import Final

PLACES: Final = 128
"""Workers at one time, those of a reload included; more of them would share the last place."""
NOBODY: Final = 2**31 - 1
"""Stands in a place without a worker: greater than any number, so that no connection ends for its sake."""


class Balance:
    """Made before the workers are forked: what one writes, the others read, a moment early or late.

    A worker that is stopping counts as any other until it is gone: a connection may end for it in vain.
    """

    def __init__(self) -> None:
        self._answering = memoryview(mmap(-1, 4 * PLACES)).cast("i")
        self._places: dict[int, int] = {}
        self._lock = Lock()  # between the threads of one worker: no other writes in its place
        for place in range(PLACES):
            self._answering[place] = NOBODY

    def enter(self, worker: int) -> None:
        """In the master, before the fork: give a worker, by a number that no other has, a place."""
        taken = frozenset(self._places.values())
        self._places[worker] = next((place for place in range(PLACES) if place not in taken), PLACES - 1)

    def leave(self, worker: int) -> None:
        """In the master: a worker ended."""
        place = self._places.pop(worker, None)
        if place is not None:
            self._answering[place] = NOBODY

    def ready(self, worker: int) -> None:
        """In a worker: it can be asked, and answers nothing yet."""
        self._answering[self._places[worker]] = 0

    def begin(self, worker: int) -> bool:
        """In a worker: it answers one request more. Whether another answers at least two fewer than it does
        now: one more there evens it out."""
        answering = self._add(worker, 1)
        return min(self._answering) < answering - 1

    def end(self, worker: int) -> None:
        """In a worker: it answers one request fewer."""
        self._add(worker, -1)

    def _add(self, worker: int, requests: int) -> int:
        place = self._places[worker]
        with self._lock:
            self._answering[place] += requests
            return self._answering[place]
