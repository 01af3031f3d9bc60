"""The collections of ../shared/data as the importer gives them: display texts by collection and id."""

import gzip
import json
import tarfile
import tempfile
from collections.abc import Iterator, Set
from pathlib import Path

from archive.sources import Candidate, SourceError, candidates
from index.document import Document
from index.text import display

TARS = {"gov": "gov/html.tar.gz", "documents": "documents/markdown.tar.gz"}
LAWS = "laws/articles.jsonl.gz"
PARAGRAPHS = "eval/xquad_vi/corpus.jsonl.gz"

Name = tuple[str, str]
"""Collection and id of a document."""


def joined(document: Document) -> str:
    """The text in which labels have their places: title, summary and body, a line end between them."""
    return "\n".join((document.title, document.summary, document.body))


def documents(data: Path, wanted: Set[Name]) -> dict[Name, Document]:
    """Those of `wanted` that are under `data`."""
    found: dict[Name, Document] = {}
    for collection, tar in TARS.items():
        if (data / tar).exists():
            found |= {(collection, each.id): each for each in _unpacked(data / tar, collection)}
    if (data / LAWS).exists():
        ids = {identity for collection, identity in wanted if collection == "laws"}
        found |= {("laws", each.id): each for each in _laws(data / LAWS, ids)}
    if (data / PARAGRAPHS).exists():
        found |= {("xquad_vi", each.id): each for each in _paragraphs(data / PARAGRAPHS)}
    return {name: found[name] for name in wanted if name in found}


def _unpacked(tar: Path, name: str) -> Iterator[Document]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(tar) as archive:
        archive.extractall(Path(folder) / name, filter="data")
        yield from _imported(Path(folder) / name)


def _laws(path: Path, ids: Set[str]) -> Iterator[Document]:
    """Only the lines of `ids` are imported: the whole takes ten times as long as judging."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "laws.jsonl"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            chosen.write_text("".join(line for line in lines if json.loads(line)["id"] in ids), "utf-8")
        yield from _imported(chosen)


def _imported(path: Path) -> Iterator[Document]:
    for candidate in candidates([path]):
        try:
            if isinstance(candidate, Candidate):
                yield candidate.parse().document
        except SourceError:
            continue  # lists of links and empty pages, which no archive keeps


def _paragraphs(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            yield Document(id=line["_id"], title=display(line["title"]), body=display(line["text"]))
