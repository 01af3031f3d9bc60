"""What is known of a term before its postings are read: where they stand in each segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.postingsfile import Field, Row

SegmentRow = tuple[Field, Row, int]
"""A term in a segment: the field there, where the term's postings stand, the segment's first document."""


@dataclass(frozen=True)
class Listed:
    """A term of a field; `rows` of the segments that have it."""

    field: str
    term: bytes
    rows: Sequence[SegmentRow]

    @cached_property
    def df(self) -> int:
        """How many documents have the term, deleted ones included."""
        return sum(row.df for _, row, _ in self.rows)

    @property
    def nbytes(self) -> int:
        """Bytes in memory, about."""
        return 250 * len(self.rows)
