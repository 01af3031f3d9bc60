"""What a person typed and how it is understood; any string is understood somehow."""

from itertools import groupby
from unicodedata import normalize

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.analysis import tokenize
from index.clauses import Clause
from index.pieces import is_loud
from index.query import LONGEST_QUERY, MOST_SYLLABLES, Query, parse, relaxations
from index.reading import read
from index.results import Match
from tests.index.texts import anything, vietnamese

SHOWN = {"word": "{}", "phrase": '"{}"', "prefix": "{}*", "range": "{{{}}}"}


def clauses(query: Query) -> str:
    """Clauses as text: signs, quotes around phrases, `*` after prefixes, `{}` around ranges, field and `=`.

    A group of alternatives stands in brackets, with `|` between them.
    """
    groups = []
    for _, group in groupby(query.clauses, key=lambda clause: clause.group):
        options = [list(option) for _, option in groupby(group, key=lambda clause: clause.option)]
        texts = [" ".join(map(shown, option)) for option in options]
        groups.append(f"[{' | '.join(texts)}]" if len(texts) > 1 else texts[0])
    return " ".join(groups)


def shown(clause: Clause) -> str:
    field = f"{clause.field}=" if clause.field else ""
    text = "..".join(map(str, clause.days)) if clause.field == "date" else clause.text
    return clause.sign + field + SHOWN[clause.kind].format(text)


