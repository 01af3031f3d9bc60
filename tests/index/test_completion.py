"""Completion while typing, over the sample archive."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.completion import MOST_OF_A_KIND, Completer
from index.document import Document
from index.text import normalise
from index.writer import write
from tests.index import sample
from tests.index.corpora import indexables, unsegmented


@pytest.fixture(scope="module")
def completer(tmp_path_factory: pytest.TempPathFactory) -> Completer:
    """What completes from the sample archive."""
    return sample.completer(sample.written(tmp_path_factory.mktemp("sample") / "1"))


def of_kind(completer: Completer, typed: str, kind: str) -> list[str]:
    return [each.text for each in completer.complete(typed) if each.kind == kind]


WORDS = [
    ("benh v", "bệnh viện"),
    ("bệnh v", "bệnh viện"),
    ("hoi ng", "hội nghị"),
    ("so cong th", "sở công thương"),
    ("thanh ph", "thành phố"),
    ("uy ban nhan d", "ủy ban nhân dân"),
    ("cai cach hanh ch", "cải cách hành chính"),
    ("cải cách hành ch", "cải cách hành chính"),
    ("cum cong ngh", "cụm công nghiệp"),
    ("quyen su d", "quyền sử dụng"),
    ("cong t", "công ty"),
    ("xu l", "xử lý"),
    ("lac g", "lạc giang"),
    ("LAC G", "lạc giang"),
    ("beejnh v", "bệnh viện"),
    ("sot xuat h", "sốt xuất huyết"),
]


@pytest.mark.parametrize(("typed", "text"), WORDS)
def test_words_without_marks_are_completed_with_them(completer: Completer, typed: str, text: str) -> None:
    assert text in of_kind(completer, typed, "word")


@pytest.mark.parametrize(
    ("typed", "never"),
    [("bệnh v", "bênh"), ("hòa", "hóa"), ("công ng", "cộng"), ("sở", "số"), ("hoà", "hóa")],
)
def test_marks_that_were_typed_are_kept(completer: Completer, typed: str, never: str) -> None:
    found = completer.complete(typed)
    assert found
    assert not any(normalise(each.text).startswith(never) for each in found)


TITLES = [
    ("khoi cong ha t", "Khởi công hạ tầng Cụm công nghiệp Đồng Mây"),
    ("Khởi công hạ t", "Khởi công hạ tầng Cụm công nghiệp Đồng Mây"),
    ("KHOI CONG HA", "Khởi công hạ tầng Cụm công nghiệp Đồng Mây"),
    ("trong hoi cau ng", "Trống hội cầu ngư vang trên bến Cửa Lạc"),
    ("cau ngu vang", "Trống hội cầu ngư vang trên bến Cửa Lạc"),
    ("marathon", "11.400 người chạy Giải marathon “Bình minh cửa biển” 2025"),
    ("hoà thuỷ giữ", "Hội đua thuyền sông Lạc: Hoà Thuỷ giữ cúp lần thứ tư"),
    ("hòa thủy giữ", "Hội đua thuyền sông Lạc: Hoà Thuỷ giữ cúp lần thứ tư"),
]


@pytest.mark.parametrize(("typed", "title"), TITLES)
def test_titles_are_found_from_any_of_their_syllables(completer: Completer, typed: str, title: str) -> None:
    found = [each for each in completer.complete(typed) if each.kind == "title"]
    assert title in [each.text for each in found]
    assert all(each.key for each in found)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("45/", "45/KH-UBND"),
        ("45/kh-u", "45/KH-UBND"),
        ("1847", "1847/QĐ-UBND"),
        ("1847/qd", "1847/QĐ-UBND"),
        ("quyet dinh 1847", "quyết định 1847/QĐ-UBND"),
        ("15/NQ", "15/NQ-HĐND"),
    ],
)
def test_document_numbers(completer: Completer, typed: str, text: str) -> None:
    assert text in of_kind(completer, typed, "number")


@pytest.mark.parametrize("typed", ["", "   ", "\n", "x" * 500, "😀", "zzzzq", '"', "*", "/"])
def test_what_leads_nowhere_has_no_completion(completer: Completer, typed: str) -> None:
    assert completer.complete(typed) == ()


@given(st.text(max_size=30) | st.text('abcdđehoôơiknstuưvyàáảãạ 0123/-"*:', max_size=30))
def test_any_text_is_answered(completer: Completer, typed: str) -> None:
    """No error, nothing twice, nothing that is typed already, no more than fits."""
    found = completer.complete(typed)
    texts = [normalise(each.text) for each in found]
    assert len(set(texts)) == len(texts)
    assert normalise(typed) not in texts
    assert len(found) <= sum(MOST_OF_A_KIND.values())


def test_completions_follow_an_update(tmp_path: Path) -> None:
    """A new document completes at once, what is gone no longer."""
    first, second, third = (
        Document(id=str(n), title=title, body="x")
        for n, title in enumerate(["Cầu cũ", "Cầu mới", "Cầu treo"])
    )
    write(tmp_path, indexables([first, second]), cache=unsegmented([first, second]))
    write(tmp_path, indexables([third]), cache=unsegmented([third]), gone=[first.key])
    found = sample.completer(tmp_path).complete("cau")
    assert {each.text for each in found if each.kind == "title"} == {"Cầu mới", "Cầu treo"}
