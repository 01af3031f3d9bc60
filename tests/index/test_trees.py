"""An understood query as Whoosh query trees, compared as values."""

import pytest
from whoosh.query import And, AndNot, Every, NullQuery, Or, Phrase, Prefix, Query, Term

from index.query import parse
from index.results import Match
from index.trees import ACCENTED_WEIGHT, TEXT_WEIGHT, UNACCENTED_WEIGHT, required, scoring


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
    ("text", "streams"), [("hội nghị", ACCENTED_WEIGHT), ("hoi nghi", UNACCENTED_WEIGHT)]
)
def test_weights_are_those_of_the_table(text: str, streams: dict[str, float]) -> None:
    for (field, _), boost in weighted(text).items():
        part, stream = field.split("_")
        assert boost == pytest.approx(TEXT_WEIGHT[part] * streams[stream])


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
