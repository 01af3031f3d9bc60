"""The page that says how to search, short and true of what the archive does today."""

from dataclasses import dataclass, field
from typing import Final

from archive import links
from archive.pages.base import Link, Page, Site, head, told

EXAMPLES: Final = (
    (
        "hội nghị sơ kết",
        "Mọi tài liệu có các từ này; câu ngắn thì phải có đủ các từ, câu dài thì xếp theo mức phù hợp.",
    ),
    ("hoi nghi so ket", "Gõ không dấu vẫn tìm được; gõ có dấu thì kết quả đúng dấu."),
    ('"sở công thương"', "Đặt trong ngoặc kép để tìm đúng cụm từ."),
    ("45/NQ-TW", "Số hiệu văn bản được giữ nguyên khi tìm."),
)
"""Queries, and what each finds: shown with a link that runs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A query that a person can try."""

    query: Link = field(metadata=told("The query, linked to its results."))
    says: str = field(metadata=told("What it finds."))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage(Page):
    """How to search, for `guide.html`."""

    examples: tuple[Example, ...] = field(metadata=told("Queries to try."))


def guide_page(site: Site) -> GuidePage:
    """The guide."""
    heading = "Hướng dẫn tìm kiếm"
    return GuidePage(
        site=site,
        head=head(
            site,
            heading,
            f"Cách tìm tài liệu trong {site.title}: từ khóa, cụm từ, bộ lọc, thời gian, liên kết cố định.",
            canonical=site.absolute("/huong-dan"),
        ),
        examples=tuple(
            Example(query=Link(text=text, href=links.search_path(text=text)), says=says)
            for text, says in EXAMPLES
        ),
    )
