"""Text rules: what is shown, what is indexed, and that offsets never move."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import LONG, display, fold, has_marks, normalise
from tests.index.texts import anything

DISPLAY = [
    ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),  # decomposed
    ("Tiê\u0301ng Viê\u0323t", "Tiếng Việt"),  # half decomposed, as Windows-1258 gives it
    ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
    ("một\u2028hai\u2029ba\x85bốn", "một\nhai\nba\nbốn"),
    ("một\thai", "một hai"),
    ("\ufeffđầu tệp", "đầu tệp"),
    ("Hải\u200b Phòng\u200d", "Hải Phòng"),
    ("Hải\xad Phòng", "Hải Phòng"),
    ("\u202eđảo\u202c \u2066chiều\u2069", "đảo chiều"),
    ("a\x00b\x07c\x7fd\x9fe", "abcde"),
    ("o\u200b\u0323", "ọ"),  # a mark that finds its letter once the invisible character is gone
    ("\ud83dlẻ", "\ufffdlẻ"),
    ("giữ  nguyên\u00a0“ngoặc” – gạch", "giữ  nguyên\u00a0“ngoặc” – gạch"),
    ("Hoà HÒA uỷ kỹ", "Hoà HÒA uỷ kỹ"),  # shown as written
    ("", ""),
]


@pytest.mark.parametrize(("written", "shown"), DISPLAY)
def test_display(written: str, shown: str) -> None:
    assert display(written) == shown


NORMALISED = {
    "letter case": [("Sở CÔNG Thương", "sở công thương"), ("ĐƯỜNG", "đường"), ("ẦẪỬỴ", "ầẫửỵ")],
    "tone on the first vowel of an open oa, oe, uy": [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("hoả", "hỏa"),
        ("hoã", "hõa"),
        ("hoạ", "họa"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("luỵ", "lụy"),
        ("HOÀ BÌNH", "hòa bình"),
        ("Oà", "òa"),
        ("hòa", "hòa"),
    ],
    "tone on the second vowel of a closed one": [
        ("hòan", "hoàn"),
        ("tóan", "toán"),
        ("họat", "hoạt"),
        ("ngòai", "ngoài"),
        ("xóay", "xoáy"),
        ("ngóeo", "ngoéo"),
        ("hùynh", "huỳnh"),
        ("khủyu", "khuỷu"),
        ("hoàn", "hoàn"),
        ("huỳnh", "huỳnh"),
    ],
    "after q the u belongs to the consonant": [
        ("quà", "quà"),
        ("qùa", "quà"),
        ("quạ", "quạ"),
        ("quẻ", "quẻ"),
        ("qủe", "quẻ"),
        ("qúy", "quí"),
        ("qúit", "quít"),
        ("quỳnh", "quỳnh"),
        ("qùynh", "quỳnh"),
    ],
    "other vowels keep their tones": [
        ("mùa", "mùa"),
        ("của", "của"),
        ("mía", "mía"),
        ("già", "già"),
        ("thuở", "thuở"),
        ("thuế", "thuế"),
        ("người", "người"),
        ("yếu", "yếu"),
    ],
    "i and y alone after h k l m s t qu": [
        ("kỹ thuật", "kĩ thuật"),
        ("Mỹ", "mĩ"),
        ("lý do", "lí do"),
        ("công ty", "công ti"),
        ("bác sỹ", "bác sĩ"),
        ("hy vọng", "hi vọng"),
        ("quý", "quí"),
        ("quy", "qui"),
        ("tỷ", "tỉ"),
        ("kỵ", "kị"),
    ],
    "y elsewhere stays": [
        ("y tế", "y tế"),
        ("ý", "ý"),
        ("yêu", "yêu"),
        ("vy", "vy"),
        ("tay", "tay"),
        ("thúy", "thúy"),
        ("kyo", "kyo"),
        ("sys", "sys"),
    ],
    "letters that look like others": [
        ("Ðà Nẵng", "đà nẵng"),  # Icelandic eth
        ("ÐƉðɖ", "đđđđ"),
        ("Наi Рhоng", "hai phong"),  # Cyrillic among Latin
        ("ЈҺԀԚԜ", "jhdqw"),
        ("Москва", "mockba"),
        ("МОСКВА", "mockba"),
        ("ＶＮＤ１２３（ａ）", "vnd123(a)"),  # full width
        ("İstanbul", "istanbul"),  # its lower case would be two characters
    ],
    "signs that look like others": [
        ("2020–2025—a−b‑c", "2020-2025-a-b-c"),
        ("“a” «b» „c‟", '"a" "b" "c"'),
        ("‘a’ ´b` ｀", "'a' 'b' '"),
        ("a\xa0b\u2009c\u3000d\u205fe\u1680f", "a b c d e f"),
    ],
}


@pytest.mark.parametrize(
    ("written", "indexed"), [pair for pairs in NORMALISED.values() for pair in pairs], ids=str
)
def test_normalise(written: str, indexed: str) -> None:
    assert normalise(written) == indexed


@pytest.mark.parametrize(
    ("indexed", "folded"),
    [
        ("sở công thương", "so cong thuong"),
        ("đường", "duong"),
        ("ẩn ẵm ổi ợ ữ ỵ", "an am oi o u y"),
        ("45/nđ-cp", "45/nd-cp"),
        ("café ñ ç", "cafe n c"),
        ("½ ﬁ ² ™", "½ ﬁ ² ™"),  # what only resembles plain letters keeps its length and its meaning
        ("東京 москва", "東京 москва"),
    ],
)
def test_fold(indexed: str, folded: str) -> None:
    assert fold(indexed) == folded


@given(st.text(min_size=1, max_size=30), st.text(max_size=5))
def test_a_long_text_is_folded_letter_by_letter(piece: str, end: str) -> None:
    text = piece * LONG + end
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("sở", True),
        ("đi", True),
        ("Ði", True),
        ("ăn", True),
        ("mua", False),
        ("MƯA", True),
        ("mu\u031ba", True),
        ("so cong thuong", False),
        ("45/NQ-TW", False),
        ("", False),
    ],
)
def test_a_query_has_marks_when_a_tone_a_shape_or_đ_is_written(text: str, marked: bool) -> None:
    assert has_marks(text) is marked


def test_every_character_keeps_its_place() -> None:
    text = display("".join(f"{chr(code)} " for code in range(0x20, 0x20000) if not 0xD800 <= code < 0xE000))
    assert len(normalise(text)) == len(text)
    assert len(fold(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_index_text_and_folded_text_are_as_long_as_display_text(written: str) -> None:
    text = display(written)
    assert len(normalise(text)) == len(text)
    assert len(fold(normalise(text))) == len(text)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_rules_applied_twice_change_nothing_more(written: str) -> None:
    text = display(written)
    assert display(text) == text
    indexed = normalise(text)
    assert normalise(indexed) == indexed
    assert fold(fold(indexed)) == fold(indexed)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_composed_and_decomposed_text_are_shown_alike(text: str) -> None:
    assert display(normalize("NFC", text)) == display(normalize("NFD", text)) == display(text)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_display_text_has_no_invisible_character(text: str) -> None:
    shown = display(text)
    assert not set(shown) & set(map(chr, [*range(10), *range(11, 32), 0x7F, 0xAD, 0x200B, 0x202E, 0xFEFF]))
    assert not any(0xD800 <= ord(character) < 0xE000 for character in shown)
    assert normalize("NFC", shown) == shown


ONSETS = ["", "b", "ch", "h", "kh", "l", "ng", "ngh", "s", "t", "th", "tr", "x"]
CODAS = ["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "t", "u", "y"]
TONES = "\u0300\u0301\u0303\u0309\u0323"


@st.composite
def two_placements(draw: st.DrawFn) -> tuple[str, str]:
    """A sentence written twice: each tone of oa, oe, uy on the first and on the second vowel."""
    early, late = [], []
    for _ in range(draw(st.integers(1, 6))):
        onset, vowels = draw(st.sampled_from(ONSETS)), draw(st.sampled_from(["oa", "oe", "uy"]))
        if draw(st.booleans()):
            onset, vowels = "q", draw(st.sampled_from(["ua", "ue", "uy", "ui"]))
        coda, tone = draw(st.sampled_from(CODAS)), draw(st.sampled_from(TONES))
        case = draw(st.sampled_from((str.lower, str.upper, str.capitalize)))
        early.append(normalize("NFC", case(f"{onset}{vowels[0]}{tone}{vowels[1]}{coda}")))
        late.append(normalize("NFC", case(f"{onset}{vowels}{tone}{coda}")))
    between = draw(st.sampled_from((" ", ", ", "-", "\n")))
    return between.join(early), between.join(late)


@given(two_placements())
@settings(deadline=None, max_examples=100)
def test_both_tone_placements_give_the_same_index_text(spellings: tuple[str, str]) -> None:
    early, late = spellings
    assert normalise(early) == normalise(late)
