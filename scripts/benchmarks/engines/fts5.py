"""SQLite FTS5 over the same streams, each a column of text that `unicode61` cuts into the same terms.

Letters are what `unicode61` keeps together, so every other character of a term (`45/nq-tw`, `hội_nghị`) is
written as a character for private use, which it takes for a letter.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import query as wq

from index.document import FACETS
from index.schema import STREAMS, TEXTS, field_name
from scripts.benchmarks.engines.base import TOP, VALUES, Answer, Searcher
from scripts.benchmarks.engines.trees import trees_of
from scripts.benchmarks.questions import Question, minute

FIELDS = tuple(field_name(text, stream) for text in TEXTS for stream in STREAMS)
_OTHER = re.compile(r"[^\w\s]|_")
_PRIVATE = 0xE000
BATCH = 500


def letters(text: str) -> str:
    """Text whose terms hold only what `unicode61` takes for letters and digits."""
    return _OTHER.sub(lambda found: chr(_PRIVATE + ord(found[0]) % 6400), text)


class Fts5:
    """A contentless table of eight columns, and an ordinary one of facets."""

    title = "SQLite FTS5"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        connection = sqlite3.connect(directory / "fts5.db")
        connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
            f"CREATE VIRTUAL TABLE texts USING fts5({','.join(FIELDS)}, content='',"
            " tokenize='unicode61 remove_diacritics 0');"
            f"CREATE TABLE docs(id INTEGER PRIMARY KEY, published INTEGER, {','.join(FACETS)})"
        )
        texts = f"INSERT INTO texts(rowid, {','.join(FIELDS)}) VALUES ({_marks(len(FIELDS) + 1)})"
        docs = f"INSERT INTO docs VALUES ({_marks(len(FACETS) + 2)})"
        numbered = enumerate(streams(), 1)
        while some := list(islice(numbered, BATCH)):
            connection.executemany(
                texts, [[n, *(letters(each["streams"][name]) for name in FIELDS)] for n, each in some]
            )
            connection.executemany(
                docs,
                [[n, each["published"], *(each["facets"][f] or None for f in FACETS)] for n, each in some],
            )
        connection.commit()
        connection.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        connection.commit()
        connection.close()

    def open(self, directory: Path) -> Searcher:
        return _Open(directory)


def _marks(count: int) -> str:
    return ",".join("?" * count)


class _Open:
    def __init__(self, directory: Path) -> None:
        self._db = sqlite3.connect(directory / "fts5.db", isolation_level=None)
        self._db.executescript(
            "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;"
            "CREATE TEMP TABLE hits(id INTEGER PRIMARY KEY, score REAL)"
        )
        self._db.execute("SELECT count(*) FROM texts_data WHERE id < 2").fetchone()

    def prepare(self, question: Question) -> Callable[[], Any]:
        trees = trees_of(question)
        must, rank = expression(trees.required), expression(trees.scoring)
        asked = rank if trees.implied else f"({must}) AND ({rank})"
        weights = ",".join(str(trees.weights.get(name, 0.0)) for name in FIELDS)
        fill = f"INSERT INTO hits SELECT texts.rowid, bm25(texts,{weights}) FROM texts WHERE texts MATCH ?"
        given: list[Any] = [asked]
        if question.since and question.until:
            # A cross join keeps SQLite from asking for every document of those years by itself.
            fill = fill.replace("FROM texts", "FROM texts CROSS JOIN docs ON docs.id = texts.rowid")
            fill += " AND published >= ? AND published < ?"
            given += [minute(question.since), minute(question.until) + 24 * 60]
        return lambda: self._ask(fill, given, question.category)

    def _ask(self, fill: str, given: list[Any], category: str) -> tuple[int, list[Any], dict[str, list[Any]]]:
        rows = self._db.execute
        rows("DELETE FROM hits")
        rows(fill, given)
        facets = {}
        if category:
            facets["category"] = rows(_count("category")).fetchall()
            rows("DELETE FROM hits WHERE id NOT IN (SELECT id FROM docs WHERE category = ?)", (category,))
        for name in FACETS:
            if name not in facets:
                facets[name] = rows(_count(name)).fetchall()
        total = rows("SELECT count(*) FROM hits").fetchone()[0]
        return total, rows(f"SELECT id, score FROM hits ORDER BY score LIMIT {TOP}").fetchall(), facets

    def answer(self, found: tuple[int, list[Any], dict[str, list[Any]]]) -> Answer:
        total, hits, facets = found
        return Answer(total, len(hits), {name: dict(rows) for name, rows in facets.items()})

    def segments(self) -> int:
        return 1

    def close(self) -> None:
        self._db.close()


def _count(facet: str) -> str:
    return (
        f"SELECT {facet}, count(*) FROM hits JOIN docs USING (id) WHERE {facet} IS NOT NULL"
        f" GROUP BY 1 ORDER BY 2 DESC LIMIT {VALUES}"
    )


def expression(tree: wq.Query) -> str:
    """A tree in FTS5's query language. Raises TypeError for a tree that it cannot say."""
    if isinstance(tree, wq.Term):
        return f'{tree.fieldname} : "{letters(tree.text)}"'
    if isinstance(tree, wq.Phrase):
        return f'{tree.fieldname} : "{" ".join(map(letters, tree.words))}"'
    if isinstance(tree, wq.And | wq.Or):
        joined = f" {'AND' if isinstance(tree, wq.And) else 'OR'} ".join(map(expression, tree.subqueries))
        return f"({joined})"
    if isinstance(tree, wq.AndNot):
        return f"({expression(tree.a)} NOT {expression(tree.b)})"
    raise TypeError(f"FTS5 has no {type(tree).__name__}")
