"""Document numbers in a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.known import Known
from index.numbers import MOST_SPELLINGS, spellings
from index.query import parse
from index.text import normalise

KNOWN = Known(facets={"type": ("", "Nghị quyết", "Quyết định", "Thông báo")})

SOUGHT = [
    ("45/NQ-TW", "45/nq-tw"),
    ("nghị quyết 45/NQ-TW của Bộ Chính trị", "45/nq-tw"),
    ('"30/2020/NĐ-CP"', "30/2020/nđ-cp"),
    ("07-NQ/TU", "07-nq/tu"),
    ("45/NQ-TW HOẶC 46/NQ-TW", "45/nq-tw 46/nq-tw"),
    ("nghị quyết 45", "45…nq"),
    ("nghi quyet 45", "45…nq"),
    ("nghị quyết số 45", "45…nq"),
    ("QĐ 1847", "1847…qđ"),
    ("qd 1847", "1847…qđ"),
    ("quyết định 1847 về giá vé", "1847…qđ"),
    ("thông báo 45 năm 2021", "45…tb"),
    ("nghị định 30/2020", "30/2020…nđ"),
    ("thông tư liên tịch 12", "12…ttlt"),
    # it counts something
    ("báo cáo 6 tháng đầu năm", ""),
    ("kế hoạch 5 năm", ""),
    ("quyết định 300 triệu đồng", ""),
    ("báo cáo số 6 tháng", "6…bc"),
    # it says nothing
    ("hội nghị 45", ""),
    ("45", ""),
    ("30/06/2021", ""),
    ("15A-123.45", ""),
    ("-45/NQ-TW hội", ""),
    ("số hiệu:45/NQ-TW", ""),  # then only that is found
]


@pytest.mark.parametrize(("text", "numbers"), SOUGHT)
def test_which_numbers_are_meant(text: str, numbers: str) -> None:
    found = parse(text, known=KNOWN).numbers
    assert " ".join(each.text if each.whole else f"{each.text}…{each.kind}" for each in found) == numbers


def test_the_kind_of_document_is_one_that_the_archive_has() -> None:
    assert parse("nghị quyết 45", known=KNOWN).numbers[0].types == ("Nghị quyết",)
    assert parse("thông tư 45", known=KNOWN).numbers[0].types == ()
    assert parse("nghị quyết 45").numbers[0].types == ()


@pytest.mark.parametrize(
    ("number", "also"),
    [
        ("45/NQ-TW", "45-nq/tw"),
        ("45-NQ/TW", "45/nq-tw"),
        ("30/2020/ND-CP", "30/2020/nđ-cp"),
        ("12/qd-hdnd", "12/qđ-hđnd"),
        ("5/QĐ-UBND", "05/qđ-ubnd"),
        ("05/QĐ-UBND", "5/qđ-ubnd"),
        ("5", "05"),
    ],
)
def test_other_spellings(number: str, also: str) -> None:
    assert also in spellings(number)


@given(st.text("0123456789/-.abcdđ", max_size=200))
def test_spellings_are_few_and_hold_what_was_written(number: str) -> None:
    found = spellings(number)
    assert normalise(number) in found
    assert len(found) == len(set(found)) <= MOST_SPELLINGS
