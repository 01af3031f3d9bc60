"""Counting while documents are written: the same numbers as a plain count, whatever is merged and bounded."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import tally as bounds
from index.analysis import Tokens, tokenize
from index.tally import Tally, merge_parts, summed
from index.vocabulary import VOCABULARY, Counts, Vocabulary, write_vocabulary

WORDS = st.sampled_from(["hội", "nghị", "sở", "so", "công", "ty", "ti", "2021", "a1", ".", "-"])
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=6)

Plain = tuple[Counter[str], Counter[tuple[str, str]]]


def counted(texts: Sequence[str]) -> Tally:
    tally = Tally()
    for text in texts:
        tally.add(tokenize(text), [])
    return tally


def plainly(texts: Sequence[str]) -> Plain:
    """The same count, one syllable at a time."""
    syllables: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        tokens: Tokens = tokenize(text)
        terms = tokens.terms()
        syllables.update(term for term in terms if term[0].isalpha())
        pairs.update(
            pair
            for pair, begins in zip(pairwise(terms), tokens.first[1:], strict=True)
            if not begins and all(term[0].isalpha() for term in pair)
        )
    return syllables, pairs


def read(counts: Counts) -> Plain:
    names = counts.syllables
    pairs = zip(counts.pairs.tolist(), counts.pair_counts.tolist(), strict=True)
    return (
        Counter(dict(zip(names, counts.syllable_counts.tolist(), strict=True))),
        Counter({(names[key >> 32], names[key & 0xFFFFFFFF]): count for key, count in pairs}),
    )


@given(TEXTS)
def test_counts_are_those_of_a_plain_count(texts: list[str]) -> None:
    assert read(counted(texts).counts()) == plainly(texts)


@given(TEXTS, TEXTS)
def test_parts_add_up(first: list[str], second: list[str]) -> None:
    both = summed([counted(first).counts(), counted(second).counts()])
    assert read(both) == plainly([*first, *second])


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["sở công thương họp hội nghị sơ kết", "công ty họp. hội nghị công thương"] * 5
    monkeypatch.setattr(bounds, "FLUSH", 7)
    assert read(counted(texts).counts()) == plainly(texts)


def test_beyond_the_bound_what_came_once_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FLUSH", 10)
    monkeypatch.setattr(bounds, "MOST_DISTINCT", 12)
    texts = ["hội nghị " * 4 + " ".join(chr(97 + n) + chr(97 + m) for m in range(9)) for n in range(9)]
    syllables, pairs = read(counted(texts).counts())
    plain_syllables, plain_pairs = plainly(texts)
    assert syllables["hội"] == plain_syllables["hội"]
    assert pairs["hội", "nghị"] == plain_pairs["hội", "nghị"]
    assert len(syllables) < len(plain_syllables)
    assert all(count <= plain_pairs[pair] for pair, count in pairs.items())


def test_words_are_counted_by_document() -> None:
    tally = Tally()
    for words in (["sở", "công_thương", "công_thương"], ["công_thương", "45/nq_tw", "a_2"]):
        tally.add(tokenize(""), words)
    assert tally.counts().words == {"công thương": 2}


@given(TEXTS)
def test_a_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("part") / VOCABULARY
    write_vocabulary(path, counted(texts).counts())
    assert read(Vocabulary(path).read_counts()) == plainly(texts)


def test_merging_replaces_the_file_and_leaves_the_old_one_to_those_who_hold_it(tmp_path: Path) -> None:
    """Generations share files by hard links: what one begins with must not change under another."""
    first = tmp_path / "1"
    second = tmp_path / "2"
    first.mkdir()
    second.mkdir()
    merge_parts(first, [counted(["sở công thương"]).write(first / "a.part")])
    (second / VOCABULARY).hardlink_to(first / VOCABULARY)
    before = (first / VOCABULARY).read_bytes()
    merge_parts(second, [counted(["công thương họp"]).write(second / "a.part")])
    assert (first / VOCABULARY).read_bytes() == before
    assert read(Vocabulary(second / VOCABULARY).read_counts()) == plainly(
        ["sở công thương", "công thương họp"]
    )
    assert [path.name for path in second.iterdir()] == [VOCABULARY]


SPELT = [
    (["công ty"], "công ti", "công ty"),
    (["công ti"], "công ti", "công ti"),
    (["công ty"] * 3 + ["ti vi"], "ti vi", "ti vi"),
    (["công ty"] * 3 + ["ti vi"], "công ti", "công ty"),
    (["kỹ thuật, kỹ sư, kĩ càng"], "kĩ", "kỹ"),
    (["kỹ thuật, kỹ sư, kĩ càng"], "kĩ càng", "kĩ càng"),
    (["Lý do, LÝ LỊCH"], "lí do", "lý do"),
    (["hội nghị"], "lí do", "lí do"),
]


@pytest.mark.parametrize(("texts", "syllables", "shown"), SPELT)
def test_i_and_y_are_written_as_the_archive_does(
    tmp_path: Path, texts: list[str], syllables: str, shown: str
) -> None:
    path = counted(texts).write(tmp_path / VOCABULARY)
    assert " ".join(Vocabulary(path).spelt(syllables.split())) == shown
