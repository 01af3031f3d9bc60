"""What a person is typing → how it may go on: words of the archive, titles, document numbers.

    "so cong th"  →  sở công thương (word) · Sở Công Thương công bố … (title)        "45/" → 45/NQ-TW (number)

Typed without marks it is completed with them; marks that were typed are kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.headings import Headings, folded
from index.restore import UNKNOWN, Edge, best_paths
from index.suggest import Suggester
from index.text import display, fold, has_marks, normalise
from index.vocabulary import Vocabulary

Kind = Literal["title", "word", "number"]

LONGEST_TYPED = 120
"""Characters beyond which nothing is completed."""
SHORTEST_TITLE = 2
"""Letters that must be typed before titles are looked for."""
MOST_OF_A_KIND: dict[Kind, int] = {"number": 3, "word": 4, "title": 4}
_SHOWN: tuple[Kind, ...] = ("number", "word", "title")
MOST_NEXT = 12
"""Syllables that are weighed for the place where the person is typing."""
MOST_CONTEXT = 12
"""Syllables before it that are looked at."""
LOOKED_AT = 40
"""Words that are looked at to find those whose marks agree with what was typed."""
FEWEST_NEXT = 100
"""A syllable that goes on less than one time in so many of what mostly does is left out."""
UNLIKELIER = 6.0
"""Nats by which a way to go on may be less likely than the likeliest one."""
GOES_ON = 0.5
"""Part of a syllable's occurrences at which what follows is taken as its rest: `sử` goes on to `sử dụng`."""
PART_OF_WORD = 20
"""A word is offered when its two first syllables, wherever they meet, belong to it one time in so many."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to search for; of a title or number that one document alone has, also that document's key."""

    text: str
    kind: Kind
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, in index text: the words before, and the beginning of the last one (maybe `""`)."""

    before: tuple[str, ...]
    last: str


class Completer:
    """Completes from one generation's vocabulary and headings; threads may share it."""

    def __init__(self, suggester: Suggester, headings: Headings) -> None:
        self._suggester = suggester
        self._vocabulary: Vocabulary = suggester.vocabulary
        self._headings = headings

    def complete(self, text: str) -> tuple[Completion, ...]:
        """Completions of `text`, numbers first, then words, then titles; none twice, none that is `text`."""
        typed = display(text).replace("\n", " ").lstrip()
        if not typed or len(typed) > LONGEST_TYPED:
            return ()
        typed = self._without_keys(typed)
        found: dict[str, Completion] = {}
        for kind, source in self._sources().items():
            fresh = (each for each in source(typed) if normalise(each.text) not in {*found, normalise(typed)})
            for each in islice(_distinct(fresh), MOST_OF_A_KIND[kind]):
                found[normalise(each.text)] = each
        return tuple(sorted(found.values(), key=lambda each: _SHOWN.index(each.kind)))

    def _without_keys(self, typed: str) -> str:
        """`typed` with raw typing keys decoded, as far as it is finished."""
        head, space, last = typed.rpartition(" ")
        return self._suggester.decoded(typed) or (self._suggester.decoded(head) or head) + space + last

    def _sources(self) -> dict[Kind, Callable[[str], Iterator[Completion]]]:
        """What is known of each kind; what comes first is not offered again as another kind."""
        return {"number": self._numbers, "title": self._titles, "word": self._words}

    def _numbers(self, typed: str) -> Iterator[Completion]:
        """Document numbers that begin with the last thing typed, after what stands before it."""
        head, _, last = typed.rpartition(" ")
        if any(letter.isdigit() for letter in last):
            before = self._suggester.suggestion(head) or head
            for found in self._headings.numbers(folded(last), MOST_OF_A_KIND["number"]):
                whole = f"{before} {found.number}" if head else found.number
                yield Completion(whole, "number", found.keys[0] if not head and len(found.keys) == 1 else "")

    def _titles(self, typed: str) -> Iterator[Completion]:
        beginning = folded(typed) + " " * typed.endswith(" ")
        if len(beginning) >= SHORTEST_TITLE:
            agrees = _agreement(typed)
            for found in self._headings.titles(beginning, MOST_OF_A_KIND["title"] + 1, agrees):
                yield Completion(found.title, "title", found.keys[0] if len(found.keys) == 1 else "")

    # Words

    def _words(self, typed: str) -> Iterator[Completion]:
        asked = _typed(typed)
        if asked is None:
            return
        before = asked.before[-MOST_CONTEXT:]
        head = typed.split()[: len(asked.before) - len(before)]
        for syllables in self._readings(asked, before):
            yield Completion(" ".join([*head, *self._vocabulary.spelt(syllables)]), "word")

    def _context(self, before: Sequence[str]) -> list[list[int]]:
        """The forms that each of the words before the one being typed may have."""
        context = []
        for word in before:
            exact = self._vocabulary.number(word) if has_marks(word) else None
            forms = self._suggester.forms(fold(word))
            context.append([exact] if exact is not None else forms or [UNKNOWN])
        return context

    def _readings(self, asked: _Typed, before: Sequence[str]) -> Iterator[list[str]]:
        """Ways to go on, as syllables: words that the end begins, else the likeliest next syllable."""
        if not before:
            yield from self._words_beginning(asked.last)
            return
        context = self._context(before)
        following = self._following(asked.last, context[-1])
        if not following:
            return
        edges = [
            Edge(place, place + 1, number, 0.0, before[place])
            for place, forms in enumerate(context)
            for number in forms
        ]
        edges += [Edge(len(before), len(before) + 1, number, 0.0) for number in following]
        longer = [*self._words_beginning(f"{before[-1]} {asked.last}")]
        paths = best_paths(self._vocabulary, edges, len(before) + 1)
        for path, score in paths:
            if score < paths[0][1] - UNLIKELIER:
                return
            syllables = [edge.text if edge.number == UNKNOWN else self._name(edge.number) for edge in path]
            words = [word for word in longer if word[:2] == syllables[-2:] and self._is_part(word)]
            yield syllables + self._rest(path[-1].number) if asked.last else syllables
            yield from (syllables[:-2] + word for word in words)

    def _rest(self, number: int) -> list[str]:
        """What mostly follows a syllable, when that hardly stands without it."""
        numbers, counts = self._vocabulary.following(number, range(len(self._vocabulary.syllables)))
        for place in _top(counts, 1):
            if counts[place] > GOES_ON * int(self._vocabulary.counts[number]):
                return [self._name(int(numbers[place]))]
        return []

    def _is_part(self, word: Sequence[str]) -> bool:
        """Whether a word is what its two first syllables often belong to, and no slip of segmentation."""
        vocabulary = self._vocabulary
        pair = [vocabulary.number(syllable) for syllable in word[:2]]
        if None in pair:
            return False
        often = int(vocabulary.together(*(np.array([number], np.int64) for number in pair))[0, 0])
        return self._often(" ".join(word)) * PART_OF_WORD >= often

    def _often(self, word: str) -> int:
        """In how many documents a word stands."""
        for place in self._vocabulary.words_beginning(fold(word)):
            if self._vocabulary.words[place] == word:
                return int(self._vocabulary.word_counts[place])
        return 0

    def _following(self, beginning: str, lefts: Sequence[int]) -> list[int]:
        """Syllables that begin with `beginning` and mostly follow one of `lefts`."""
        among = self._vocabulary.beginning(fold(beginning))
        often: Counter[int] = Counter()
        for left in lefts:
            if left != UNKNOWN:
                numbers, counts = self._vocabulary.following(left, among)
                often.update({int(numbers[place]): int(counts[place]) for place in _top(counts, MOST_NEXT)})
        least = max(often.values(), default=0) / FEWEST_NEXT
        likely = [number for number, count in often.most_common(2 * MOST_NEXT) if count >= least]
        return [number for number in likely if self._agrees(number, beginning)][:MOST_NEXT]

    def _agrees(self, number: int, beginning: str) -> bool:
        """Whether a syllable has the marks that were typed, and is none whose marks were dropped."""
        name = self._name(number)
        if has_marks(beginning):
            return _begins(name, beginning)
        return number in self._suggester.forms(fold(name))

    def _words_beginning(self, beginning: str) -> Iterator[list[str]]:
        """The most frequent words that begin with `beginning`, as syllables."""
        places = self._vocabulary.words_beginning(fold(beginning))
        for place in _top(self._vocabulary.word_counts[places.start : places.stop], LOOKED_AT):
            word = self._vocabulary.words[places.start + place]
            if has_marks(word) and (not has_marks(beginning) or _begins(word, beginning)):
                yield word.split()

    def _name(self, number: int) -> str:
        return self._vocabulary.syllables[number]


