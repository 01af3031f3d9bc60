"""Prefixes, wildcards and ranges → the terms they stand for, within bounds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import translate

import numpy as np
from numpy.typing import NDArray

from index.fieldpostings import parts
from index.postings import Postings
from index.postingsfile import Field
from index.termpostings import Mask

MOST_TERMS = 500
"""Terms that a prefix or a wildcard stands for, the most frequent ones first."""

MOST_LOOKED_AT = 200_000
"""Terms of one segment that are looked at to find them, the most frequent ones (about 0.3 s)."""

_SPECIAL = re.compile(r"[*?[]")


def with_prefix(postings: Postings, field: str, prefix: str) -> list[bytes]:
    """The most frequent terms of `field` that begin with `prefix`."""
    return _most_frequent(postings, field, _bytes(prefix), lambda _: True)


def like(postings: Postings, field: str, pattern: str) -> list[bytes]:
    """The most frequent terms of `field` that match `pattern`, with `*`, `?` and `[…]` as file names have."""
    special = _SPECIAL.search(pattern)
    matches = re.compile(translate(pattern)).match
    prefix = pattern[: special.start()] if special else pattern
    return _most_frequent(postings, field, _bytes(prefix), lambda term: bool(matches(term.decode())))


def _bytes(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which no term has, may begin what a person typed."""
    return text.encode("utf-8", "surrogatepass")


def _most_frequent(
    postings: Postings, field: str, prefix: bytes, accepted: Callable[[bytes], bool]
) -> list[bytes]:
    found: Counter[bytes] = Counter()
    for own, _ in postings.segments(field):
        numbers = _looked_at(own, prefix)
        for number, df in zip(numbers.tolist(), own.df[numbers].tolist(), strict=True):
            term = own.terms[number]
            if accepted(term):
                found[term] += df
    return sorted(found, key=lambda term: (-found[term], term))[:MOST_TERMS]


def _looked_at(field: Field, prefix: bytes) -> NDArray[np.int64]:
    """Numbers of the terms that begin with `prefix`; only the most frequent ones where there are too many."""
    first = field.terms.place(prefix)
    after = field.terms.place(prefix[:-1] + bytes([prefix[-1] + 1])) if prefix else len(field.terms)
    numbers = np.arange(first, after)
    if len(numbers) <= MOST_LOOKED_AT:
        return numbers
    chosen = np.argpartition(field.df[first:after], -MOST_LOOKED_AT)[-MOST_LOOKED_AT:]
    return numbers[np.sort(chosen)]


class TermRange:
    """The terms of `field` from `low` to `high`, None for an open end; exclusive of an end on request."""

    def __init__(
        self,
        postings: Postings,
        field: str,
        low: bytes | None = None,
        high: bytes | None = None,
        *,
        without_low: bool = False,
        without_high: bool = False,
    ) -> None:
        self._postings = postings
        self._name = field
        # The terms right after `t` begin after `t` and a zero byte.
        self._first = b"" if low is None else low + b"\0" * without_low
        self._after = None if high is None else high + b"\0" * (not without_high)

    def _segments(self) -> Iterator[tuple[Field, int, int, int]]:
        """(field, first term, term after the last, number of its first document) of each segment."""
        for own, base in self._postings.segments(self._name):
            first = own.terms.place(self._first)
            after = len(own.terms) if self._after is None else own.terms.place(self._after)
            yield own, first, max(first, after), base

    def terms(self) -> list[bytes]:
        """All the terms."""
        found = {
            own.terms[number] for own, first, after, _ in self._segments() for number in range(first, after)
        }
        return sorted(found)

    def mark(self, mask: Mask) -> None:
        """Set `mask` (one a document of the index) where a document has one of the terms."""
        for own, first, after, base in self._segments():
            for low, high in parts(own.df[first:after].astype(np.int64)):
                mask[own.documents(first + low, first + high) + np.uint32(base)] = True
