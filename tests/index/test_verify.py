"""What a written index holds is read back as it is, and what is missing is noticed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from index import verify
from index.document import Document
from index.writer import Indexable, write

PAPERS = [
    Document(id="a", title="Kế hoạch phòng chống lụt bão", body="Nội dung"),
    Document(id="b", title="", body="Không có tiêu đề"),
    Document(id="c", title="Quyết định số 12/2021/QĐ-UBND", body="Nội dung"),
]


class NoCache:
    """A segmentation cache that remembers nothing."""

    def load(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        return {}

    def save(self, marks: Mapping[bytes, bytes]) -> None:
        pass


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    write(tmp_path, [Indexable(paper, f"digest {paper.id}") for paper in PAPERS], cache=NoCache())
    return tmp_path


def test_contents_are_keys_and_digests(directory: Path) -> None:
    assert dict(verify.contents(directory)) == {paper.key: f"digest {paper.id}" for paper in PAPERS}
    assert verify.count(directory) == 3


def test_deleted_documents_are_not_counted(directory: Path) -> None:
    write(directory, [], cache=NoCache(), gone=[PAPERS[0].key])
    assert verify.count(directory) == 2
    assert PAPERS[0].key not in dict(verify.contents(directory))


def test_documents_are_found_by_their_own_titles(directory: Path) -> None:
    assert verify.lost(directory, PAPERS) == []


def test_a_document_that_is_not_found_is_lost(directory: Path) -> None:
    absent = Document(id="d", title="Kế hoạch phòng chống lụt bão")
    renamed = Document(id="a", title="Kế hoạch trồng cây xanh")
    assert verify.lost(directory, [absent, renamed, PAPERS[2]]) == [absent.key, renamed.key]
