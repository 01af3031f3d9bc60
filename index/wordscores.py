"""The weights of underthesea's word model, arranged for `index.segmenter`.

A feature of the model is written `T[-1,0].lower=hội nghị`: a property of the tokens from the one before up to
this one. Its worth here is one number: how much it favours that this token continues a word (`I-W`) over that
it begins one (`B-W`). The properties of a token, or of two or three neighbours:

    (none)      the tokens as they are written    isdigit   whether they are digits
    lower       the tokens in lower case          istitle   whether none of them begins in lower case
    is_in_dict  whether these, joined by spaces and in lower case, are a word of the dictionary

Neighbours that reach over the beginning of the sentence read `BOS` instead, else those that reach over its
end `EOS`. What two or three tokens are worth is kept in tables, in which few of all pairs and triples have a
row.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.crf import Crf

Numbers = NDArray[np.int64]
Worths = NDArray[np.float64]
Features = Mapping[tuple[int, int, str], Mapping[str, float]]
"""(first token, counted from this one; number of tokens; property) → worth of each of its values."""

BEGIN, CONTINUE = "B-W", "I-W"
REACH = 2
"""How many tokens before and after a token its features see."""
ABSENT, BOS, EOS, FIRST = 0, 1, 2, 3
"""Rows of a table: neighbours without a row of their own, those over a sentence's beginning, over its end;
the first of the others. Of a property that is true or false, `FIRST` is true and `ABSENT` is false."""

_NAME = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(\w+))?")
_WRITTEN, _LOWER, _DIGITS, _TITLE, _KNOWN = "", "lower", "isdigit", "istitle", "is_in_dict"


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """What `size` neighbouring tokens are worth. Row `FIRST + i` is that of `keys[i]`; keys rise.

    A table has two lines for every row, the second for neighbours none of which begins in lower case.
    `written` is for the tokens as written, `lowered` for the tokens in lower case, the dictionary and the
    titles, `both` the sum, for tokens that are written in lower case. Column c of a line is the worth to the
    token from which the first of the neighbours is `c - REACH` away.
    """

    size: int
    keys: Numbers
    written: Worths
    lowered: Worths
    both: Worths

    def rows(self, keys: Numbers) -> Numbers:
        """The row of each key."""
        places = self.keys.searchsorted(keys)
        found = self.keys.take(places, mode="clip") == keys
        places += FIRST
        places *= found
        return places


class Scores:
    """All that the model knows of tokens and their neighbours."""

    def __init__(self, crf: Crf, dictionary: Set[str]) -> None:
        """`dictionary`: words in lower case. ValueError when `crf` is not a model as described above."""
        self._features = _features(crf)
        self._dictionary = dictionary
        self.numbers = self._numbered()
        """Every token that is part of a row, from 1; any other token is 0."""
        self.neighbours = (self._neighbours(2), self._neighbours(3))
        self._features = {feature: worths for feature, worths in self._features.items() if feature[1] == 1}
        self._dictionary = {word for word in dictionary if " " not in word}

    def key(self, numbers: Sequence[Numbers]) -> Numbers:
        """The keys of neighbours: `numbers[n]` are those of the n-th tokens."""
        keys = numbers[0]
        for others in numbers[1:]:
            keys = keys * (len(self.numbers) + 1) + others
        return keys

    def token(self, written: str, lower: str, *, digits: bool, title: bool) -> list[float]:
        """What one token is worth to the token `REACH` after it, …, to itself, …, `REACH` before it."""
        known = str(lower in self._dictionary)
        values = {_WRITTEN: written, _LOWER: lower, _DIGITS: str(digits), _TITLE: str(title), _KNOWN: known}
        return self._alone(values)

    def border(self, name: str) -> list[float]:
        """The same for what stands before (`BOS`) or after (`EOS`) a sentence."""
        return self._alone(dict.fromkeys((_WRITTEN, _LOWER, _DIGITS, _TITLE, _KNOWN), name))

    def _alone(self, values: Mapping[str, str]) -> list[float]:
        return [
            sum(self._worths(first, 1, quality).get(value, 0.0) for quality, value in values.items())
            for first in _firsts(1)
        ]

    def _worths(self, first: int, size: int, quality: str) -> Mapping[str, float]:
        return self._features.get((first, size, quality), {})

    def _numbered(self) -> dict[str, int]:
        texts = [text for text in self._dictionary if text.count(" ") <= REACH]
        for (_, _, quality), values in self._features.items():
            if quality in (_WRITTEN, _LOWER):
                texts += values
        return {token: number for number, token in enumerate({*" ".join(texts).split()}, 1)}

    def _neighbours(self, size: int) -> Neighbours:
        texts, keys = self._keyed(size)
        rows = {"BOS": BOS, "EOS": EOS} | {text: row for row, text in enumerate(texts, FIRST)}
        known = [FIRST if text in self._dictionary else ABSENT for text in texts]
        written = np.repeat(self._columns(size, _WRITTEN, rows), 2, axis=0)
        lowered = self._columns(size, _LOWER, rows) + self._choices(size, _KNOWN)[[ABSENT, BOS, EOS, *known]]
        titled = self._choices(size, _TITLE)[[ABSENT, FIRST, BOS, BOS, EOS, EOS]]
        titles = np.concatenate([titled, np.tile(titled[:2], (len(texts), 1))])
        lowered = np.repeat(lowered, 2, axis=0) + titles
        return Neighbours(size, keys, written, lowered, written + lowered)

    def _keyed(self, size: int) -> tuple[list[str], Numbers]:
        """All neighbours that have a row, and their keys, rising."""
        found = {*self._dictionary}
        for (_, length, quality), values in self._features.items():
            if length == size and quality in (_WRITTEN, _LOWER):
                found |= values.keys()
        # No token is empty: what has two spaces beside each other is met nowhere.
        texts = [text for text in found if text.count(" ") == size - 1 == len(text.split()) - 1]
        numbers = [self.numbers[token] for text in texts for token in text.split(" ")]
        keys = self.key([*np.array(numbers, np.int64).reshape(-1, size).T])
        order = keys.argsort()
        return [texts[place] for place in order.tolist()], keys[order]

    def _columns(self, size: int, quality: str, rows: Mapping[str, int]) -> Worths:
        columns = np.zeros((len(rows) + 1, 2 * REACH + 2 - size))
        for column, first in enumerate(_firsts(size)):
            for text, worth in self._worths(first, size, quality).items():
                if text in rows:
                    columns[rows[text], column] = worth
        return columns

    def _choices(self, size: int, quality: str) -> Worths:
        """The rows `ABSENT`, `BOS`, `EOS`, `FIRST` of a property that is true or false."""
        worths = [self._worths(first, size, quality) for first in _firsts(size)]
        return np.array(
            [[each.get(value, 0.0) for each in worths] for value in ("False", "BOS", "EOS", "True")]
        )


def _firsts(size: int) -> range:
    """Where the first of `size` neighbours may be, counted from a token that they are worth something to."""
    return range(-REACH, REACH + 2 - size)


def _features(crf: Crf) -> Features:
    if {*crf.labels} != {BEGIN, CONTINUE}:
        raise ValueError(f"not a model of words: its labels are {crf.labels}")
    worths = crf.state[:, crf.labels.index(CONTINUE)] - crf.state[:, crf.labels.index(BEGIN)]
    features: defaultdict[tuple[int, int, str], dict[str, float]] = defaultdict(dict)
    for attribute, worth in zip(crf.attributes, worths.tolist(), strict=True):
        name, _, value = attribute.partition("=")
        features[_feature(name)][value] = worth
    return features


@cache
def _feature(name: str) -> tuple[int, int, str]:
    """(first token, number of tokens, property) of a feature."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"an unknown feature: {name}")
    first, last, quality = int(found[1]), int(found[2] or found[1]), found[3] or _WRITTEN
    size = last - first + 1
    known = (_WRITTEN, _LOWER, _TITLE, _KNOWN, *[_DIGITS][: size == 1])
    if not (-REACH <= first <= last <= REACH and size <= 3 and quality in known):
        raise ValueError(f"an unknown feature: {name}")
    return first, size, quality
