"""What a document names, from the index: facets of its text, and numbers however they are written."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.document import Document, key_of
from index.named import MOST_CITED
from index.results import Cited, Named, SearchRequest
from index.search import Index
from tests.index.corpora import publish

RESOLUTION = Document(id="nq", title="Nghị quyết", number="45-NQ/TW", body="Nghị quyết số 45-NQ/TW.")
ARTICLES = [Document(id=f"điều {n}", body=f"Điều {n}.", number="30/2020/NĐ-CP") for n in range(3)]
LETTER = Document(
    id="cv",
    number="7/SYT-VP",
    body=(
        "Sở Y tế thành phố Đà Nẵng thực hiện 45/NQ-TW, Nghị định 30/2020/NĐ-CP, 45-NQ/TW và 99/QĐ-BYT.\n"
        "Căn cứ công văn 07/SYT-VP. Sở Y tế thành phố Đà Nẵng và ông Nguyễn Văn Hùng."
    ),
)
OLD = Document(id="cũ", number="99/QĐ-BYT", body="Theo 45-NQ/TW.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Three segments; `OLD` was deleted."""
    data = tmp_path_factory.mktemp("var")
    generation = publish(data, [OLD, *ARTICLES, Document(id="khác", body="Không nhắc ai.")])
    generation = publish(data, [RESOLUTION], base=generation, gone=[OLD.key])
    publish(data, [LETTER], base=generation)
    with closing(Index(data)) as index:
        yield index


def test_what_a_letter_names_and_cites(index: Index) -> None:
    assert index.named(LETTER.key) == Named(
        facets={
            "organisation": ("Sở Y tế thành phố Đà Nẵng",),
            "place": ("Đà Nẵng",),
            "person": ("Nguyễn Văn Hùng",),
        },
        cited=(
            Cited("45/NQ-TW", 1, RESOLUTION.key),  # which writes 45-NQ/TW
            Cited("30/2020/NĐ-CP", 3),
            Cited("99/QĐ-BYT", 0),  # its document was deleted
        ),
    )


@pytest.mark.parametrize("key", [key_of("khác"), OLD.key, key_of("không có")])
def test_what_names_nothing_or_is_not_there(index: Index, key: str) -> None:
    named = index.named(key)
    assert not any(named.facets.values())
    assert named.cited == ()


def test_documents_that_cite_a_number_are_counted_and_found(index: Index) -> None:
    for written in ("45-NQ/TW", "45/NQ-TW", "045-nq/tw"):
        assert index.citing(written) == 1  # neither itself nor what was deleted
        results = index.search(SearchRequest(text=f"viện dẫn:{written}"))
        assert [hit.key for hit in results.hits] == [LETTER.key]
        assert not results.interpretation.relaxed
    assert index.citing("7/SYT-VP") == 0
    assert index.search(SearchRequest(text="viện dẫn:1/NQ-TW")).total == 0
    assert index.search(SearchRequest(text="-viện dẫn:45-NQ/TW")).total == 5


def test_very_many_numbers_are_counted(tmp_path: Path) -> None:
    numbers = [f"{n}/QĐ-TTg" for n in range(1, MOST_CITED + 4)]
    publish(tmp_path, [Document(id="1", body=", ".join(["Căn cứ", *numbers]))])
    with closing(Index(tmp_path)) as index:
        named = index.named(key_of("1"))
    assert [each.number for each in named.cited] == numbers[:MOST_CITED]
    assert named.others == 3
