"""Segmentation as it is cached: one bit a token, "continues the word of the token before"."""

from collections.abc import Sequence

import numpy as np


def pack(joins: Sequence[bytes]) -> bytes:
    """Bytes of 0 and 1, one a token and one string a text → their bits, eight tokens a byte."""
    return np.packbits(np.frombuffer(b"".join(joins), np.uint8)).tobytes()


def unpack(marks: bytes, lengths: Sequence[int]) -> list[bytes] | None:
    """The inverse of `pack` for texts of `lengths` tokens; None when `marks` was made for other texts."""
    total = sum(lengths)
    if len(marks) != (total + 7) // 8:
        return None
    bits = np.unpackbits(np.frombuffer(marks, np.uint8), count=total).tobytes()
    joins, start = [], 0
    for length in lengths:
        joins.append(bits[start : start + length])
        start += length
    return joins
