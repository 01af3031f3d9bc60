"""Where words begin: underthesea's own answer, aligned on the text it was given."""

import re
from itertools import islice, pairwise

import pytest
import underthesea
from hypothesis import given, settings

from index.analysis import tokenize
from index.segment import LONGEST_SENTENCE, word_starts
from index.text import display, normalise
from tests.index.texts import anything, sample_texts, vietnamese


def words(sentence: str) -> list[str]:
    """The words that `word_starts` cuts, without spaces."""
    return ["".join(sentence[a:b].split()) for a, b in pairwise([*word_starts(sentence), len(sentence)])]


def underthesea_words(sentence: str) -> list[str]:
    return ["".join(word.split()) for word in underthesea.word_tokenize(sentence)]


def sentences(text: str) -> list[str]:
    """Sentences as `index.analysis` cuts them."""
    tokens = tokenize(text)
    borders = [start for start, first in zip(tokens.starts, tokens.first, strict=True) if first]
    return [tokens.text[a:b].strip() for a, b in pairwise([*borders, len(tokens.text)])]


def test_words_are_those_of_underthesea_on_the_sample_archive() -> None:
    compared = 0
    texts = sample_texts()
    for text in texts[:: max(1, len(texts) // 25)]:
        for sentence in islice(sentences(display(text)[:6_000]), 15):
            if len(sentence) <= LONGEST_SENTENCE:
                assert words(sentence) == underthesea_words(sentence)
                compared += 1
    assert compared > 150


@given(vietnamese)
@settings(deadline=None, max_examples=60)
def test_words_are_those_of_underthesea_on_drawn_sentences(text: str) -> None:
    sentence = normalise(text)
    assert words(sentence) == underthesea_words(sentence)


@given(anything)
@settings(deadline=None, max_examples=100)
def test_starts_rise_and_are_never_at_a_space(text: str) -> None:
    sentence = normalise(display(text))
    starts = word_starts(sentence)
    assert all(a < b for a, b in pairwise(starts))
    assert not any(sentence[start].isspace() for start in starts)
    assert bool(starts) == bool(sentence.strip())


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("hội nghị sơ kết công tác", "hội nghị|sơ kết|công tác"),
        ("hội   nghị\u2009sơ  kết", "hội   nghị|sơ  kết"),
        ("“hội nghị” 🙂🙂", "“|hội nghị|”|🙂|🙂"),
        ("🙂", "🙂"),
        ("x\u0323 công tác", "x|\u0323|công tác"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_words(sentence: str, cut: str) -> None:
    pieces = [sentence[a:b].strip() for a, b in pairwise([*word_starts(sentence), len(sentence)])]
    flat = [part for piece in pieces for part in re.split(r"(?<=\u0323)\s", piece)]
    assert "|".join(flat) == cut


@pytest.mark.parametrize(
    ("sentence", "starts"),
    [
        ("ho\u0323c sinh", [0, 5]),  # decomposed: underthesea composes it
        ("e\u0301", [0]),
        ("công tác qúi vị\u2126\u0301", [0, 5, 9, 13]),
    ],
)
def test_where_underthesea_writes_other_characters_every_syllable_is_a_word(
    sentence: str, starts: list[int]
) -> None:
    assert len("".join(underthesea_words(sentence))) != len("".join(sentence.split()))
    assert word_starts(sentence) == starts


def test_a_long_sentence_is_cut_at_spaces_and_its_words_stay_whole() -> None:
    sentence = ("hội nghị sơ kết công tác " * 300).strip()
    assert len(sentence) > 3 * LONGEST_SENTENCE
    starts = word_starts(sentence)
    syllable_starts = {0, *(match.end() for match in re.finditer(" ", sentence))}
    assert set(starts) <= syllable_starts
    cut = [sentence[a:b].strip() for a, b in pairwise([*starts, len(sentence)])]
    assert len([word for word in cut if word in {"hội nghị", "sơ kết", "công tác"}]) >= 0.99 * 900


def test_a_long_sentence_without_spaces_is_answered() -> None:
    starts = word_starts("a" * (3 * LONGEST_SENTENCE + 7))
    assert starts[0] == 0
    assert all(start % LONGEST_SENTENCE == 0 for start in starts)
