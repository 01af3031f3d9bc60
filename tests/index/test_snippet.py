"""Marks and fragments: what a person would underline, and never half a syllable."""

import re
from itertools import pairwise
from unicodedata import combining, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import tokenize
from index.cutting import LONGEST_TOKEN
from index.query import parse
from index.results import Fragment
from index.snippet import QueryMarker
from index.text import display
from tests.index.texts import anything, messy, sample_texts, vietnamese


def marker(query: str) -> QueryMarker:
    return QueryMarker(parse(query))


def marked(query: str, text: str) -> str:
    """`text` with what `query` marks in brackets."""
    written, end = "", 0
    for start, stop in marker(query).marks(text):
        written += f"{text[end:start]}[{text[start:stop]}]"
        end = stop
    return written + text[end:]


# query → text with the marked spans in brackets
MARKS = {
    "words": [
        ("báo", "[Báo] cáo, [báo]. [BÁO]-CHÍ"),
        ("báo", "bảo bao báo1 tờbáo"),
        ("sở", "không có gì"),
        ("45", "số [45], 450 và 2045"),
        ("ubnd", "[UBND] và cty"),
    ],
    "syllables that stand together in both": [
        ("hội nghị sơ kết", "[Hội nghị sơ kết]"),
        ("hội nghị", "[Hội nghị] bàn. Hội đồng nghị quyết"),  # not the syllables of other words
        ("hội nghị", "hội\nnghị và [hội  nghị]"),
        ("công ty xây dựng", "[Công ty] cổ phần; [xây dựng] cầu"),
        ("trung tâm hội nghị", "[hội nghị] tại [trung tâm]"),
        ("nguyễn đức thọ", "[Nguyễn Đức Thọ], Nguyễn Văn A"),
        ("học sinh", "[học, sinh] hay [học - sinh] nhưng học. Sinh viên"),
        ("học. Sinh", "[học. Sinh] viên, [học sinh]"),  # across sentences when the query is
        ("tp hải phòng", "[TP. Hải Phòng]"),
        ("tp.hcm", "ở [TP.HCM]!"),
    ],
    "only syllables of longer words: marked when nothing better is there": [
        ("hội nghị", "[Hội] đồng [nghị] quyết"),
        ("công tác", "[công] ty"),
    ],
    "function words only within a run": [
        ("cơ quan của thành phố", "[cơ quan của thành phố], của"),
        ("quyền của trẻ", "[quyền] hay [trẻ], của"),
        ("của", "[của] ai"),
    ],
    "phrases": [
        ('"sở công thương"', "[Sở Công Thương], sở y tế, công thương"),
        ('"sở công thương"', "chỉ có sở và công thương"),
        ('"báo" hội nghị', "[báo] và [hội nghị]"),
        ('"sở"', "[Sở] này, [sở] kia"),
        ('"hội nghị. Sơ kết"', "[Hội nghị. Sơ kết]"),
    ],
    "numbers and dates": [
        ("45/NQ-TW", "số [45/NQ-TW] ngày"),
        ("45/NQ–TW", "số [45/NQ-TW] ngày"),
        ("nghị quyết 45", "[Nghị quyết 45], [nghị quyết] số [45]/2020"),
        ("30/06/2021", "ngày [30/06/2021] lúc 18:00"),
        ("18:00", "lúc [18:00] ngày"),
        ("1.234.567", "[1.234.567] đồng"),
    ],
    "letter case, tone placement, look-alikes": [
        ("hoà bình", "[Hòa bình], [HOÀ BÌNH], [hoà  Bình]"),
        ("HÒA BÌNH", "[hoà bình]"),
        ("công ti", "[Công ty] và [công ti]"),
        ("đà nẵng", "[Ðà Nẵng]"),
        ("đà nẵng", "[đà\xa0nẵng]"),
        ("20ºC", "nhiệt độ [20ºC]"),
        ('"20 c"', "nhiệt độ [20ºC], 20"),
        ("Королёв", "[Королёв] và Королев"),
        ("ký\u0300", "[ký\u0300] ký"),
        ("kÿ", "[Kÿ] ký"),
    ],
    "without accents": [
        ("hoa binh", "[Hòa bình], [hoá bính], hoa"),
        ("so cong thuong", "[Sở Công Thương] số 5 có công"),  # lone syllables would be noise
        ("so cong thuong", "[số] 5"),
        ("ubnd tinh", "[UBND tỉnh], [UBND] huyện, tình"),
        ("so", "[Số] [sở] [so]"),
        ("duong", "[Đường] [dương]"),
        ("sở công", "so cong"),  # an accented query does not mark other words
    ],
    "prefixes": [
        ("thươ*", "[thương] [Thươ] thường thượng"),
        ("thuo*", "[thương] [thuở] thù"),
        ("hoà*", "[hoà] [hòa] [hoàn] [hoàng] hoả"),
        ("th* mới", "[thành] [Mới] phố"),
        ("45*", "[45] [4567] 145"),
    ],
    "signs and alternatives": [
        ("+báo -cáo", "[báo] cáo"),
        ("báo HOẶC sách", "[báo] hoặc [sách]"),
        ("-báo", "báo"),
    ],
    "marks that Unicode cannot join to their letters": [
        ("x", "x\u0323 [x]"),
        ("b", "a\u0323b [b]"),
        ("x\u0323", "[x\u0323] x"),
    ],
    "nothing to find": [("", "báo"), ('* - "', "báo"), ("báo", "")],
}


