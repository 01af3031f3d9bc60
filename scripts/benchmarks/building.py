"""Building: how long, how much memory, how many bytes. What is named `measure…` runs in a child process."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.adding import add
from archive.indexing import rebuild
from archive.sources import candidates
from archive.store import Store
from index.generations import Generations
from scripts.benchmarks import streams
from scripts.benchmarks.child import Run, run
from scripts.benchmarks.engines import ENGINES, OURS
from scripts.benchmarks.progress import note

STREAMS = "streams.jsonl"


@dataclass(frozen=True, slots=True)
class Built:
    """One step of building: seconds of the work itself, peak memory of all its processes, bytes made."""

    seconds: float
    pss: int
    anonymous: int
    bytes: int
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A corpus on disk: our archive in `data`, prepared streams, the other engines' indexes, what it cost.

    `steps`: "add", "rebuild" (segmenting), "rebuild, cached", "streams", and one for each other engine.
    """

    name: str
    folder: Path
    documents: int
    syllables: int
    steps: Mapping[str, Built]

    @property
    def data(self) -> Path:
        """Our archive."""
        return self.folder / "data"

    @property
    def streams(self) -> Path:
        """The prepared streams."""
        return self.folder / STREAMS

    @property
    def postings(self) -> int:
        """Postings of all streams of both texts."""
        return int(self.steps["streams"].detail["postings"])

    def index(self, engine: str) -> Path:
        """Where an engine's index is."""
        return self.data if engine in OURS else self.folder / engine


def lay(
    name: str, folder: Path, collection: str, count: int, step: int, engines: list[str], workers: int
) -> Ground:
    """Make a corpus and build it with every engine of `engines`."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus, data, prepared = folder / "corpus.jsonl", folder / "data", folder / STREAMS
    note(f"{name}: tạo tài liệu")
    written = run("corpus:write", collection=collection, target=str(corpus), count=count, step=step).value
    steps: dict[str, Built] = {}
    note(f"{name}: thêm {written['documents']:,} tài liệu vào kho")
    steps["add"] = _built(run("building:measure_add", corpus=str(corpus), data=str(data)))
    for build in ("rebuild", "rebuild, cached"):
        note(f"{name}: vankho {build}")
        steps[build] = _built(run("building:measure_rebuild", data=str(data), workers=workers))
    note(f"{name}: chuẩn bị bốn luồng")
    steps["streams"] = _built(run("streams:prepare", data=str(data), target=str(prepared), workers=workers))
    for engine in (each for each in engines if each not in OURS):
        note(f"{name}: dựng {ENGINES[engine].title}")
        where = {"engine": engine, "source": str(prepared), "directory": str(folder / engine)}
        steps[engine] = _built(run("building:measure_build", **where, workers=workers))
    return Ground(name, folder, written["documents"], written["syllables"], steps)


def _built(done: Run) -> Built:
    value: dict[str, Any] = done.value
    return Built(value["seconds"], done.peak.pss, done.peak.anonymous, value["bytes"], value["detail"])


def bytes_of(folder: Path) -> int:
    """Bytes of all files below a folder, each file once however many names it has."""
    found = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({(each.st_dev, each.st_ino): each.st_size for each in found}.values())


def measure_add(corpus: str, data: str) -> dict[str, Any]:
    """Documents in the import form → store."""
    Path(data).mkdir(exist_ok=True)
    began = time.perf_counter()
    with Store.open(Path(data, "archive.db"), create=True) as store:
        result = add(store, candidates([Path(corpus)]))
    seconds = time.perf_counter() - began
    assert not result.refused, result.refusals[0]
    return {"seconds": seconds, "bytes": bytes_of(Path(data)), "detail": {"added": result.added}}


def measure_rebuild(data: str, workers: int) -> dict[str, Any]:
    """Store → a new generation that is served, verified as `vankho rebuild` does."""
    generations = Generations(Path(data))
    began = time.perf_counter()
    with Store.open(Path(data, "archive.db")) as store:
        indexed = rebuild(store, generations, workers=workers)
    seconds = time.perf_counter() - began
    generation = generations.current()
    assert generation is not None
    return {"seconds": seconds, "bytes": bytes_of(generation.path), "detail": asdict(indexed)}


def measure_build(engine: str, source: str, directory: str, workers: int) -> dict[str, Any]:
    """Prepared streams → another engine's index."""
    folder = Path(directory)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.perf_counter()
    ENGINES[engine].build(streams.read(Path(source)), folder, workers)
    return {"seconds": time.perf_counter() - began, "bytes": bytes_of(folder), "detail": {}}
