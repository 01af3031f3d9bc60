"""What must hold of an archive at any instant, whatever happened to whoever was writing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from index.generations import Generation, Generations
from index.results import SearchRequest
from index.search import Index


def served(data: Path, *readers: Index) -> Generation:
    """The served generation, after making sure that it is whole and that `readers` answer from it."""
    generation = Generations(data).current()
    assert generation is not None
    assert generation.damage() == []
    with closing(Index(data)) as fresh:
        for index in (fresh, *readers):
            results = index.search(SearchRequest(size=100))
            assert results.generation == generation.number
            assert results.total == generation.manifest.documents
    return generation


def sound(data: Path) -> None:
    """The store is sound as SQLite sees it."""
    with closing(sqlite3.connect(data / "archive.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def tidy(data: Path) -> None:
    """Nothing half-built is left, and no more generations are kept than the served one and the one before."""
    assert [path.name for path in (data / "generations").glob("*.new")] == []
    assert not (data / "current.new").is_symlink()
    generations = Generations(data)
    assert generations.numbers()[-1] == generations.current_number()
    assert len(generations.numbers()) <= 2
