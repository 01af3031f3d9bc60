"""Counting syllables, neighbours and words while documents are written: worker → part → vocabulary.

    a worker's Tally → a part in a file → merged, with what the base generation counted → vocabulary.flat

What a withdrawn document brought is taken out of the counts by a rebuild only; every suggestion is searched
for before it is offered, so none leads to what is gone.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis import Tokens
from index.vocabulary import MOST_PAIRS, VOCABULARY, Counts, Numbers, Vocabulary, write_vocabulary

FLUSH = 1_000_000
"""Syllables that wait before their pairs are counted (16 MB while they are)."""

MOST_DISTINCT = 500_000
"""Distinct syllables, and distinct words, of a worker; beyond it those that came once are forgotten."""

LONGEST_WORD = 5
"""Syllables of the longest word that is kept."""

_Y = frozenset("yỳýỹỷỵYỲÝỸỶỴ")


class Tally:
    """What one worker has counted so far, in bounded memory."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._counts = np.zeros(0, np.int64)
        self._waiting = array("I")
        self._begins = bytearray()
        self._pairs = np.zeros(0, np.uint64)
        self._pair_counts = np.zeros(0, np.int64)
        self._words: Counter[str] = Counter()
        self._spelling: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, tokens: Tokens, words: Iterable[str]) -> None:
        """Count one text of a document: its tokens, and its words as the word stream has them."""
        terms = tokens.terms()
        self._waiting.extend(map(self._numbers.__getitem__, terms))
        self._begins.extend(tokens.first)
        self._words.update({word for word in words if "_" in word})
        for place, letter in tokens.endings():
            self._note_spelling(terms, place, letter in _Y)
        if len(self._waiting) > FLUSH:
            self._flush()

    def _note_spelling(self, terms: Sequence[str], place: int, with_y: bool) -> None:
        self._spelling[terms[place]][with_y] += 1
        for pair in (terms[max(0, place - 1) : place + 1], terms[place : place + 2]):
            if len(pair) == 2:
                self._spelling[" ".join(pair)][with_y] += 1

    def _flush(self) -> None:
        """Count the syllables that wait, and their pairs within sentences."""
        numbers = np.frombuffer(self._waiting, np.uint32).astype(np.uint64)
        counts = np.bincount(numbers.astype(np.int64), minlength=len(self._numbers))
        counts[: len(self._counts)] += self._counts
        self._counts = counts
        inside = np.frombuffer(self._begins, np.uint8)[1:] == 0
        pairs = (numbers[:-1] << np.uint64(32) | numbers[1:])[inside]
        # Sorted by themselves first: of two sorted runs a stable sort makes one at a third of the cost.
        fresh, found = np.unique(pairs, return_counts=True)
        self._pairs, self._pair_counts = _added((self._pairs, self._pair_counts), (fresh, found))
        self._waiting, self._begins = array("I"), bytearray()
        self._bound()

    def _bound(self) -> None:
        if len(self._numbers) > MOST_DISTINCT or len(self._pairs) > 2 * MOST_PAIRS:
            self._forget_rare()
        if len(self._words) > MOST_DISTINCT:
            self._words = Counter({word: found for word, found in self._words.items() if found > 1})
        if len(self._spelling) > MOST_DISTINCT:
            frequent = {text: found for text, found in self._spelling.items() if sum(found) > 1}
            self._spelling = defaultdict(lambda: [0, 0], frequent)

    def _forget_rare(self) -> None:
        often = self._counts > 1
        kept = (self._pair_counts > 1) & often[self._pairs >> np.uint64(32)]
        kept &= often[self._pairs & np.uint64(0xFFFFFFFF)]
        numbers = np.cumsum(often) - 1
        left, right = _apart(self._pairs[kept])
        self._pairs = _joined(numbers[left], numbers[right])
        self._pair_counts = self._pair_counts[kept]
        names = [text for text, number in self._numbers.items() if often[number]]
        self._counts = self._counts[often]
        self._numbers = defaultdict(count(len(names)).__next__, zip(names, range(len(names)), strict=True))

    def counts(self) -> Counts:
        """What was counted, of syllables that begin with a letter and of words that consist of letters."""
        self._flush()
        names = list(self._numbers)
        letters = np.array([name[0].isalpha() for name in names], bool)
        numbers = np.cumsum(letters) - 1
        left, right = _apart(self._pairs)
        kept = letters[left] & letters[right] if len(names) else np.zeros(0, bool)
        return Counts(
            syllables=[name for name in names if name[0].isalpha()],
            syllable_counts=self._counts[letters],
            pairs=_joined(numbers[left[kept]], numbers[right[kept]]),
            pair_counts=self._pair_counts[kept],
            words=dict(_plain_words(self._words)),
            spelling={text: (found[0], found[1]) for text, found in self._spelling.items()},
        )

    def write(self, path: Path) -> Path:
        """Write what was counted as a part for `merge_parts`; gives `path`."""
        write_vocabulary(path, self.counts())
        return path


def _plain_words(words: Counter[str]) -> Iterator[tuple[str, int]]:
    for word, found in words.items():
        syllables = word.split("_")
        if len(syllables) <= LONGEST_WORD and all(syllable.isalpha() for syllable in syllables):
            yield " ".join(syllables), found


def merge_parts(directory: Path, parts: Sequence[Path]) -> None:
    """Make the vocabulary of the generation in `directory` from `parts`, which are removed, and from the
    vocabulary that it began with, which is replaced and not touched: other generations hold it too."""
    final = directory / VOCABULARY
    known = [final] if final.exists() else []
    if not parts and known:
        return
    fresh = final.with_name(f"{VOCABULARY}.new")
    write_vocabulary(fresh, summed([Vocabulary(path).read_counts() for path in (*known, *parts)]))
    fresh.replace(final)
    for part in parts:
        part.unlink()


def summed(counts: Sequence[Counts]) -> Counts:
    """The sum of several counted vocabularies."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    total = np.zeros(sum(len(each.syllables) for each in counts), np.int64)
    pairs: tuple[NDArray[np.uint64], Numbers] = (np.zeros(0, np.uint64), np.zeros(0, np.int64))
    words: Counter[str] = Counter()
    spelling: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in counts:
        mine = np.array([numbers[text] for text in each.syllables], np.int64)
        np.add.at(total, mine, each.syllable_counts)
        left, right = _apart(each.pairs)
        pairs = _added(pairs, (_joined(mine[left], mine[right]), each.pair_counts))
        words.update(each.words)
        for text, found in each.spelling.items():
            spelling[text][0] += found[0]
            spelling[text][1] += found[1]
    return Counts(
        syllables=list(numbers),
        syllable_counts=total[: len(numbers)],
        pairs=pairs[0],
        pair_counts=pairs[1],
        words=words,
        spelling={text: (found[0], found[1]) for text, found in spelling.items()},
    )


def _added(
    known: tuple[NDArray[np.uint64], Numbers], more: tuple[NDArray[np.uint64], Numbers]
) -> tuple[NDArray[np.uint64], Numbers]:
    """Keys, rising and distinct, with the sums of their counts."""
    keys = np.concatenate([known[0], more[0]])
    counts = np.concatenate([known[1], more[1]])
    if not len(keys):
        return keys, counts
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[first], np.add.reduceat(counts[order], first)


def _apart(pairs: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    left = (pairs >> np.uint64(32)).astype(np.int64)
    return left, (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _joined(left: Numbers, right: Numbers) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)
    return keys
