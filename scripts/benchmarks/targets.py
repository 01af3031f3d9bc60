"""What was aimed at, beside what this run measured: ratios within one run, so that machines can differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan

from scripts.benchmarks.agreement import Agreement
from scripts.benchmarks.building import Ground
from scripts.benchmarks.latency import Asked
from scripts.benchmarks.report import ratio, with_streams
from scripts.benchmarks.segmentation import Segmented
from scripts.benchmarks.served import Served
from scripts.benchmarks.tables import MB, megabytes, ms, table, times


@dataclass(frozen=True, slots=True)
class Target:
    """One aim, what was measured, and whether that is enough."""

    aim: str
    measured: str
    met: bool


def compared(asked: Mapping[str, Asked]) -> Iterator[Target]:
    """Latency beside stock Whoosh and Tantivy. `executor` does exactly what Tantivy is asked to do."""
    for ours in ("executor", "search"):
        faster = ratio(asked, "any word", "whoosh", ours, 50)
        yield from _target(f"any word, p50: {ours} 100 × faster than stock Whoosh", faster, faster >= 100)
        slower = ratio(asked, "any word", ours, "tantivy", 50)
        yield from _target(f"any word, p50: {ours} no slower than Tantivy", slower, slower <= 1)
        for group in ("all words", "phrase", "filtered, any word"):
            slower = ratio(asked, group, ours, "tantivy", 50)
            yield from _target(f"{group}, p50: {ours} at most 1.5 × Tantivy", slower, slower <= 1.5)
        for group in ("any word", "all words", "phrase", "filtered, any word"):
            slower = ratio(asked, group, ours, "tantivy", 99)
            yield from _target(f"{group}, p99: {ours} at most 2 × Tantivy", slower, slower <= 2)
        for group in ("any word", "all words"):
            slower = _unaccented(asked, ours, group)
            yield from _target(
                f"{group} without accents: {ours} at most 1.5 × accented", slower, slower <= 1.5
            )


def _unaccented(asked: Mapping[str, Asked], name: str, group: str) -> float:
    if name not in asked:
        return float("nan")
    found = asked[name].times
    return found[f"{group}, no accents"].at(50) / found[group].at(50)


def _target(aim: str, value: float, met: bool) -> Iterator[Target]:
    """A ratio and its verdict; nothing when it was not measured."""
    if not isnan(value):
        yield Target(aim, times(value), met)


def opened(asked: Mapping[str, Asked]) -> Iterator[Target]:
    """Opening, and what a process that searches holds."""
    if "search" in asked:
        each = asked["search"]
        yield Target("opening under 100 ms", f"{ms(each.opening)} ms", each.opening < 100)
        own = each.anonymous
        yield Target("a worker's own memory under 250 MB", f"{megabytes(own)} MB", own < 250 * MB)


def built(ground: Ground) -> Iterator[Target]:
    """Building beside the others, and its memory."""
    ours = ground.steps["rebuild, cached"]
    for engine, title, bound in (("whoosh", "stock Whoosh", 1 / 5), ("tantivy", "Tantivy", 3.0)):
        if engine in ground.steps:
            slower = ours.cpu / with_streams(ground, engine)
            aim = f"cached build at most {bound:.1f} × {title} with streams, CPU"
            yield Target(aim, times(slower), slower <= bound)
    peak = max(ours.pss, ground.steps["rebuild"].pss)
    bound_mb = 1.5 * 1024 if ground.documents <= 150_000 else 2 * 1024
    yield Target(f"peak of a build under {bound_mb:,.0f} MB", f"{megabytes(peak)} MB", peak < bound_mb * MB)


def segmented(value: Segmented) -> Iterator[Target]:
    """Segmentation beside underthesea."""
    faster = value.underthesea / value.ours
    yield Target("segmentation 4 × underthesea's", times(faster), faster >= 4)
    yield Target("sentences with other words", str(value.differing), value.differing == 0)


def first_build(ground: Ground, value: Segmented) -> Iterator[Target]:
    """A first build beside underthesea alone, whose time is taken from what it needs for a syllable."""
    theirs = value.underthesea / value.tokens * ground.syllables
    share = ground.steps["rebuild"].cpu / theirs
    yield Target(f"first build faster than underthesea alone ({theirs:,.0f} CPU s)", times(share), share < 1)


def agreeing(value: Agreement) -> Iterator[Target]:
    """Our executor beside Whoosh's own searcher over the same directory."""
    differing = len(value.differences)
    yield Target(f"{value.queries:,} queries answered as Whoosh does", f"{differing} differ", not differing)


def split(ones: Mapping[int, Asked]) -> Iterator[Target]:
    """Ten segments instead of one: the worst class."""
    (_, one), (count, many) = sorted(ones.items())
    worst = max(many.times[group].at(50) / one.times[group].at(50) for group in one.times)
    yield Target(f"{count} segments at most 1.5 × one, p50, worst class", times(worst), worst <= 1.5)


def serving(value: Served) -> Iterator[Target]:
    """The site."""
    load = value.loads["HTML page"]
    yield Target("HTML page: 150 requests/s", f"{load.rate:,.0f}", load.rate >= 150)
    yield Target("HTML page: p99 under 60 ms", f"{ms(load.p99)} ms", load.p99 < 60)
    own = max(each.own for each in value.workers)
    yield Target("a serving worker's own memory under 250 MB", f"{megabytes(own)} MB", own < 250 * MB)


def verdict(name: str, targets: Iterator[Target]) -> str:
    """The table of a corpus."""
    rows = [[each.aim, each.measured, "yes" if each.met else "NO"] for each in targets]
    return table(f"Aims: {name}", ("aim", "measured", "met"), rows)
