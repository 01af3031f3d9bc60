"""A page saved from an office's site: title, `Thời gian: dd/mm/yyyy HH:MM`, headline, then the text.

Such sites sometimes print another article's title over a text. When the text does not support the first
line, and the headline better, the headline is the document's title and the first line is kept as the
title of the source's page.
"""

import re

from archive.sources.dates import Moment, exact, found
from archive.sources.fields import Fields
from archive.sources.origin import UnreadableError
from archive.sources.prose import first_sentence, reflow, tidy
from archive.sources.titles import support, supported
from index.text import display

_TIME = re.compile(
    r"(?:Thời gian|Ngày đăng|Đăng ngày|Đăng lúc|Ngày xuất bản|Cập nhật)[^\S\n]*:?[^\S\n]*"
    r"(?P<when>[^\n]{0,20}\d[^\n]{0,40})",
    re.IGNORECASE,
)
_HEADLINE = 300  # characters of a headline; a longer first paragraph is text already


def is_dated_page(text: str) -> bool:
    """Whether one of the first three lines under the title gives the time in this layout's way."""
    return _split(text) is not None


def parse(text: str) -> Fields:
    """The fields of a page in this layout. Raises `UnreadableError` when it has no text under its time."""
    parts = _split(text)
    if parts is None:
        raise UnreadableError("Không thấy dòng “Thời gian: dd/mm/yyyy” dưới tiêu đề.")
    title, time, rest = parts
    fields = Fields()
    _take_time(fields, time)
    body = reflow(rest)
    headline = body.split("\n", 1)[0]
    rest_of_body = body.removeprefix(headline)
    if body and not supported(title, body) and support(headline, rest_of_body) > support(title, rest_of_body):
        _take_headline(fields, title, headline, body)
    else:
        fields.known |= {"title": title, "body": body}
    return fields


def _take_headline(fields: Fields, title: str, headline: str, body: str) -> None:
    fields.notes.append(f"Dòng đầu “{title}” không thuộc bài này; tiêu đề lấy từ dòng tít của bài.")
    fields.known |= {"title": first_sentence(headline, longest=_HEADLINE), "page_title": title, "body": body}
    if fields.known["title"] == headline.removesuffix("."):
        fields.known["body"] = body.removeprefix(headline).lstrip("\n")


def _take_time(fields: Fields, time: str) -> None:
    try:
        moment: Moment | None = exact(time)
    except UnreadableError:
        moment = found(time)
    if moment is None:
        fields.notes.append(f"Không đọc được thời gian “{time}”; tài liệu không có ngày.")
    else:
        fields.known |= {"published": moment.when, "date_only": moment.date_only}


def _split(text: str) -> tuple[str, str, str] | None:
    """Title, time and the rest; None when the text is not in this layout."""
    lines = display(text[:4000]).lstrip("\n ").split("\n")
    for place, line in enumerate(lines[1:5], start=1):
        match = _TIME.fullmatch(tidy(line))
        if match and 1 <= len([above for above in lines[:place] if above.strip()]) <= 2:
            title = " ".join(filter(None, map(tidy, lines[:place])))
            whole = display(text).lstrip("\n ").split("\n")
            return title, match["when"].strip(), "\n".join(whole[place + 1 :])
    return None
