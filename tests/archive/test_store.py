"""The store keeps every version and every withdrawal, and shows one moment at a time."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_mock_engine, event
from sqlalchemy.engine.mock import MockConnection

from archive.store import DiskFull, Store, StoreError, UnknownDocument, digest_of
from archive.store.tables import metadata
from index.document import VIETNAM, Document
from tests.making import addition, put

FULL = Document(
    id="thông-báo/45",
    title="Thông báo tuyển dụng",
    body="Đoạn một.\nĐoạn hai.",
    summary="Tóm tắt",
    page_title="Tin khác",
    published=datetime(2021, 6, 30, 18, 0, tzinfo=VIETNAM),
    updated=datetime(2021, 7, 1, tzinfo=VIETNAM),
    date_only=True,
    category="Tuyển dụng",
    type="Thông báo",
    number="45/TB-UBND",
    issuer="Ủy ban nhân dân",
    source="Cổng thông tin",
    author="Trần Thị B",
    url="https://example.vn/45",
    language="vi",
    tags=("việc làm", "công chức"),
    extra={"z": [1, {"sâu": None}], "a": "trước"},
)


def test_a_document_comes_back_as_it_was_put(store: Store) -> None:
    assert put(store, FULL) == ("added",)
    stored = store.document(FULL.key)
    assert stored is not None
    assert stored.document == FULL
    assert list(stored.document.extra) == ["z", "a"], "metadata keys keep their order"
    assert stored.document.published is not None
    assert stored.document.published.tzinfo is VIETNAM
    assert (stored.version, stored.latest, stored.digest) == (1, 1, digest_of(FULL))
    assert (stored.origin.path, stored.origin.line, stored.origin.encoding) == ("thử.jsonl", 1, "utf-8")
    assert store.by_id(FULL.id) == stored


texts = st.text(st.characters(codec="utf-8"), max_size=20)
scalars = st.none() | st.booleans() | st.integers() | texts
plain = st.recursive(scalars, lambda inner: st.lists(inner), max_leaves=3)


@given(
    title=texts,
    body=texts,
    tags=st.lists(texts, max_size=3).map(tuple),
    extra=st.dictionaries(texts, plain, max_size=3),
    published=st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
)
def test_any_text_date_and_metadata_survive(tmp_path_factory: pytest.TempPathFactory, **fields: Any) -> None:
    if fields["published"]:
        fields["published"] = fields["published"].replace(tzinfo=VIETNAM)
    document = Document(id="một", **fields)
    with Store.open(tmp_path_factory.mktemp("kho") / "archive.db", create=True) as store:
        put(store, document)
        stored = store.document(document.key)
        assert stored is not None
        assert stored.document == document
        assert digest_of(stored.document) == stored.digest


def test_equal_digests_mean_equal_documents() -> None:
    assert digest_of(FULL) == digest_of(replace(FULL))
    changes: list[dict[str, Any]] = [
        {"title": "Khác"},
        {"date_only": False},
        {"tags": ()},
        {"extra": {}},
        {"published": datetime(2021, 6, 30, 18, 1, tzinfo=VIETNAM)},
    ]
    assert len({digest_of(FULL), *(digest_of(replace(FULL, **change)) for change in changes)}) == 6


def test_unknown_documents_are_none(store: Store) -> None:
    assert store.document("0" * 13) is None
    assert store.by_id("không có") is None
    assert store.version("0" * 13, 1) is None
    assert store.original("0" * 13, 1) is None
    assert store.versions("0" * 13) == ()


def test_documents_come_in_the_order_of_the_keys_asked_for(store: Store) -> None:
    made = [Document(id=f"d{n}", body="x") for n in range(1_100)]
    put(store, *made)
    keys = [document.key for document in reversed(made)]
    assert list(store.documents([*keys, "không có"])) == keys


def test_every_version_is_kept_with_its_bytes(store: Store) -> None:
    first, second = Document(id="a", title="Một", body="1"), Document(id="a", title="Hai", body="2")
    for document, raw in ((first, b"raw 1"), (second, b"raw 2"), (first, b"raw 3")):
        with store.batch() as batch:
            batch.put([addition(document, raw=raw)])
    history = store.versions(first.key)
    assert [(version.number, version.title, version.size) for version in history] == [
        (3, "Một", 5),
        (2, "Hai", 5),
        (1, "Một", 5),
    ]
    assert [store.original(first.key, n) for n in (1, 2, 3)] == [b"raw 1", b"raw 2", b"raw 3"]
    old = store.version(first.key, 2)
    assert old is not None
    assert (old.document, old.version, old.latest) == (second, 2, 3)
    assert history[0].added >= history[1].added >= history[2].added


def test_the_same_content_again_is_no_new_version(store: Store) -> None:
    put(store, FULL)
    before = store.sequence()
    with store.batch() as batch:
        assert batch.put([addition(FULL, raw=b"other bytes, same document")]) == ("unchanged",)
    assert store.sequence() == before
    assert len(store.versions(FULL.key)) == 1
    assert [known.id for known in store.known([b"other bytes, same document"[-16:]]).values()] == [FULL.id]


def test_one_batch_may_hold_several_versions_of_a_document(store: Store) -> None:
    made = [Document(id="a", body=body) for body in ("1", "2", "2", "3")]
    assert put(store, *made) == ("added", "updated", "unchanged", "updated")
    stored = store.by_id("a")
    assert stored is not None
    assert (stored.version, stored.document.body) == (3, "3")


class Clash(Document):
    """A document whose id happens to have another document's key."""

    @property
    def key(self) -> str:
        return FULL.key