@pytest.mark.parametrize(
    ("query", "expected"), [pair for pairs in MARKS.values() for pair in pairs], ids=repr
)
def test_marks(query: str, expected: str) -> None:
    text = expected.replace("[", "").replace("]", "")
    assert marked(query, text) == expected


def test_composed_and_decomposed_queries_mark_the_same() -> None:
    text = "Sở Công Thương thành phố Hải Phòng"
    query = "sở công thương hải phòng"
    assert marked(normalize("NFD", query), text) == marked(query, text)
    assert marked(query, display(normalize("NFD", text))) == "[Sở Công Thương] thành phố [Hải Phòng]"


def in_brackets(fragment: Fragment) -> str:
    """A fragment as a page shows it, marks in brackets, `…` where it was cut."""
    written, end = "", 0
    for start, stop in fragment.marks:
        written += f"{fragment.text[end:start]}[{fragment.text[start:stop]}]"
        end = stop
    written += fragment.text[end:]
    return ("…" if fragment.cut_left else "") + written + ("…" if fragment.cut_right else "")


FILLER = "Phần này nói chuyện khác. " * 30


def test_a_short_text_is_shown_whole() -> None:
    fragment = marker("công nghiệp").fragment("  Cụm công nghiệp mới.\n")
    assert in_brackets(fragment) == "Cụm [công nghiệp] mới."
    assert fragment.start == 2


def test_a_text_without_matches_shows_its_beginning() -> None:
    fragment = marker("công nghiệp").fragment(FILLER, length=60)
    assert in_brackets(fragment) == "Phần này nói chuyện khác. Phần này nói chuyện khác. Phần này…"
    assert marker("").fragment(FILLER, length=60) == fragment


def test_a_fragment_begins_with_the_sentence_of_its_first_mark_when_that_is_near() -> None:
    text = f"{FILLER}Thành phố mở thêm một cụm công nghiệp. {FILLER}"
    fragment = marker("công nghiệp").fragment(text, length=80)
    assert in_brackets(fragment).startswith("…Thành phố mở thêm một cụm [công nghiệp]. Phần này")
    assert fragment.start == text.index("Thành phố")


