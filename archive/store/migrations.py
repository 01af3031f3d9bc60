"""An empty, older or newer database → one of the present schema, or a clear error.

`MIGRATIONS[n]` brings a database from schema n to n + 1. A migration, like the making of the first tables,
is one transaction: killed at any instant, the database is as it was before.
"""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, select, text, update

from archive.store.engine import reading, writing
from archive.store.tables import SCHEMA_VERSION, metadata, properties
from archive.store.values import StoreError


def _notes(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE versions ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'"))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _notes}


def prepare(engine: Engine, *, create: bool, readonly: bool) -> None:
    """Check the database's schema, and make or migrate it when that is allowed.

    Raises `StoreError` for a database that is empty (unless `create`), somebody else's, newer than this
    program, or older while `readonly`.
    """
    with reading(engine) as connection:
        version = _version(connection)
    if version == SCHEMA_VERSION:
        return
    if version == 0 and not create:
        raise StoreError("Kho tài liệu còn trống. Hãy thêm tài liệu bằng `vankho add ĐƯỜNG_DẪN`.")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"Kho tài liệu có cấu trúc phiên bản {version}, mới hơn chương trình này (phiên bản "
            f"{SCHEMA_VERSION}). Hãy nâng cấp Vankho."
        )
    if readonly:
        raise StoreError(f"Kho tài liệu có cấu trúc cũ (phiên bản {version}). Hãy chạy `vankho update`.")
    with writing(engine) as connection:
        _bring_up(connection)


def _version(connection: Connection) -> int:
    """The database's schema version; 0 for a database without tables."""
    names = inspect(connection).get_table_names()
    if not names:
        return 0
    if properties.name not in names:
        raise StoreError("Cơ sở dữ liệu này của một chương trình khác. Hãy kiểm tra VANKHO_DATABASE.")
    query = select(properties.c.value).where(properties.c.name == "schema")
    return int(connection.execute(query).scalar_one())


def _bring_up(connection: Connection) -> None:
    version = _version(connection)  # again: another process may have been first
    if version == 0:
        metadata.create_all(connection)
        first = [{"name": "schema", "value": SCHEMA_VERSION}, {"name": "sequence", "value": 0}]
        connection.execute(insert(properties), first)
        return
    for step in range(version, SCHEMA_VERSION):
        MIGRATIONS[step](connection)
    changed = update(properties).where(properties.c.name == "schema").values(value=SCHEMA_VERSION)
    connection.execute(changed)
