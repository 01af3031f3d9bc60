"""Markdown documents, with front matter or without.

Where the front matter is missing or says little, the table or list of particulars under the first heading
(`| Số hiệu | 159/NQ-CP |`, `- **Ngày ban hành:** 10/03/2026`) and the head of the official document fill in.
"""

import re

from archive.sources import front_matter
from archive.sources.fields import Fields, gather, read_name
from archive.sources.letterhead import is_motto, letterhead
from archive.sources.markup import cells, heading, inline, readable
from archive.sources.origin import UnreadableError
from archive.sources.prose import first_sentence, reflow
from archive.sources.vocabulary import bare, name_of, says_nothing
from index.text import display

_PARTICULAR = re.compile(r"^\s*[-*+]\s+\*{2}(?P<key>[^*:\n]{2,60}):?\*{2}\s*:?\s*(?P<value>.+)$")
_OF_THE_SITE = {"layout", "permalink", "toc", "nav", "slug"}  # keys of the site that showed the text
_NO_TITLES = {
    "thongtinvanban",
    "vanban",
    "metadata",
    "noidung",
    "toanvan",
    "mucluc",
    "thongtin",
    "thongtinchung",
}
_HEADERS = {"thuoctinh", "truong", "thongtin", "muc", "noidung"}  # first cells of header rows
_NUMBER_ALONE = re.compile(
    r"(?:[^\W\d_]+\s){0,5}(?:số\s)?\d[\w.]{0,12}(?:/\d{4})?[/-][\w&-]{2,25}(?:\s(?:của|ngày)\s[^:,–]{1,40})?",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!!)\[[^\[\]\n]{1,300}\](?:\([^()\n]{0,1000}\)|:[^\S\n]*\S+)")


def parse(text: str) -> Fields:
    """The fields of a Markdown document. Raises `UnreadableError` when it is empty or a list of links."""
    metadata, content, note = front_matter.split(display(text))
    fields = gather({key: value for key, value in metadata.items() if key not in _OF_THE_SITE})
    fields.notes[:0] = [note] if note else []
    fields.add(gather(_particulars(content)))
    body = reflow(readable(_without_fillers(content)))
    if not any(letter.isalnum() for letter in body):
        raise UnreadableError("Tệp Markdown không có nội dung dưới phần siêu dữ liệu; hãy bổ sung nội dung.")
    _refuse_list(content)
    if not fields.text("title"):
        fields.known["title"] = _title(content, body)
    read_name(fields)
    _read_head(fields, body)
    fields.known["body"] = _without_title(body, fields.text("title"))
    _complete_title(fields, body)
    return fields


def _particulars(content: str) -> dict[str, object]:
    """The first table or list near the top that names three fields, one of them the document's own."""
    pairs: dict[str, object] = {}
    for row in [*content[:8000].split("\n")[:80], "#"]:
        pair = _pair(row)
        if pair and name_of(pair[0]) not in (None, "body", "id"):
            pairs.setdefault(pair[0], pair[1])
        elif row.lstrip().startswith("#"):
            named = {name_of(key) for key in pairs}
            if len(named) >= 3 and named & {"number", "type", "issuer"}:
                return pairs
            pairs = {}
    return {}


def _pair(row: str) -> list[str]:
    """Name and value of a row of particulars; empty when it is none."""
    listed = _PARTICULAR.match(row)
    if listed:
        return [inline(listed["key"]), inline(listed["value"])]
    pair = cells(row) if row.lstrip().startswith("|") else []
    return pair if len(pair) == 2 and pair[1] else []


def _without_fillers(content: str) -> str:
    """`content` without the rows of particulars that say nothing and the headings over them."""
    rows = content.split("\n")
    kept = [row for row in rows[:80] if not _is_filler(row)]
    return "\n".join([*kept, *rows[80:]])


def _is_filler(row: str) -> bool:
    if named := heading(row):
        return bare(named) in _NO_TITLES
    pair = _pair(row)
    if not pair:
        return False
    return bare(pair[0]) in _HEADERS or (name_of(pair[0]) is not None and says_nothing(pair[1]))


def _refuse_list(content: str) -> None:
    links = len(_LINK.findall(content))
    words = len(readable(_LINK.sub(" ", content)).split())
    if links >= 5 and words < 3 * links:
        raise UnreadableError(
            f"Trang này là danh mục gồm {links} liên kết, không phải văn bản; hãy nhập các trang nó dẫn tới."
        )


def _title(content: str, body: str) -> str:
    """The first heading that names the document, else the head's subject, else the first sentence."""
    headings = filter(None, map(heading, content[:8000].split("\n")))
    first = next((line for line in headings if bare(line) not in _NO_TITLES and not is_motto(line)), "")
    subject = letterhead(body.split("\n")).title
    if first and bare(first) != bare(subject.split(" về")[0]) and len(first) > 12 and not first.isupper():
        return first
    return subject or first or first_sentence(body)


def _complete_title(fields: Fields, body: str) -> None:
    """Say what the document is about when its title is only its type and number."""
    title = fields.text("title")
    if _NUMBER_ALONE.fullmatch(title):
        named = f"{fields.text('type')} {title}".strip() if title[0].isdigit() else title
        about = fields.text("summary") or letterhead(body.split("\n")).subject
        fields.known["title"] = f"{named}: {first_sentence(about, longest=300)}" if about else named


def _read_head(fields: Fields, body: str) -> None:
    head = letterhead(body.split("\n"))
    for name, value in (("type", head.type), ("number", head.number)):
        if value:
            fields.known.setdefault(name, value)
    if head.published and "published" not in fields.known:
        fields.known |= {"published": head.published.when, "date_only": True}


def _without_title(body: str, title: str) -> str:
    """`body` without a first line that only repeats the title."""
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if rest.strip() and bare(first) == bare(title) else body
