"""Metadata as sources write it → the fields of a `Document`.

What no field takes stays in `extra` under the name it came with, but for three that official documents
always carry and that get one name each: `signer`, `effective`, `status`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any

from archive.sources.dates import Moment, exact, found
from archive.sources.origin import UnreadableError
from archive.sources.vocabulary import ALIASES, IN_EXTRA, TYPES, bare, name_of, says_nothing, type_name
from index.text import display

_OF_EVERYTHING = {"vanban", "vanbanphapluat", "tintuc", "baiviet", "post", "posts", "blog"}
_HOST = re.compile(r"https?://(?:www\.)?([^/\s:?#]+)[^\s;,]*$")
_WEAK = {"so", "code", "identifier"}  # names that hold other things too: taken when the value looks right

_DOCUMENT_NUMBER = re.compile(r"\d[\w.]{0,12}(?:/\d{4})?[/-][\w&/-]{2,30}")


@dataclass(slots=True)
class Fields:
    """What has been read so far: values for a `Document`'s fields, unknown keys, notes for the person.

    `code` names the legacy code that the values were in, where a format found one by itself.
    """

    known: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    code: str = ""

    def text(self, name: str) -> str:
        """The value of a text field, `""` when there is none."""
        return str(self.known.get(name, ""))

    def add(self, more: "Fields") -> None:
        """Take from `more` what is still missing here."""
        dated = "published" in self.known
        for name, value in more.known.items():
            if not (dated and name == "date_only"):
                self.known.setdefault(name, value)
        for name, value in more.extra.items():
            self.extra.setdefault(name, value)


_NAMED = re.compile(
    r"(?P<type>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s+(?:số\s*:?\s*)?"
    r"(?P<number>\d[\w.]{0,12}(?:/\d{4})?[/-][^\W\d_][\w&-]{1,25})"
)


def read_name(fields: Fields) -> None:
    """Type and number from a title such as `Nghị định số 30/2020/NĐ-CP về công tác văn thư`."""
    named = _NAMED.match(fields.text("title"))
    if named and bare(named["type"]) in TYPES:
        fields.known.setdefault("type", type_name(named["type"]))
        fields.known.setdefault("number", named["number"].rstrip("-"))


def gather(metadata: Mapping[str, object]) -> Fields:
    """The fields in `metadata`; a value that fits no field stays in `extra`."""
    fields = Fields()
    by_field: dict[str, list[tuple[int, str, object]]] = {}
    for key, value in metadata.items():
        name = name_of(key)
        if name is None:
            _keep(fields, key, value)
        elif not _empty(value):
            rank = ALIASES[name].index(bare(key))
            by_field.setdefault(name, []).append((rank, key, value))
    for name, candidates in by_field.items():
        _choose(fields, name, sorted(candidates, key=lambda seen: seen[0]))
    return fields


def _choose(fields: Fields, name: str, candidates: list[tuple[int, str, object]]) -> None:
    """Take the first candidate that fits; those not taken stay in `extra` unless they say the same."""
    taken: object = None
    for rank, key, value in candidates:
        read = _read(fields, name, ALIASES[name][rank], value)
        if taken is None:
            taken = read
        if read is None or read != taken:
            _keep(fields, key, value)
    if taken is not None:
        _put(fields, name, taken)


def _put(fields: Fields, name: str, value: object) -> None:
    if isinstance(value, Moment):
        fields.known[name] = value.when
        if name == "published":
            fields.known["date_only"] = value.date_only
    elif name in IN_EXTRA:
        fields.extra[name] = value
    elif name == "source" and (host := _HOST.match(str(value))):
        fields.known.setdefault("url", value)
        fields.known[name] = host[1]
    else:
        fields.known[name] = value


def _read(fields: Fields, name: str, alias: str, value: object) -> object:
    """`value` as the field `name` holds it, or None when it does not fit."""
    if name in ("published", "updated"):
        return _moment(fields, value)
    if name == "tags":
        return tags(value)
    if name == "effective":
        moment = _moment(Fields(), value)
        return moment.when.date().isoformat() if moment else line(value)
    text = line(_first(value) if name == "category" else value)
    if name == "url" and not text.startswith(("http://", "https://")):
        return None
    if alias in _WEAK and not _DOCUMENT_NUMBER.match(text):
        return None
    if name == "type":
        text = "" if bare(text) in _OF_EVERYTHING else type_name(text)
    return text or None


def _first(value: object) -> object:
    """The first of a list of categories that says something of the document and not of its site."""
    if not isinstance(value, list):
        return value
    return next((part for part in value if bare(str(part)) not in _OF_EVERYTHING), "")


def _moment(fields: Fields, value: object) -> Moment | None:
    """A date that may stand in prose: `20/6/2026 (cùng ngày ký)`."""
    try:
        given = exact(value)
        midnight = not any((given.when.hour, given.when.minute, given.when.second))
        return Moment(given.when, given.date_only or midnight)
    except UnreadableError:
        moment = found(str(value))
    if moment is None:
        fields.notes.append(f"Không đọc được ngày “{str(value)[:60]}”; giá trị được giữ nguyên.")
    return moment


def tags(value: object) -> tuple[str, ...]:
    """Tags from a list or a comma-separated string, each once, in order."""
    parts = value if isinstance(value, list) else re.split(r"[,;]", str(value))
    return tuple(dict.fromkeys(tag for part in parts if (tag := line(part))))


def line(value: object) -> str:
    """A value as one line of display text; a list joined with `; `."""
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(line, value)))
    return " ".join(display(str(clean(value))).split())


def _empty(value: object) -> bool:
    return says_nothing(value) if isinstance(value, str) else value is None or value == []


def _keep(fields: Fields, key: str, value: object) -> None:
    if not _empty(value):
        fields.extra.setdefault(display(key).strip() or "?", clean(value))


def clean(value: object, *, depth: int = 0) -> Any:
    """`value` as JSON can hold it: text as display text, dates as ISO, keys as text.

    Raises `UnreadableError` when it is nested deeper than twenty levels.
    """
    if depth > 20:
        raise UnreadableError("Siêu dữ liệu lồng nhau quá 20 tầng; hãy làm phẳng trước khi nhập.")
    if isinstance(value, str):
        return display(value)
    if isinstance(value, Mapping):
        return {display(str(key)): clean(part, depth=depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [clean(part, depth=depth + 1) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    plain = value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value))
    return value if plain else display(str(value))
