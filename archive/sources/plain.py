"""Plain text: the first line is the title, the rest the text."""

from archive.sources.fields import Fields, read_name
from archive.sources.letterhead import is_motto, letterhead
from archive.sources.origin import UnreadableError
from archive.sources.prose import first_sentence, reflow, tidy
from index.text import display

LONGEST_TITLE = 250
"""Characters of a first line that may still be a title."""


def parse(text: str) -> Fields:
    """The fields of a plain text: title, body, and what an official document's head says.

    Raises `UnreadableError` when there is no word in it.
    """
    body = display(text).strip()
    if not any(letter.isalnum() for letter in body):
        raise UnreadableError("Tệp không có chữ nào; hãy kiểm tra lại tệp nguồn.")
    first, _, rest = body.partition("\n")
    fields = Fields()
    if is_motto(first) or _is_head(first):
        return with_letterhead(fields, body)
    if len(first) > LONGEST_TITLE or (not rest.strip() and len(first) > 100):
        fields.notes.append("Tệp không có dòng tiêu đề; tiêu đề lấy từ câu đầu.")
        fields.known |= {"title": first_sentence(first), "body": reflow(body)}
    else:
        fields.known |= {"title": tidy(first), "body": reflow(rest)}
    read_name(fields)
    _read_head(fields, rest)
    return fields


def _read_head(fields: Fields, body: str) -> None:
    """Number and date of an official document, from the head of its text."""
    head = letterhead(body.split("\n"))
    if head.number:
        fields.known.setdefault("number", head.number)
    if head.published:
        fields.known |= {"published": head.published.when, "date_only": True}


def with_letterhead(fields: Fields, body: str) -> Fields:
    """`fields` completed by the head of the official document `body`; its text is kept whole."""
    head = letterhead(body.split("\n"))
    fields.known.setdefault("title", head.title or first_sentence(body))
    for name, value in (("type", head.type), ("number", head.number)):
        if value:
            fields.known.setdefault(name, value)
    if head.published and "published" not in fields.known:
        fields.known |= {"published": head.published.when, "date_only": True}
    fields.known["body"] = reflow(body)
    return fields


def _is_head(line: str) -> bool:
    """Whether the first line is an office's name in capitals or a number: a letterhead, not a title."""
    return letterhead([line]).number != "" or letterhead([line]).type != ""
