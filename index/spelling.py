"""How far what was typed is from a syllable the archive knows: marks left out or wrong, a wrong letter.

Costs are in nats, to be set against log probabilities of neighbours (`index.restore`): a cost of 3 is
outweighed by a neighbourhood twenty times as likely.
"""

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from index.syllables import TONELESS, split_tone
from index.text import fold

FOLDED_SYLLABLES = frozenset(map(fold, TONELESS))
"""Every Vietnamese syllable without marks."""
_LONGEST_SYLLABLE = max(map(len, FOLDED_SYLLABLES))

WRONG_MARK, MISSING_MARK = 1.2, 0.3
"""A tone or a shape that differs from the typed one; one that was not typed."""
WRONG_LETTER, LIKELY_LETTER = 5.0, 3.5
"""One letter more, less, another, or two exchanged; the same between neighbouring keys or like sounds."""

SHORTEST_FOREIGN, LONGEST_FOREIGN = 5, 16
"""Letters of a foreign word or name that is corrected: of a shorter one too many others are near."""

_VIETNAMESE_LETTERS = "abcdeghiklmnopqrstuvxy"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("sx", "lnr", "iy", "ckq", "dgrv", "gn", "ct", "hn", "ao", "bpv", "mn")


def _neighbours() -> frozenset[str]:
    """Two letters whose keys touch, or that are confused by ear, as `"sx"`."""
    found = {row[place : place + 2] for row in _ROWS for place in range(len(row) - 1)}
    found |= {upper[place] + lower[place] for upper, lower in pairwise(_ROWS) for place in range(len(lower))}
    found |= {one + other for group in _ALIKE for one in group for other in group if one != other}
    return frozenset(found | {pair[::-1] for pair in found})


_NEIGHBOURS = _neighbours()


def mark_cost(typed: str, meant: str) -> float:
    """Cost of the marks when `typed` was meant as `meant`, letters aside; both lower-case syllables.

    >>> mark_cost("quyêt", "quyết") < mark_cost("quyền", "quyết")
    True
    """
    (letters, tone), (meant_letters, meant_tone) = split_tone(typed), split_tone(meant)
    cost = 0.0
    if tone != meant_tone:
        cost += WRONG_MARK if tone else MISSING_MARK
    shapes, meant_shapes = _shapes(letters), _shapes(meant_letters)
    if shapes != meant_shapes:
        cost += WRONG_MARK if shapes - meant_shapes else MISSING_MARK
    return cost


def _shapes(letters: str) -> frozenset[str]:
    return frozenset(letters) & frozenset("ăâđêôơư")


@lru_cache(maxsize=4096)
def edits(folded: str) -> tuple[tuple[str, float], ...]:
    """Folded syllables that differ from `folded` by one letter, each with its cost.

    >>> dict(edits("nghj"))["nghi"] < dict(edits("nghib"))["nghi"]
    True
    """
    if len(folded) > _LONGEST_SYLLABLE + 1:  # ten thousand letters would take minutes
        return ()
    near = (pair for pair in _edits(folded, _VIETNAMESE_LETTERS) if pair[0] in FOLDED_SYLLABLES)
    found = _cheapest(near)
    found.pop(folded, None)
    return tuple(found.items())


def foreign_edits(word: str, known: Set[str]) -> dict[str, float]:
    """Which of the `known` foreign words differ from `word` by one letter, each with its cost; all folded.

    None for a Vietnamese syllable, a short word and a very long one.
    """
    if word in FOLDED_SYLLABLES or not SHORTEST_FOREIGN <= len(word) <= LONGEST_FOREIGN:
        return {}
    return _cheapest(pair for pair in _edits(word, ascii_lowercase) if pair[0] in known)


def _cheapest(found: Iterable[tuple[str, float]]) -> dict[str, float]:
    costs: dict[str, float] = {}
    for other, cost in found:
        costs[other] = min(cost, costs.get(other, cost))
    return costs


def _edits(folded: str, letters: str) -> Iterator[tuple[str, float]]:
    for place in range(len(folded) + 1):
        head, tail = folded[:place], folded[place:]
        for letter in letters:
            doubled = letter in (head[-1:], tail[:1])
            yield head + letter + tail, LIKELY_LETTER if doubled or letter == "h" else WRONG_LETTER
        if not tail:
            continue
        yield head + tail[1:], LIKELY_LETTER if tail[0] in (head[-1:], tail[1:2], "h") else WRONG_LETTER
        yield head + tail[1:2] + tail[0] + tail[2:], LIKELY_LETTER
        for letter in letters:
            yield head + letter + tail[1:], LIKELY_LETTER if letter + tail[0] in _NEIGHBOURS else WRONG_LETTER
