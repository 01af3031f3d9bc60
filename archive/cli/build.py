"""`vankho rebuild`, `update`, `check`, `rollback`: the index against the store."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from archive import indexing, quality
from archive.cli import places
from archive.cli.edge import DONE, FAILED
from archive.cli.terminal import DocumentBar, answer, bar, json_option, note
from archive.cli.vietnamese import Verb, whole
from archive.wording import number

LISTED = 20

workers_option = click.option(
    "--workers",
    callback=whole(1, 64),
    metavar="SỐ",
    help="Số tiến trình làm việc (mặc định: VANKHO_BUILD_WORKERS).",
)


@click.command(cls=Verb, example="vankho rebuild --workers 4")
@workers_option
@json_option
def rebuild(workers: int | None, as_json: bool) -> int:
    """Dựng lại toàn bộ chỉ mục từ kho tài liệu, kiểm tra rồi mới đưa vào phục vụ.

    Trang web vẫn dùng chỉ mục cũ cho tới khi chỉ mục mới sẵn sàng; việc tách từ đã làm không phải làm lại.
    """
    return _build(indexing.rebuild, "Đang dựng chỉ mục", workers, as_json)


@click.command(cls=Verb, example="vankho update")
@workers_option
@json_option
def update(workers: int | None, as_json: bool) -> int:
    """Đưa vào chỉ mục những gì đã thay đổi trong kho từ lần trước.

    Khi chưa có chỉ mục, hoặc chỉ mục thuộc phiên bản khác, lệnh này dựng lại toàn bộ và nói rõ lý do.
    """
    return _build(indexing.update, "Đang cập nhật chỉ mục", workers, as_json)


def _build(run: Callable[..., indexing.Indexed], what: str, workers: int | None, as_json: bool) -> int:
    began = time.monotonic()
    settings = places.settings()
    with places.store() as store, DocumentBar(what) as progress:
        result = run(
            store, places.generations(), workers=workers or settings.build_workers, progress=progress
        )
    seconds = round(time.monotonic() - began, 2)
    answer(as_json, asdict(result) | {"seconds": seconds}, _indexed(result, seconds))
    return DONE


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _indexed(result: indexing.Indexed, seconds: float) -> Iterator[str]:
    if not result.published:
        yield f"Không có gì thay đổi: chỉ mục thế hệ {result.generation} đã đúng với kho."
        return
    if result.reason:
        yield f"Đã dựng lại toàn bộ. Lý do: {result.reason}"
    yield (
        f"Thế hệ {result.generation}: {number(result.documents)} tài liệu; lần này ghi "
        f"{number(result.written)}, bỏ {number(result.deleted)}, tách từ mới {number(result.segmented)}, "
        f"trong {_decimal(seconds)} giây"
    )
    if result.truncated:
        yield f"{number(result.truncated)} tài liệu quá dài, chỉ tìm được trong phần đầu."


@click.command(cls=Verb, example="vankho check\nvankho check --quality --json")
@click.option("--quality", "with_quality", is_flag=True, help="Liệt kê cả những tài liệu nên xem lại.")
@json_option
def check(with_quality: bool, as_json: bool) -> int:
    """So chỉ mục đang phục vụ với kho: từng tài liệu, từng tệp. Kết thúc với mã 1 nếu có khác biệt."""
    with places.store(readonly=True) as store:
        found = indexing.check(store, places.generations())
        values = asdict(found) | {"agrees": not found}
        lines = list(_differences(found))
        if with_quality:
            total = store.summary().documents
            with bar("Đang xem chất lượng", total=total) as progress:
                findings = list(quality.findings(store, progress=progress.update))
            values["quality"] = [asdict(finding) for finding in findings]
            lines += _quality(findings)
    answer(as_json, values, lines)
    return FAILED if found else DONE


def _differences(found: indexing.Differences) -> Iterator[str]:
    yield f"Chỉ mục thế hệ {found.generation}: {number(found.documents)} tài liệu trong kho."
    yield from found.damage
    for what, keys in (
        ("Có trong kho, thiếu trong chỉ mục", found.missing),
        ("Có trong chỉ mục, không còn trong kho", found.surplus),
        ("Nội dung trong chỉ mục đã cũ", found.outdated),
    ):
        if keys:
            more = "…" if len(keys) > LISTED else ""
            yield f"{what}: {number(len(keys))} ({', '.join(keys[:LISTED])}{more})"
    if found.damage:
        yield "Hãy chạy `vankho rebuild`."
    elif found:
        yield "Hãy chạy `vankho update`; nếu vẫn còn khác biệt, `vankho rebuild`."
    else:
        yield "Chỉ mục đúng với kho."


def _quality(findings: list[quality.Finding]) -> Iterator[str]:
    for name, title in quality.PROBLEMS.items():
        some = [finding for finding in findings if name in finding.problems]
        yield f"{title}: {number(len(some))}"
        yield from (f"  {finding.id}  {finding.title}" for finding in some[:LISTED])
        if len(some) > LISTED:
            yield f"  … và {number(len(some) - LISTED)} tài liệu nữa (dùng --json để xem hết)"


@click.command(cls=Verb, example="vankho rollback")
@json_option
def rollback(as_json: bool) -> int:
    """Quay lại thế hệ chỉ mục trước. Kho tài liệu không thay đổi."""
    generation = indexing.roll_back(places.generations())
    values = {"generation": generation.number, "documents": generation.manifest.documents}
    answer(
        as_json,
        values,
        [f"Đang phục vụ thế hệ {generation.number}: {number(generation.manifest.documents)} tài liệu."],
    )
    note("Lần `vankho update` tới sẽ đưa chỉ mục theo kịp kho trở lại.")
    return DONE
