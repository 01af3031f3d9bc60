"""The archive itself: documents, versions, withdrawals and cached segmentation, by SQLAlchemy."""

from archive.store.segmentations import Segmentations
from archive.store.store import Snapshot, Store
from archive.store.tables import SCHEMA_VERSION
from archive.store.values import (
    Addition,
    DiskFull,
    Event,
    Known,
    Origin,
    Outcome,
    StoredDocument,
    StoreError,
    Summary,
    UnknownDocument,
    Version,
    Withdrawal,
    digest_of,
)
from archive.store.writing import Batch

__all__ = [
    "SCHEMA_VERSION",
    "Addition",
    "Batch",
    "DiskFull",
    "Event",
    "Known",
    "Origin",
    "Outcome",
    "Segmentations",
    "Snapshot",
    "Store",
    "StoreError",
    "StoredDocument",
    "Summary",
    "UnknownDocument",
    "Version",
    "Withdrawal",
    "digest_of",
]
