"""An understood query as Whoosh query trees, compared as values."""

import pytest
from whoosh.query import And, AndNot, Every, NullQuery, Or, Phrase, Prefix, Query, Term

from index.query import parse, relaxations
from index.results import Match
from index.trees import promoted, required, scoring
from index.weights import BEGUN_NUMBER, CITED_NUMBER, OWN_NUMBER, WEIGHTS


def either(stream: str, term: str) -> Or:
    """`term` in the title or in the body."""
    return Or([Term(f"title_{stream}", term), Term(f"body_{stream}", term)])


def row(stream: str, *terms: str, shingles: tuple[str, ...]) -> Or:
    """The terms one after the other, in the title or in the body."""
    return Or(
        [
            And(
                [
                    *(Term(f"{text}_shingle", pair) for pair in shingles),
                    Phrase(f"{text}_{stream}", list(terms)),
                ]
            )
            for text in ("title", "body")
        ]
    )


def beginning(stream: str, stem: str, *alone: str) -> Or:
    texts = ("title", "body")
    prefixes = [Prefix(f"{text}_{stream}", stem) for text in texts]
    return Or([*prefixes, *(Term(f"{text}_{stream}", term) for term in alone for text in texts)])


def in_title(term: str) -> Or:
    return Or([Term("title_syllable", term)])


def pairs(*shingles: str) -> Or:
    """All pairs of neighbouring syllables, in the title or in the body."""
    return Or([And([Term(f"{text}_shingle", pair) for pair in shingles]) for text in ("title", "body")])


def of_number(*numbers: str) -> Or:
    """A document's own number, or its beginning."""
    begun = [Prefix("number", f"{number}{mark}") for number in numbers for mark in "/-"]
    return Or([*(Term("number", number) for number in numbers), *begun])


CONG_TAC = row("syllable", "công", "tác", shingles=("cong_tac",))

