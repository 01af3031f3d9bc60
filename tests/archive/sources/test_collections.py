"""The sample archive and, where they are at hand, the real collections, as a person expects them."""

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.sources import Candidate, Parsed, Refusal, SourceError, candidates, supported
from archive.sources.encodings import decode

PROJECT = Path(__file__).parents[3]
SAMPLE = PROJECT / "archive" / "sample"
SHARED = PROJECT.parent / "shared" / "data"
real = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/data is not here: real collections not tested"
)


def outcomes(*paths: Path) -> Iterator[Parsed | Refusal]:
    for one in candidates(paths):
        try:
            yield one if isinstance(one, Refusal) else one.parse()
        except SourceError as error:
            yield error.refusal


@pytest.fixture(scope="module")
def sample() -> list[Parsed]:
    found = list(outcomes(SAMPLE))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert refused == []
    return [one for one in found if isinstance(one, Parsed)]


def test_the_sample_has_every_format_and_encoding_and_no_document_twice(sample: list[Parsed]) -> None:
    assert {one.origin.format for one in sample} == {"page", "text", "markdown", "html", "jsonl", "csv"}
    assert {"utf-8", "windows-1258", "utf-16-le"} <= {one.origin.encoding for one in sample}
    assert len({one.document.key for one in sample}) == len(sample) >= 60


def test_every_document_of_the_sample_has_a_text(sample: list[Parsed]) -> None:
    short = [one.document.id for one in sample if len(one.document.body.split()) < 140]
    assert short == []
    untitled = [one.document.id for one in sample if not one.document.title]
    assert len(untitled) <= 1, untitled


def test_news_and_official_documents_of_the_sample_are_dated(sample: list[Parsed]) -> None:
    undated = [
        one.document.id
        for one in sample
        if one.document.published is None and one.origin.format in ("page", "markdown", "html")
    ]
    assert undated == []
    numbered = [one for one in sample if one.origin.format == "markdown"]
    assert all(one.document.number and one.document.type and one.document.issuer for one in numbered)


def test_two_pages_of_the_sample_carry_a_title_of_another_article(sample: list[Parsed]) -> None:
    moved = [one.document for one in sample if one.document.page_title]
    assert len(moved) == 2
    assert all(not supported(one.page_title, one.body) for one in moved)


def test_no_boilerplate_of_a_newspaper_page_is_in_its_article(sample: list[Parsed]) -> None:
    pages = [one.document for one in sample if one.origin.format == "html"]
    assert pages
    for document in pages:
        for foreign in ("Trang chủ", "Đọc nhiều", "Tin liên quan", "©", "Từ khóa:", "Tòa soạn"):
            assert foreign not in document.body, document.id
        assert document.author


@real
def test_the_seed_has_its_headline_as_title() -> None:
    [parsed] = outcomes(SHARED / "seed")
    assert isinstance(parsed, Parsed)
    document = parsed.document
    assert document.title.startswith("Sở Công Thương tổ chức Hội nghị Sơ kết công tác 6 tháng đầu năm 2021")
    assert "Triển lãm quốc tế" in document.page_title
    assert document.published is not None
    assert document.published.isoformat() == "2021-06-30T18:00:00+07:00"
    assert document.body.startswith("Chiều 30/6")


@real
def test_the_law_corpus_is_taken_whole() -> None:
    whole = list(candidates([SHARED / "laws" / "articles.jsonl.gz"]))
    assert len(whole) == 41_052
    some = [one.parse() for one in whole[::50] if isinstance(one, Candidate)]
    assert all(one.document.published and one.document.category and one.document.title for one in some)
    unsupported = [one for one in some if not supported(one.document.title, one.document.body)]
    assert len(unsupported) < 0.02 * len(some)


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder


@real
def test_the_markdown_collection(tmp_path: Path) -> None:
    found = list(outcomes(unpacked(SHARED / "documents" / "markdown.tar.gz", tmp_path)))
    documents = [one.document for one in found if isinstance(one, Parsed)]
    assert (len(found), len(documents)) == (384, 383)
    counts = Counter[str]()
    for document in documents:
        counts.update(
            name for name in ("title", "published", "number", "type", "issuer") if getattr(document, name)
        )
    assert counts["title"] == 383
    assert counts["published"] >= 310
    assert counts["number"] >= 310
    assert counts["type"] >= 320
    assert counts["issuer"] >= 290


@real
def test_the_html_collection(tmp_path: Path) -> None:
    found = list(outcomes(unpacked(SHARED / "gov" / "html.tar.gz", tmp_path)))
    articles = [one.document for one in found if isinstance(one, Parsed)]
    assert (len(found), len(articles)) == (89, 37)
    assert len({one.title for one in articles}) == 37
    assert all(one.published for one in articles)
    for article in articles:
        assert "TRANG CHỦ" not in article.body
        assert "LƯỢT TRUY CẬP" not in article.body
        assert "Xem chi tiết" not in article.body


@real
def test_no_cut_of_utf_8_text_is_taken_for_a_legacy_encoding() -> None:
    [path] = (SHARED / "seed").glob("*.txt")
    text = path.read_bytes()
    assert {decode(text[:cut]).encoding for cut in range(200, 400)} == {"utf-8"}
