"""Lists of numbers ↔ bytes, each list in the narrowest of 1, 2 or 4 bytes that holds its largest number.

Everything works on many lists at once: `values` holds the lists one after the other, `counts` their lengths.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]


def narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """The same numbers, none below 0, in the narrowest unsigned type that holds them all."""
    top = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(np.uint8 if top < 1 << 8 else np.uint16 if top < 1 << 16 else np.uint32)


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays one behind the other; a single one as it is, without a copy."""
    if not parts:
        return np.empty(0, np.int64)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def starts_of(counts: Ints) -> NDArray[np.int64]:
    """Where each list starts when lists of `counts` numbers stand one after the other."""
    starts = np.zeros(len(counts), np.int64)
    np.cumsum(counts[:-1], out=starts[1:])
    return starts


def places(starts: Ints, counts: Ints, step: int = 1) -> NDArray[np.int64]:
    """Place of every number of every list: `starts[i] + step * j` for number j of list i."""
    total = int(counts.sum())
    base = np.repeat(starts.astype(np.int64) - step * starts_of(counts), counts)
    return base + step * np.arange(total, dtype=np.int64)


def largest(values: NDArray[Any], counts: Ints) -> NDArray[Any]:
    """The largest number of each list; no list may be empty."""
    return np.maximum.reduceat(values, starts_of(counts)) if len(counts) else np.empty(0, values.dtype)


def widths_for(top: NDArray[Any]) -> NDArray[np.uint8]:
    """Bytes a number, 1, 2 or 4, for lists whose largest numbers are `top`."""
    widths = np.full(len(top), 4, np.uint8)
    widths[top < 1 << 16] = 2
    widths[top < 1 << 8] = 1
    return widths


def pack(
    out: NDArray[np.uint8], starts: Ints, counts: Ints, widths: Ints, values: NDArray[np.uint32]
) -> None:
    """Write list i into `out` from byte `starts[i]`, in `widths[i]` bytes a number (0: not at all)."""
    for width in (1, 2, 4):
        chosen = widths == width
        if not chosen.any():
            continue
        mine = values if chosen.all() else values[np.repeat(chosen, counts)]
        cells = mine.astype(f"<u{width}").view(np.uint8).reshape(-1, width)
        at = places(starts[chosen], counts[chosen], width)
        for byte in range(width):
            out[at + byte] = cells[:, byte]


def unpack(
    data: NDArray[np.uint8], starts: Ints, counts: Ints, widths: Ints, *, absent: int = 0
) -> NDArray[np.uint32]:
    """The inverse of `pack`; numbers of lists of width 0 are `absent`."""
    values = np.full(int(counts.sum()), absent, np.uint32)
    for width in (1, 2, 4):
        chosen = widths == width
        if not chosen.any():
            continue
        at = places(starts[chosen], counts[chosen], width)
        mine = data[at].astype(np.uint32)
        for byte in range(1, width):
            mine |= data[at + byte].astype(np.uint32) << np.uint32(8 * byte)
        if chosen.all():
            return mine
        values[np.repeat(chosen, counts)] = mine
    return values


def gaps(docs: NDArray[np.uint32], counts: Ints) -> NDArray[np.uint32]:
    """Rising document numbers, list by list → the first number and the differences after it."""
    if not len(docs):
        return docs
    found = np.diff(docs, prepend=np.uint32(0))
    first = starts_of(counts)
    found[first] = docs[first]
    return found


def running(found: NDArray[np.uint32], counts: Ints) -> NDArray[np.uint32]:
    """The inverse of `gaps`."""
    if not len(found):
        return found
    total = np.cumsum(found, dtype=np.uint64)
    first = starts_of(counts)
    before = total[first] - found[first]
    return (total - np.repeat(before, counts)).astype(np.uint32)
