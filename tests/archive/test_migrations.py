"""A store of an older schema is brought up to date; one of a newer schema is left alone."""

import sqlite3
from pathlib import Path

import pytest

from archive.store import SCHEMA_VERSION, Store, StoreError
from archive.store.migrations import MIGRATIONS
from index.document import Document
from tests.making import put

KEPT = Document(id="cũ", title="Tài liệu từ phiên bản cũ", body="Nội dung")


@pytest.fixture
def old(store: Store, data_dir: Path) -> Path:
    """A store as schema 1 left it: without `versions.notes`."""
    put(store, KEPT)
    store.close()
    path = data_dir / "archive.db"
    _run(path, "ALTER TABLE versions DROP COLUMN notes")
    _run(path, "UPDATE properties SET value = 1 WHERE name = 'schema'")
    return path


def _run(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def _columns(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = [(row[1], row[2]) for row in connection.execute("PRAGMA table_info(versions)")]
    connection.close()
    return found


def test_there_is_one_step_from_every_older_schema() -> None:
    assert list(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


def test_an_older_store_is_migrated_and_keeps_its_documents(old: Path) -> None:
    with Store.open(old) as store:
        stored = store.document(KEPT.key)
        assert stored is not None
        assert (stored.document, stored.origin.notes) == (KEPT, ())
        assert put(store, Document(id="mới", body="x")) == ("added",)
    with Store.open(old, readonly=True) as store:
        assert store.summary().documents == 2


def test_a_migrated_store_has_the_columns_of_a_new_one(old: Path, tmp_path: Path) -> None:
    Store.open(old).close()
    Store.open(tmp_path / "new.db", create=True).close()
    assert sorted(_columns(old)) == sorted(_columns(tmp_path / "new.db"))


def test_an_older_store_is_not_changed_by_a_reader(old: Path) -> None:
    with pytest.raises(StoreError, match="vankho update"):
        Store.open(old, readonly=True)
    assert "notes" not in dict(_columns(old))


def test_a_newer_store_is_refused(store: Store, data_dir: Path) -> None:
    store.close()
    path = data_dir / "archive.db"
    _run(path, f"UPDATE properties SET value = {SCHEMA_VERSION + 1} WHERE name = 'schema'")
    for create in (False, True):
        with pytest.raises(StoreError, match="nâng cấp Vankho"):
            Store.open(path, create=create)
