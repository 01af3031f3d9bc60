"""HTML pages of articles, through trafilatura. Menus, lists of articles and empty pages are refused."""

import re
from collections.abc import Iterator, Sequence

import trafilatura
from lxml import html

from archive.sources import page_heads
from archive.sources.boilerplate import sweep, tree_of
from archive.sources.dates import found
from archive.sources.fields import Fields, gather, read_name
from archive.sources.markup import cells
from archive.sources.origin import UnreadableError
from archive.sources.prose import tidy
from archive.sources.vocabulary import bare, name_of
from index.text import display

FEWEST_WORDS = 25
"""Words of running text below which a page has nothing to read."""

PROSE = 12
"""Words from which a line is running text and no label."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_SEE_MORE = re.compile(
    r"(?:xem (?:chi tiết|thêm|tiếp)|tải (?:về|file|xuống)|đóng|in trang|tại đây|quay lại|chia sẻ)"
    r"(?:\s*:?\s*tại đây)?[.:…]*",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?:từ khóa|từ khoá|tags?|thẻ)\s*:", re.IGNORECASE)
_PENDING = re.compile(r"(?:nội dung )?đang (?:được )?cập nhật", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Whether a text is an HTML page, whatever its file is called."""
    return _HTML.match(text[:4000]) is not None


def parse(text: str, *, slug: str = "") -> Fields:
    """The fields of an article's page. `slug` is the page's name in its address or path.

    Raises `UnreadableError` saying what was seen when the page is no article.
    """
    tree = tree_of(text)
    about = page_heads.tags(tree)
    links = _long_links(sweep(tree))
    lines = _lines(tree)
    title = page_heads.title(tree, about, text="\n".join(lines), slug=slug)
    above, below = _around(lines, title)
    fields = gather(dict(_particulars(below)))
    fields.known["title"] = title
    _refuse(title, below, links=links, particulars=len(fields.known) + len(fields.extra))
    fields.known["body"] = _body(below)
    fields.add(_said_by_tags(about, tree))
    fields.add(_said_above(tree, about, above))
    read_name(fields)
    return fields


def _lines(tree: html.HtmlElement) -> list[str]:
    """The text that trafilatura finds, by line; table rows as `| cell | cell |`."""
    extracted = trafilatura.extract(
        html.tostring(tree, encoding="unicode"),
        favor_recall=True,
        include_comments=False,
        include_tables=True,
    )
    return [line for raw in display(extracted or "").split("\n") if (line := tidy(raw))]


def _long_links(tree: html.HtmlElement) -> list[str]:
    """The links of the swept page that read like titles of other pages."""
    return [line for link in tree.iter("a") if len((line := page_heads.line_of(link)).split()) >= 5]


def _is_list(lines: Sequence[str], links: Sequence[str]) -> bool:
    """Whether a page leads to other pages: links in plenty, or nearly every paragraph a teaser under one."""
    prose = [place for place, line in enumerate(lines) if len(line.split()) >= PROSE]
    titles = {bare(link) for link in links}
    teasers = sum(any(bare(line) in titles for line in lines[max(0, at - 2) : at]) for at in prose)
    words = sum(len(lines[place].split()) for place in prose)
    return (len(links) >= 8 and words < 20 * len(links)) or (teasers >= 4 and teasers > 0.6 * len(prose))


def _around(lines: Sequence[str], title: str) -> tuple[list[str], list[str]]:
    """The lines above and below the title's own line; all are below when the title is not among them."""
    wanted = bare(title)
    for place, line in enumerate(lines[:40]):
        if wanted and bare(line.strip("| ")) == wanted:
            return list(lines[:place]), list(lines[place + 1 :])
    return [], list(lines)


