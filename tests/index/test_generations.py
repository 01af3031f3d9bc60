"""Generations: whole or not there at all, whoever dies when; one builder at a time."""

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from index import verify
from index.document import Document
from index.errors import Busy, Damage, GenerationError
from index.generations import MANIFEST, Generation, Generations
from index.schema import SCHEMA_VERSION
from index.segment import ANALYSIS_VERSION
from tests.index.corpora import add, again, documents, publish

ROOT = Path(__file__).parents[2]


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "var")


def build(generations: Generations, *names: str, base: Generation | None = None) -> Generation:
    """Serve a generation of one document for each name, on top of `base`."""
    return publish(generations.data, [Document(id=name, title=name) for name in names], base=base)


def names(generations: Generations) -> list[str]:
    """What stands in the folder of generations."""
    return sorted(path.name for path in generations.root.iterdir())


def found(generation: Generation) -> int:
    return verify.count(generation.path)


# Building and serving


def test_before_the_first_build(generations: Generations) -> None:
    assert generations.current_number() is None
    assert generations.current() is None
    assert generations.numbers() == []


def test_a_generation_is_served_once_it_is_sealed_and_switched_to(generations: Generations) -> None:
    building = generations.begin()
    assert (building.number, names(generations)) == (1, ["1.new"])
    add(building.path, documents(3))
    assert generations.current_number() is None
    generation = generations.seal(building, documents=3, store_sequence=17)
    assert (names(generations), generations.current_number()) == (["1"], None)
    generations.serve(generation)
    assert generations.current() == generation
    assert generations.link.readlink() == Path("generations/1")
    assert sorted(path.name for path in generations.data.iterdir()) == ["current", "generations"]


def test_the_manifest_says_what_a_generation_is(generations: Generations) -> None:
    building = generations.begin()
    add(building.path, documents(3))
    generations.serve(generations.seal(building, documents=3, store_sequence=17))
    generation = generations.current()
    assert generation is not None
    manifest = generation.manifest
    assert (manifest.documents, manifest.store_sequence) == (3, 17)
    assert (manifest.schema_version, manifest.analysis_version) == (SCHEMA_VERSION, ANALYSIS_VERSION)
    assert manifest.whoosh_version == "2.7.4"
    assert manifest.created.endswith("+07:00")
    assert {*manifest.files, MANIFEST} == {path.name for path in generation.path.iterdir()}
    assert not [name for name in manifest.files if "LOCK" in name]
    assert generation.damage() == []


def test_an_update_shares_the_files_that_did_not_change(generations: Generations) -> None:
    first = build(generations, "một", "hai")
    before = {name: (first.path / name).stat().st_ino for name in first.manifest.files}
    second = build(generations, "ba", base=first)
    after = {name: (second.path / name).stat().st_ino for name in second.manifest.files}
    shared = before.keys() & after.keys()
    assert shared
    assert {name for name in shared if before[name] != after[name]} == {"vocabulary.flat"}
    assert {name for name in before if name not in shared} == {"_MAIN_1.toc"}
    assert (found(first), found(second)) == (2, 3)
    assert first.damage() == second.damage() == []


def test_the_one_before_the_served_generation_is_kept(generations: Generations) -> None:
    for number in range(1, 6):
        build(generations, "x")
        assert generations.numbers() == [each for each in (number - 1, number) if each]
    assert names(generations) == ["4", "5"]


def test_pruning_touches_neither_the_served_one_nor_a_newer_one(generations: Generations) -> None:
    generation = build(generations, "x")
    copies = [again(generations, generation) for _ in range(2)]
    waiting = generations.seal(generations.begin(), documents=0, store_sequence=0)
    generations.prune()
    assert generations.numbers() == [*(copy.number for copy in copies), waiting.number]


def test_a_discarded_build_leaves_nothing(generations: Generations) -> None:
    building = generations.begin()
    (building.path / "dở").write_text("dở", "utf-8")
    generations.discard(building)
    generations.discard(building)
    assert names(generations) == []


def test_what_builders_left_half_built_is_cleared(generations: Generations) -> None:
    served = build(generations, "x")
    half = generations.begin()
    (half.path / "MAIN.tmp").mkdir()
    unserved = generations.begin()
    assert not half.path.exists()
    generations.seal(unserved, documents=0, store_sequence=0)
    assert generations.numbers() == [served.number, unserved.number]
    last = generations.begin()
    assert names(generations) == ["1", f"{last.number}.new"]
    assert generations.current() == served


