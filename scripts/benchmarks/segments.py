"""One segment against ten: the same documents in the same order, written ten times instead of once."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.store import Store
from index import writer
from index.generations import Generations
from index.segment import ANALYSIS_VERSION
from scripts.benchmarks.building import Ground
from scripts.benchmarks.child import run
from scripts.benchmarks.latency import Asked, ask

SEGMENTS = 10


def compare(ground: Ground, engine: str, count: int, seconds: float) -> Mapping[int, Asked]:
    """Number of segments → what one of our engines did with them."""
    many = ground.folder / "segments"
    run("segments:write", data=str(ground.data), target=str(many))
    drawn = run("questions:draw", source=str(ground.streams), count=count).value
    one = ask(f"{ground.name}, một phân đoạn", engine, ground.data, drawn, seconds)
    ten = ask(f"{ground.name}, mười phân đoạn", engine, many, drawn, seconds)
    return {one.segments: one, ten.segments: ten}


def write(data: str, target: str) -> Sequence[int]:
    """In a child process: the documents of the store in `data` → a generation of `SEGMENTS` segments."""
    writer.MOST_SEGMENTS = SEGMENTS  # the usual policy would merge them
    Path(target).mkdir()
    generations = Generations(Path(target))
    with Store.open(Path(data, "archive.db")) as store, store.snapshot() as snapshot:
        each = -(-snapshot.count // SEGMENTS)
        documents = (writer.Indexable(one.document, one.digest.hex()) for one in snapshot.live())
        with generations.lock("scripts/bench"):
            building = generations.begin()
            cache = store.segmentations(ANALYSIS_VERSION)
            written = []
            while some := list(itertools.islice(documents, each)):
                written.append(writer.write(building.path, some, cache=cache).documents)
            generations.serve(generations.seal(building, documents=snapshot.count, store_sequence=1))
    return written