def _particulars(lines: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Rows of two cells that name a field: `| Cơ quan ban hành | UBND huyện |`."""
    for line in lines[:40]:
        pair = cells(line) if line.startswith("|") else []
        if len(pair) == 2 and pair[1] and name_of(pair[0]) not in (None, "title", "body", "id"):
            yield pair[0], pair[1]


def _body(lines: Sequence[str]) -> str:
    """The text below the title: no buttons, no lone dates or counters at its ends, rows as cells."""
    kept = [line for line in map(_row, lines) if line and not _SEE_MORE.fullmatch(line)]
    while kept and (_is_figures(kept[0]) or _is_byline(kept[0])):
        kept.pop(0)
    while kept and (_is_figures(kept[-1]) or _TAGS.match(kept[-1])):
        kept.pop()
    return "\n\n".join(kept).replace("\n\n- ", "\n- ")


def _is_byline(line: str) -> bool:
    """Whether a line over the text gives the date or the author alone: `26/02/2024 07:15 · Thu Uyên`."""
    return len(line.split()) <= 8 and (line[0] in "·|-–" or found(line[:20]) is not None)


def _is_figures(line: str) -> bool:
    return not any(letter.isalpha() for letter in line)


def _row(line: str) -> str:
    return " | ".join(filter(None, cells(line))) if line.startswith("|") else line


def _said_by_tags(about: page_heads.Tags, tree: html.HtmlElement) -> Fields:
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), "")
    return gather(
        {
            "summary": about.first("description", "og:description"),
            "author": about.first("author", "article:author") or page_heads.author(tree),
            "category": about.first("article:section"),
            "source": page_heads.site(tree, about),
            "url": about.first("og:url") or canonical,
            "updated": about.first("article:modified_time", "og:updated_time"),
            "tags": page_heads.keywords(tree) or about.first("keywords", "news_keywords", "article:tag"),
        }
    )


def _said_above(tree: html.HtmlElement, about: page_heads.Tags, above: Sequence[str]) -> Fields:
    """Date and section as they stand over a title: `| An ninh quốc phòng | 30/07/2019 |`."""
    fields = Fields()
    labels = [cell for line in above[-3:] for cell in (cells(line) if line.startswith("|") else [line])]
    moment = page_heads.published(tree, about) or found("\n".join(labels))
    if moment:
        fields.known |= {"published": moment.when, "date_only": moment.date_only}
    sections = [label for label in labels if label and not found(label) and len(label) <= 60]
    if sections and bare(sections[-1]) not in page_heads.OF_SITES:
        fields.known["category"] = re.split(r"\s*[›»>/]\s*", sections[-1])[-1]
    return fields


def _refuse(title: str, lines: Sequence[str], *, links: Sequence[str], particulars: int) -> None:
    """Raise `UnreadableError` for a page that is no article, saying what was seen."""
    prose = sum(len(line.split()) for line in lines if len(line.split()) >= PROSE)
    named = f"“{title}” " if title else ""
    if _is_list(lines, links):
        raise UnreadableError(
            f"Trang {named}là danh mục dẫn tới {len(links)} bài khác; hãy nhập các bài đó thay cho trang này."
        )
    if prose >= FEWEST_WORDS and title:
        return
    if prose >= FEWEST_WORDS:
        raise UnreadableError(
            "Trang không có tiêu đề riêng, chỉ có tên của cả trang web: đây là trang chủ hoặc trang danh mục."
        )
    if particulars >= 3 and title:
        return
    if any(_PENDING.search(line) for line in lines):
        raise UnreadableError(f"Trang {named}chưa có nội dung (“Đang cập nhật”); hãy nhập lại khi có bài.")
    if title and any(_SEE_MORE.fullmatch(line) for line in lines):
        raise UnreadableError(
            f"Trang {named}chỉ có tiêu đề và liên kết “Xem chi tiết”; hãy nhập văn bản mà liên kết dẫn tới."
        )
    raise UnreadableError(
        f"Trang {named}chỉ có trình đơn và khung trang, không có bài viết; hãy bỏ qua trang này."
    )
