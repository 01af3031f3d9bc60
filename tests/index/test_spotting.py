"""Syllables spotted in a text as it is written are those that its index text has."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import tokenize
from index.cutting import LONGEST_TOKEN
from index.spotting import LONGEST_TONED, MOST_NEEDLES, Spotter, index_form, ways_to_write
from index.text import LONG, display, fold, normalise, syllables_apart
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
    """Display text without what is known to differ: i and y, or a tone, beside `_`."""
    return display(written).replace("_", " ")


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
    spotted = [tuple(each) for each in Spotter(terms, begun, accented=accented).find(text)]
    assert spotted == expected(text, terms, begun, accented=accented)


@pytest.mark.parametrize("accented", [True, False])
def test_every_syllable_of_the_sample_archive_is_spotted(accented: bool) -> None:
    for text in map(usual, sample_texts()[::9]):
        terms = set(tokenize(text).terms(index_form(text, accented=accented)))
        spotted = [tuple(each) for each in Spotter(terms, accented=accented).find(text)]
        assert spotted == expected(text, terms, ["\0"], accented=accented)


WAYS = {
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


@pytest.mark.parametrize(("term", "ways"), WAYS.items())
def test_ways_to_write_a_term(term: str, ways: str) -> None:
    written = [needle.written for needle in ways_to_write(term, accented=True)]
    assert sorted(written) == sorted(f" {way}" for way in ways.split())


def test_without_accents_a_term_may_be_written_with_i_or_y() -> None:
    assert [needle.written for needle in ways_to_write("hoa", accented=False)] == [" hoa"]
    assert [needle.written for needle in ways_to_write("qui", accented=False)] == [" qui", " quy"]


UNLISTED = ["hòax" * 7, "uýa" * 30, "ё", "šy", "x\u0323", "𝐀", "toá" + "n" * LONGEST_TONED]


@pytest.mark.parametrize("term", UNLISTED)
def test_terms_whose_ways_cannot_be_listed_are_found_by_comparing(term: str) -> None:
    text = f"một {term.upper()}, hai"
    own = index_form(term, accented=True)
    assert not ways_to_write(own, accented=True)
    assert [found.start for found in Spotter({own}, accented=True).find(text)] == [4]


def test_no_term_has_more_ways_than_letters() -> None:
    for term in ("uýu" * 5, "aeo" * 40 + "á", "iá" + "ieoa" * 3):
        assert len(ways_to_write(index_form(term, accented=True), accented=True)) <= LONGEST_TONED


def test_many_terms_are_found_by_comparing() -> None:
    terms = {f"a{number}" for number in range(MOST_NEEDLES + 1)}
    assert len(Spotter(terms, accented=True).find(" ".join(sorted(terms)))) == len(terms)


def test_short_and_long_texts_are_written_the_same_way() -> None:
    """A long text by a table; one with letters beyond the first plane letter by letter, as a short one."""
    short = "Hoà bình, thuỷ lợi; ﬁ Ａ İ Đ_đ x\u0323 ё Ŷ ς º "
    for folded in (False, True):
        written = syllables_apart(short, folded=folded)
        assert syllables_apart(short + "a" * LONG, folded=folded) == written + "a" * LONG
        assert syllables_apart(short + "𝐀🙂" + "a" * LONG, folded=folded) == written + "𝐀 " + "a" * LONG


def test_every_letter_is_written_as_in_index_text() -> None:
    for code in range(0x110000):
        letter = display(chr(code))
        if len(letter) != 1 or not letter.isalnum() or letter in "yỳýỹỷỵYỲÝỸỶỴςº":
            continue
        assert syllables_apart(letter) == normalise(letter)
        assert syllables_apart(letter, folded=True) == fold(normalise(letter))
