"""The import rules of the rooms (DESIGN.md, section 1), read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
FINDING = {"search", "opened", "understanding", "selection", "hits", "query", "executor"}
FINDING |= {"suggest", "completion", "restore", "snippet"}
"""Modules of `index` that answer; `writer` and `workers` write."""
WRITING = {"writer", "workers", "tally"}


def modules(*folders: str) -> dict[str, Path]:
    """Dotted name → file, for every module below these top-level folders."""
    files = (path for folder in folders for path in sorted((TOP / folder).rglob("*.py")))
    return {_name(path): path for path in files if "sample" not in path.parts}


def _name(path: Path) -> str:
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports anywhere: `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reaches(name: str, *forbidden: str) -> bool:
    """True when a dotted name is one of `forbidden` or inside it."""
    return any(name == one or name.startswith(f"{one}.") for one in forbidden)


def breaches(files: dict[str, Path], *forbidden: str) -> list[str]:
    """`module imports name` for every import that reaches what these modules must not."""
    return [
        f"{module} imports {name}"
        for module, path in files.items()
        for name in imported(path)
        if reaches(name, *forbidden)
    ]


def test_the_rooms_are_there() -> None:
    """A rule about modules that nobody finds would always hold."""
    assert {"index.document", "index.segment", "index.writer"} <= set(modules("index"))
    assert {"archive.app", "archive.views", "archive.api"} <= set(modules("archive"))


def test_index_knows_nothing_of_the_archive_or_the_web() -> None:
    assert breaches(modules("index"), "archive", "flask", "jinja2", "click", "sqlalchemy") == []


def test_writing_and_searching_never_import_each_other() -> None:
    files = modules("index")
    writing = {name: path for name, path in files.items() if _room(name) in WRITING}
    finding = {name: path for name, path in files.items() if _room(name) in FINDING}
    assert breaches(writing, *(f"index.{room}" for room in FINDING)) == []
    assert breaches(finding, *(f"index.{room}" for room in WRITING)) == []


def _room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_only_segment_imports_underthesea() -> None:
    others = {name: path for name, path in modules("index", "archive").items() if name != "index.segment"}
    assert breaches(others, "underthesea") == []
    assert breaches({"index.segment": TOP / "index/segment.py"}, "underthesea") != []


def test_no_whoosh_outside_index() -> None:
    assert breaches(modules("archive"), "whoosh") == []


WEB = (
    *("app", "api", "api_schema", "health", "links", "pages"),
    *("params", "problems", "resources", "views"),
)


@pytest.mark.parametrize("module", WEB)
def test_the_web_never_reads_sources_or_writes(module: str) -> None:
    files = {name: path for name, path in modules("archive").items() if _room(name) == module}
    assert files
    assert breaches(files, "archive.sources", "archive.adding", "archive.indexing", "archive.cli") == []
    assert breaches(files, *(f"index.{room}" for room in WRITING)) == []


def test_nobody_imports_scripts_or_tests() -> None:
    assert breaches(modules("index", "archive"), "scripts", "tests") == []