REQUIRED: list[tuple[str, Match, Query]] = [
    ("", "auto", Every()),
    ("*", "auto", Every()),
    ("Hội nghị", "auto", And([either("syllable", "hội"), either("syllable", "nghị")])),
    ("hoi nghi", "auto", And([either("folded", "hoi"), either("folded", "nghi")])),
    ("hội nghị", "any", Or([either("syllable", "hội"), either("syllable", "nghị")])),
    ("hội", "auto", And([either("syllable", "hội")])),
    ("HOÀ", "auto", And([either("syllable", "hòa")])),
    ('"công tác"', "auto", And([CONG_TAC])),
    ('"Cong tac"', "auto", And([row("folded", "cong", "tac", shingles=("cong_tac",))])),
    ('"công"', "auto", And([either("syllable", "công")])),
    # only what must be there narrows the result
    ('hội "công tác"', "any", And([CONG_TAC])),
    ("+hội nghị", "any", And([either("syllable", "hội")])),
    ("+hội nghị", "all", And([either("syllable", "hội"), either("syllable", "nghị")])),
    # a number's parts stand together
    (
        "số 45/NQ-TW",
        "all",
        And(
            [
                either("syllable", "số"),
                row("syllable", "45", "nq", "tw", shingles=("45_nq", "nq_tw")),
            ]
        ),
    ),
    # the border of two sentences has no shingle
    (
        '"công tác. Hội nghị"',
        "all",
        And([row("syllable", "công", "tác", "hội", "nghị", shingles=("cong_tac", "hoi_nghi"))]),
    ),
    (
        '"số. Hội"',
        "all",
        And([Or([Phrase("title_syllable", ["số", "hội"]), Phrase("body_syllable", ["số", "hội"])])]),
    ),
    ('"hà hà hà"', "all", And([row("syllable", "hà", "hà", "hà", shingles=("ha_ha",))])),
    # alternatives
    ("hội HOẶC họp", "all", And([Or([either("syllable", "hội"), either("syllable", "họp")])])),
    (
        'hội OR "công tác" số',
        "all",
        And([Or([either("syllable", "hội"), CONG_TAC]), either("syllable", "số")]),
    ),
    # exclusion
    ("hội -nghị", "all", AndNot(And([either("syllable", "hội")]), Or([either("syllable", "nghị")]))),
    ("-nghị", "all", AndNot(Every(), Or([either("syllable", "nghị")]))),
    (
        'hội -"công tác" -số',
        "all",
        AndNot(And([either("syllable", "hội")]), Or([CONG_TAC, either("syllable", "số")])),
    ),
    ("hoi -bao", "all", AndNot(And([either("folded", "hoi")]), Or([either("folded", "bao")]))),
    # what is excluded with marks is excluded as written, though the rest is read without
    ("bao -báo", "all", AndNot(And([either("folded", "bao")]), Or([either("syllable", "báo")]))),
    # prefixes
    ("thươ*", "all", And([beginning("syllable", "thươ")])),
    ("thuo*", "all", And([beginning("folded", "thuo")])),
    ("hòa*", "all", And([beginning("syllable", "hoà", "hòa")])),
    ("ty*", "all", And([beginning("folded", "ty", "ti")])),
    ("-thươ*", "all", AndNot(Every(), Or([beginning("syllable", "thươ")]))),
    # what stands between HOẶC as a group
    (
        "hội số HOẶC họp",
        "any",
        And(
            [
                Or(
                    [
                        And([either("syllable", "hội"), either("syllable", "số")]),
                        either("syllable", "họp"),
                    ]
                )
            ]
        ),
    ),
    # ranges of numbers
    (
        "14..16",
        "auto",
        And([Or([Term(f"{text}_folded", n) for n in ("14", "15", "16") for text in ("title", "body")])]),
    ),
    # fields
    ("tiêu đề:hội nghị", "any", And([in_title("hội"), in_title("nghị")])),
    ("-tiêu đề:hội", "all", AndNot(Every(), Or([in_title("hội")]))),
    ("số:45", "auto", And([of_number("45")])),
    ("số:5", "auto", And([of_number("5", "05")])),
    ("số:45/nq", "auto", And([of_number("45/nq", "45-nq")])),
    ("số:9..10", "auto", And([of_number("9", "09", "10")])),
    # facets: any of the values of one, all the facets, beside whatever ranks
    ("loại:A loại:B", "auto", And([Or([Term("type", "A"), Term("type", "B")])])),
    ("loại:A nguồn:B", "auto", And([Or([Term("type", "A")]), Or([Term("source", "B")])])),
    (
        'loại:"A" hội nghị',
        "any",
        And([Or([either("syllable", "hội"), either("syllable", "nghị")]), Or([Term("type", "A")])]),
    ),
    ("-loại:A", "auto", AndNot(Every(), Or([Or([Term("type", "A")])]))),
    ("loại:A HOẶC hội", "auto", And([Or([Or([Term("type", "A")]), either("syllable", "hội")])])),
    # times are no part of the tree
    ("năm:2021", "auto", Every()),
    ("hội -năm:2021", "auto", And([either("syllable", "hội")])),
    # other forms: a run of words, or its abbreviation; only both together
    (
        "hội UBND",
        "all",
        And(
            [
                either("syllable", "hội"),
                Or([either("syllable", "ubnd"), pairs("uy_ban", "ban_nhan", "nhan_dan")]),
            ]
        ),
    ),
    (
        "công an nhân dân",
        "all",
        And(
            [
                Or(
                    [
                        And([either("syllable", term) for term in ("công", "an", "nhân", "dân")]),
                        either("syllable", "cand"),
                    ]
                )
            ]
        ),
    ),
    ("ubnd", "auto", And([Or([either("folded", "ubnd"), pairs("uy_ban", "ban_nhan", "nhan_dan")])])),
    ('"UBND"', "auto", And([either("folded", "ubnd")])),
]


@pytest.mark.parametrize(("text", "match", "tree"), REQUIRED)
def test_which_documents_match(text: str, match: Match, tree: Query) -> None:
    assert required(parse(text, match=match)) == tree


def weighted(text: str) -> dict[tuple[str, str], float]:
    """(field, term) → weight of the tree that ranks."""
    tree = scoring(parse(text))
    assert isinstance(tree, Or)
    weights = {(term.fieldname, term.text): term.boost for term in tree.subqueries}
    assert len(weights) == len(tree.subqueries)  # every term once
    return weights


def of_stream(text: str, stream: str) -> list[str]:
    return [term for field, term in weighted(text) if field == f"body_{stream}"]


def test_an_accented_query_is_ranked_by_four_streams() -> None:
    assert of_stream("hội nghị sơ kết", "syllable") == ["hội", "nghị", "sơ", "kết"]
    assert of_stream("hội nghị sơ kết", "folded") == ["hoi", "nghi", "so", "ket"]
    assert of_stream("hội nghị sơ kết", "shingle") == ["hoi_nghi", "nghi_so", "so_ket"]
    assert of_stream("hội nghị sơ kết", "word") == ["hội_nghị", "sơ_kết"]


