"""Text → words (từ). The only module that imports underthesea.

underthesea decides which syllables form one word; it rewrites what it reads and gives no offsets, so its
answer is aligned on characters and only the places where a word begins are kept. A sentence is segmented
by itself and in lower case: a whole article in one call is segmented worse, and letter case changes words
(`Công Thương`/`công thương`), which would keep a query in lower case from meeting a heading in capitals.
"""

from functools import cache
from importlib.metadata import version

UNDERTHESEA_VERSION = version("underthesea")
ANALYSIS_VERSION = f"2+underthesea-{UNDERTHESEA_VERSION}"
"""Names everything that cached segmentation depends on: bump the number when tokens or sentences change."""

LONGEST_SENTENCE = 2_000
"""Characters given to underthesea in one call; longer ones (tables, broken text) are cut at a space."""


@cache
def load() -> None:
    """Load underthesea's model into this process (0.3 s, 130 MB), e.g. before a server forks."""
    _tokenize("khởi động")


def _tokenize(sentence: str) -> list[str]:
    from underthesea import word_tokenize  # imported late: a process that only reads never pays for it

    words: list[str] = word_tokenize(sentence)
    return words


def word_starts(sentence: str) -> list[int]:
    """Offsets in `sentence` (index text of one sentence) at which underthesea begins a word, rising.

    Where underthesea rewrites text so that its characters no longer align, every syllable begins a word.

    >>> word_starts("hội nghị sơ kết công tác")
    [0, 9, 16]
    """
    if len(sentence) > LONGEST_SENTENCE:
        return _long_starts(sentence)
    words = _tokenize(sentence)
    offsets = [offset for offset, character in enumerate(sentence) if not character.isspace()]
    starts, place = [], 0
    for word in words:
        if place >= len(offsets):
            return _every_syllable(sentence)
        starts.append(offsets[place])
        place += sum(not character.isspace() for character in word)
    return starts if place == len(offsets) else _every_syllable(sentence)


def _long_starts(sentence: str) -> list[int]:
    cut = sentence.rfind(" ", 0, LONGEST_SENTENCE) + 1 or LONGEST_SENTENCE
    starts = word_starts(sentence[:cut])
    while cut < len(sentence):
        end = len(sentence)
        if end - cut > LONGEST_SENTENCE:
            end = sentence.rfind(" ", cut, cut + LONGEST_SENTENCE) + 1 or cut + LONGEST_SENTENCE
        starts += [cut + start for start in word_starts(sentence[cut:end])]
        cut = end
    return starts


def _every_syllable(sentence: str) -> list[int]:
    return [
        offset
        for offset, character in enumerate(sentence)
        if not character.isspace() and (offset == 0 or sentence[offset - 1].isspace())
    ]
