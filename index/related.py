"""Documents like one document, by its distinctive words (từ), not by its syllables.

Words of two syllables and more (`cụm_công_nghiệp`) and wholes (`45/nq-tw`) say what a text is about;
syllables alone mostly do not. A word is distinctive when this text has it often and few others have it.
"""

import math
from collections import Counter
from collections.abc import Callable

from whoosh import query as wq

from index.analysis import analyse
from index.schema import field_name

READ = 6_000
"""Characters of the text that are read: about a thousand syllables, 5 ms."""
WORDS = 16
"""Distinctive words that are looked for."""
COMMON = 0.1
"""A word that more than this part of all documents has is not distinctive."""


def distinctive_words(text: str, frequency: Callable[[str], int], documents: int) -> list[tuple[str, float]]:
    """The most distinctive words of `text` with their weights, greatest first.

    `frequency` says how many of the `documents` have a word. Weight: (1 + ln tf) × ln(documents / df).
    """
    counts = Counter(word for word in analyse(text[:READ]).word if "_" in word or not word.isalnum())
    found = []
    for word, count in counts.items():
        df = frequency(word)
        if 1 < df <= max(2, COMMON * documents):
            found.append((word, (1 + math.log(count)) * math.log(documents / df)))
    found.sort(key=lambda each: (-each[1], each[0]))
    return found[:WORDS]


def related(words: list[tuple[str, float]]) -> wq.Query:
    """The tree that ranks documents by distinctive words; a word in the title counts more."""
    terms = [
        wq.Term(field_name(text, "word"), word, boost=weight * boost)
        for word, weight in words
        for text, boost in (("title", 0.6), ("body", 1.0))
    ]
    return wq.Or(terms) if terms else wq.NullQuery
