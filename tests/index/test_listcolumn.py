"""Columns of several texts a document: written, read, joined without what was deleted, as plain lists are."""

from itertools import compress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.flatfile import FlatFile, FlatWriter
from index.listcolumn import ListColumn, Lists, joined, read_lists, united, write_lists

texts = st.sampled_from(["Quốc hội", "Bộ Y tế", "Cà Mau", "", "Ô", "x" * 300]).map(str.encode)
columns = st.lists(st.lists(texts, max_size=4, unique=True), max_size=8)


def made(path: Path, documents: list[list[bytes]]) -> Lists:
    """The column of `documents`, written to a file and read."""
    column = ListColumn()
    for number, values in enumerate(documents):
        if values:
            column.set(number, values)
    path.unlink(missing_ok=True)
    with FlatWriter(path) as out:
        column.write(out, "c", len(documents))
    found = read_lists(FlatFile(path), "c")
    assert found is not None
    return found


def plain(lists: Lists) -> list[list[bytes]]:
    return [lists.of(document) for document in range(len(lists.ends))]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("list") / "c.flat"


@given(documents=columns)
def test_what_is_read_is_what_was_written(file: Path, documents: list[list[bytes]]) -> None:
    lists = made(file, documents)
    assert plain(lists) == documents
    assert lists.counts.tolist() == [len(values) for values in documents]
    assert len(lists.texts) == len({text for values in documents for text in values})


@given(parts=st.lists(columns, min_size=1, max_size=4), data=st.data())
def test_joined_columns_are_the_column_of_what_remains(
    file: Path, parts: list[list[list[bytes]]], data: st.DataObject
) -> None:
    alive = [data.draw(st.lists(st.booleans(), min_size=len(part), max_size=len(part))) for part in parts]
    every = [made(file.with_name(f"{number}.flat"), part) for number, part in enumerate(parts)]
    assert plain(united(every)) == [values for part in parts for values in part]
    kept = [values for part, living in zip(parts, alive, strict=True) for values in compress(part, living)]
    whole, once = joined(every, [np.array(living, bool) for living in alive]), made(file, kept)
    assert plain(whole) == kept
    assert list(whole.texts) == list(once.texts)  # the same bytes, whether merged or made at once


@pytest.mark.parametrize(("count", "kind"), [(256, "u1"), (257, "u2"), (70_000, "u4")])
def test_places_are_as_narrow_as_they_can_be(tmp_path: Path, count: int, kind: str) -> None:
    lists = made(tmp_path / "c.flat", [[str(number).encode()] for number in range(count)])
    assert lists.places.dtype == np.dtype(kind)
    assert lists.of(count - 1) == [str(count - 1).encode()]


def test_a_file_without_the_column_has_none(tmp_path: Path) -> None:
    with FlatWriter(tmp_path / "c.flat") as out:
        write_lists(out, "other", Lists.none(3))
    assert read_lists(FlatFile(tmp_path / "c.flat"), "c") is None
    assert plain(Lists.none(3)) == [[], [], []]