def test_another_id_with_the_same_key_is_not_stored(store: Store) -> None:
    put(store, FULL)
    assert put(store, Clash(id="khác", body="x"), Document(id="b", body="y")) == ("taken", "added")
    stored = store.document(FULL.key)
    assert stored is not None
    assert stored.document == FULL
    assert store.by_id("khác") is None


def test_an_exception_in_a_batch_keeps_none_of_it(store: Store) -> None:
    def fail() -> None:
        with store.batch() as batch:
            batch.put([addition(FULL)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.document(FULL.key) is None
    assert store.sequence() == 0


def test_withdrawing_and_restoring_are_history(store: Store) -> None:
    put(store, FULL)
    assert store.withdraw(FULL.id, "Thông tin cá nhân")
    assert not store.withdraw(FULL.id, "Thông tin cá nhân"), "already so"
    withdrawn = store.document(FULL.key)
    assert withdrawn is not None
    assert withdrawn.withdrawal is not None
    assert withdrawn.withdrawal.reason == "Thông tin cá nhân"
    assert store.withdraw(FULL.id, "Theo quyết định của toà"), "another reason replaces the first"
    assert store.restore(FULL.id)
    assert not store.restore(FULL.id), "already so"
    restored = store.document(FULL.key)
    assert restored is not None
    assert restored.withdrawal is None
    assert [(event.action, event.reason) for event in store.events(FULL.key)] == [
        ("withdrawn", "Thông tin cá nhân"),
        ("withdrawn", "Theo quyết định của toà"),
        ("restored", ""),
    ]


def test_a_withdrawn_document_that_changes_stays_withdrawn(store: Store) -> None:
    put(store, FULL)
    store.withdraw(FULL.id, "Nhầm")
    assert put(store, replace(FULL, body="mới")) == ("updated",)
    stored = store.document(FULL.key)
    assert stored is not None
    assert (stored.withdrawal is not None, stored.version) == (True, 2)


def test_withdrawing_needs_a_known_document_and_a_reason(store: Store) -> None:
    with pytest.raises(UnknownDocument, match="không-có"):
        store.withdraw("không-có", "lý do")
    with pytest.raises(UnknownDocument, match="không-có"):
        store.restore("không-có")
    put(store, FULL)
    with pytest.raises(StoreError, match="lý do"):
        store.withdraw(FULL.id, "  ")


def test_the_sequence_rises_with_every_change(store: Store) -> None:
    seen = [store.sequence()]
    put(store, Document(id="a", body="1"), Document(id="b", body="1"))
    seen.append(store.sequence())
    put(store, Document(id="a", body="2"))
    seen.append(store.sequence())
    store.withdraw("a", "lý do")
    seen.append(store.sequence())
    store.restore("a")
    seen.append(store.sequence())
    assert seen == [0, 2, 3, 4, 5]


def test_a_snapshot_shows_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    put(store, *(Document(id=f"d{n}", body="cũ") for n in range(5)))
    store.withdraw("d0", "lý do")
    with store.snapshot() as snapshot:
        put(store, Document(id="mới", body="x"), Document(id="d1", body="mới"))
        store.withdraw("d2", "lý do")
        assert (snapshot.sequence, snapshot.count) == (6, 4)
        assert {stored.document.id: stored.document.body for stored in snapshot.live()} == dict.fromkeys(
            ("d1", "d2", "d3", "d4"), "cũ"
        )
        assert list(snapshot.gone()) == [Document(id="d0").key]


def test_changes_since_a_number_are_exactly_those(store: Store) -> None:
    put(store, *(Document(id=f"d{n}", body="x") for n in range(700)))
    since = store.sequence()
    put(store, Document(id="d3", body="y"), Document(id="mới", body="z"))
    store.withdraw("d5", "lý do")
    store.withdraw("d6", "lý do")
    store.restore("d6")
    with store.snapshot() as snapshot:
        assert [stored.document.id for stored in snapshot.live(since)] == ["d3", "mới", "d6"]
        assert list(snapshot.gone(since)) == [Document(id="d5").key]
        assert snapshot.changes(since) == (3, 1)
        assert snapshot.count == 700 == sum(1 for _ in snapshot.live())
        assert dict(snapshot.digests()) == {stored.key: stored.digest for stored in snapshot.live()}


def test_the_summary_agrees_with_counting(store: Store) -> None:
    issuers = ("Sở Y tế", "Sở Công Thương", "")
    made = [
        Document(
            id=f"d{n}",
            body="x",
            issuer=issuers[n % 3],
            category="tin" if n % 2 else "văn bản",
            published=datetime(2015 + n % 7, 3, 1, tzinfo=VIETNAM) + timedelta(days=n) if n % 5 else None,
        )
        for n in range(60)
    ]
    put(store, *made)
    store.withdraw("d59", "lý do")
    live = made[:59]
    summary = store.summary(newest=3)
    assert (summary.documents, summary.withdrawn) == (59, 1)
    assert (summary.first_year, summary.last_year) == ("2015", "2021")
    for facet in ("category", "type", "issuer", "source", "year"):
        values = [document.facet(facet) for document in live if document.facet(facet)]
        assert dict(summary.counts[facet]) == {value: values.count(value) for value in values}
    assert list(summary.counts["year"]) == sorted(summary.counts["year"], reverse=True)
    dated = sorted((document.published for document in live if document.published), reverse=True)
    assert [stored.document.published for stored in summary.newest] == dated[:3]


def test_the_summary_follows_every_change(store: Store) -> None:
    assert store.summary().documents == 0
    assert store.summary().last_year == ""
    put(store, FULL)
    assert store.summary().counts["issuer"] == {"Ủy ban nhân dân": 1}
    store.withdraw(FULL.id, "lý do")
    assert (store.summary().documents, store.summary().withdrawn) == (0, 1)
    assert store.summary().newest == ()


def test_segmentation_is_kept_by_text_and_analysis_version(store: Store) -> None:
    cache = store.segmentations("1")
    cache.save({b"hash 1": b"marks", b"hash 2": b""})
    cache.save({b"hash 1": b"marks", b"hash 3": b"more"})
    assert cache.load([b"hash 1", b"hash 2", b"hash 4"]) == {b"hash 1": b"marks", b"hash 2": b""}
    assert len(cache) == 3
    newer = store.segmentations("2")
    assert newer.load([b"hash 1"]) == {}
    newer.save({b"hash 1": b"new"})
    assert newer.forget_others() == 3
    assert (len(cache), len(newer)) == (0, 1)


def test_segmentation_may_be_saved_while_a_snapshot_is_open(store: Store) -> None:
    put(store, FULL)
    cache = store.segmentations("1")
    with store.snapshot() as snapshot:
        for stored in snapshot.live():
            cache.save({stored.digest: b"marks"})
    assert len(cache) == 1


def test_a_readonly_store_sees_what_another_writes_and_cannot_write(store: Store, data_dir: Path) -> None:
    with Store.open(data_dir / "archive.db", readonly=True) as reader:
        with store.batch() as batch:
            batch.put([addition(FULL)])
            assert reader.document(FULL.key) is None, "not committed yet, and not waited for"
        assert reader.document(FULL.key) is not None
        with pytest.raises(StoreError, match="quyền ghi"):
            reader.withdraw(FULL.id, "lý do")


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="vankho add"):
        Store.open(tmp_path / "archive.db")
    (tmp_path / "archive.db").touch()
    with pytest.raises(StoreError, match="vankho add"):
        Store.open(tmp_path / "archive.db")


def test_a_file_that_is_no_store_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"not a database at all " * 400)
    for readonly in (True, False):
        with pytest.raises(StoreError, match="bị hỏng"):
            Store.open(path, readonly=readonly)
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE contacts (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match="chương trình khác"):
        Store.open(path, create=True)


