"""Documents that a person should look at: what `vankho check --quality` lists."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.sources import supported
from archive.sources.encodings import vietnamese
from archive.store import Store, StoredDocument, digest_of

PROBLEMS = {
    "title": "Tiêu đề không khớp với nội dung, hoặc tiêu đề trang nguồn thuộc bài khác",
    "untitled": "Không có tiêu đề",
    "undated": "Không có ngày",
    "empty": "Không có nội dung",
    "encoding": "Chữ có dấu không phải tiếng Việt, có lẽ còn ở bảng mã khác",
    "changed": "Nội dung trong kho không khớp với mã băm của nó",
}
"""Every problem, and what the list says about it."""

ENOUGH = 5
"""Words that must look wrong before a text's encoding is doubted."""

_TORN = re.compile(r"[^\W\d_][\x80-\x9f¡-¬®-¶¸¹»-¿\ufffd][^\W\d_]")


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
    if _garbled(f"{document.title}\n{document.body}"):
        yield "encoding"
    if digest_of(document) != stored.digest:
        yield "changed"


def _garbled(text: str) -> bool:
    """Whether words have signs inside (`V¨n hãa`), or most words with marks are no Vietnamese syllables."""
    words = text.split()
    torn = len(_TORN.findall(text))
    if torn >= ENOUGH and torn * 20 >= len(words):
        return True
    marked = sum(not word.isascii() for word in words)
    return marked >= ENOUGH and vietnamese(text) < 0.5
