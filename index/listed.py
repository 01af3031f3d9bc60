"""What is known of a term before its postings are read: where they stand in each segment."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.postingsfile import Field, Row

SegmentRow = tuple[Field, Row, int]
"""A term in a segment: the field there, where the term's postings stand, the segment's first document."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A term of a field, which `df` documents have, deleted ones included.

    `numbers` holds its number in each of `segments` (the field there, the segment's first document), -1 where
    it is not.
    """

    field: str
    term: bytes
    segments: Sequence[tuple[Field, int]]
    numbers: Sequence[int]
    df: int

    @property
    def rows(self) -> list[SegmentRow]:
        """The segments that have the term."""
        pairs = zip(self.segments, self.numbers, strict=True)
        return [(own, own.row(number), base) for (own, base), number in pairs if number >= 0]

    @property
    def nbytes(self) -> int:
        """Bytes in memory, beside those of any value (`index.recent.OVERHEAD`)."""
        return 36 * len(self.numbers)
