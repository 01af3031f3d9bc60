"""Tasks: questions with the documents that answer them, over one archive; read from test collections."""

import gzip
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from index.document import Document, key_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the keys of the documents that answer it. `id` decides which half it belongs to."""

    id: str
    text: str
    relevant: frozenset[str]

    @property
    def half(self) -> int:
        """0 or 1, the same on every machine."""
        return blake2b(self.id.encode(), digest_size=1).digest()[0] & 1


@dataclass(frozen=True, slots=True)
class Task:
    """Questions of one kind."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """Documents that are searched together, and the tasks over them."""

    documents: tuple[Document, ...]
    tasks: tuple[Task, ...]


def collections(folders: Sequence[Path]) -> Archive:
    """Test collections as BEIR has them (corpus.jsonl[.gz], queries.jsonl, qrels.tsv), in one archive."""
    documents = [document for folder in folders for document in _documents(folder)]
    return Archive(tuple(documents), tuple(_task(folder) for folder in folders))


def _documents(folder: Path) -> Iterator[Document]:
    for row in _rows(folder / "corpus.jsonl"):
        title = row.get("title") or row["text"].split("\n")[0][:120]
        yield Document(id=f"{folder.name}/{row['_id']}", title=title, body=row["text"])


def _task(folder: Path) -> Task:
    relevant: dict[str, set[str]] = {}
    for line in _lines(folder / "qrels.tsv")[1:]:
        question, document, grade = line.split("\t")
        if int(grade) > 0:
            relevant.setdefault(question, set()).add(key_of(f"{folder.name}/{document}"))
    texts = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    questions = (Question(each, texts[each], frozenset(keys)) for each, keys in relevant.items())
    return Task(folder.name, tuple(questions))


def _rows(path: Path) -> Iterator[Any]:
    return map(json.loads, _lines(path))


def _lines(path: Path) -> list[str]:
    packed = path.with_name(f"{path.name}.gz")
    data = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    return [line for line in data.decode().split("\n") if line]  # a body may hold other line separators


def bare(text: str) -> str:
    """`text` as typed without any mark."""
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
