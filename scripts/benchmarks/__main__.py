"""`scripts/bench`: options → parts → tables on standard output."""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scripts.benchmarks import (
    agreement,
    building,
    latency,
    machine,
    options,
    report,
    segmentation,
    segments,
    served,
    targets,
)
from scripts.benchmarks.building import Ground
from scripts.benchmarks.child import ChildFailed
from scripts.benchmarks.corpus import SAMPLE
from scripts.benchmarks.options import Options
from scripts.benchmarks.segmentation import Segmented

GROWING = ("search", "executor", "tantivy")


class Bench:
    """One run: prints each table when it is ready, and keeps the numbers for `--json`."""

    def __init__(self, chosen: Options, work: Path) -> None:
        self.options = chosen
        self.work = work
        self.engines = [each for each in chosen.engines if find_spec("tantivy") or "tantivy" not in each]
        self.numbers: dict[str, Any] = {}
        self._segmented: Segmented | None = None

    def run(self) -> bool:
        """Measure all chosen parts. False when engines that must agree do not."""
        print("\n".join(["## scripts/bench\n", *machine.header(), *self._absences()]))
        if "segmentation" in self.options.parts:
            self._segmentation()
        agreed = [self._corpus(name) for name in self.options.corpora if self._needed()]
        if "growth" in self.options.parts:
            self._growth()
        return all(agreed)

    def _needed(self) -> bool:
        return bool({"build", "latency", "segments", "served", "agreement"} & set(self.options.parts))

    def _absences(self) -> Iterator[str]:
        if self.options.collection == SAMPLE:
            yield "- **../shared/data is not here: the collection is the sample archive**"
        if not find_spec("tantivy"):
            yield "- **Tantivy is not installed: its rows are missing**"

    def _corpus(self, name: str) -> bool:
        chosen, parts = self.options, self.options.parts
        count = chosen.documents if name == "made" else 0
        title = f"{name}, {count:,} documents" if count else name
        ground = self._ground(title, count, self.engines)
        aims = list(targets.built(ground))
        self._print(f"{name}/build", report.building(ground, chosen.workers), ground)
        if self._segmented:
            aims += targets.first_build(ground, self._segmented)
        agreed = True
        if "latency" in parts:
            agreed = self._latency(name, ground, aims)
        if "agreement" in parts:
            agreed = self._agreement(name, ground, aims) and agreed
        if "segments" in parts:
            split = segments.compare(ground, "search", chosen.questions, chosen.seconds, chosen.workers)
            aims += targets.split(split)
            self._print(f"{name}/segments", report.segments(ground, split), split)
        if "served" in parts:
            value = served.serve(ground, chosen.questions, chosen.served_seconds)
            aims += targets.serving(value)
            self._print(f"{name}/served", report.served(ground, value), value)
        print(targets.verdict(title, iter(aims)), flush=True)
        return agreed

    def _ground(self, title: str, count: int, engines: list[str]) -> Ground:
        """A corpus of `count` made documents, or the collection when 0; each is laid once in a folder."""
        chosen = self.options
        folder = self.work / (f"made-{count}" if count else "collection")
        source = str(chosen.collection)
        return building.lay(title, folder, source, count, chosen.step, engines, chosen.workers)

    def _latency(self, name: str, ground: Ground, aims: list[targets.Target]) -> bool:
        asked = latency.ask_all(ground, self.engines, self.options.questions, self.options.seconds)
        aims += [*targets.compared(asked), *targets.opened(asked)]
        self._print(f"{name}/latency", report.latency(ground, asked), asked)
        print(report.agreement(asked))
        print(report.opening(ground, asked), flush=True)
        first, *others = report.exact(asked)
        return not any(latency.disagreements(asked[first], asked[each]) for each in others)

    def _agreement(self, name: str, ground: Ground, aims: list[targets.Target]) -> bool:
        value = agreement.compare(ground, self.options.agreeing)
        aims += targets.agreeing(value)
        self._print(f"{name}/agreement", report.with_oracle(ground, value), value)
        return not value.differences

    def _segmentation(self) -> None:
        chosen = self.options
        value = segmentation.compare(chosen.collection, chosen.segmented)
        self._segmented = value
        self._print("segmentation", report.segmentation(value), value)
        print(targets.verdict("segmentation", targets.segmented(value)), flush=True)

    def _growth(self) -> None:
        chosen = self.options
        engines = [each for each in GROWING if each in self.engines]
        grounds, asked = [], []
        for count in chosen.growth:
            ground = self._ground(f"made, {count:,} documents", count, engines)
            grounds.append(ground)
            asked.append(latency.ask_all(ground, engines, chosen.questions, chosen.seconds))
        self._print("growth", report.growth(grounds, asked), [grounds, asked])

    def _print(self, name: str, text: str, value: Any) -> None:
        print(text, flush=True)
        self.numbers[name] = value


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def main() -> int:
    """0: done; 1: a measurement failed, or engines that must agree did not."""
    chosen = options.read()
    with tempfile.TemporaryDirectory(prefix="vankho-bench-") as folder:
        bench = Bench(chosen, chosen.work or Path(folder))
        try:
            agreed = bench.run()
        except (ChildFailed, served.NotServed) as error:
            print(error, file=sys.stderr)
            return 1
        if chosen.json:
            chosen.json.write_text(json.dumps(bench.numbers, default=_plain, ensure_ascii=False), "utf-8")
        return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
