"""Syllables spotted in a text as it is written are those that its index text has."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import tokenize
from index.cutting import LONGEST_TOKEN
from index.spotting import Spotter, index_form, spellings
from index.text import LONG, display
from tests.index.texts import anything, messy, sample_texts, vietnamese

Place = tuple[int, int, str]


def expected(text: str, terms: set[str], prefixes: Sequence[str], *, accented: bool) -> list[Place]:
    """The same from the tokens of the index text."""
    tokens = tokenize(text)
    form = index_form(text, accented=accented)
    found = zip(tokens.starts, tokens.ends, tokens.terms(form), strict=True)
    return [
        (start, end, term)
        for start, end, term in found
        if end - start <= LONGEST_TOKEN and (term in terms or term.startswith(tuple(prefixes)))
        if not (start and "\u0300" <= text[start - 1] <= "\u036f")  # after a mark without a letter
    ]


def usual(written: str) -> str:
    """Display text without what is known to differ: a tone beside `_`, and the two small sigmas."""
    return display(written).replace("_", " ").replace("Σ", "s").replace("ς", "s")


@given(
    anything | messy.map(lambda text: text * 20),
    vietnamese | messy,
    st.booleans(),
    st.integers(0, 2),
    st.data(),
)
@settings(max_examples=300, deadline=None)
def test_what_is_spotted_is_what_the_index_text_has(
    written: str, query: str, accented: bool, prefixes: int, data: st.DataObject
) -> None:
    text, asked = usual(written), usual(query)
    own = data.draw(st.sampled_from(tokenize(text).terms() or ["báo"]))
    terms = {index_form(term, accented=accented) for term in [*tokenize(asked).terms(), own]}
    begun = [index_form(own[:length], accented=accented) for length in range(1, prefixes + 1)]
    begun = [prefix for prefix in begun if not spellings(prefix, accented=accented)[1:]]
    spotted = [tuple(each) for each in Spotter(terms, begun, accented=accented).find(text)]
    assert spotted == expected(text, terms, begun, accented=accented)


@pytest.mark.parametrize("accented", [True, False])
def test_every_syllable_of_the_sample_archive_is_spotted(accented: bool) -> None:
    for text in map(usual, sample_texts()[::9]):
        terms = set(tokenize(text).terms(index_form(text, accented=accented)))
        spotted = [tuple(each) for each in Spotter(terms, accented=accented).find(text)]
        assert spotted == expected(text, terms, ["\0"], accented=accented)


SPELLINGS = {
    "hòa": "hoà hòa",
    "thủy": "thuỷ thủy",
    "của": "của cuả",
    "nghĩa": "nghĩa nghiã",
    "được": "được đựơc",
    "nguyển": "nguyển nguỷên ngủyên",
    "kĩ": "kĩ kỹ",
    "quí": "quí quý qúi qúy",
    "giá": "giá gía",
    "toán": "toán tóan",
    "báo": "báo baó",
    "45": "45",
}


@pytest.mark.parametrize(("term", "written"), SPELLINGS.items())
def test_spellings_of_a_term(term: str, written: str) -> None:
    assert sorted(spellings(term, accented=True)) == sorted(written.split())


def test_spellings_without_accents_differ_in_i_and_y() -> None:
    assert spellings("hoa", accented=False) == ("hoa",)
    assert sorted(spellings("qui", accented=False)) == ["qui", "quy"]


def test_short_and_long_texts_are_written_the_same_way() -> None:
    short = "Hoà bình, thuỷ lợi; ﬁ Ａ 𝐀 🙂 İ Đ_đ x\u0323 "
    text = short + "a" * LONG
    for accented in (True, False):
        terms = {index_form(term, accented=accented) for term in ("hòa", "lợi", "đ", "x\u0323", "𝐀")}
        spotter = Spotter(terms, accented=accented)
        assert spotter.find(short) == spotter.find(text)
        assert len(spotter.find(short)) >= 4
