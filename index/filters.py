"""Nodes that say which documents match and nothing of how well: everything, the others, ranges of numbers.

`Fixed` gives what they find a score.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.nodes import Node
from index.termpostings import Docs, Mask, Scores


class Fixed(Node):
    """Documents that match `child`, all with the same score."""

    def __init__(self, child: Node, score: float) -> None:
        self._child = child
        self._score = score

    def bound(self) -> int:
        return self._child.bound()

    def late(self) -> bool:
        return self._child.late()

    def ceiling(self) -> float:
        return self._score

    def documents(self) -> Docs:
        return self._child.documents()

    def has(self, docs: Docs) -> Mask:
        return self._child.has(docs)

    def mark(self, mask: Mask) -> None:
        self._child.mark(mask)

    def weigh(self, docs: Docs) -> Scores:
        return np.full(len(docs), self._score, np.float32)


class _Unscored(Node):
    """A node that only says which of `size` documents match; `Fixed` gives them a score."""

    def __init__(self, size: int) -> None:
        self._size = size

    def bound(self) -> int:
        return self._size

    def ceiling(self) -> float:
        return 0.0

    def weigh(self, docs: Docs) -> Scores:
        return np.zeros(len(docs), np.float32)


class Everything(_Unscored):
    """All documents."""

    def documents(self) -> Docs:
        return np.arange(self._size)

    def has(self, docs: Docs) -> Mask:
        return np.ones(len(docs), bool)


class Outside(_Unscored):
    """Those of `size` documents that do not match `child`."""

    def __init__(self, child: Node, size: int) -> None:
        super().__init__(size)
        self._child = child

    def late(self) -> bool:
        return self._child.late()

    def documents(self) -> Docs:
        mask: Mask = np.zeros(self._size, bool)
        self._child.mark(mask)
        return np.flatnonzero(~mask)

    def has(self, docs: Docs) -> Mask:
        return ~self._child.has(docs)


class Between(_Unscored):
    """Documents whose number in `column` is one of `low` to `high`, and not `none`."""

    def __init__(self, column: NDArray[Any], low: float, high: float, *, none: float | None = None) -> None:
        super().__init__(len(column))
        self._column = column
        self._low, self._high, self._none = low, high, none

    def _within(self, numbers: NDArray[Any]) -> Mask:
        found: Mask = (numbers >= self._low) & (numbers <= self._high)
        return found if self._none is None else found & (numbers != self._none)

    def documents(self) -> Docs:
        return np.flatnonzero(self._within(self._column))

    def has(self, docs: Docs) -> Mask:
        return self._within(self._column[docs])


class Marked(_Unscored):
    """Documents that `marking` marks in a mask for `size` documents, when they are first asked for."""

    def __init__(self, marking: Callable[[Mask], None], size: int) -> None:
        super().__init__(size)
        self._marking = marking

    @cached_property
    def _mask(self) -> Mask:
        mask: Mask = np.zeros(self._size, bool)
        self._marking(mask)
        return mask

    def documents(self) -> Docs:
        return np.flatnonzero(self._mask)

    def has(self, docs: Docs) -> Mask:
        return self._mask[docs]
