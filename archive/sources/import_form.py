"""The import form: one mapping of known keys → the fields of a `Document`. Strict: what is wrong is refused.

Values of null are as if absent. Unknown keys are kept.
"""

from collections.abc import Mapping
from typing import Any

from archive.sources.dates import exact
from archive.sources.fields import Fields, clean, tags
from archive.sources.origin import UnreadableError
from index.text import display

LINES = ("title", "summary", "category", "type", "number", "issuer", "source", "author", "url", "language")
"""Keys of one line of text."""

LONGEST_LINE = 10_000
"""Characters of a value that is no body."""


def read(given: Mapping[str, Any]) -> Fields:
    """The fields that a mapping in the import form names.

    Raises `UnreadableError` naming the key, what was seen, and what is expected.
    """
    values = {key: value for key, value in given.items() if value is not None}
    fields = Fields()
    for key, value in values.items():
        _take(fields, key, value)
    if not fields.text("title") and not fields.text("body"):
        seen = ", ".join(list(given)[:8]) or "không khóa nào"
        raise UnreadableError(f"Thiếu cả title lẫn body (thấy: {seen}); cần ít nhất một trong hai.")
    return fields


def _take(fields: Fields, key: str, value: object) -> None:
    if key in ("published", "updated"):
        _date(fields, key, value)
    elif key == "tags":
        fields.known[key] = _tags(value)
    elif key == "id":
        fields.known[key] = _line(key, value, longest=1000)
    elif key == "body":
        fields.known[key] = display(_text(key, value)).strip("\n")
    elif key in LINES:
        fields.known[key] = _line(key, value)
    else:
        fields.extra[display(key)] = clean(value)


def _date(fields: Fields, key: str, value: object) -> None:
    if value == "":
        return
    try:
        moment = exact(value)
    except UnreadableError as error:
        raise UnreadableError(f"Khóa {key}: {error}") from None
    fields.known[key] = moment.when
    if key == "published":
        fields.known["date_only"] = moment.date_only


def _tags(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(tag, str) for tag in value)):
        return tags(value)
    raise UnreadableError(f"Khóa tags phải là danh sách chuỗi hoặc một chuỗi, không phải {_kind(value)}.")


def _line(key: str, value: object, *, longest: int = LONGEST_LINE) -> str:
    line = " ".join(display(_text(key, value)).split())
    if len(line) > longest:
        raise UnreadableError(f"Khóa {key} dài {len(line):,} ký tự, quá {longest:,}; hãy chuyển sang body.")
    return line


def _text(key: str, value: object) -> str:
    """A string; whole numbers are taken as written for ids and numbers, which people leave unquoted."""
    if isinstance(value, int) and not isinstance(value, bool) and key in ("id", "number"):
        return str(value)
    if not isinstance(value, str):
        raise UnreadableError(f"Khóa {key} phải là chuỗi, không phải {_kind(value)}; hãy sửa lại giá trị.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableError(
            f"Khóa {key} có nửa ký tự Unicode (surrogate) đứng lẻ; hãy xuất lại dữ liệu từ nguồn."
        ) from None
    return value


def _kind(value: object) -> str:
    names = {bool: "đúng/sai", int: "số", float: "số", list: "danh sách", dict: "đối tượng"}
    return names.get(type(value), type(value).__name__)
