"""One segment against ten: the same documents in the same order, written ten times instead of once."""

import itertools
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.store import Store
from index import writer
from index.generations import Generations
from index.schema import SCHEMA_VERSION
from index.segment import ANALYSIS_VERSION
from scripts.benchmarks.building import Ground, Laying, bytes_of
from scripts.benchmarks.child import run
from scripts.benchmarks.latency import Asked, ask

SEGMENTS = 10


def compare(ground: Ground, engine: str, count: int, seconds: float, workers: int) -> Mapping[int, Asked]:
    """Number of segments → what one of our engines did with them."""
    many = ground.folder / "segments"
    what = {"schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION, "documents": ground.documents}
    where = {"data": str(ground.data), "target": str(many)}
    Laying(ground.name, ground.folder).step(
        "segments", what, "segments:measure_write", **where, workers=workers
    )
    drawn = run("questions:draw", source=str(ground.streams), count=count).value
    one = ask(f"{ground.name}, một phân đoạn", engine, ground.data, drawn, seconds)
    ten = ask(f"{ground.name}, mười phân đoạn", engine, many, drawn, seconds)
    return {one.segments: one, ten.segments: ten}


def measure_write(data: str, target: str, workers: int) -> dict[str, Any]:
    """In a child process: the documents of the store in `data` → a generation of `SEGMENTS` segments."""
    writer.MOST_SEGMENTS = SEGMENTS  # the usual policy would merge them
    shutil.rmtree(target, ignore_errors=True)
    Path(target).mkdir()
    began = time.perf_counter()
    generations = Generations(Path(target))
    with Store.open(Path(data, "archive.db")) as store, store.snapshot() as snapshot:
        each = -(-snapshot.count // SEGMENTS)
        documents = (writer.Indexable(one.document, one.digest.hex()) for one in snapshot.live())
        with generations.lock("scripts/bench"):
            building = generations.begin()
            cache = store.segmentations(ANALYSIS_VERSION)
            written = []
            while some := list(itertools.islice(documents, each)):
                written.append(writer.write(building.path, some, cache=cache, workers=workers).documents)
            generations.serve(generations.seal(building, documents=snapshot.count, store_sequence=1))
    return {
        "seconds": time.perf_counter() - began,
        "bytes": bytes_of(Path(target)),
        "detail": {"of": written},
    }
