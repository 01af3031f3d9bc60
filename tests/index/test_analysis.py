"""Text → tokens, wholes and the four streams, with offsets that cut the text they came from."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings

from index import cutting
from index.analysis import analyse, prefix_terms, segment, streams, tokenize
from index.cutting import LONGEST_TOKEN, Cuts
from index.text import display, normalise
from tests.index.texts import anything, sample_texts

# text → its syllables; a whole is written with its parts in brackets
TOKENS = {
    "words": [
        ("Hội nghị", "hội nghị"),
        ("  ở,  y ", "ở y"),
        ("gạch_dưới", "gạch dưới"),
        ("don't", "don t"),
        ("CO2 m² 8h30", "co2 m2 8h30"),
        ("🙂 vui🙂", "vui"),
        ("x\u0323 y", "x\u0323 y"),  # a mark that no letter of Unicode has joined
        ("hoà-bình", "hòa bình"),
        ("… !? --", ""),
        ("", ""),
    ],
    "document numbers": [
        ("theo 45/NQ-TW.", "theo [45 nq tw]"),
        ("30/2020/NĐ-CP,", "[30 2020 nđ cp]"),
        ("1234/QĐ-UBND", "[1234 qđ ubnd]"),
        ("12-CV/TU", "[12 cv tu]"),
        ("123-QĐ/TW", "[123 qđ tw]"),
        ("12/CT-TTg", "[12 ct ttg]"),
        ("10/NQ-HĐND&UBND", "[10 nq hđnd ubnd]"),
        ("15/2021/TT-BCT; 02091-C-71", "[15 2021 tt bct] [02091 c 71]"),
        ("45/NQ–TW", "[45 nq tw]"),  # with a dash
        ("30/2020/NĐ-CP,31/2020/NĐ-CP", "[30 2020 nđ cp] [31 2020 nđ cp]"),
        ("số 45", "số 45"),
    ],
    "dates and times": [
        ("30/06/2021 18:00", "[30 06 2021] [18 00]"),
        ("30.6.2021", "[30 6 2021]"),
        ("9-7-2021", "[9 7 2021]"),
        ("tháng 6/2021", "tháng [6 2021]"),
        ("2021-2025", "[2021 2025]"),
        ("quý II/2021", "quí ii 2021"),
    ],
    "numbers": [
        ("1.234.567 đồng", "[1 234 567] đồng"),
        ("3,5%", "[3 5]"),
        ("12,5 tỷ", "[12 5] tỉ"),
        ("lớp 5.", "lớp 5"),
        ("0225.3842.123", "[0225 3842 123]"),
    ],
    "plates": [
        ("15A-123.45", "[15a 123 45]"),
        ("51F-1234", "[51f 1234]"),
        ("29-B1 567.89", "[29 b1] [567 89]"),
    ],
    "addresses": [
        ("lien.he@haiphong.gov.vn.", "[lien he haiphong gov vn]"),
        ("(https://vankho.example/d/abc?q=1).", "[https vankho example d abc q 1]"),
        ("www.haiphong.gov.vn/tin-tuc,", "[www haiphong gov vn tin tuc]"),
        ("a+b-c@x.com", "[a b c x com]"),
        ("a@b.vnhội", "a b vnhội"),  # a missing space: no syllable is torn
        ("x.vnhội 45/NQ-TWx\u0323", "x vnhội [45 nq] twx\u0323"),
    ],
    "abbreviations": [
        ("TP.HCM", "[tp hcm]"),
        ("T.Ư Đoàn", "[t ư] đoàn"),
        ("P.V.A.", "[p v a]"),
        ("v.v.", "[v v]"),
        ("KT-XH, VH-TT&DL", "[kt xh] [vh tt dl]"),
        ("QL-5 COVID-19", "[ql 5] [covid 19]"),
        ("TP. HCM", "tp hcm"),
        ("kinh tế-xã hội", "kinh tế xã hội"),
        ("Mỹ-Nhật", "mĩ nhật"),
    ],
}


def bracketed(text: str) -> str:
    tokens = tokenize(text)
    terms = tokens.terms()
    for first, last in tokens.wholes:
        terms[first], terms[last] = f"[{terms[first]}", f"{terms[last]}]"
    return " ".join(terms)


@pytest.mark.parametrize(("text", "tokens"), [pair for pairs in TOKENS.values() for pair in pairs])
def test_tokens(text: str, tokens: str) -> None:
    assert bracketed(text) == tokens


def test_a_whole_is_one_term_as_it_is_written_in_index_text() -> None:
    assert tokenize("Số 45/NQ–TW, TP.HCM").whole_terms() == [(1, "45/nq-tw"), (4, "tp.hcm")]


# sentences between bars
SENTENCES = [
    "Hội nghị sơ kết. | Sau đó | ",
    "Hỏi? | Đáp! | Thôi… | Hết",
    "một dòng\n | hai dòng",
    "gồm: | một; | hai",
    "TP. Hải Phòng, TS. Lê, ThS. Nguyễn",  # these full stops end nothing
    "TP.\n | Hải Phòng",
    "TP.HCM và P.V.A. | Ông",
    "giá 3.5 đồng, 1.000. | Rồi",
    "ngày 30.6.2021. | Mai",
    "lúc 18:00: | họp",
    "dấu phẩy, ngoặc (kép) “kép” - gạch",
    "thiếu dấu cách.| Khoản",
    "1. | Mục một\n | 2. | Mục hai",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentence_ends(marked: str) -> None:
    parts = [part for part in marked.split("| ") if part]
    text = "".join(parts).replace(" \n", "\n")
    tokens = tokenize(text)
    lengths = [len(tokenize(part)) for part in parts]
    begins = [number == 0 for length in lengths for number in range(length)]
    assert list(tokens.first) == begins


STREAMS = [
    (
        "Hội nghị theo 45/NQ-TW.",
        "hội nghị theo 45 nq tw",
        "hoi nghi theo 45 nq tw",
        "hoi_nghi nghi_theo theo_45 45_nq nq_tw",
        "hội_nghị theo 45/nq-tw",
    ),
    (
        "Hội nghị. Sơ kết",  # no pair and no word across the end of a sentence
        "hội nghị sơ kết",
        "hoi nghi so ket",
        "hoi_nghi so_ket",
        "hội_nghị sơ_kết",
    ),
    (
        "SỞ CÔNG THƯƠNG kinh tế-xã hội",
        "sở công thương kinh tế xã hội",
        "so cong thuong kinh te xa hoi",
        "so_cong cong_thuong thuong_kinh kinh_te te_xa xa_hoi",
        "sở công_thương kinh_tế xã_hội",
    ),
    ("Đường", "đường", "duong", "", "đường"),
    ("", "", "", "", ""),
]


@pytest.mark.parametrize(("text", "syllable", "folded", "shingle", "word"), STREAMS)
def test_streams(text: str, syllable: str, folded: str, shingle: str, word: str) -> None:
    found = analyse(text)
    assert " ".join(found.syllable) == syllable
    assert " ".join(found.folded) == folded
    assert " ".join(found.shingle) == shingle
    assert " ".join(found.word) == word


def test_wholes_stand_at_the_position_of_their_first_part() -> None:
    found = analyse("Theo 45/NQ-TW ngày 30/06/2021")
    assert list(found.wholes) == [(1, "45/nq-tw"), (5, "30/06/2021")]
    assert found.syllable[1] == "45"
    assert found.syllable[5] == "30"


def test_letter_case_and_tone_placement_make_no_difference() -> None:
    assert analyse("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH") == analyse("Ủy ban nhân dân tỉnh Hòa Bình")


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("hoà", ("hòa", "hoà")),  # hòa, but hoàn and hoàng too
        ("hòa", ("hòa", "hoà")),
        ("Thuỷ", ("thủy", "thuỷ")),
        ("ty", ("ti", "ty")),
        ("thươ", ("thươ", "thươ")),
        ("hoàn", ("hoàn", "hoàn")),
        ("45", ("45", "45")),
        ("(Hoà.", ("hòa", "hoà")),
    ],
)
def test_a_prefix_is_read_as_the_beginning_of_longer_syllables(stem: str, forms: tuple[str, str]) -> None:
    assert prefix_terms(stem) == forms


@given(anything)
@settings(deadline=None, max_examples=80)
def test_offsets_cut_the_text(written: str) -> None:
    text = display(written)
    tokens = tokenize(text)
    index_text = normalise(text)
    assert tokens.text == index_text
    assert [index_text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.terms()
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert all(term[0].isalnum() and "_" not in term for term in tokens.terms())
    assert len(tokens.first) == len(tokens)
    assert all(tokens.first[:1])


@given(anything)
@settings(deadline=None, max_examples=80)
def test_wholes_are_apart_and_have_several_parts(written: str) -> None:
    tokens = tokenize(display(written))
    assert all(0 <= first < last < len(tokens) for first, last in tokens.wholes)
    assert all(before[1] < after[0] for before, after in pairwise(tokens.wholes))
    assert not any(
        tokens.first[place] for first, last in tokens.wholes for place in range(first + 1, last + 1)
    )


@given(anything)
@settings(deadline=None, max_examples=80)
def test_words_are_the_syllables_joined_within_sentences(written: str) -> None:
    tokens = tokenize(display(written))
    joins = segment(tokens)
    assert len(joins) == len(tokens)
    assert set(joins) <= {0, 1}
    assert not any(join for join, first in zip(joins, tokens.first, strict=True) if first)
    found = streams(tokens, joins)
    inside = {place for first, last in tokens.wholes for place in range(first, last + 1)}
    loose = [term for place, term in enumerate(tokens.terms()) if place not in inside]
    wholes = {term for _, term in tokens.whole_terms()}
    words = [word for word in found.word if word not in wholes]
    if not wholes & set(loose):
        assert "_".join(words) == "_".join(loose)
    assert len(found.syllable) == len(found.folded) == len(tokens)
    assert len(found.shingle) == sum(not first for first in tokens.first)


def test_a_term_is_cut_when_it_is_longer_than_any_word() -> None:
    tokens = tokenize(f"{'a' * 5_000} https://x.vn/{'b' * 5_000}")
    assert max(map(len, tokens.terms())) == LONGEST_TOKEN
    assert [len(term) for _, term in tokens.whole_terms()] == [LONGEST_TOKEN]
    assert tokens.ends[0] == 5_000


LINE = 300_000
"""Characters; anything that takes the square of this never ends."""


@pytest.mark.parametrize(
    "unit",
    ["-", "_", ".", "a-", "a_", "ă.", "1.", "1a-123.", "a@b.", "http://", "a\u0301", "9"],
)
def test_one_long_line_of_signs_is_read_in_time_that_grows_with_its_length(unit: str) -> None:
    text = (unit * LINE)[:LINE]
    tokens = tokenize(text)
    assert len(tokens.terms()) == len(tokens.first)
    assert all(text[place].isalnum() for place in (*tokens.starts[:5], *tokens.starts[-5:]))


def test_one_long_line_of_words_is_segmented() -> None:
    tokens = tokenize(("hội nghị sơ kết " * LINE)[:60_000])
    joins = segment(tokens)
    assert joins[:8] == b"\0\1\0\1\0\1\0\1"
    assert joins.count(1) > len(joins) * 0.49


def test_the_sample_archive_is_analysed_without_loss() -> None:
    for text in map(display, sample_texts()):
        tokens = tokenize(text)
        covered = sum(end - start for start, end in zip(tokens.starts, tokens.ends, strict=True))
        assert covered == sum(character.isalnum() for character in text)


@given(anything)
def test_cutting_piece_by_piece_finds_the_syllables_of_the_whole_text(written: str) -> None:
    text = display(written)
    tokens = tokenize(text)
    whole = re.finditer(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*", normalise(text))
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == [found.span() for found in whole]


def test_a_piece_that_is_not_remembered_is_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = ["kỹ,", "(30/2020/NĐ-CP).", "TP.", "…"]
    remembered = [Cuts()[piece] for piece in pieces]
    monkeypatch.setattr(cutting, "MOST_REMEMBERED", 1)
    few = Cuts()
    assert [few[piece] for piece in pieces] == remembered
    assert list(few) == pieces[:1]