UNDERSTOOD = {
    "words": [
        ("sở công thương", "sở công thương"),
        ("  sở\n công\t", "sở công"),
        ("45/NQ-TW", "45/NQ-TW"),
        ("ngày 30/06/2021", "ngày 30/06/2021"),
        ("công-nghiệp", "công-nghiệp"),
        ("a–b", "a-b"),
        ("abc:def 18:00", "abc:def 18:00"),  # a colon means something only after the name of a field
        ("(a b)", "a b"),
        ("f(x) 5(2)", "f(x) 5(2)"),
        ("\u202eabc\x00", "abc"),
        ("a\ufeffb", "ab"),
    ],
    "phrases": [
        ('"sở công thương"', '"sở công thương"'),
        ('" sở công "', '"sở công"'),
        ("“sở công”", '"sở công"'),
        ("„sở công“", '"sở công"'),
        ("«sở công»", '"sở công"'),
        ("＂sở công＂", '"sở công"'),
        ('"sở công" "báo cáo"', '"sở công" "báo cáo"'),
        ('x"a b"y', 'x "a b" y'),
        ('"a - +b OR c*"', '"a - +b OR c*"'),  # inside quotes nothing is an operator
    ],
    "quotes that are not closed": [
        ('"sở công', '"sở công"'),
        ('báo "sở công', 'báo "sở công"'),
        ('"', ""),
        ('""', ""),
        ('"" báo', "báo"),
        ('"...', ""),
    ],
    "signs": [
        ("+báo -cáo", "+báo -cáo"),
        ('+"báo cáo" -"tin tức"', '+"báo cáo" -"tin tức"'),
        ("−báo –cáo", "-báo -cáo"),
        ("-“báo cáo”", '-"báo cáo"'),
        ("＋báo", "+báo"),
        ("+-báo --cáo", "-báo -cáo"),
        ("-(báo)", "-báo"),
        ("-(báo cáo) tin", '-"báo cáo" tin'),
        ("- báo", "báo"),  # a lone dash is a dash
        ("báo - cáo", "báo cáo"),
        ('"báo"-cáo', '"báo" cáo'),
        ("2020-2021", "2020-2021"),
    ],
    "alternatives": [
        ("sở công thương HOẶC sở y tế", "[sở công thương | sở y tế]"),
        ("a HOẶC b", "[a | b]"),
        ("a OR b OR c", "[a | b | c]"),
        ("a | b || c", "[a | b | c]"),
        ("a OR b c", "[a | b c]"),
        ("a OR b, c", "[a | b,] c"),
        ("a OR -b", "a -b"),  # there is nothing on its right side
        ("OR a", "a"),
        ("a OR", "a"),
        ("a OR OR b", "[a | b]"),
        ("a or b hoặc c", "a or b hoặc c"),  # in lower case they are words
        ("a +OR b", "a +or b"),
    ],
    "what a side of HOẶC is": [
        ('tin "sở y tế" HOẶC "sở nội vụ" mới', 'tin ["sở y tế" | "sở nội vụ"] mới'),
        ('tin OR "b c" mới', '[tin | "b c"] mới'),
        ("báo cáo (sở y tế HOẶC sở nội vụ) 2021", "báo cáo [sở y tế | sở nội vụ] 2021"),
        ("(a b) HOẶC (c d) e", "[a b | c d] e"),
        ('("a b" c) OR (d +e)', '["a b" c | d +e]'),
        ("nghị quyết UBND HOẶC HĐND tỉnh", "nghị quyết [UBND | HĐND] tỉnh"),  # two names in capitals
        ("UBND tỉnh HOẶC HĐND tỉnh", "[UBND tỉnh | HĐND tỉnh]"),
        ("nghị quyết 45/NQ-TW HOẶC 46/NQ-TW", "nghị quyết [45/NQ-TW | 46/NQ-TW]"),
        ("năm 2020 OR 2021 đất", "năm [2020 | 2021] đất"),
        ("a thươ* OR b", "a [thươ* | b]"),
        ("a -b c OR d", "a -b [c | d]"),
        ("a (b OR c) OR d", "a [b | c | d]"),
    ],
    "not and and": [
        ("a NOT b", "a -b"),
        ("hội nghị KHÔNG sở công thương", 'hội nghị -"sở công thương"'),
        ("a NOT b c, d", 'a -"b c," d'),
        ('a KHÔNG b "c d"', 'a -b "c d"'),
        ('NOT "a b"', '-"a b"'),
        ("NOT -a", "-a"),
        ("a OR NOT b", "a -b"),
        ("NOT NOT a b", '-"a b"'),
        ("a AND b", "a b"),
        ("a VÀ b && c", "a b c"),
        ("a và b không c", "a và b không c"),
        ("a NOT", "a"),
    ],
    "capitals": [
        ("HỘI NGHỊ HOẶC HỌP", "HỘI NGHỊ HOẶC HỌP"),
        ("HÀNG KHÔNG VIỆT NAM", "HÀNG KHÔNG VIỆT NAM"),
        ("HỘI NGHỊ HOẶC HỌP year:2021", "HỘI NGHỊ HOẶC HỌP date=2021-01-01..2021-12-31"),
        ("SỞ Y TẾ OR SỞ NỘI VỤ", "[SỞ Y TẾ | SỞ NỘI VỤ]"),
        ("THÔNG BÁO VÀ KẾ HOẠCH", "THÔNG BÁO VÀ KẾ HOẠCH"),
        ("UBND OR HĐND", "[UBND | HĐND]"),
        ("UBND HOẶC HĐND", "[UBND | HĐND]"),  # abbreviations have no other case
        ("45/NQ-TW HOẶC 46/NQ-TW", "[45/NQ-TW | 46/NQ-TW]"),
        ("2020 OR 2021", "[2020 | 2021]"),
    ],
    "lone operators are words, lone signs are nothing": [
        ("OR", "or"),  # in small letters, in which they are words wherever they stand
        ("HOẶC", "hoặc"),
        ("NOT", "not"),
        (':OR"0', 'or "0"'),
        ("-", ""),
        ("+ - * | ||", ""),
        ("*", ""),
        (". - ,", ""),
        ("🙂", ""),
        ("", ""),
    ],
    "prefixes": [
        ("thươ*", "thươ*"),
        ("báo** cáo", "báo* cáo"),
        ("+báo* -tin*", "+báo* -tin*"),
        ("a*", "a*"),  # the word "a": one letter would mean half the archive
        ("45/NQ*", "45/NQ*"),  # words, since a whole has no beginning of its own
    ],
    "ranges of numbers": [
        ("khóa 14..16", "khóa {14..16}"),
        ("16..14", "{14..16}"),
        ("-14..16", "-{14..16}"),
        ("1..100", "{1..100}"),
        ("1..1000", "1..1000"),  # too many: words
        ("1...3 a..b 1..b", "1...3 a..b 1..b"),
    ],
}


@pytest.mark.parametrize(
    ("text", "understood"), [pair for pairs in UNDERSTOOD.values() for pair in pairs], ids=repr
)
def test_clauses(text: str, understood: str) -> None:
    assert clauses(parse(text)) == understood


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("thươ*", ["prefix"]),
        ("th* mới", ["prefix", "word"]),
        ("a*", ["word"]),
        ("(a*", ["word"]),
        ("45/NQ*", ["word"]),
        ("bá*o", ["word"]),
        ("*báo", ["word"]),
        ('"báo*"', ["phrase"]),
    ],
)
def test_what_a_star_means(text: str, kinds: list[str]) -> None:
    assert [clause.kind for clause in parse(text).clauses] == kinds