def test_a_fragment_begins_at_a_syllable_when_the_sentence_began_long_before() -> None:
    text = f"{'dài ' * 100}công nghiệp {'dài ' * 100}"
    fragment = marker("công nghiệp").fragment(text, length=100)
    assert in_brackets(fragment).startswith("…dài dài ")
    assert " dài [công nghiệp] dài" in in_brackets(fragment)
    assert in_brackets(fragment).endswith(" dài…")


def test_the_best_fragment_has_most_of_the_query() -> None:
    text = f"{FILLER}Sở báo. {FILLER}Sở báo sở. {FILLER}Sở Công Thương báo cáo. {FILLER}Sở. {FILLER}"
    fragment = marker("sở công thương báo cáo").fragment(text, length=100)
    assert "[Sở Công Thương báo cáo]" in in_brackets(fragment)


def test_a_mark_longer_than_a_fragment_is_shown_whole() -> None:
    sentence = "ủy ban nhân dân thành phố ban hành quyết định về cụm công nghiệp " * 3
    text = f"{FILLER}Ủy ban họp. {FILLER}Rồi {sentence}. {FILLER}"
    fragment = marker(f'"{sentence}"').fragment(text, length=50)
    assert f"[{sentence.strip()}]" in in_brackets(fragment)


def test_a_long_run_of_the_same_syllable_is_no_endless_mark() -> None:
    text = "ha " * 5_000
    marks = marker("ha ha").marks(text)
    assert max(end - start for start, end in marks) < 300
    assert len(marker("ha ha").fragment(text).text) < 500


def cuts_a_syllable(text: str, place: int) -> bool:
    """Whether `place` lies within a token of `text`, or between a character and its combining mark."""
    if not 0 < place < len(text):
        return False
    tokens = tokenize(text)
    within = any(
        start < place < min(end, start + LONGEST_TOKEN)
        for start, end in zip(tokens.starts, tokens.ends, strict=True)
    )
    return within or (0x300 <= ord(text[place]) < 0x370 and not text[place - 1].isspace())


def check_fragment(query: str, text: str, fragment: Fragment, length: int) -> None:
    end = fragment.start + len(fragment.text)
    assert text[fragment.start : end] == fragment.text
    assert fragment.text == fragment.text.strip()
    assert fragment.cut_left == bool(text[: fragment.start].strip())
    assert fragment.cut_right == bool(text[end:].strip())
    assert all(0 <= start < stop <= len(fragment.text) for start, stop in fragment.marks)
    assert all(before[1] <= after[0] for before, after in pairwise(fragment.marks))
    assert not cuts_a_syllable(text, fragment.start)
    assert not cuts_a_syllable(text, end)
    whole = marker(query).marks(text)
    assert {(fragment.start + start, fragment.start + stop) for start, stop in fragment.marks} <= set(whole)
    assert bool(fragment.marks) == bool(whole)
    longest = max((stop - start for start, stop in whole), default=0)
    assert len(fragment.text) <= length + LONGEST_TOKEN + longest + 60


queries = st.sampled_from(
    ["hội nghị", "so cong thuong", '"công tác" năm', "thươ*", "x", "45/NQ-TW", "a b", "hoà bình -x", "o", "1"]
)


@given(queries | anything, anything)
@settings(deadline=None, max_examples=80)
def test_marks_are_whole_syllables_sorted_and_apart(query: str, written: str) -> None:
    text = display(written)
    marks = marker(query).marks(text)
    assert all(before[1] <= after[0] for before, after in pairwise(marks))
    tokens = tokenize(text)
    for start, end in marks:
        assert start in tokens.starts
        assert end in tokens.ends


@given(queries | anything, anything, st.sampled_from([20, 80, 260]))
@settings(deadline=None, max_examples=80)
def test_a_fragment_is_a_piece_of_the_text_between_syllables(query: str, written: str, length: int) -> None:
    text = display(written)
    check_fragment(query, text, marker(query).fragment(text, length=length), length)