def _typed(text: str) -> _Typed | None:
    """The words of a text; None when it is not plain words."""
    words = normalise(text).split()
    if not all(each.isalpha() for each in words):
        return None
    return _Typed(tuple(words), "") if text.endswith(" ") else _Typed(tuple(words[:-1]), words[-1])


def _top(counts: NDArray[np.generic], most: int) -> list[int]:
    """Places of the greatest counts, the greatest first."""
    ranked = -counts.astype(np.int64)
    best = np.arange(len(ranked)) if len(ranked) <= most else np.argpartition(ranked, most)[:most]
    return best[np.argsort(ranked[best], kind="stable")].tolist()  # type: ignore[no-any-return]


def _begins(text: str, beginning: str) -> bool:
    """Whether index text begins as typed, where the place of a tone may yet change: `hoà` begins `hoàng`."""
    typed = normalise(beginning)
    return text.startswith((typed, normalise(f"{typed}n")[:-1]))


def _agreement(typed: str) -> Callable[[str, int], bool]:
    """Whether every typed syllable that has a mark stands so in a title, from a character on."""
    *whole, last = normalise(typed).split()

    def agrees(title: str, at: int) -> bool:
        *others, other = normalise(title)[at:].split()[: len(whole) + 1]
        exact = all(word == its for word, its in zip(whole, others, strict=False) if has_marks(word))
        return exact and (not has_marks(last) or _begins(other, last))

    return agrees


def _distinct(completions: Iterable[Completion]) -> Iterator[Completion]:
    seen: set[str] = set()
    for each in completions:
        if (text := normalise(each.text)) not in seen:
            seen.add(text)
            yield each