def test_tidying_clears_it_too_when_there_is_nothing_to_build(generations: Generations) -> None:
    first = build(generations, "x")
    second = again(generations, first)
    generations.seal(generations.begin(), documents=0, store_sequence=0)
    (generations.root / "9.new").mkdir()
    (generations.root / "9.new" / "dở").touch()
    (generations.data / "current.new").symlink_to("generations/3")
    generations.tidy()
    assert names(generations) == ["1", "2"]
    assert generations.current() == second
    assert sorted(path.name for path in generations.data.iterdir()) == [
        "current",
        "generations",
        "writer.lock",
    ]


def test_folders_of_other_names_are_left_alone(generations: Generations) -> None:
    build(generations, "x")
    (generations.root / "ghi chú").mkdir()
    build(generations, "y")
    assert names(generations) == ["1", "2", "ghi chú"]


# Rolling back


def test_rolling_back_serves_the_one_before(generations: Generations) -> None:
    first = build(generations, "một")
    build(generations, "hai", base=first)
    assert generations.roll_back() == first
    assert generations.current() == first
    assert generations.numbers() == [1]
    assert found(first) == 1


@pytest.mark.parametrize("built", [0, 1])
def test_nothing_to_roll_back_to(generations: Generations, built: int) -> None:
    for _ in range(built):
        build(generations, "x")
    with pytest.raises(GenerationError, match="Không có thế hệ"):
        generations.roll_back()
    assert generations.current_number() == (built or None)


def test_rolling_back_to_a_generation_that_cannot_be_read_changes_nothing(generations: Generations) -> None:
    first = build(generations, "một")
    second = build(generations, "hai")
    (first.path / MANIFEST).unlink()
    with pytest.raises(GenerationError):
        generations.roll_back()
    assert generations.current() == second


def test_a_number_is_never_given_twice(generations: Generations) -> None:
    """A process that has a generation open must see that another one is another one."""
    first = build(generations, "một")
    second = build(generations, "hai", base=first)
    generations.roll_back()
    generations.tidy()
    third = build(generations, "ba", base=first)
    assert third.number > second.number
    generations.link.unlink()
    assert build(generations, "bốn").number > third.number


# One builder at a time

HOLDER = """
import sys
from pathlib import Path
from index.generations import Generations

with Generations(Path(sys.argv[1])).lock("vankho rebuild"):
    print("giữ", flush=True)
    sys.stdin.read()
"""


