"""Questions made from an archive's own documents, so that weights are not fitted to long questions alone.

Both kinds look for a document that somebody knows: by what is left of its title in memory, or by a few words
of what it says. The second draws words as Azzopardi, de Rijke and Balog do (Building simulated queries for
known-item topics, SIGIR 2007). The same documents and seed give the same questions.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from index.analysis import analyse, tokenize
from index.document import Document
from scripts.tuning.tasks import Question, Task

_T = TypeVar("_T")

SEED = 20261124
TITLE_WORDS = (2, 5)
"""Words that are remembered of a title."""
LEAST = 3
"""Syllables that are left of a title at least: fewer say nothing."""
KEYWORDS = (2, 3)
READ = 4_000
"""Characters of a body from which keywords are drawn."""
TRIES = 20
"""Documents drawn for one question before giving up, as most titles may be too short."""


def titles(documents: Sequence[Document], count: int, *, seed: int = SEED) -> Task:
    """Titles as half remembered: 2 to 5 words in order, one syllable dropped or two neighbours exchanged.

    Every document of the same title answers.
    """
    chance = random.Random(seed)
    called: dict[str, set[str]] = defaultdict(set)
    for each in documents:
        called[_plain(each.title)].add(each.key)
    known = sorted(title for title in called if title)
    found = _distinct((_remembered(title, chance), called[title]) for title in _drawn(known, chance, count))
    return Task("titles", tuple(_questions("title", found, count)))


def _remembered(title: str, chance: random.Random) -> str:
    words = [word.split("_") for word in analyse(title).word]
    if len(words) < TITLE_WORDS[0]:
        return ""
    kept = chance.randint(TITLE_WORDS[0], min(TITLE_WORDS[1], len(words)))
    places = sorted(chance.sample(range(len(words)), kept))
    syllables = [syllable for place in places for syllable in words[place]]
    if len(syllables) <= LEAST:
        return ""
    place = chance.randrange(len(syllables) - 1)
    if chance.random() < 0.5:
        del syllables[place]
    else:
        syllables[place : place + 2] = reversed(syllables[place : place + 2])
    return " ".join(syllables)


def keywords(documents: Sequence[Document], count: int, *, seed: int = SEED) -> Task:
    """Two or three words of several syllables from one document, drawn by how distinctive they are there.

    Every document with the same body answers.
    """
    chance = random.Random(seed)
    same: dict[str, set[str]] = defaultdict(set)
    frequency: Counter[str] = Counter()
    for each in documents:
        same[each.body].add(each.key)
        frequency.update(set(tokenize(f"{each.title} {each.body[:READ]}").terms()))
    drawn = _drawn(documents, chance, count)
    found = _distinct((_told(each, frequency, len(documents), chance), same[each.body]) for each in drawn)
    return Task("keywords", tuple(_questions("keywords", found, count)))


def _told(document: Document, frequency: Counter[str], documents: int, chance: random.Random) -> str:
    counts = Counter(
        word for word in analyse(f"{document.title}.\n{document.body[:READ]}").word if "_" in word
    )
    if len(counts) <= KEYWORDS[1]:
        return ""
    words = list(counts)
    rarest = [min(frequency[part] for part in word.split("_")) for word in words]
    told = {
        word: counts[word] * math.log((documents + 1) / max(df, 1)) + 1e-3
        for word, df in zip(words, rarest, strict=True)
    }
    chosen = set()
    for _ in range(chance.randint(*KEYWORDS)):
        word = chance.choices(list(told), list(told.values()))[0]
        chosen.add(word)
        del told[word]
    return " ".join(word.replace("_", " ") for word in words if word in chosen)


def _plain(title: str) -> str:
    return " ".join(tokenize(title).terms())


def _drawn(known: Sequence[_T], chance: random.Random, count: int) -> Iterator[_T]:
    return (chance.choice(known) for _ in range(TRIES * count if known else 0))


def _distinct(found: Iterator[tuple[str, set[str]]]) -> Iterator[tuple[str, set[str]]]:
    """Each text once, empty ones left out."""
    met = {""}
    for text, relevant in found:
        if text not in met:
            met.add(text)
            yield text, relevant


def _questions(kind: str, found: Iterator[tuple[str, set[str]]], count: int) -> Iterator[Question]:
    for number, (text, relevant) in zip(range(count), found, strict=False):
        yield Question(f"{kind}/{number}", text, frozenset(relevant))
