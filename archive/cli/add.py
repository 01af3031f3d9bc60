"""`vankho add`: files, folders and standard input → the store."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TextIO

import click

from archive.adding import AddResult, AddStopped, Conversion, Saved
from archive.adding import add as add_candidates
from archive.cli import places
from archive.cli.edge import DONE, FAILED, until_stopped
from archive.cli.terminal import answer, bar, json_option, note
from archive.cli.vietnamese import Misuse, Verb
from archive.sources import Candidate, Refusal, candidates
from archive.wording import number

LISTED = 20
"""Refusals listed on the terminal when a report file has them all."""


REPORT = (
    "Ghi tài liệu bị từ chối (reason) và tài liệu đã chuyển từ bảng mã cũ (note) vào TỆP, "
    "mỗi dòng một đối tượng JSON."
)


@click.command(
    cls=Verb,
    example="""
    vankho add cong-van/ thong-bao.html
    zcat luat.jsonl.gz | vankho add - --report tu-choi.jsonl
    """,
)
@click.argument("paths", metavar="ĐƯỜNG_DẪN...", nargs=-1, required=True)
@click.option("--base", metavar="THƯ_MỤC", help="Thư mục gốc để đặt mã cho tài liệu theo đường dẫn.")
@click.option("--report", metavar="TỆP", help=REPORT)
@click.option("-v", "--verbose", is_flag=True, help="In “đã lưu MÃ” khi một tài liệu đã an toàn trên đĩa.")
@json_option
def add(paths: tuple[str, ...], base: str | None, report: str | None, verbose: bool, as_json: bool) -> int:
    """Thêm tài liệu vào kho: tệp, thư mục, .jsonl, .csv, hoặc - để đọc JSON Lines từ đầu vào chuẩn.

    Thêm lại cùng một đầu vào không làm thay đổi gì. Tài liệu hỏng bị từ chối và được liệt kê; những tài liệu
    khác vẫn được thêm.
    """
    inputs = _inputs(paths)
    began = time.monotonic()
    with places.store(create=True) as store, _report(report) as file:
        found = candidates(inputs, stdin=sys.stdin.buffer, base=Path(base) if base else None)
        with bar("Đang thêm", total=_bytes(inputs), unit="B", hidden=verbose) as progress:
            stopped = ""
            try:
                result = add_candidates(store, _watched(found, progress), on_commit=_saver(verbose, as_json))
            except AddStopped as stop:
                result, stopped = stop.result, str(stop)
        if file:
            _write([*result.refusals, *result.conversions], file)
    _list(result.refusals, report)
    values = asdict(result) | {"seconds": round(time.monotonic() - began, 2), "stopped": stopped or None}
    answer(as_json, values, _lines(result))
    if stopped:
        note(f"Lỗi: {stopped}")
    return FAILED if stopped or result.refused else DONE


def _inputs(paths: Sequence[str]) -> list[Path | Literal["-"]]:
    inputs: list[Path | Literal["-"]] = []
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise Misuse(f"Không có tệp hoặc thư mục {path}.", click.get_current_context())
        inputs.append("-" if path == "-" else Path(path))
    return inputs


def _bytes(inputs: Iterable[Path | Literal["-"]]) -> int | None:
    """Bytes in all inputs, for the time left; None when standard input is among them."""
    total = 0
    for each in inputs:
        if each == "-":
            return None
        files = [each] if each.is_file() else [path for path in each.rglob("*") if path.is_file()]
        total += sum(path.stat().st_size for path in files)
    return total


def _watched(found: Iterable[Candidate | Refusal], progress: Any) -> Iterator[Candidate | Refusal]:
    for count, each in enumerate(until_stopped(found), 1):
        progress.update(len(each.raw) if isinstance(each, Candidate) else 0)
        if count % 100 == 0:
            progress.set_postfix_str(f"{number(count)} tài liệu", refresh=False)
        yield each


def _saver(verbose: bool, as_json: bool) -> Any:
    """Acknowledges documents that are committed; programs that read JSON get it on standard error."""

    def saved(batch: Sequence[Saved]) -> None:
        for document_id, _ in batch:
            click.echo(f"đã lưu {document_id}", err=as_json)
        (sys.stderr if as_json else sys.stdout).flush()

    return saved if verbose else None


def _report(path: str | None) -> Any:
    return Path(path).open("w", encoding="utf-8", errors="backslashreplace") if path else nullcontext()


def _write(reported: Iterable[Refusal | Conversion], file: TextIO) -> None:
    for each in reported:
        file.write(json.dumps(asdict(each), ensure_ascii=False) + "\n")


def _list(refusals: Sequence[Refusal], report: str | None) -> None:
    shown = refusals[:LISTED] if report else refusals
    for refusal in shown:
        where = refusal.path if refusal.line is None else f"{refusal.path}, dòng {refusal.line}"
        note(f"Từ chối {where}: {refusal.reason}")
    if len(shown) < len(refusals):
        note(f"… và {number(len(refusals) - len(shown))} tài liệu nữa; xem {report}.")


def _lines(result: AddResult) -> Iterator[str]:
    yield (
        f"thêm {number(result.added)}, cập nhật {number(result.updated)}, "
        f"không đổi {number(result.unchanged)}, từ chối {number(result.refused)}"
    )
    if result.conversions:
        codes = Counter(conversion.code for conversion in result.conversions).most_common()
        counts = ", ".join(f"{number(count)} tài liệu {code}" for code, count in codes)
        yield f"đã nhận ra bảng mã cũ và chuyển sang Unicode: {counts}"
    if result.still_withdrawn:
        some = ", ".join(result.still_withdrawn[:10])
        more = "…" if len(result.still_withdrawn) > 10 else ""
        yield (
            f"{number(len(result.still_withdrawn))} tài liệu đã rút vẫn ở trạng thái rút: {some}{more} "
            "(dùng `vankho restore` nếu muốn đưa trở lại)"
        )
    if result.added or result.updated:
        yield "Chạy `vankho update` để đưa các thay đổi vào chỉ mục."
