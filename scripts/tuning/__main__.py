"""`scripts/tune`: what was chosen on one half of the questions, and what it gives on the other."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from index.document import Document
from scripts.benchmarks.corpus import LAWS, SAMPLE, documents
from scripts.benchmarks.tables import table
from scripts.tuning.climbing import climb
from scripts.tuning.evidence import Evidence, indexed
from scripts.tuning.judging import GRID, Setting, careful, mean, mrr
from scripts.tuning.made import keywords, titles
from scripts.tuning.tasks import Archive, bare, collections

EVAL = LAWS.parents[1] / "eval"
COLLECTIONS = (EVAL / "xquad_vi", EVAL / "alqac2022")
TYPED: Mapping[str, Callable[[str], str]] = {"có dấu": str, "không dấu": bare}

Found = Mapping[tuple[str, str], Sequence[Evidence]]
"""(task, how it is typed) → what its questions find."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/tune",
        description="Chọn trọng số xếp hạng trên một nửa câu hỏi, báo kết quả trên nửa kia.",
        epilog="Ví dụ: scripts/tune --articles archive/sample --sample 72 --queries 60 --rounds 1",
    )
    add = parser.add_argument
    add("collections", type=Path, nargs="*", help="bộ câu hỏi theo cách xếp của BEIR (mặc định: hai bộ)")
    add("--articles", type=Path, help="tài liệu để tự tạo câu hỏi (mặc định: bộ luật, hoặc kho mẫu)")
    add("--sample", type=int, default=8_000, help="số tài liệu lấy từ đó (mặc định 8000)")
    add("--queries", type=int, default=400, help="số câu hỏi tự tạo mỗi loại (mặc định 400)")
    add("--rounds", type=int, default=3, help="số vòng tìm (0: chỉ đo; mặc định 3)")
    add("--each", action="store_true", help="in cả kết quả khi chỉ đổi một số, từng giá trị của lưới")
    add("--half", type=int, choices=(0, 1), default=0, help="nửa dùng để chọn (mặc định 0)")
    return parser.parse_args()


def main() -> None:
    """Print the tables."""
    options = _options()
    found: dict[tuple[str, str], list[Evidence]] = {}
    for archive in _archives(options):
        found |= _evidence(archive)
    if not found:
        sys.exit("Không có bộ câu hỏi nào để đo.")
    now = Setting()
    judge = careful(tuple(found.values()), now, options.half)
    chosen = climb(now, GRID, judge, rounds=options.rounds, said=_say)
    print(table("Trọng số", ("", "hiện nay", "được chọn"), list(_numbers(now, chosen))))
    print(_results(found, now, chosen, options.half))
    if options.each:
        print(_one_by_one(found, now))


def _archives(options: argparse.Namespace) -> Iterator[Archive]:
    folders = [each for each in options.collections or COLLECTIONS if _there(each)]
    if folders:
        yield _with_keywords(collections(folders), options.queries)
    articles = options.articles or (LAWS if _there(LAWS) else SAMPLE)
    if _there(articles):
        yield _made(_sample(articles, options.sample), options.queries)


def _with_keywords(archive: Archive, count: int) -> Archive:
    """The archive of the collections, asked short questions too."""
    made = replace(keywords(archive.documents, count), name="keywords, collections")
    return replace(archive, tasks=(*archive.tasks, made))


def _there(path: Path) -> bool:
    if not path.exists():
        print(f"Bỏ qua: không có {path}.", file=sys.stderr)
    return path.exists()


def _sample(articles: Path, count: int) -> tuple[Document, ...]:
    """`count` documents spread evenly over a file or folder."""
    total = sum(1 for _ in documents(str(articles)))
    step = max(1, total // count)
    return tuple(islice(documents(str(articles), step=step), count))


def _made(drawn: tuple[Document, ...], count: int) -> Archive:
    return Archive(drawn, (titles(drawn, count), keywords(drawn, count)))


def _evidence(archive: Archive) -> dict[tuple[str, str], list[Evidence]]:
    print(f"{len(archive.documents)} tài liệu…", file=sys.stderr, flush=True)
    with indexed(archive.documents) as finder:
        return {
            (task.name, typed): [finder.evidence(each, change(each.text)) for each in task.questions]
            for task in archive.tasks
            for typed, change in TYPED.items()
        }


def _say(name: str, value: float, gain: float) -> None:
    print(f"{name} = {value:g}: +{gain:.4f}", file=sys.stderr, flush=True)


def _numbers(now: Setting, chosen: Setting) -> Iterator[tuple[str, str, str]]:
    for name in GRID:
        yield name, f"{now.value(name):g}", f"{chosen.value(name):g}"


def _results(found: Found, now: Setting, chosen: Setting, half: int) -> str:
    heads = ("", "câu", "chọn: nay", "chọn: mới", "câu", "nửa kia: nay", "nửa kia: mới")
    rows = [
        [f"{task}, {typed}", *_halves(evidence, now, chosen, half)]
        for (task, typed), evidence in found.items()
    ]
    means = [f"{mean(found.values(), each, side):.4f}" for side in (half, 1 - half) for each in (now, chosen)]
    rows.append(["trung bình", "", *means[:2], "", *means[2:]])
    return table("MRR@10", heads, rows, "Chọn trên một nửa câu hỏi, đo trên nửa kia.")


def _halves(evidence: Sequence[Evidence], now: Setting, chosen: Setting, half: int) -> Iterator[str]:
    for side in (half, 1 - half):
        yield str(sum(each.half == side for each in evidence))
        yield from (f"{mrr(evidence, each, side):.4f}" for each in (now, chosen))


def _one_by_one(found: Found, now: Setting) -> str:
    """What every value of the grid gives, the other numbers as they are, over all questions."""
    heads = ("", *(", ".join(key) for key in found))
    tried = {
        f"{name} = {value:g}": now.changed(name, value)
        for name, values in GRID.items()
        for value in values
        if value != now.value(name)
    }
    rows = [
        (label, *(f"{mrr(evidence, setting):.4f}" for evidence in found.values()))
        for label, setting in {"hiện nay": now, **tried}.items()
    ]
    return table("Đổi từng số", heads, rows, "MRR@10 trên mọi câu hỏi.")


if __name__ == "__main__":
    main()
