"""Building: how long, how much memory, how many bytes. What is named `measure…` runs in a child process.

What a step cost is written beside what it made, so that a folder given with `--work` is built once: stock
Whoosh alone takes hours at 150,000 documents.
"""

import json
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
from index.schema import SCHEMA_VERSION
from index.segment import ANALYSIS_VERSION
from scripts.benchmarks import corpus as corpora
from scripts.benchmarks import streams
from scripts.benchmarks.child import run
from scripts.benchmarks.engines import ENGINES, OURS
from scripts.benchmarks.machine import load, now
from scripts.benchmarks.progress import note

STREAMS = "streams.jsonl"


@dataclass(frozen=True, slots=True)
class Built:
    """One step of building: seconds of the work itself, by the clock and of processors, peak memory of all
    its processes, bytes made; when that was, and the load average as it began."""

    seconds: float
    cpu: float
    pss: int
    anonymous: int
    bytes: int
    detail: Mapping[str, Any]
    when: str
    load: float


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
    """Make a corpus and build it with every engine of `engines`; what the folder holds already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus, data, prepared = folder / "corpus.jsonl", folder / "data", folder / STREAMS
    what = {"collection": Path(collection).name, "count": count, "step": step, "analysis": ANALYSIS_VERSION}
    ours = what | {"schema": SCHEMA_VERSION}
    laying = Laying(name, folder)
    written = laying.step(
        "corpus",
        what,
        "building:measure_corpus",
        collection=collection,
        target=str(corpus),
        count=count,
        step=step,
    )
    store = {"corpus": str(corpus), "data": str(data)}
    laying.step("add", what, "building:measure_add", **store)
    for build in ("rebuild", "rebuild, cached"):
        how = {"data": str(data), "workers": workers, "anew": build == "rebuild"}
        laying.step(build, ours, "building:measure_rebuild", **how)
    laying.step("streams", what, "streams:prepare", data=str(data), target=str(prepared), workers=workers)
    for engine in (each for each in engines if each not in OURS):
        where = {"engine": engine, "source": str(prepared), "directory": str(folder / engine)}
        laying.step(engine, what, "building:measure_build", **where, workers=workers)
    steps = {step: built for step, built in laying.steps.items() if step != "corpus"}
    return Ground(name, folder, written.detail["documents"], written.detail["syllables"], steps)


class Laying:
    """Does steps in order, and remembers in the folder what each cost."""

    def __init__(self, name: str, folder: Path) -> None:
        self.steps: dict[str, Built] = {}
        self._name = name
        self._records = folder / "steps"
        self._records.mkdir(exist_ok=True)

    def step(self, name: str, what: Mapping[str, Any], task: str, **arguments: Any) -> Built:
        """Do `task`, unless it was done here for the same `what`."""
        record = self._records / f"{name}.json"
        known = json.loads(record.read_text("utf-8")) if record.exists() else {}
        if known.get("what") == what:
            built = Built(**known["built"])
        else:
            note(f"{self._name}: {name}")
            built = _built(task, arguments)
            record.write_text(json.dumps({"what": what, "built": asdict(built)}), "utf-8")
        self.steps[name] = built
        return built


def _built(task: str, arguments: Mapping[str, Any]) -> Built:
    when, busy = now(), load()
    done = run(task, **arguments)
    value: dict[str, Any] = done.value
    return Built(
        value["seconds"],
        done.cpu,
        done.peak.pss,
        done.peak.anonymous,
        value["bytes"],
        value["detail"],
        when,
        busy,
    )


def bytes_of(folder: Path) -> int:
    """Bytes of all files below a folder, each file once however many names it has."""
    found = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({(each.st_dev, each.st_ino): each.st_size for each in found}.values())


def measure_corpus(collection: str, target: str, count: int, step: int) -> dict[str, Any]:
    """The collection → a corpus in the import form: `count` made documents, or itself when 0."""
    began = time.perf_counter()
    written = corpora.write(collection, target, count, step)
    return {
        "seconds": time.perf_counter() - began,
        "bytes": Path(target).stat().st_size,
        "detail": written,
    }


def measure_add(corpus: str, data: str) -> dict[str, Any]:
    """Documents in the import form → a new store."""
    shutil.rmtree(data, ignore_errors=True)
    Path(data).mkdir()
    began = time.perf_counter()
    with Store.open(Path(data, "archive.db"), create=True) as store:
        result = add(store, candidates([Path(corpus)]))
    seconds = time.perf_counter() - began
    assert not result.refused, result.refusals[0]
    return {"seconds": seconds, "bytes": bytes_of(Path(data)), "detail": {"added": result.added}}


def measure_rebuild(data: str, workers: int, *, anew: bool) -> dict[str, Any]:
    """Store → a new generation that is served, verified as `vankho rebuild` does; `anew`: segmenting all."""
    generations = Generations(Path(data))
    with Store.open(Path(data, "archive.db")) as store:
        if anew:
            store.segmentations("none").forget_others()
        began = time.perf_counter()
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