@pytest.mark.parametrize(
    "query", ["thành phố", "ủy ban nhân dân", "so", '"quyết định" ngày', "th*", "không-có-đâu"]
)
def test_fragments_of_the_sample_archive(query: str) -> None:
    for text in map(display, sample_texts()[::6]):
        for length in (60, 260):
            check_fragment(query, text, marker(query).fragment(text, length=length), length)


@given(anything)
@settings(deadline=None, max_examples=80)
def test_a_text_marks_itself(written: str) -> None:
    """Whatever a person copies from a line of a document is marked there (but what follows a stray mark)."""
    text = re.sub('["\n\u0300-\u036f]', " ", display(written))
    tokens = tokenize(text)
    if 0 < len(tokens) <= 20:
        assert marker(f'"{text}"').marks(text)


@pytest.mark.parametrize("query", ["hội nghị", '"so ket cong tac"', "th*"])
def test_a_text_of_a_megabyte_is_marked(query: str) -> None:
    text = ("Hội nghị sơ kết công tác của Sở Công Thương, a b thành phố. " * 20_000)[:1_000_000]
    fragment = marker(query).fragment(text)
    assert fragment.text in text
    assert fragment.marks
    assert len(fragment.text) < 400


HOSTILE = {
    "one word": "a" * 100_000,
    "one line of signs": "-" * 100_000,
    "hyphens": "a-" * 50_000,
    "spaces": " " * 100_000,
    "line ends": "\n" * 100_000,
    "marks": "a" + "\u0301" * 50_000,
    "full stops": ". " * 50_000,
    "the query alone": "a " * 50_000,
    "emoji": "🙂" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("query", ["a a", '"a a"', "aa*"])
def test_hostile_text_gives_a_short_fragment(query: str, text: str) -> None:
    text = display(text)
    fragment = marker(query).fragment(text)
    assert text[fragment.start :].startswith(fragment.text)
    assert len(fragment.text) < 1_000 or fragment.text in text.split()
    assert not fragment.text or not combining(fragment.text[0])


LONG = [
    ("sở công thương", "công việc của sở. " * 3_000 + "Họp ở Sở Công Thương.", "Sở Công Thương"),
    ("họp sở công", "Sở Công. " * 3_000 + "Họp sở công ở Sở Công Thương.", "Họp sở công"),
    ('"sở công thương"', "sở công. " * 6_000 + "Sở Công Thương.", "Sở Công Thương"),
]


@pytest.mark.parametrize(("query", "text", "best"), LONG)
def test_the_best_fragment_of_a_long_text_is_found_part_by_part(
    monkeypatch: pytest.MonkeyPatch, query: str, text: str, best: str
) -> None:
    monkeypatch.setattr("index.snippet.PART", 500)
    assert best in QueryMarker(parse(query)).fragment(text).text


def test_a_long_text_need_not_be_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The query is whole in the first part; or enough was read, and something of it was found."""
    monkeypatch.setattr("index.snippet.PART", 500)
    monkeypatch.setattr("index.snippet.ENOUGH", 5_000)
    end = "Hội nghị Sở Công Thương họp bàn."
    for query, text in (
        ("sở công thương", "Sở Công Thương. " + "việc khác " * 2_000 + end * 9),
        ("hội nghị sở công thương họp bàn", "Sở Công Thương. " * 500 + end * 9),
    ):
        fragment = QueryMarker(parse(query)).fragment(text)
        assert fragment.start < 5_000
        assert fragment.marks


@given(written=messy, query=vietnamese, length=st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_a_fragment_found_part_by_part_is_a_piece_of_the_text(written: str, query: str, length: int) -> None:
    text = display(written)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.snippet.PART", 20)
        fragment = QueryMarker(parse(query)).fragment(text, length=length)
    assert text[fragment.start : fragment.start + len(fragment.text)] == fragment.text
    for start, end in fragment.marks:
        assert 0 <= start < end <= len(fragment.text)
