"""The archive's own vocabulary as one flat file: syllables, pairs of neighbours and words, with counts.

    vocabulary.flat   syllable/…   every syllable of letters, in the order (folded, falling count)
                      pair/…       left << 32 | right (numbers of syllables), rising, with counts
                      word/…       words of several syllables, in the order of their folded text
                      values       "spelling": how the archive writes i and y where the index has one class

The writer makes it once a generation (`index.tally`); suggestions and completion read it, mapped. Syllables
with the same folded beginning have neighbouring numbers, so "what follows this syllable and begins with
these letters" is one slice of the pairs.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.flatfile import FlatFile, FlatWriter
from index.text import fold

VOCABULARY = "vocabulary.flat"

MOST_SYLLABLES = 200_000
MOST_PAIRS = 2_000_000
MOST_WORDS = 150_000
"""Of each kind the most frequent are kept: the file has at most about 30 MB, however large the archive."""

MOST_REMEMBERED = 20_000
"""Look-ups of forms that an open vocabulary remembers."""

_I_TO_Y = dict(zip("iìíĩỉị", "yỳýỹỷỵ", strict=True))

LAST = "\U0010ffff"
"""Sorts after every text that continues a prefix."""

Numbers = NDArray[np.int64]
Spelling = Mapping[str, tuple[int, int]]
"""Syllable, or two neighbours of which one is meant, in index text → times written with i, with y."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A counted vocabulary. `syllables[i]` came `syllable_counts[i]` times; `pairs` are
    `left << 32 | right`, rising, in numbers of syllables. Words are index text with spaces, counted by
    document.
    """

    syllables: Sequence[str]
    syllable_counts: Numbers
    pairs: NDArray[np.uint64]
    pair_counts: Numbers
    words: Mapping[str, int]
    spelling: Spelling


class Strings(Sequence[str]):
    """Texts of a flat file, each cut from one blob when it is asked for."""

    def __init__(self, file: FlatFile, name: str) -> None:
        self._blob = file.array(f"{name}/blob").data
        self._ends = file.array(f"{name}/ends")

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        start = int(self._ends[number - 1]) if number else 0
        return str(self._blob[start : int(self._ends[number])], "utf-8")


def add_strings(out: FlatWriter, name: str, strings: Iterable[str]) -> None:
    """Write texts for `Strings` to read."""
    encoded = [text.encode() for text in strings]
    out.add(f"{name}/blob", np.frombuffer(b"".join(encoded), np.uint8))
    out.add(f"{name}/ends", np.cumsum([len(text) for text in encoded], dtype=np.uint64))


def folded_range(texts: Sequence[str], first: str, after: str) -> range:
    """Places of those of `texts`, in the order of their folded text, from `first` until before `after`."""
    by: Callable[[int], str] = lambda place: fold(texts[place])  # noqa: E731
    places = range(len(texts))
    start = bisect_left(places, first, key=by)
    return range(start, bisect_left(places, after, start, key=by))


def write_vocabulary(path: Path, counts: Counts) -> None:
    """Write what is most frequent of `counts`; `path` must not exist."""
    order = _syllable_order(counts)
    numbers = np.full(len(counts.syllables), -1, np.int64)
    numbers[order] = np.arange(len(order))
    pairs, pair_counts = _renumbered(counts, numbers)
    words = sorted(counts.words, key=lambda word: (-counts.words[word], word))[:MOST_WORDS]
    words.sort(key=lambda word: (fold(word), -counts.words[word]))
    out = FlatWriter(path)
    add_strings(out, "syllable", (counts.syllables[number] for number in order.tolist()))
    out.add("syllable/count", counts.syllable_counts[order].astype(np.uint64))
    out.add("pair/key", pairs)
    out.add("pair/count", np.minimum(pair_counts, 0xFFFFFFFF).astype(np.uint32))
    add_strings(out, "word", words)
    out.add("word/count", np.array([counts.words[word] for word in words], np.uint32))
    out.values["spelling"] = _deciding(counts.spelling)
    out.close()


def _syllable_order(counts: Counts) -> Numbers:
    """Numbers of the most frequent syllables, in the order of the file."""
    frequent = np.argsort(-counts.syllable_counts, kind="stable")[:MOST_SYLLABLES].tolist()
    count = counts.syllable_counts.tolist()
    syllables = counts.syllables
    frequent.sort(key=lambda number: (fold(syllables[number]), -count[number], syllables[number]))
    return np.array(frequent, np.int64)


def _renumbered(counts: Counts, numbers: Numbers) -> tuple[NDArray[np.uint64], Numbers]:
    """The most frequent pairs of syllables that have a number, in these numbers."""
    left = numbers[(counts.pairs >> np.uint64(32)).astype(np.int64)]
    right = numbers[(counts.pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    known = np.flatnonzero((left >= 0) & (right >= 0))
    if len(known) > MOST_PAIRS:
        known = known[np.argpartition(-counts.pair_counts[known], MOST_PAIRS)[:MOST_PAIRS]]
    keys = left[known].astype(np.uint64) << np.uint64(32) | right[known].astype(np.uint64)
    order = np.argsort(keys)
    return keys[order], counts.pair_counts[known][order]


def _deciding(spelling: Spelling) -> dict[str, tuple[int, int]]:
    """Every syllable, but of its neighbourhoods only those that decide otherwise than it does alone."""
    alone = {text: counts for text, counts in spelling.items() if " " not in text}

    def decides(text: str, counts: tuple[int, int]) -> bool:
        mine = [each for part in text.split() if (each := alone.get(part))]
        return any((each[1] > each[0]) != (counts[1] > counts[0]) for each in mine)

    return {text: counts for text, counts in spelling.items() if text in alone or decides(text, counts)}


class Vocabulary:
    """One open vocabulary file; threads may share it. Reading raises Damage where a part is damaged."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises OSError when there is no such file, and Damage."""
        self._file = FlatFile(path)
        self._forms: dict[str, range] = {}

    @cached_property
    def syllables(self) -> Strings:
        """Every syllable by its number."""
        return Strings(self._file, "syllable")

    @cached_property
    def counts(self) -> NDArray[np.uint64]:
        """How often each syllable came."""
        return self._file.array("syllable/count")

    @cached_property
    def total(self) -> int:
        """How many syllables were counted."""
        return max(1, int(self.counts.sum()))

    @cached_property
    def pair_keys(self) -> NDArray[np.uint64]:
        """left << 32 | right, rising."""
        return self._file.array("pair/key")

    @cached_property
    def pair_counts(self) -> NDArray[np.uint32]:
        """How often each pair came."""
        return self._file.array("pair/count")

    @cached_property
    def words(self) -> Strings:
        """Words of several syllables, in the order of their folded text."""
        return Strings(self._file, "word")

    @cached_property
    def word_counts(self) -> NDArray[np.uint32]:
        """In how many documents each word stands."""
        return self._file.array("word/count")

    @property
    def spelling(self) -> Spelling:
        """How i and y are written (`Spelling`)."""
        return self._file.values["spelling"]  # type: ignore[no-any-return]

    def forms(self, folded: str) -> range:
        """Numbers of the syllables whose folded text is `folded`, the most frequent first."""
        found = self._forms.get(folded)
        if found is None:
            if len(self._forms) >= MOST_REMEMBERED:
                self._forms.clear()
            places = range(len(self.syllables))
            start = after = bisect_left(places, folded, key=lambda place: fold(self.syllables[place]))
            while after < len(places) and fold(self.syllables[after]) == folded:
                after += 1
            found = self._forms[folded] = range(start, after)
        return found

    def number(self, syllable: str) -> int | None:
        """The number of a syllable in index text, or None."""
        for number in self.forms(fold(syllable)):
            if self.syllables[number] == syllable:
                return number
        return None

    def beginning(self, folded: str) -> range:
        """Numbers of the syllables whose folded text begins with `folded`."""
        return folded_range(self.syllables, folded, folded + LAST)

    def words_beginning(self, folded: str) -> range:
        """Places of the words whose folded text begins with `folded`."""
        return folded_range(self.words, folded, folded + LAST)

    def together(self, lefts: Numbers, rights: Numbers) -> Numbers:
        """Counts of every pair: one row for each of `lefts`, one column for each of `rights`."""
        keys = lefts.astype(np.uint64)[:, None] << np.uint64(32) | rights.astype(np.uint64)[None, :]
        return self._counts_of(keys)

    def _counts_of(self, keys: NDArray[np.uint64]) -> Numbers:
        if not len(self.pair_keys):
            return np.zeros(keys.shape, np.int64)
        places = np.minimum(np.searchsorted(self.pair_keys, keys), len(self.pair_keys) - 1)
        found = np.where(self.pair_keys[places] == keys, self.pair_counts[places], 0)
        return found.astype(np.int64)

    def pairs_of(self, numbers: Numbers) -> Numbers:
        """Counts of each of `numbers` with the one that comes next."""
        keys = numbers[:-1].astype(np.uint64) << np.uint64(32) | numbers[1:].astype(np.uint64)
        return self._counts_of(keys)

    def following(self, left: int, among: range) -> tuple[Numbers, Numbers]:
        """Those of the syllables `among` that follow the syllable `left`, and how often."""
        keys = (left << 32) + np.array([among.start, among.stop], np.uint64)
        start, after = np.searchsorted(self.pair_keys, keys)
        rights = (self.pair_keys[start:after] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        return rights, self.pair_counts[start:after].astype(np.int64)

    def spelt(self, syllables: Sequence[str]) -> list[str]:
        """Index text as the archive mostly writes it in these words: `công ti` → `công ty`, but `ti vi`."""
        return [self._spelt(syllables, place) for place in range(len(syllables))]

    def _spelt(self, syllables: Sequence[str], place: int) -> str:
        known, syllable = self.spelling, syllables[place]
        if syllable not in known:
            return syllable
        around = [" ".join(pair) for pair in pairwise(syllables[max(0, place - 1) : place + 2])]
        decides = max((known[text] for text in around if text in known), key=sum, default=known[syllable])
        return syllable[:-1] + _I_TO_Y[syllable[-1]] if decides[1] > decides[0] else syllable

    def read_counts(self) -> Counts:
        """Everything, for counting on."""
        return Counts(
            syllables=self.syllables[:],
            syllable_counts=self.counts.astype(np.int64),
            pairs=self.pair_keys,
            pair_counts=self.pair_counts.astype(np.int64),
            words=dict(zip(self.words[:], self.word_counts.tolist(), strict=True)),
            spelling={text: (int(i), int(y)) for text, (i, y) in self.spelling.items()},
        )
