"""What may be asked of a run."""

import argparse
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks.corpus import LAWS, SAMPLE
from scripts.benchmarks.engines import ENGINES

PARTS = ("build", "latency", "segments", "segmentation", "served", "growth", "agreement")
USUAL = PARTS[:-1]
CORPORA = ("collection", "made")
QUICK = {
    "documents": 3_000,
    "questions": 16,
    "seconds": 3.0,
    "served_seconds": 4.0,
    "segmented": 400,
    "agreeing": 24,
    "step": 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One run. `seconds` bounds each class and pass of an engine; `segmented` counts documents.

    Every `step`-th document of the collection is used: 1 but for a quick look.
    """

    collection: Path
    parts: Sequence[str]
    corpora: Sequence[str]
    engines: Sequence[str]
    documents: int
    growth: Sequence[int]
    questions: int
    seconds: float
    served_seconds: float
    segmented: int
    agreeing: int
    step: int
    workers: int
    work: Path | None
    json: Path | None


def read(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; ends the process on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="In các bảng đo: Vankho bên cạnh Whoosh nguyên bản, SQLite FTS5 và Tantivy.",
        epilog="Ví dụ: scripts/bench --documents 10000 --parts build,latency",
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="3.000 tài liệu, ít câu hỏi: xem qua trong vài phút")
    add("--collection", type=Path, help="tệp hay thư mục tài liệu (mặc định: bộ luật, hoặc kho mẫu)")
    add(
        "--parts",
        type=_some(PARTS),
        default=USUAL,
        help=f"những phần cần đo: {','.join(PARTS)} (thường bỏ phần cuối)",
    )
    add("--corpora", type=_some(CORPORA), help=f"những kho tài liệu cần đo: {','.join(CORPORA)}")
    add("--engines", type=_some(ENGINES), default=tuple(ENGINES), help=f"những máy tìm: {','.join(ENGINES)}")
    add("--documents", type=int, help="số tài liệu tạo ra từ các đoạn của bộ sưu tập (mặc định 150000)")
    add("--growth", type=_sizes, help="các cỡ của phần growth (mặc định 10000,40000,150000,600000)")
    add("--questions", type=int, help="số câu hỏi mỗi loại (mặc định 200)")
    add("--seconds", type=float, help="giây dành cho mỗi loại câu hỏi của một máy tìm (mặc định 60)")
    add("--segmented", type=int, help="số tài liệu của phần segmentation (mặc định 10000)")
    add("--agreeing", type=int, help="số câu của phần agreement (mặc định 2000)")
    add("--workers", type=int, default=min(os.cpu_count() or 1, 64), help="số tiến trình khi dựng")
    add(
        "--work",
        type=Path,
        help="thư mục để làm việc, được giữ lại: cái gì đã dựng ở đó thì dùng lại (mặc định: thư mục tạm)",
    )
    add("--json", type=Path, help="ghi cả các số đo vào tệp JSON này")
    return _options(parser.parse_args(arguments))


def _options(given: argparse.Namespace) -> Options:
    defaults = {
        "documents": 150_000,
        "questions": 200,
        "seconds": 60.0,
        "served_seconds": 20.0,
        "segmented": 10_000,
        "agreeing": 2_000,
        "step": 1,
    }
    if given.quick:
        defaults |= QUICK
    documents = given.documents or int(defaults["documents"])
    collection = given.collection or (LAWS if LAWS.exists() else SAMPLE)
    return Options(
        collection=collection,
        parts=given.parts,
        corpora=given.corpora or (("made",) if given.quick else CORPORA),
        engines=given.engines,
        documents=documents,
        growth=given.growth or ((1_000, documents) if given.quick else (10_000, 40_000, 150_000, 600_000)),
        questions=given.questions or int(defaults["questions"]),
        seconds=given.seconds or float(defaults["seconds"]),
        served_seconds=float(defaults["served_seconds"]),
        segmented=given.segmented or int(defaults["segmented"]),
        agreeing=given.agreeing or int(defaults["agreeing"]),
        step=int(defaults["step"]) if collection == LAWS else 1,
        workers=given.workers,
        work=given.work,
        json=given.json,
    )


def _some(known: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads names between commas, each one of `known`."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if wrong := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(
                f"không có {', '.join(wrong)}; hãy chọn trong: {', '.join(known)}"
            )
        return names

    return read


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(","))