def test_an_unaccented_query_is_ranked_by_folded_syllables_and_their_pairs() -> None:
    weights = weighted("hoi nghi")
    assert {field for field, _ in weights} == {
        "title_folded",
        "body_folded",
        "title_shingle",
        "body_shingle",
    }
    assert set(of_stream("hoi nghi", "folded")) == {"hoi", "nghi"}


@pytest.mark.parametrize(
    ("text", "streams"), [("hội nghị", WEIGHTS.accented), ("hoi nghi", WEIGHTS.unaccented)]
)
def test_weights_are_those_of_the_table(text: str, streams: dict[str, float]) -> None:
    for (field, _), boost in weighted(text).items():
        part, stream = field.split("_")
        assert boost == pytest.approx(WEIGHTS.texts[part] * streams[stream])


def test_wholes_rank_as_one_term_and_as_their_parts() -> None:
    assert of_stream("theo 30/2020/NĐ-CP", "syllable") == ["theo", "30", "2020", "nđ", "cp", "30/2020/nđ-cp"]
    assert of_stream("theo 30/2020/NĐ-CP", "folded")[-1] == "30/2020/nd-cp"
    assert of_stream("theo 30/2020/NĐ-CP", "word") == ["theo", "30/2020/nđ-cp"]


def test_no_pair_and_no_word_crosses_the_border_of_a_phrase() -> None:
    assert of_stream('hội "nghị sơ" kết', "shingle") == ["nghi_so"]
    assert "hội_nghị" not in of_stream('hội "nghị sơ" kết', "word")


def test_words_typed_apart_are_paired_as_a_text() -> None:
    assert of_stream("+hội nghị", "shingle") == ["hoi_nghi"]


def test_what_is_excluded_does_not_rank() -> None:
    assert of_stream("hội -nghị", "syllable") == ["hội"]


@pytest.mark.parametrize("text", ["", "-nghị", "thươ*", "* - +"])
def test_without_words_nothing_ranks(text: str) -> None:
    assert scoring(parse(text)) == NullQuery


def test_other_forms_weigh_half_of_what_was_typed() -> None:
    """Shared among their terms, so that the form that was typed is preferred."""
    weights = weighted("UBND xã")
    shares = [weights["body_shingle", pair] for pair in ("uy_ban", "ban_nhan", "nhan_dan")]
    assert shares == pytest.approx([WEIGHTS.alternative / 3] * 3)
    assert weighted("ủy ban nhân dân")["body_syllable", "ubnd"] == pytest.approx(WEIGHTS.alternative * 4)
    assert weights["title_shingle", "uy_ban"] == pytest.approx(WEIGHTS.texts["title"] * shares[0])


def test_words_for_the_title_rank_by_the_title() -> None:
    fields = {field for field, term in weighted("tiêu đề:hội") if term == "hội"}
    assert fields == {"title_syllable", "title_word"}


def test_filters_numbers_of_a_field_and_ranges_do_not_rank() -> None:
    assert of_stream("hội loại:báo năm:2021 số:45 14..16", "syllable") == ["hội"]
    assert scoring(parse("loại:báo")) == NullQuery


def test_no_pair_crosses_the_border_of_alternatives() -> None:
    assert of_stream("(hội nghị HOẶC công tác) mới", "shingle") == ["hoi_nghi", "cong_tac"]


PROMOTED = [
    ("hội nghị", []),
    ("45/NQ-TW", [("number:45/nq-tw", OWN_NUMBER), ("body_folded:45/nq-tw", CITED_NUMBER)]),
    ("30/2020/nd-cp", [("number:30/2020/nđ-cp", OWN_NUMBER), ("body_folded:30/2020/nd-cp", CITED_NUMBER)]),
    ("nghị quyết 5", [("number:05/nq*", BEGUN_NUMBER)]),
    ("số hiệu:45/NQ-TW", []),
]


@pytest.mark.parametrize(("text", "trees"), PROMOTED)
def test_what_a_number_brings_to_the_front(text: str, trees: list[tuple[str, float]]) -> None:
    found = promoted(parse(text))
    assert [share for _, share in found] == [share for _, share in trees]
    assert all(term in str(tree) for (term, _), (tree, _) in zip(trees, found, strict=True))


def test_a_strict_query_looks_for_the_spelling_typed() -> None:
    query = parse("hoi", accents="strict")
    assert required(query) == And([either("syllable", "hoi")])
    assert not any(each.accented is False for each in relaxations(query, match="auto"))
