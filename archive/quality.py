"""Documents that a person should look at: what `vankho check --quality` lists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.sources import supported
from archive.sources.encodings import still_legacy
from archive.store import Store, StoredDocument, digest_of

PROBLEMS = {
    "title": "Tiêu đề không khớp với nội dung, hoặc tiêu đề trang nguồn thuộc bài khác",
    "untitled": "Không có tiêu đề",
    "undated": "Không có ngày",
    "empty": "Không có nội dung",
    "encoding": "Còn chữ ở bảng mã cũ (TCVN3, VNI…) hoặc chữ đã hỏng",
    "changed": "Nội dung trong kho không khớp với mã băm của nó",
}
"""Every problem, and what the list says about it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A document with at least one of `PROBLEMS`."""

    id: str
    key: str
    title: str
    problems: tuple[str, ...]


def findings(store: Store, *, progress: Callable[[int], object] | None = None) -> Iterator[Finding]:
    """Live documents that have a problem, in the order in which they last changed."""
    with store.snapshot() as snapshot:
        for stored in snapshot.live():
            if problems := tuple(_problems(stored)):
                document = stored.document
                yield Finding(document.id, document.key, document.title, problems)
            if progress:
                progress(1)


def _problems(stored: StoredDocument) -> Iterator[str]:
    document = stored.document
    if document.page_title or (
        document.title and document.body and not supported(document.title, document.body)
    ):
        yield "title"
    if not document.title:
        yield "untitled"
    if document.published is None:
        yield "undated"
    if not document.body.strip():
        yield "empty"
    if still_legacy(f"{document.title}\n{document.body}"):
        yield "encoding"
    if digest_of(document) != stored.digest:
        yield "changed"