@pytest.mark.parametrize(
    ("text", "asked", "match"),
    [
        ("sở công thương", "auto", "all"),
        ("một hai ba bốn", "auto", "all"),
        ("một hai ba bốn năm", "auto", "any"),
        ("một hai ba bốn -năm", "auto", "all"),  # what is excluded does not make a query long
        ('"một hai ba bốn năm"', "auto", "any"),
        ("45/NQ-TW 2021", "auto", "all"),
        ("30/2020/NĐ-CP 2021", "auto", "any"),
        ("một hai ba bốn năm", "all", "all"),
        ("sở công thương", "any", "any"),
        ("Sở Công Thương?", "auto", "any"),  # a question: no document need have the words that ask
        ("Tesla là gì", "auto", "any"),
        ("so cong thuong o dau", "auto", "any"),
        ("cong thuong o dau", "auto", "any"),
        ("là gì?", "all", "all"),
        ("gì là ở", "auto", "all"),
        ("ngôi sao nào", "auto", "all"),
    ],
)
def test_which_words_must_match(text: str, asked: Match, match: str) -> None:
    assert parse(text, match=asked).match == match


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("sở công thương", True),
        ("so cong thuong", False),
        ("so cong thương", True),
        ("đi", True),
        ("Ði", True),
        ("UBND 45/NQ-TW", False),
        ("bao HOẶC cao", False),  # an operator's own marks say nothing
        ("bao cao -báo", False),  # nor do those of what is excluded
        (normalize("NFD", "sở"), True),
        ("", False),
    ],
)
def test_a_query_with_any_mark_is_accented(text: str, accented: bool) -> None:
    assert parse(text).accented is accented


@pytest.mark.parametrize(
    ("text", "interpreted"),
    [
        ("“sở công” −báo", '"sở công" -báo'),
        ("a OR b", "a HOẶC b"),
        ("a OR b c", "(a) HOẶC (b c)"),
        ("x, a OR b", "x, (a) HOẶC (b)"),
        ('"a b" OR "c d" x', '"a b" HOẶC "c d" x'),
        ("a KHÔNG b c", 'a -"b c"'),
        ("title:hội nghị", "tiêu đề:(hội nghị)"),
        ('tieu_de:"hội nghị" x', 'tiêu đề:"hội nghị" x'),
        ("so hieu: 45 sau:6/2020", "số hiệu:45 từ:01/07/2020"),
        ("year:2021 q 16..14", "năm:2021 q 14..16"),
        ("-năm:2019..2021", "-năm:2019..2021"),
        ("UBND | HĐND", "UBND HOẶC HĐND"),
        ("HỘI | HỌP", "HỘI OR HỌP"),  # among capitals HOẶC is a word
        ('"sở công', '"sở công"'),
        ("a NOT b", "a -b"),
        ("+a thươ**", "+a thươ*"),
        ("- *", ""),
    ],
)
def test_interpreted_is_the_query_in_its_own_language(text: str, interpreted: str) -> None:
    assert parse(text).interpretation().interpreted == interpreted


OPERATORS_AND_WORDS = [
    *('"', "OR", "HOẶC", "NOT", "KHÔNG", "VÀ", "-", "+", "*", "a", "bò", "|", "(", ")", ",", "UBND", "1..3"),
    *("tiêu đề:", "số:", "năm:", "2021", "tháng:", "6/2021", "cơ quan:", "tác giả:", "An", "trước:", "abc:"),
]


