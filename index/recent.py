"""What was made last, as much of it as fits into a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

OVERHEAD = 700
"""Bytes of the objects around a value's arrays, about."""


class Sized(Protocol):
    """Anything that tells the bytes of its arrays."""

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        ...


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Sized)


class Recent(Generic[Key, Value]):
    """Values by key; what was asked for longest ago goes first. Not safe for several threads at once.

    Holds at most `limit` bytes, and the value asked for last whatever its size.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._bytes = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def get(self, key: Key, make: Callable[[Key], Value]) -> Value:
        """The value of `key`, made when it is not there."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
            return value
        value = self._values[key] = make(key)
        self._bytes += value.nbytes + OVERHEAD
        while self._bytes > self._limit and len(self._values) > 1:
            self._bytes -= self._values.popitem(last=False)[1].nbytes + OVERHEAD
        return value