def start(data: Path) -> "subprocess.Popen[bytes]":
    """Another process that holds the lock of `data` until its input ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, data],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdout.readline()
    return holder


def test_the_lock_names_its_holder_and_dies_with_it(generations: Generations) -> None:
    with start(generations.data) as holder:
        with pytest.raises(Busy, match=rf"«vankho rebuild» \(tiến trình {holder.pid}, từ"):
            generations.lock("vankho update").__enter__()
        holder.send_signal(signal.SIGKILL)
    with generations.lock("vankho update"):
        pass


def test_the_lock_is_free_when_its_holder_is_done(generations: Generations) -> None:
    with start(generations.data) as holder:
        holder.communicate()
    assert holder.returncode == 0
    for _ in range(2):
        with generations.lock("vankho update"):
            pass


def test_a_builder_that_fails_gives_the_lock_back(generations: Generations) -> None:
    with pytest.raises(ValueError, match="hỏng"), generations.lock("vankho rebuild"):
        raise ValueError("hỏng")
    with generations.lock("vankho rebuild"), pytest.raises(Busy):
        generations.lock("vankho update").__enter__()


# Damage


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "sentence", "quick"),
    [
        (_truncate, "Tệp {} đã bị thay đổi hoặc hỏng.", True),
        (_alter, "Tệp {} đã bị thay đổi hoặc hỏng.", False),
        (Path.unlink, "Thiếu tệp {}.", True),
    ],
)
def test_damage_names_the_file(
    generations: Generations, harm: Callable[[Path], None], sentence: str, quick: bool
) -> None:
    generation = build(generations, "một", "hai")
    for name in generation.manifest.files:
        damaged = again(generations, generation)
        (damaged.path / name).unlink()
        (damaged.path / name).write_bytes((generation.path / name).read_bytes())
        assert damaged.damage() == []
        harm(damaged.path / name)
        assert damaged.damage() == [sentence.format(name)]
        assert damaged.damage(thorough=False) == ([sentence.format(name)] if quick else [])
        generations.roll_back()


def test_an_update_of_a_damaged_generation_names_the_file(generations: Generations) -> None:
    first = build(generations, "một")
    name = next(name for name in first.manifest.files if name.endswith(".documents"))
    _alter(first.path / name)
    with pytest.raises(Damage, match=rf"{name}.*vankho rebuild"):
        build(generations, "hai", base=first)


def test_an_update_of_a_generation_that_lacks_a_file_says_what_to_do(generations: Generations) -> None:
    first = build(generations, "một")
    (first.path / "_MAIN_1.toc").unlink()
    with pytest.raises(GenerationError, match=r"_MAIN_1\.toc.*vankho rebuild"):
        generations.begin(base=first)
    assert found(build(generations, "một", "hai")) == 2


def rewrite(generation: Generation, **changes: Any) -> None:
    path = generation.path / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"schema_version": SCHEMA_VERSION + 1},
        {"analysis_version": "0+underthesea-1.0"},
        {"whoosh_version": "2.4.1"},
    ],
)
def test_another_version_says_which_command_to_run(
    generations: Generations, changes: dict[str, object]
) -> None:
    rewrite(build(generations, "x"), **changes)
    named = str(*changes.values())
    with pytest.raises(GenerationError, match=rf"{re.escape(named)}.*vankho rebuild"):
        generations.current()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"documents": 1}',
        b'{"files": null}',
        b'{"files": {"a": 1}}',
    ],
)
def test_a_manifest_that_cannot_be_read(generations: Generations, content: bytes) -> None:
    (build(generations, "x").path / MANIFEST).write_bytes(content)
    with pytest.raises(GenerationError, match="vankho rebuild"):
        generations.current()
    assert found(build(generations, "x", "y")) == 2


def test_a_manifest_with_a_key_too_many_is_not_understood(generations: Generations) -> None:
    rewrite(build(generations, "x"), later="có")
    with pytest.raises(GenerationError, match="vankho rebuild"):
        generations.current()


def test_a_link_to_nowhere(generations: Generations) -> None:
    build(generations, "x")
    generations.link.unlink()
    generations.link.symlink_to("generations/7")
    assert generations.current_number() == 7
    with pytest.raises(GenerationError, match="vankho rebuild"):
        generations.current()
    generation = build(generations, "x", "y")
    assert generation.number == 8
    assert generations.current() == generation


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("generations/mới")])
def test_what_stands_in_the_place_of_the_link(generations: Generations, make: Callable[[Path], None]) -> None:
    generations.data.mkdir()
    make(generations.link)
    for ask in (generations.current_number, generations.current, generations.begin):
        with pytest.raises(GenerationError, match=r"current không phải liên kết.*vankho rebuild"):
            ask()


# Killed at any instant


def _build_and_die(data: Path, death: int) -> None:
    """Update what is served, counting what Python reports to its audit hooks; die at event `death`."""
    events = 0

    def count(event: str, _: tuple[object, ...]) -> None:
        nonlocal events
        if event.startswith(("os.", "open", "shutil.", "fcntl.")):
            events += 1
            if events == death:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    generations = Generations(data)
    publish(data, [Document(id="mới", title="mới")], base=generations.current())
    (data / "events").write_text(str(events), "utf-8")


def _run(data: Path, death: int) -> int | None:
    process = get_context("fork").Process(target=_build_and_die, args=(data, death))
    process.start()
    process.join()
    return process.exitcode


def test_a_builder_killed_at_any_step_leaves_a_whole_generation(tmp_path: Path) -> None:
    base = publish(tmp_path / "gốc", documents(3))
    generations = Generations(tmp_path / "var")
    again(generations, base)
    assert _run(generations.data, 0) == 0
    steps = int((generations.data / "events").read_text("utf-8"))
    held = set()
    # Every step of the last part, sealing, switching and pruning, and some of those before.
    for death in [*random.Random(0).sample(range(1, steps - 45), 12), *range(steps - 45, steps + 1)]:
        again(generations, base)
        assert not [name for name in names(generations) if name.endswith(".new")]
        assert _run(generations.data, death) in (-signal.SIGKILL, 0)
        current = generations.current()
        assert current is not None
        assert current.damage() == []
        assert found(current) == current.manifest.documents
        held.add(found(current))
    assert held == {3, 4}
