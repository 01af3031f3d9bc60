"""Facet values and times of publication of every document, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader

from index.document import FACETS, VIETNAM
from index.postings import column, leaves
from index.schema import UNDATED

_ZONE_MINUTES = 7 * 60


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """`values[ordinals[doc]]` is a document's value; value 0 is `""`, no value."""

    values: tuple[str, ...]
    ordinals: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """`facets` by name; `published` in minutes since 1970 (`UNDATED` without a date); `months` since 1970."""

    facets: Mapping[str, FacetColumn]
    published: NDArray[np.int64]
    months: NDArray[np.int64]

    def between(self, since: date | None, until: date | None) -> NDArray[np.bool_] | None:
        """Documents published on days `since` to `until` in Vietnam; None when both are open."""
        if since is None and until is None:
            return None
        mask = self.published > UNDATED
        if since is not None:
            mask &= self.published >= _minute(since)
        if until is not None:
            mask &= self.published < _minute(until) + 24 * 60
        return mask


def _minute(day: date) -> int:
    midnight = datetime.combine(day, time(), VIETNAM)
    return (midnight - datetime(1970, 1, 1, tzinfo=VIETNAM)) // timedelta(minutes=1) - _ZONE_MINUTES


def read_columns(reader: IndexReader) -> Columns:
    """Read the columns of an open index."""
    stored = [column(leaf, "published", np.dtype(">u4")) for leaf, _ in leaves(reader)]
    published = np.concatenate([np.empty(0, np.int64), *stored]).astype(np.int64) + UNDATED
    local = (published + _ZONE_MINUTES).astype("datetime64[m]")
    months = local.astype("datetime64[M]").astype(np.int64)
    return Columns({name: _facet(reader, name) for name in FACETS}, published, months)


def _facet(reader: IndexReader, name: str) -> FacetColumn:
    """One facet over all segments, whose own ordinals are translated to common ones."""
    known: dict[str, int] = {"": 0}
    parts = [np.empty(0, np.int32)]
    for leaf, _ in leaves(reader):
        if not leaf.has_column(name):
            parts.append(np.zeros(leaf.doc_count_all(), np.int32))
            continue
        stored: Any = leaf.column_reader(name, translate=False)
        own = [known.setdefault(value.decode(), len(known)) for value in stored._uniques]
        parts.append(np.array(own, np.int32)[_references(stored, leaf.doc_count_all())])
    return FacetColumn(tuple(known), np.concatenate(parts))


def _references(stored: Any, count: int) -> NDArray[Any]:
    """The ordinals of a `whoosh.columns.RefBytesColumn`: one or two bytes a document, big-endian."""
    kind = np.dtype(">u2" if stored._typecode == "H" else np.uint8)
    return np.frombuffer(stored._dbfile.get(stored._basepos, count * kind.itemsize), kind)