@given(anything | st.lists(st.sampled_from(OPERATORS_AND_WORDS)).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_what_was_interpreted_means_the_same_when_typed(text: str) -> None:
    assume(not is_loud(text))
    query = parse(text)
    again = parse(query.interpretation().interpreted)
    assert clauses(again) == clauses(query)


def test_a_query_without_anything_to_find_is_empty() -> None:
    assert all(parse(text).empty for text in ("", " ", "*", '""', "- +", "…", "\x00"))
    assert not any(parse(text).empty for text in ("a", "-a", "OR", '"a'))


def test_the_text_is_kept_as_typed() -> None:
    text = " “Sở\x00 Công"
    assert parse(text).text == text
    assert parse(text).interpretation().text == text


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse("hội nghị sơ kết " * 100)
    assert sum(len(tokenize(clause.text)) for clause in query.clauses) == MOST_SYLLABLES
    assert len(query.notes) == 1
    assert str(MOST_SYLLABLES) in query.notes[0]
    assert parse("hội nghị " * (MOST_SYLLABLES // 2)).notes == ()


def test_a_long_phrase_is_cut_within() -> None:
    (clause,) = parse('"' + "hội nghị " * 100 + '"').clauses
    assert clause.kind == "phrase"
    assert len(tokenize(clause.text)) == MOST_SYLLABLES


HOSTILE = {
    "letters": "a" * 10_000,
    "spaces": " " * 10_000,
    "words": "hội nghị " * 2_000,
    "wildcards": "*" * 2_000,
    "prefixes": "ab* " * 2_000,
    "quotes": '"' * 10_000,
    "quoted letters": '"a' * 5_000,
    "brackets": "(" * 5_000 + ")" * 5_000,
    "dashes": "-" * 10_000,
    "signs": "+-" * 5_000,
    "signed": "-a" * 5_000,
    "operators": "OR AND NOT " * 1_000,
    "alternatives": "a OR " * 2_000,
    "ruled line": "_" * 10_000,
    "dots": "a." * 5_000,
    "addresses": "a@b." * 2_500,
    "numbers": "1/1-" * 2_500,
    "nul": "\x00" * 10_000,
    "right to left": "\u202e" * 5_000 + "abc" + "\u202c" * 5_000,
    "emoji": "👨‍👩‍👧🇻🇳" * 1_000,
    "marks": "a" + "\u0301" * 9_999,
    "lone surrogates": "\ud83d a \udfff",
    "backslashes": "\\" * 5_000,
    "regular expression": "(a+)+$" * 1_000,
    "other scripts": "東京 مرحبا ไทย हिन्दी" * 100,
    "megabyte": "hội nghị -x " * 100_000,
    "line ends": "\r\n\u2028\x85" * 2_000,
    "C-71": "02091-C-71",
    "field": "date:30/06/2021 [a TO b] {x} ~2 ^3",
}


def bounded(query: Query) -> None:
    assert sum(len(tokenize(clause.text)) for clause in query.clauses) <= MOST_SYLLABLES
    assert sum(len(clause.text) for clause in query.clauses) <= LONGEST_QUERY
    assert all(len(tokenize(clause.text)) for clause in query.clauses)
    assert query.match in ("all", "any")
    assert [clause.group for clause in query.clauses] == sorted(clause.group for clause in query.clauses)
    assert len(query.interpretation().interpreted) <= 2 * LONGEST_QUERY


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_understood_somehow(text: str) -> None:
    bounded(parse(text))


@given(anything, st.sampled_from(["auto", "all", "any"]))
@settings(deadline=None, max_examples=100)
def test_any_text_is_understood_somehow(text: str, match: Match) -> None:
    query = parse(text, match=match)
    bounded(query)
    for weaker in relaxations(query, match=match):
        bounded(weaker)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_composed_and_decomposed_queries_are_the_same(text: str) -> None:
    composed, decomposed = parse(normalize("NFC", text)), parse(normalize("NFD", text))
    assert (composed.clauses, composed.accented) == (decomposed.clauses, decomposed.accented)


@given(vietnamese)
@settings(deadline=None, max_examples=50)
def test_reading_plain_words_gives_them_in_order(text: str) -> None:
    assert [clause.text for clause in read(text).clauses] == text.split()


RELAXED = [
    ("sở công thương", "auto", ["all, không dấu", "any, có dấu", "any, không dấu"]),
    ("so cong thuong", "auto", ["any, không dấu"]),
    ("sở", "auto", ["all, không dấu"]),
    ("so", "auto", []),
    ("một hai ba bốn năm", "auto", ["any, không dấu"]),
    ("sở công thương", "all", ["all, không dấu"]),
    ("sở công thương", "any", ["any, không dấu"]),
    ('"sở công thương"', "auto", ["all, không dấu"]),  # quotes and signs are never given up
    ("+so +cong", "auto", []),
    ("", "auto", []),
]


@pytest.mark.parametrize(("text", "match", "steps"), RELAXED)
def test_weaker_readings(text: str, match: Match, steps: list[str]) -> None:
    query = parse(text, match=match)
    found = list(relaxations(query, match=match))
    assert [f"{each.match}, {'có' if each.accented else 'không'} dấu" for each in found] == steps
    assert all(each.relaxed and each.clauses == query.clauses for each in found)
    assert all(len(each.notes) == len(query.notes) + 1 for each in found)


def test_a_relaxed_reading_says_so() -> None:
    query = parse("hội nghị")
    assert not query.interpretation().relaxed
    weaker = next(iter(relaxations(query, match="auto")))
    assert weaker.interpretation().relaxed
    assert weaker.interpretation().notes == (
        "Không có tài liệu đúng từng dấu; đang tìm không phân biệt dấu.",
    )
