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

_WORD = re.compile(
    "(?:[^\\W\\d_]|[\u0300-\u036f\xa1-\xbf\xd7\xf7\u2020\u2021\u2030\u2039\u203a\u20ac\u2122\u02c6\u02dc\u201a\u201e]"
    "|(?<=[^\\W\\d_])[\u2018-\u201d\u2026\u2022\u2013\u2014](?=[^\\W\\d_]))+"
)
_EDGES = "«»‹›°·§©®±²³¹¼½¾¿¡´¨¸\u201a\u201e"
_TORN = re.compile(
    "[^\\W\\d_][\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u2020\u2021\u2030\u2039\u203a\u20ac\u2122][^\\W\\d_]"
)

GOOD = 0.85
"""Share of the words that a reading changes which must become syllables."""
BEFORE = 0.3
"""Share of the same words that may have been syllables before."""
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
    """The words of `text` with marks or signs in them, counted, without quotation marks around them."""
    found = (word.strip(_EDGES) for word in _WORD.findall(text))
    return Counter(word for word in found if word and not word.isascii())


def weigh(before: Counter[str], after: Counter[str]) -> Evidence:
    """Evidence for a reading that turned the words `before` into those `after`."""
    new, old = after - before, before - after
    good = {word for word in new if is_syllable(word)}
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
