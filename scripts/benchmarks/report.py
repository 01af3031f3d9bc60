"""Measurements → tables."""

from collections.abc import Mapping, Sequence

from scripts.benchmarks.agreement import Agreement
from scripts.benchmarks.building import Built, Ground
from scripts.benchmarks.engines import ENGINES, EXACT
from scripts.benchmarks.latency import Asked, disagreements
from scripts.benchmarks.questions import CLASSES
from scripts.benchmarks.segmentation import Segmented
from scripts.benchmarks.served import CLIENTS, WORKERS, Served
from scripts.benchmarks.tables import megabytes, ms, table, times

STEPS = {
    "add": "`vankho add`",
    "rebuild": "Vankho, first build (segmenting)",
    "rebuild, cached": "Vankho, from cached segmentation",
    "streams": "streams from cached segmentation, for the engines below",
}


def building(ground: Ground, workers: int) -> str:
    """Time, memory and bytes of every step."""
    heads = ["step", "seconds", "CPU s", "with streams, CPU s", "docs/CPU s", "peak MB", "anonymous MB"]
    heads += ["disk MB", "B/posting", "at (load)"]
    rows = [_step(ground, name, built) for name, built in ground.steps.items()]
    note = (
        f"{ground.documents:,} documents, {ground.syllables / ground.documents:.0f} syllables each, "
        f"{ground.postings / 1e6:,.1f} million postings in eight fields; {workers} workers. CPU seconds are "
        "those of all processes and depend little on what else the machine does: ratios are of these. "
        "“With streams” adds making the streams, which ours does itself. Peak memory is the greatest sum of "
        "PSS of all processes, mapped files included."
    )
    return table(f"Building: {ground.name}", heads, rows, note)


def _step(ground: Ground, name: str, built: Built) -> list[str]:
    engine = name not in STEPS
    indexed = engine or name.startswith("rebuild")
    same = indexed and name != "tantivy-plain"
    return [
        ENGINES[name].title if engine else STEPS[name],
        f"{built.seconds:,.0f}",
        f"{built.cpu:,.0f}",
        f"{with_streams(ground, name):,.0f}" if same else "",
        f"{ground.documents / built.cpu:,.0f}",
        megabytes(built.pss),
        megabytes(built.anonymous),
        megabytes(built.bytes),
        f"{built.bytes / ground.postings:.2f}" if same else "",
        f"{built.when} ({built.load:.1f})",
    ]


def with_streams(ground: Ground, name: str) -> float:
    """Processor seconds of a step from cached segmentation to an index."""
    return ground.steps[name].cpu + (0 if name in STEPS else ground.steps["streams"].cpu)


def latency(ground: Ground, asked: Mapping[str, Asked]) -> str:
    """One row an engine and class: warm percentiles, the first pass apart, and the ratio to our executor."""
    heads = ("questions", "engine", "p50 ms", "p95", "p99", "first: p50", "p99", "asked", "p50 / executor's")
    rows = []
    for group, _, _ in CLASSES:
        for name, each in asked.items():
            if group in each.times:
                rows.append(_latency(group, name, asked))
    note = (
        f"{ground.documents:,} documents, one thread, page cache warm: top ten, exact total, counts of five "
        "facets. “First” is the first pass, with the engine's own caches empty. Questions of 1 to 8 "
        "syllables of titles (phrases 2 to 5); “filtered” also has a category and three years."
    )
    return table(f"Latency: {ground.name}", heads, rows, note)


def _latency(group: str, name: str, asked: Mapping[str, Asked]) -> list[str]:
    one = asked[name].times[group]
    return [
        group,
        ENGINES[name].title,
        *(ms(one.at(percent)) for percent in (50, 95, 99)),
        *(ms(one.first_at(percent)) for percent in (50, 99)),
        str(len(one.first)),
        times(ratio(asked, group, name, "executor", 50)),
    ]


def ratio(asked: Mapping[str, Asked], group: str, name: str, other: str, percent: float) -> float:
    """A percentile of one engine over that of another, on the questions that both answered."""
    if not all(each in asked and group in asked[each].times for each in (name, other)):
        return float("nan")
    one, two = asked[name].times[group], asked[other].times[group]
    both = min(len(one.first), len(two.first))
    return one.at(percent, of=both) / two.at(percent, of=both)


def opening(ground: Ground, asked: Mapping[str, Asked]) -> str:
    """What it costs to hold an index open."""
    heads = ("engine", "opening ms", "opened, own MB", "after all questions, own MB", "segments")
    rows = [
        [
            ENGINES[name].title,
            ms(each.opening),
            megabytes(each.opened_anonymous),
            megabytes(each.anonymous),
            str(each.segments),
        ]
        for name, each in asked.items()
    ]
    note = "Own memory: anonymous pages of the process beyond what it had before it opened the index."
    return table(f"Opening: {ground.name}", heads, rows, note)


