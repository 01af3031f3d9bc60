"""Which reading of a text is Vietnamese: words before and after, counted.

Only words that a reading changes speak for it or against it: what `là`, `và` and `Internet` look like proves
nothing. A reading is taken when nearly all words it changes become syllables with marks, few were syllables
before, and there are enough different ones. A word torn by a sign (`C«ng`, `V¨n`) was no word before, so it
counts twice.
"""

import re
from collections import Counter
from dataclasses import dataclass

from archive.sources.legacy.syllable import is_abbreviation, is_syllable

_QUOTES = "\u201a\u201e\u02c6\u02dc"
_SIGNS = "\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u2020\u2021\u2030\u2039\u203a\u20ac\u2122"  # not ª µ º
_PUNCTUATION = "\u2013\u2014\u2018-\u201d\u2022\u2026"  # parts of a word only inside it
_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?<!\d)(?:{_LETTER}|[\u0300-\u036f{_SIGNS}{_QUOTES}]|(?<={_LETTER})[{_PUNCTUATION}](?={_LETTER}))+"
)
_EDGES = "«»‹›°·\u201a\u201e"
_LETTERS = re.compile(f"{_LETTER}{{2,}}")
_TORN = re.compile(f"{_LETTER}[{_SIGNS}]{_LETTER}")

GOOD = 0.85
"""Share of the words that a reading changes which must become syllables."""
BEFORE = 0.5
"""Share of the same words that may have been syllables before."""
READABLE = 0.4
"""Share of all words, with marks or without, that must be syllables: what surrounds `đã` is Vietnamese."""
ENOUGH = 4
"""Different words, torn ones counted twice, that a text must give as evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of the words that a reading changed: syllables with marks now (`good`) or not, and before.

    `weight` counts different good words, those that were torn before twice.
    """

    good: int
    bad: int
    good_before: int
    bad_before: int
    weight: int

    @property
    def score(self) -> float:
        """By which readings are compared: good words, less what went wrong."""
        return self.good - 2 * self.bad

    def convinces(self, *, enough: int = ENOUGH) -> bool:
        """Whether the reading is right and what was there is not."""
        before = self.good_before + self.bad_before
        return (
            self.weight >= enough
            and self.good >= GOOD * (self.good + self.bad)
            and self.good_before <= BEFORE * before
        )


def words(text: str) -> Counter[str]:
    """The words of `text` with marks or signs in them, counted, without quotation marks around them.

    Single letters and what follows a digit are left out: signs of measure are in any text (`34’33”N`).
    """
    found = (word.strip(_EDGES) for word in _WORD.findall(text))
    return Counter(word for word in found if len(word) > 1 and not word.isascii())


def weigh(before: Counter[str], after: Counter[str]) -> Evidence:
    """Evidence for a reading that turned the words `before` into those `after`."""
    new, old = after - before, before - after
    good = {word for word in new if _is_written(word)}
    proved = sum(new[word] for word in good)
    told = sum(count for word, count in new.items() if not is_abbreviation(word))
    valid_before = sum(count for word, count in old.items() if is_syllable(word))
    torn = sum(_TORN.search(word) is not None for word in old)
    return Evidence(
        good=proved,
        bad=told - sum(new[word] for word in good if not is_abbreviation(word)),
        good_before=valid_before,
        bad_before=old.total() - valid_before,
        weight=len({word.lower() for word in good}) + min(torn, len(good)),
    )


def readable(text: str) -> bool:
    """Whether enough of all the words of `text` are Vietnamese syllables."""
    found = _LETTERS.findall(text)
    return sum(map(is_syllable, found)) >= READABLE * len(found)


def _is_written(word: str) -> bool:
    """Whether `word` is a syllable and in small letters, in capitals, or begins with one."""
    return (word[1:].islower() or word.isupper()) and is_syllable(word)
