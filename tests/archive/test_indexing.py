"""The index follows the store, one generation at a time, and a generation that is wrong is never served."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.indexing import Differences, check, rebuild, roll_back, update
from archive.store import Store
from index.document import Document
from index.errors import Busy, GenerationError
from index.generations import Generations
from tests.making import put

CITY = [
    Document(id=f"d{n}", title=f"Thông báo số {n} của Sở Công Thương", body=f"Nội dung thứ {n}.\nHết.")
    for n in range(30)
]


@pytest.fixture
def generations(data_dir: Path) -> Generations:
    return Generations(data_dir)


def keys(*ids: str) -> set[str]:
    return {Document(id=document_id).key for document_id in ids}


def agrees(store: Store, generations: Generations) -> Differences:
    differences = check(store, generations)
    assert not differences, differences
    assert differences.behind == 0
    return differences


def test_a_rebuild_indexes_what_is_live(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    store.withdraw("d3", "lý do")
    result = rebuild(store, generations)
    assert (result.documents, result.written, result.segmented, result.published) == (29, 29, 29, True)
    assert agrees(store, generations).documents == 29
    current = generations.current()
    assert current is not None
    assert (current.manifest.documents, current.manifest.store_sequence) == (29, store.sequence())


def test_an_empty_store_gives_an_empty_index(store: Store, generations: Generations) -> None:
    assert rebuild(store, generations).documents == 0
    agrees(store, generations)


def test_a_second_rebuild_segments_nothing(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    assert rebuild(store, generations).segmented == 0
    put(store, replace(CITY[0], body="Nội dung khác hẳn"))
    assert rebuild(store, generations).segmented == 1


def test_an_update_brings_in_only_what_changed(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    store.withdraw("d1", "lý do")
    store.withdraw("d2", "lý do")
    store.restore("d2")
    put(store, replace(CITY[5], body="Nội dung mới"), Document(id="mới", title="Mới tinh", body="x"))
    result = update(store, generations)
    assert (result.documents, result.written, result.deleted, result.reason) == (30, 3, 3, "")
    agrees(store, generations)


def test_many_updates_end_where_a_rebuild_ends(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    for round_ in range(12):
        put(store, *(replace(document, body=f"Lần {round_}") for document in CITY[round_ : round_ + 3]))
        store.withdraw(f"d{round_ + 10}", "lý do")
        update(store, generations)
        agrees(store, generations)
        store.restore(f"d{round_ + 10}")
    update(store, generations)
    agrees(store, generations)


def test_an_update_without_changes_publishes_nothing(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    before = generations.current_number()
    put(store, *CITY)
    result = update(store, generations)
    assert (result.published, result.documents, generations.current_number()) == (False, 30, before)


def test_an_update_without_an_index_rebuilds_and_says_why(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    result = update(store, generations)
    assert (result.reason, result.documents) == ("Chưa có chỉ mục.", 30)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"schema_version": ', '"schema_version": 9'), ('"analysis_version": "', '"analysis_version": "0')],
)
def test_an_update_of_an_index_of_another_version_rebuilds_and_says_why(
    store: Store, generations: Generations, old: str, new: str
) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    manifest = generations.link / "MANIFEST.json"
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    result = update(store, generations)
    assert "phiên bản" in result.reason
    assert result.published
    agrees(store, generations)


def test_a_store_from_a_backup_older_than_the_index_is_rebuilt(
    store: Store, generations: Generations, tmp_path: Path
) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    with Store.open(tmp_path / "backup.db", create=True) as backup:
        put(backup, *CITY[:5])
        result = update(backup, generations)
        assert "bản sao lưu" in result.reason
        assert agrees(backup, generations).documents == 5


def test_check_names_every_kind_of_difference(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    put(store, Document(id="mới", body="x"), replace(CITY[5], body="Nội dung mới"))
    store.withdraw("d1", "lý do")
    found = check(store, generations)
    assert found
    assert set(found.missing) == keys("mới")
    assert set(found.outdated) == keys("d5")
    assert set(found.surplus) == keys("d1")
    assert (found.documents, found.indexed, found.behind, found.damage) == (30, 30, 3, ())


def test_check_names_damaged_files(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    current = generations.current()
    assert current is not None
    name = max(current.manifest.files, key=lambda each: current.manifest.files[each][0])
    (current.path / name).write_bytes(b"\0" * 10)
    found = check(store, generations)
    assert found
    assert any(name in sentence for sentence in found.damage)


def test_check_without_an_index_says_which_command_to_run(store: Store, generations: Generations) -> None:
    with pytest.raises(GenerationError, match="vankho rebuild"):
        check(store, generations)


def test_two_builds_at_once_are_refused_by_name(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    with generations.lock("vankho rebuild"):
        for run in (rebuild, update):
            with pytest.raises(Busy, match="vankho rebuild"):
                run(store, Generations(generations.data))


def test_a_failed_build_leaves_what_is_served(
    store: Store, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *CITY)
    rebuild(store, generations)
    put(store, Document(id="mới", body="x"))
    monkeypatch.setattr("archive.indexing.verify.count", lambda path: 7)
    for run in (rebuild, update):
        with pytest.raises(GenerationError, match="không khớp"):
            run(store, generations)
    assert generations.numbers() == [1]
    assert not list(generations.root.glob("*.new"))
    assert generations.current_number() == 1


def test_rolling_back_serves_the_generation_before(store: Store, generations: Generations) -> None:
    put(store, *CITY[:10])
    rebuild(store, generations)
    put(store, *CITY)
    update(store, generations)
    assert roll_back(generations).manifest.documents == 10
    assert check(store, generations).behind == 20
    update(store, generations)
    assert agrees(store, generations).documents == 30


def test_progress_counts_every_document(store: Store, generations: Generations) -> None:
    put(store, *CITY)
    steps: list[tuple[int, int]] = []
    rebuild(store, generations, progress=lambda done, total: steps.append((done, total)))
    assert sum(done for done, _ in steps) == 30
    assert {total for _, total in steps} == {30}