def exact(asked: Mapping[str, Asked]) -> list[str]:
    """The engines that were asked and must agree, ours first."""
    return [name for name in EXACT if name in asked]


def agreement(asked: Mapping[str, Asked]) -> str:
    """Whether the engines over the same streams found and counted the same."""
    first = exact(asked)[0]
    lines = []
    for name in exact(asked)[1:]:
        wrong = disagreements(asked[first], asked[name])
        both = len(asked[first].answers.keys() & asked[name].answers.keys())
        said = f"{both - len(wrong)} of {both} questions"
        lines.append(
            f"- {ENGINES[name].title}: same total and same facet counts as {ENGINES[first].title} on {said}"
        )
    return "\n".join(["", *lines])


def with_oracle(ground: Ground, value: Agreement) -> str:
    """Whether Whoosh's own searcher over the same directory answers alike."""
    lines = [
        f"\n### Agreement: {ground.name}\n",
        f"{value.queries:,} queries of titles, {value.found:,} documents found in all: the same documents, "
        "and within 1e-4 the same scores and order, as Whoosh's own searcher; differences: "
        f"{len(value.differences)}.",
        *(f"- {each}" for each in value.differences[:20]),
    ]
    return "\n".join(lines)


def segments(ground: Ground, compared: Mapping[int, Asked]) -> str:
    """Latency of the whole search with one segment and with ten."""
    (_, one), (count, many) = sorted(compared.items())
    rows = []
    for group, _, _ in CLASSES:
        a, b = one.times[group], many.times[group]
        rows.append([group, *map(ms, (a.at(50), b.at(50), a.at(99), b.at(99))), times(b.at(50) / a.at(50))])
    rows.append(["opening", ms(one.opening), ms(many.opening), "", "", times(many.opening / one.opening)])
    heads = ("questions", "one: p50 ms", f"{count}: p50 ms", "one: p99", f"{count}: p99", "p50 ratio")
    return table(f"One segment and {count}: {ground.name}", heads, rows, "Whole search, warm.")


def segmentation(value: Segmented) -> str:
    """Ours against underthesea."""
    seconds = {"underthesea's word_tokenize": value.underthesea, "ours": value.ours}
    rows = [[name, f"{spent:.1f}", f"{value.tokens / spent:,.0f}"] for name, spent in seconds.items()]
    note = (
        f"{value.documents:,} documents of several kinds, {value.sentences:,} sentences, {value.tokens:,} "
        f"tokens between spaces, one process. Ours is {times(value.underthesea / value.ours)} as fast; "
        f"sentences with other words: {value.differing}."
    )
    return table("Segmentation", ("", "processor seconds", "tokens/s"), rows, note)


def served(ground: Ground, value: Served) -> str:
    """Requests a second, and memory of the processes that serve."""
    rows = [
        [
            name,
            f"{load.rate:,.0f}",
            *map(ms, (load.p50, load.p99, load.cpu)),
            str(load.errors),
            f"{load.client_share:.2f}",
        ]
        for name, load in value.loads.items()
    ]
    own, site = ", ".join(megabytes(each.own) for each in value.workers), megabytes(value.site.pss)
    note = (
        f"{ground.documents:,} documents, {WORKERS} gunicorn workers, {CLIENTS} clients on the same machine. "
        f"Own memory of each worker afterwards: {own} MB; all processes together: {site} MB (PSS)."
    )
    heads = (
        "",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "workers' CPU ms",
        "not 200",
        "processors taken by clients",
    )
    return table(f"Served: {ground.name}", heads, rows, note)


def growth(grounds: Sequence[Ground], asked: Sequence[Mapping[str, Asked]]) -> str:
    """One row a size."""
    groups = ("any word", "all words")
    names = [name for name in ("executor", "tantivy") if any(name in each for each in asked)]
    heads = [
        "documents",
        "first build CPU s",
        "cached CPU s",
        "peak MB",
        "disk MB",
        "B/posting",
        "opening ms",
    ]
    heads += [f"{group}: {ENGINES[name].title} p50 / p99" for group in groups for name in names]
    rows = []
    for ground, some in zip(grounds, asked, strict=True):
        first, cached = ground.steps["rebuild"], ground.steps["rebuild, cached"]
        rows.append(
            [
                f"{ground.documents:,}",
                f"{first.cpu:,.0f}",
                f"{cached.cpu:,.0f}",
                megabytes(max(first.pss, cached.pss)),
                megabytes(cached.bytes),
                f"{cached.bytes / ground.postings:.2f}",
                ms(some["search"].opening),
                *(_p50_p99(some, name, group) for group in groups for name in names),
            ]
        )
    return table("Growth", heads, rows, "Made documents. Times in ms, warm.")


def _p50_p99(asked: Mapping[str, Asked], name: str, group: str) -> str:
    if name not in asked:
        return "–"
    each = asked[name].times[group]
    return f"{ms(each.at(50))} / {ms(each.at(99))}"
