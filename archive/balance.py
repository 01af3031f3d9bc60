"""How many requests each worker is answering, in memory that all workers see.

Connections that come at once may all be taken by one worker, and clients that keep them would wait there
while another has nothing to do. A worker that sees here that another answers less lets go of a connection:
one that is opened anew goes to a worker that is not busy, for it is the first to take it.
"""

from mmap import mmap
from typing import Final

PLACES: Final = 128
"""Workers at one time, those of a reload included; more of them would share the last place."""
NOBODY: Final = 2**31 - 1
"""What stands in the place of no worker: nobody has less to do than that."""


class Balance:
    """Made before the workers are forked: what one notes, the others read.

    Nothing is locked: a number read too early or too late costs a connection, never an answer.
    """

    def __init__(self) -> None:
        self._answering = memoryview(mmap(-1, 4 * PLACES)).cast("i")
        self._places: dict[int, int] = {}
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

    def note(self, worker: int, answering: int) -> None:
        """In a worker: it is answering so many requests."""
        self._answering[self._places[worker]] = answering

    def is_uneven(self, answering: int) -> bool:
        """Whether a worker answers at least two requests fewer than these: one more there evens it out."""
        return min(self._answering) < answering - 1
