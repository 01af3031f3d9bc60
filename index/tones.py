"""Where a tone is written: one place for every spelling of a syllable, in lower-case text of the same length.

People disagree about open oa, oe, uy (`hoà`, `hòa`) and slip elsewhere (`cuả`, `nghiã`, `đựơc`, `gía`).
A syllable has one tone, so wherever it stands it means the same. It is put on

- the vowel with a shape of its own: `tiến`, `được`, `thuở` (the second of ươ);
- the vowel before the last letter where two or three vowels end the syllable: `của`, `hòa`, `thủy`, `ngoài`;
- the last vowel before a consonant: `hoàn`, `huỳnh`;

where u after q and i after g belong to the consonant: `quý`, `giá`.
"""

import re
from collections.abc import Iterator
from itertools import product
from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_TONED = {vowel: "".join(normalize("NFC", vowel + tone) for tone in _TONES) for vowel in _VOWELS}


TONED = "".join(_TONED.values())
"""Vowels with a tone."""
LETTERS = "abcdefghijklmnopqrstuvwxyzăâđêôơư"
"""Letters without a tone, foreign ones too."""


def _toned(vowels: str) -> str:
    return "".join(_TONED[vowel] for vowel in vowels)


def _moved() -> dict[str, str]:
    """Every pair of vowels with a tone on one of them → the pair with the tone on the other."""
    pairs = {}
    for first, second in product(_VOWELS, repeat=2):
        for early, late in zip(_TONED[first], _TONED[second], strict=True):
            pairs[early + second], pairs[first + late] = first + late, early + second
    return pairs


_MOVED = _moved()

# A pattern begins with one class of letters, by which the text is skimmed.
_EARLY = re.compile(
    rf"[{_toned('iou')}](?:(?<=q[{_toned('u')}])[aăâeêioôơy]"
    rf"|(?<=g[{_toned('i')}])(?<!ng[{_toned('i')}])[aăâeêoôơuư]"
    rf"|(?<=[{_toned('o')}])[aeo](?=\w)|(?<=[{_toned('u')}])y(?=\w))"
)
_BEFORE_SHAPE = re.compile(
    rf"[{_toned('iouưy')}](?:(?<=[{_toned('iy')}])ê|(?<=[{_toned('u')}])[âêôơ]|(?<=[{_toned('o')}])ă"
    rf"|(?<=[{_toned('ư')}])ơ)"
)
_ENDINGS = (  # what has just been read → the vowels after it that carry no tone at the end of a syllable
    ("(?<=a)", "oiuy"),
    ("(?<=â)", "uy"),
    ("(?<=e)", "o"),
    ("(?<=ê)", "u"),
    ("(?<=o)", "aei"),
    ("(?<=ô)", "i"),
    ("(?<=ơ)", "iu"),
    ("(?<=ư)", "aiu"),
    ("(?<=u)(?<!qu)", "aiy"),
    ("(?<=i)(?<!gi)", "au"),
    ("(?<=y)", "au"),
)
_LATE = re.compile(
    "[aâeêioôơuưy](?:" + "|".join(f"{read}[{_toned(vowels)}]" for read, vowels in _ENDINGS) + r")(?!\w)"
)


def place_tones(text: str) -> str:
    """Lower-case `text` with every tone in its place.

    >>> place_tones("hoà bình, thuỷ lợi, qúy hòan, cuả nghiã đựơc gía")
    'hòa bình, thủy lợi, quý hoàn, của nghĩa được giá'
    """
    for misplaced in (_EARLY, _BEFORE_SHAPE, _LATE):
        text = misplaced.sub(_move, text)
    return text


def placements(text: str) -> frozenset[str]:
    """Lower-case `text` with its tones wherever they can be moved along neighbouring vowels.

    For text with one tone: of several, every combination is made.

    >>> sorted(placements("hòa"))
    ['hoà', 'hòa']
    """
    found, latest = {text}, [text]
    while latest:
        moved = {each for before in latest for each in _moved_once(before)}
        latest = list(moved - found)
        found |= moved
    return frozenset(found)


def _moved_once(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        if pair in _MOVED:
            yield text[:place] + _MOVED[pair] + text[place + 2 :]


def _move(found: re.Match[str]) -> str:
    return _MOVED[found[0]]
