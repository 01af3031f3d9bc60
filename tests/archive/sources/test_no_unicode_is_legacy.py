"""No Unicode text is taken for a legacy code: every text of the real collections, whole and line by line."""

import gzip
import json
import re
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from archive.sources.encodings import decode
from archive.sources.legacy import of_text

SHARED = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/data is not here: not measured on real collections"
)
LINES_OF_ONE_IN = 40
"""Of one document in so many, every line is looked at by itself: a short text gives more chances to err."""


def files() -> Iterator[tuple[str, bytes]]:
    """(collection, bytes) of every file that holds text; archives and compressed files are opened."""
    for path in sorted(SHARED.rglob("*")):
        name = str(path.relative_to(SHARED))
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as packed:
                for member in packed:
                    if (file := packed.extractfile(member)) is not None:
                        yield name, file.read()
        elif path.suffix == ".gz":
            yield name, gzip.decompress(path.read_bytes())
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as packed_document:
                yield name, packed_document.read("word/document.xml")
        elif path.is_file() and path.suffix != ".doc":  # binary
            yield name, path.read_bytes()


def texts(raw: str) -> Iterator[str]:
    """The texts of a file: the strings of JSON lines, else the whole."""
    lines = raw.splitlines()
    if not lines or not lines[0].startswith("{") or not lines[0].endswith("}"):
        yield re.sub(r"<[^<>]*>", " ", raw) if raw.startswith("<?xml") else raw
        return
    for line in lines:
        yield from (value for value in json.loads(line).values() if isinstance(value, str))


def test_no_text_of_the_collections_is_legacy(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    counts, mistaken = Counter[str](), []
    for name, raw in files():
        decoded = decode(raw)
        counts[decoded.encoding] += 1
        for number, text in enumerate(texts(decoded.text)):
            parts = [text, *(text.splitlines() if number % LINES_OF_ONE_IN == 0 else ())]
            for part in parts:
                counts["texts"] += 1
                if of_text(part) or of_text(normalize("NFD", part)):
                    mistaken.append((name, part[:80]))
    record_testsuite_property("Unicode texts looked at for legacy codes", counts["texts"])
    assert mistaken == []
    assert counts["texts"] > 100_000  # 905,446
    assert {name for name in counts if name != "texts"} == {"utf-8"}, counts
