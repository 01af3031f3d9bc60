"""The tables of the archive, the same for SQLite and PostgreSQL.

    documents      one row a document: identity, current version, withdrawal, facet columns
    versions       every version ever added: where it came from, metadata, display text
    originals      the bytes of each version as they came, compressed
    events         withdrawals and restorings
    segmentations  cached word boundaries, by text hash and analysis version
    properties     schema version, and the sequence: a counter that rises with every change to a document

History of `SCHEMA_VERSION`:
1: the first tables.
2: `versions.notes`: what was decided while reading a source.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from index.document import VIETNAM

SCHEMA_VERSION = 2


class Moment(TypeDecorator[datetime]):
    """An aware moment as ISO 8601 text with its own zone; Vietnam's offset comes back as `VIETNAM`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return value.isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        moment = datetime.fromisoformat(value) if value else None
        vietnamese = moment is not None and moment.utcoffset() == VIETNAM.utcoffset(None)
        return moment.replace(tzinfo=VIETNAM) if moment and vietnamese else moment


class Json(TypeDecorator[Any]):
    """A JSON value as text, keys in their order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        # Most are empty, and a page of results has thirty.
        return [] if value == "[]" else {} if value == "{}" else json.loads(value or "null")


metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


properties = Table(
    "properties",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False, index=True),
    Column("added", Moment, nullable=False),
    Column("withdrawn", Moment),
    Column("reason", Text),
    Column("published_at", BigInteger),  # seconds since 1970, for order alone
    _text("category"),
    _text("type"),
    _text("issuer"),
    _text("source"),
    _text("year"),
)

LIVE = documents.c.withdrawn.is_(None)

# Covers the one query behind the summary, in less than half the time. `withdrawn` stands last: at the front
# it would draw SQLite away from the order of `sequence`, and streaming would sort once a page.
Index(
    "documents_by_facet",
    *(documents.c[name] for name in ("category", "type", "issuer", "source", "year", "withdrawn")),
    sqlite_where=LIVE,
    postgresql_where=LIVE,
)
Index("documents_by_date", documents.c.published_at, sqlite_where=LIVE, postgresql_where=LIVE)
Index("documents_withdrawn", documents.c.sequence, sqlite_where=~LIVE, postgresql_where=~LIVE)

versions = Table(
    "versions",
    metadata,
    Column("key", Text, ForeignKey("documents.key"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("changed", Moment, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("raw_digest", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    _text("path"),
    Column("line", BigInteger),
    _text("format"),
    _text("encoding"),
    Column("notes", Json, nullable=False, server_default="[]"),
    _text("title"),
    _text("page_title"),
    Column("published", Moment),
    Column("updated", Moment),
    Column("date_only", Boolean, nullable=False),
    *(
        _text(name)
        for name in ("category", "type", "number", "issuer", "source", "author", "url", "language")
    ),
    Column("tags", Json, nullable=False, server_default="[]"),
    Column("extra", Json, nullable=False, server_default="{}"),
    _text("summary"),
    _text("body"),  # last: SQLite then reads the columns before it without following the long text
)

originals = Table(
    "originals",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # zlib
    ForeignKeyConstraint(["key", "version"], ["versions.key", "versions.version"]),
)

events = Table(
    "events",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, ForeignKey("documents.key"), nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("at", Moment, nullable=False),
    _text("reason"),
)

segmentations = Table(
    "segmentations",
    metadata,
    Column("analysis", Text, primary_key=True),
    Column("text_hash", LargeBinary, primary_key=True),
    Column("marks", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
