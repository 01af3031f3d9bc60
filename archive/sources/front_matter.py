"""YAML front matter → a mapping, in the habits of real files.

Between `---` fences, or without any fence at all; broken YAML is read line by line, as the person who typed
it would read it.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

LARGEST = 200_000
"""Characters of front matter that are read; a fence further down is not one."""

_FENCED = re.compile(r"\s*---[^\S\n]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"^(?P<key>[^\W\d][\w-]{0,60}):(?:[^\S\n]+(?P<value>.*))?$")


class FrontMatter(NamedTuple):
    """What stood before the text, the text itself, and a note when the YAML was broken."""

    metadata: Mapping[str, object]
    content: str
    note: str = ""


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases, so that a few lines cannot stand for a billion values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read in front matter")
        return super().compose_node(parent, index)


def split(text: str) -> FrontMatter:
    """Metadata and content of `text` (display text); empty metadata when it begins with none."""
    fenced = _FENCED.match(text[:LARGEST])
    if fenced:
        return _read(fenced["yaml"], text[fenced.end() :])
    head, gap, rest = text[:LARGEST].lstrip("\n").partition("\n\n")
    if gap and _is_bare(head.split("\n")):
        return _read(head, rest + text[LARGEST:])
    return FrontMatter({}, text)


def starts_with(text: str) -> bool:
    """Whether `text` (display text) begins with front matter that names at least one key."""
    return bool(split(text).metadata)


def _is_bare(rows: list[str]) -> bool:
    """Whether the first block of a text is front matter without its fences: three keys, nothing else."""
    keys = sum(_KEY.match(row) is not None for row in rows)
    return keys >= 3 and all(_KEY.match(row) or row[:1] in (" ", "-") for row in rows) and rows[0][:1] != "-"


def _read(front: str, content: str) -> FrontMatter:
    try:
        loaded = yaml.load(front, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 2}" if mark else ""
        note = f"Phần YAML đầu tệp có lỗi{where}; đã đọc theo từng dòng."
        return FrontMatter(_by_lines(front), content, note)
    if not isinstance(loaded, dict):
        return FrontMatter({}, content)
    return FrontMatter({str(key): value for key, value in loaded.items()}, content)


def _by_lines(front: str) -> dict[str, object]:
    """`key: value` lines and `- ` lists of a front matter that YAML cannot read."""
    metadata: dict[str, str | list[str]] = {}
    key = ""
    for row in front.split("\n"):
        if match := _KEY.match(row):
            key = match["key"]
            metadata[key] = _unquoted(match["value"] or "")
        elif key and row.lstrip().startswith("- "):
            listed = metadata[key]
            metadata[key] = [*(listed if isinstance(listed, list) else []), _unquoted(row.lstrip()[2:])]
    return dict(metadata)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
