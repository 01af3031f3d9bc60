"""What was read of large files is let go: a build's memory does not grow with the files that it merges."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import fieldpostings, flatfile
from index.flatfile import PAGE, FlatFile, FlatWriter
from index.inversion import FieldInverter
from index.merging import _SegmentSource, _united
from index.postingsfile import Field

SMAPS = Path("/proc/self/smaps")
pytestmark = pytest.mark.skipif(not SMAPS.exists(), reason="needs Linux's /proc")


def resident(ending: str) -> int:
    """Bytes of mapped files with such names that count as memory of this process."""
    found = re.findall(
        rf"{re.escape(ending)}\n(?:Size|KernelPageSize|MMUPageSize).*?\nRss: +(\d+) kB",
        SMAPS.read_text(),
        re.S,
    )
    return sum(map(int, found)) * 1024


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[int]]:
    """Notes, before each part of a field is written, what files with such names take of memory."""

    def watch(ending: str) -> list[int]:
        noted: list[int] = []
        encode = fieldpostings._encode

        def noting(postings: Any) -> Any:
            noted.append(resident(ending))
            return encode(postings)

        monkeypatch.setattr(fieldpostings, "PART", 20_000)
        monkeypatch.setattr(fieldpostings, "_encode", noting)
        return noted

    return watch


def inverter(directory: Path, *, seed: int) -> FieldInverter:
    """A field of 400 documents with 1,000 of 30,000 terms each, in four runs."""
    made = FieldInverter("x", positions=True, directory=directory)
    numbers = np.random.default_rng(seed).integers(0, 30_000, (400, 1_000))
    for place, document in enumerate(numbers.tolist(), 1):
        made.add([f"t{number}" for number in document])
        if place % 100 == 0:
            made.flush()
    return made


def written(directory: Path, *, seed: int) -> Path:
    directory.mkdir()
    with FlatWriter(directory / "x.postings") as out:
        inverter(directory, seed=seed).write(out)
    return directory / "x.postings"


def test_runs_that_were_read_are_let_go(tmp_path: Path, seen: Callable[[str], list[int]]) -> None:
    made = inverter(tmp_path, seed=1)
    size = sum(path.stat().st_size for path in tmp_path.glob("*.npy"))
    noted = seen(".npy")
    with FlatWriter(tmp_path / "x.postings") as out:
        made.write(out)
    assert len(noted) > 10
    assert max(noted) < size / 4


def test_segments_that_were_read_are_let_go(tmp_path: Path, seen: Callable[[str], list[int]]) -> None:
    paths = [written(tmp_path / str(number), seed=number) for number in range(2)]
    noted = seen("x.postings")
    fields = [Field(FlatFile(path), "x", positions=True) for path in paths]
    sources = [
        _SegmentSource(field, np.arange(400 * n, 400 * (n + 1), dtype=np.uint32))
        for n, field in enumerate(fields)
    ]
    with FlatWriter(tmp_path / "merged.flat") as out:
        fieldpostings.write_field(out, "x", _united(sources), sources)
    assert len(noted) > 20
    assert max(noted) < sum(path.stat().st_size for path in paths) / 2


def test_a_checked_file_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flatfile, "STRETCH", 4 * PAGE)
    with FlatWriter(tmp_path / "x.checked") as out:
        out.add("numbers", np.arange(500_000, dtype=np.uint64))
    file = FlatFile(tmp_path / "x.checked")
    numbers = file.array("numbers")
    assert resident("x.checked") > 50 * PAGE
    file.check()
    assert resident("x.checked") < 8 * PAGE
    assert numbers[[0, -1]].tolist() == [0, 499_999]
