"""The greatest of many scores, without sorting them."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Places = NDArray[np.intp]

_BLOCK = 256
_ROUNDING = 1e-4
"""Sums of 4-byte floats in another order differ by less than this part of them."""


def best(scores: Scores, count: int) -> Places:
    """Places of all scores that can be among the `count` greatest: at least so many, ties included."""
    if count >= len(scores):
        return np.arange(len(scores))
    places: Places = np.flatnonzero(scores >= _floor(scores, count))
    if len(places) <= count:
        return places
    kept: Places = places[scores[places] >= np.partition(scores[places], -count)[-count]]
    return kept


def within_reach(scores: Scores, count: int, left: float) -> Places | None:
    """Places of the scores that may still be among the `count` greatest when up to `left` is added to any.

    None when that may be all of them.
    """
    if count >= len(scores):
        return None
    least = float(_floor(scores, count)) * (1 - _ROUNDING) - left
    return np.flatnonzero(scores >= np.float32(least)) if least > 0 else None


def _floor(scores: Scores, count: int) -> np.float32:
    """No more than the `count`-th greatest score.

    The greatest of each block of scores bound it from below, so that few are looked at twice.
    """
    if count * _BLOCK * 2 >= len(scores):
        return np.float32(np.partition(scores, -count)[-count])
    whole = len(scores) // _BLOCK * _BLOCK
    tops = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    return np.float32(np.partition(tops, -count)[-count])
