"""`vankho withdraw`, `restore`, `stats`, `settings`: what the archive holds, and how it is set up."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive import indexing
from archive.cli import places
from archive.cli.edge import DONE
from archive.cli.terminal import answer, json_option, note
from archive.cli.vietnamese import Verb
from archive.config import SETTINGS, table
from archive.store import Store, StoredDocument, Summary, UnknownDocument
from archive.wording import FACET_LABELS, moment, number
from index.errors import Busy, GenerationError
from index.segment import ANALYSIS_VERSION

LISTED = 8


@click.command(cls=Verb, example='vankho withdraw tb-45-2021 --reason "Có thông tin cá nhân"')
@click.argument("document_id", metavar="MÃ")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Lý do, người đọc liên kết cũ sẽ thấy.")
@json_option
def withdraw(document_id: str, reason: str, as_json: bool) -> int:
    """Rút một tài liệu (theo mã hoặc khoá trong liên kết). Không gì bị xoá; `vankho restore` đưa trở lại."""
    with places.store() as store:
        stored = _find(store, document_id)
        changed = store.withdraw(stored.document.id, reason)
        answer(
            as_json,
            {"id": stored.document.id, "key": stored.key, "withdrawn": True, "changed": changed},
            [f"“{stored.document.id}” {'đã được rút' if changed else 'đã rút từ trước'}."],
        )
        _follow(store)
    return DONE


@click.command(cls=Verb, example="vankho restore tb-45-2021")
@click.argument("document_id", metavar="MÃ")
@click.option("--reason", default="", metavar="LÝ_DO", help="Lý do, ghi vào lịch sử của tài liệu.")
@json_option
def restore(document_id: str, reason: str, as_json: bool) -> int:
    """Đưa một tài liệu đã rút trở lại."""
    with places.store() as store:
        stored = _find(store, document_id)
        changed = store.restore(stored.document.id, reason)
        answer(
            as_json,
            {"id": stored.document.id, "key": stored.key, "withdrawn": False, "changed": changed},
            [
                f"Đã đưa “{stored.document.id}” trở lại."
                if changed
                else f"“{stored.document.id}” không bị rút."
            ],
        )
        _follow(store)
    return DONE


def _find(store: Store, document_id: str) -> StoredDocument:
    stored = store.by_id(document_id) or store.document(document_id)
    if stored is None:
        raise UnknownDocument(f"Không có tài liệu nào mang mã hoặc khoá “{document_id}”.")
    return stored


def _follow(store: Store) -> None:
    """Bring the index up to the store when nobody else is at it."""
    if places.generations().current_number() is None:
        return
    try:
        result = indexing.update(store, places.generations(), workers=places.settings().build_workers)
    except Busy as busy:
        note(f"{busy} Thay đổi này sẽ vào chỉ mục ở lần `vankho update` tới.")
        return
    if result.published:
        note(f"Chỉ mục đã theo kịp: thế hệ {result.generation}.")


@click.command(cls=Verb, example="vankho stats --json")
@json_option
def stats(as_json: bool) -> int:
    """Cho biết kho có gì: số tài liệu, các năm, các giá trị hay gặp, chỉ mục đang phục vụ."""
    with places.store(readonly=True) as store:
        summary = store.summary()
        segmented = len(store.segmentations(ANALYSIS_VERSION))
    index = _served()
    values = {
        "documents": summary.documents,
        "withdrawn": summary.withdrawn,
        "first_year": summary.first_year or None,
        "last_year": summary.last_year or None,
        "sequence": summary.sequence,
        "segmented": segmented,
        "counts": summary.counts,
        "index": index,
    }
    answer(as_json, values, _holdings(summary, segmented, index))
    return DONE


def _served() -> dict[str, Any] | None:
    """The served generation; None when there is none, a sentence under `error` when it is unusable."""
    try:
        generation = places.generations().current()
    except GenerationError as error:
        return {"error": str(error)}
    if generation is None:
        return None
    values = asdict(generation.manifest)
    return {"generation": generation.number} | {name: values[name] for name in values if name != "files"}


def _holdings(summary: Summary, segmented: int, index: dict[str, Any] | None) -> Iterator[str]:
    yield f"Tài liệu: {number(summary.documents)}, đã rút: {number(summary.withdrawn)}"
    if summary.first_year:
        yield f"Năm: {summary.first_year} đến {summary.last_year}"
    for facet, counts in summary.counts.items():
        if counts:
            some = ", ".join(f"{value} ({number(count)})" for value, count in list(counts.items())[:LISTED])
            yield f"{FACET_LABELS[facet]}: {some}{'…' if len(counts) > LISTED else ''}"
    if summary.newest:
        newest = summary.newest[0].document
        yield f"Mới nhất: {newest.title} ({moment(newest.published, date_only=newest.date_only)})"
    yield f"Văn bản đã tách từ: {number(segmented)}"
    yield _index_line(summary, index)


def _index_line(summary: Summary, index: dict[str, Any] | None) -> str:
    if index is None or "error" in index:
        return f"Chỉ mục: {index['error'] if index else 'chưa có; chạy `vankho rebuild`.'}"
    behind = summary.sequence - index["store_sequence"]
    state = f"còn thiếu {number(behind)} thay đổi, chạy `vankho update`" if behind else "đúng với kho"
    return f"Chỉ mục: thế hệ {index['generation']}, {number(index['documents'])} tài liệu, {state}"


@click.command("settings", cls=Verb, example="VANKHO_DATA=/srv/kho vankho settings")
@click.option("--markdown", is_flag=True, help="In bảng mọi thiết lập theo dạng Markdown.")
@json_option
def settings_(markdown: bool, as_json: bool) -> int:
    """Liệt kê các thiết lập (biến môi trường VANKHO_*), giá trị hiện tại và ý nghĩa."""
    if markdown:
        answer(False, {}, table())
        return DONE
    now = places.settings()
    values = {setting.name: getattr(now, setting.field) for setting in SETTINGS}
    plain = {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}
    answer(as_json, plain, (f"{each.name}={plain[each.name]}\n    {each.help}" for each in SETTINGS))
    return DONE
