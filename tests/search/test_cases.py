"""Searches over the sample archive as people make them, and what they must get: `cases.tsv`."""

from collections import Counter

import pytest

from index.document import Document
from index.results import Interpretation
from index.search import Index
from tests.search.cases import Case, named, read_cases

CASES = read_cases()

RULES = {
    *("có dấu", "không dấu", "dấu nửa vời", "Unicode tổ hợp", "bảng mã cũ", "vị trí dấu thanh", "i và y"),
    *("chữ giống nhau", "chữ hoa", "gõ Telex", "gõ VNI", "không phải phím gõ", "viết tắt", "số hiệu"),
    *("số hiệu được dẫn", "con số", "ngày tháng", "ngày viết liền câu", "trường", "phép tìm", "tiền tố"),
    *("cụm từ", "khoảng số", "ý bạn là", "sai chữ", "dính và rời", "nới lỏng", "đúng từng dấu"),
    *("tên người", "tên cơ quan", "nhớ nửa tiêu đề", "câu hỏi", "hai tiêu đề"),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(index: Index, sample: dict[str, Document], case: Case) -> None:
    results = index.search(case.request)
    hits = [hit.key for hit in results.hits]
    titles = [f"{sample[key].number} {sample[key].title}" for key in hits[:5]]

    def keys(names: tuple[str, ...]) -> set[str]:
        return {named(name, sample.values()) for name in names}

    assert set(hits[: len(case.first)]) == keys(case.first), titles
    assert not keys(case.not_first) & set(hits[:1]), titles
    assert keys(case.found) <= set(hits), titles
    assert not keys(case.not_found) & set(hits), titles
    assert case.total in (None, results.total), titles
    assert says(results.interpretation, case.said), results.interpretation


def says(how: Interpretation, said: str) -> bool:
    """Whether the page says, or offers, what the last column of the table asks for."""
    if said == "không gợi ý":
        return how.suggestion is None
    if said.startswith("gợi ý: "):
        return how.suggestion == said.removeprefix("gợi ý: ")
    if said.startswith("không: "):
        return not any(said.removeprefix("không: ") in note for note in how.notes)
    return not said or any(said in note for note in how.notes)


def test_every_rule_has_several_cases_and_every_case_asks_for_something() -> None:
    counts = Counter(case.rule for case in CASES)
    assert set(counts) == RULES
    assert len(CASES) >= 150
    assert min(counts.values()) >= 3
    for case in CASES:
        expected = case.first, case.not_first, case.found, case.not_found, case.said
        assert any(expected) or case.total is not None, case


def test_no_search_stands_twice() -> None:
    asked = Counter((case.text, case.way) for case in CASES)
    assert [each for each, count in asked.items() if count > 1] == []
