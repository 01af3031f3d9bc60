"""One line of JSON Lines in the import form."""

import json
from typing import Any, NoReturn

from archive.sources import import_form
from archive.sources.encodings import repaired_values
from archive.sources.fields import Fields
from archive.sources.origin import UnreadableError


def parse(text: str) -> Fields:
    """The fields of one JSON object, its text read again where it was misread before.

    Raises `UnreadableError` saying what is wrong with it and where.
    """
    given = _loaded(text)
    if not isinstance(given, dict):
        raise UnreadableError("Dòng này không phải một đối tượng JSON {…}; mỗi dòng phải là một tài liệu.")
    values, code, note = repaired_values(given)
    fields = import_form.read(values)
    fields.code = code
    fields.notes += [note] if note else []
    return fields


def looks_like(line: str) -> bool:
    """Whether a file's first line is an object of JSON Lines (or the beginning of a very long one)."""
    line = line.strip()
    if not line.startswith("{") or '"' not in line:
        return False
    try:
        return isinstance(_loaded(line), dict)
    except UnreadableError:
        return len(line) > 4000 and line[1:].lstrip().startswith('"')


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"JSON hỏng ở ký tự {error.pos + 1}: {_hint(error)}; hãy xuất lại dòng này."
        ) from None
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError("JSON lồng nhau quá sâu; hãy làm phẳng trước khi nhập.") from None
    except ValueError:
        raise UnreadableError("JSON có số quá lớn; hãy ghi số đó trong dấu ngoặc kép.") from None


def _hint(error: json.JSONDecodeError) -> str:
    hints = {
        "Expecting value": "thiếu giá trị",
        "Expecting property name enclosed in double quotes": "tên khóa phải nằm trong dấu ngoặc kép",
        "Expecting ',' delimiter": "thiếu dấu phẩy",
        "Expecting ':' delimiter": "thiếu dấu hai chấm",
        "Unterminated string starting at": "chuỗi không có dấu ngoặc kép đóng",
        "Invalid control character at": "có ký tự điều khiển trong chuỗi",
        "Extra data": "thừa nội dung sau đối tượng",
    }
    return hints.get(error.msg, "cú pháp sai")


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableError(f"JSON có giá trị {name}, không phải JSON chuẩn; hãy bỏ hoặc ghi là null.")