def test_a_full_disk_is_said_and_leaves_what_was_committed(store: Store, data_dir: Path) -> None:
    def small(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 100")  # SQLite then says what it says on a full disk

    put(store, FULL)
    event.listen(Engine, "connect", small)
    try:
        with Store.open(data_dir / "archive.db") as full, pytest.raises(DiskFull, match="Ổ đĩa đã đầy"):
            put(full, *(Document(id=f"d{n}", body="x" * 5_000) for n in range(200)))
    finally:
        event.remove(Engine, "connect", small)
    assert store.summary().documents == 1
    assert put(store, Document(id="mới", body="x")) == ("added",)


def test_damage_inside_the_file_is_a_store_error(store: Store, data_dir: Path) -> None:
    put(store, *(Document(id=f"d{n}", body="x" * 2_000) for n in range(200)))
    store.close()
    path = data_dir / "archive.db"
    whole = bytearray(path.read_bytes())
    whole[8192:] = b"\xff" * (len(whole) - 8192)
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="hỏng"), Store.open(path, readonly=True) as damaged:
        damaged.summary()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_store_in_memory_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="cần một tệp"):
        Store.open(url, create=True)


@pytest.mark.parametrize("url", ["khác://máy/kho", "://"])
def test_an_unusable_address_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="VANKHO_DATABASE"):
        Store.open(url)


def test_a_url_and_a_path_open_the_same_store(store: Store, data_dir: Path) -> None:
    put(store, FULL)
    with Store.open(f"sqlite:///{data_dir / 'archive.db'}") as same:
        assert same.document(FULL.key) is not None


def test_the_tables_can_be_made_in_postgresql() -> None:
    made: list[str] = []
    engine: MockConnection = create_mock_engine(
        "postgresql://", lambda sql, *_, **__: made.append(str(sql.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    for table in metadata.sorted_tables:
        assert any(f"CREATE TABLE {table.name} " in statement for statement in made)
        assert all(any(f"INDEX {index.name} " in statement for statement in made) for index in table.indexes)
