"""Raw keys of Vietnamese typing schemes → the syllables they mean. Pure; knows no vocabulary.

    Telex   tieengs, tieesng, tiengse  →  tiếng        dduwowngf, duongdwf  →  đường
    VNI     tie61ng, tieng61           →  tiếng        d9u7o7ng2            →  đường

Keys may come in any order that people use: shape and tone keys right after their letter or at the end. What
a key does to the letters before it can be read in several ways (`w` after `uo`); all are followed, and only
what is a Vietnamese syllable remains.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from index.syllables import VOWELS, fits, with_tone

LONGEST = 14
"""Keys of the longest syllable that is decoded: `nghieengs` has nine, `nghuwowngxf` eleven."""

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ"}
_BREVE = {"a": "ă"}
_LETTERS = frozenset("abcdeghiklmnopqrstuvxy") | VOWELS | {"đ"}

_Read = tuple[str, str]
"""Toneless letters and tone, as far as the keys were read."""


@lru_cache(maxsize=1 << 14)
def decode(keys: str) -> tuple[str, ...]:
    """Every syllable that `keys`, in either case, may mean in Telex or VNI; the likeliest first.

    Empty when they mean none, or nothing else than they show (`hoa`).

    >>> decode("vieetj"), decode("vie65t"), decode("hoa")
    (('việt',), ('việt',), ())
    """
    keys = keys.lower()
    vni = _has_digit(keys)
    if not 1 < len(keys) <= LONGEST or not keys[0].isalpha() or keys.isalpha() == vni:
        return ()
    if vni and keys[1:].isdigit():
        return ()  # a1, q7, d10: names of roads and districts
    press = _press_vni if vni else _press_telex
    return tuple(dict.fromkeys(syllable for syllable in _readings(keys, press) if syllable != keys))


def _has_digit(keys: str) -> bool:
    return any("0" <= key <= "9" for key in keys)


def _readings(keys: str, press: Callable[[str, str, str], Iterator[_Read]]) -> Iterator[str]:
    read: dict[_Read, None] = {("", ""): None}
    for key in keys:
        read = dict.fromkeys(after for letters, tone in read for after in press(letters, tone, key))
    for letters, tone in read:
        letters = _joined_horns(letters)
        if fits(letters, tone):
            yield with_tone(letters, tone)


def _joined_horns(letters: str) -> str:
    """`trưong` and `truơng`, which typing programs complete while one types: `trương`."""
    letters = letters.replace("ưo", "ươ")
    return letters if letters.endswith("uơ") or letters.startswith("q") else letters.replace("uơ", "ươ")


def _press_telex(letters: str, tone: str, key: str) -> Iterator[_Read]:
    """What one more Telex key makes of what was read; the likelier reading first."""
    if key in _TELEX_TONES and _has_vowel(letters):
        if not tone:
            yield letters, _TELEX_TONES[key]
        return
    if key in _CIRCUMFLEX:
        yield from ((shaped, tone) for shaped in _shaped(letters, {key: _CIRCUMFLEX[key]}))
    if key == "w":
        yield from ((shaped, tone) for shaped in _shaped(letters, _HORN | _BREVE))
        yield letters + "ư", tone
    if key == "d" and letters.startswith("d"):
        yield "đ" + letters[1:], tone
    if key in _LETTERS:
        yield letters + key, tone


def _press_vni(letters: str, tone: str, key: str) -> Iterator[_Read]:
    """The same for a VNI key."""
    shapes = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE}.get(key)
    if key in _VNI_TONES and _has_vowel(letters) and not tone:
        yield letters, _VNI_TONES[key]
    elif shapes:
        yield from ((shaped, tone) for shaped in _shaped(letters, shapes))
    elif key == "9" and letters.startswith("d"):
        yield "đ" + letters[1:], tone
    elif key in _LETTERS:
        yield letters + key, tone


def _has_vowel(letters: str) -> bool:
    return any(letter in VOWELS for letter in letters)


def _shaped(letters: str, shapes: dict[str, str]) -> Iterator[str]:
    """`letters` with one of its plain vowels shaped, the last first; `uo` takes two horns at once."""
    if "o" in shapes and "u" in shapes and "uo" in letters:
        yield letters.replace("uo", "ươ")
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in shapes:
            yield letters[:place] + shapes[letters[place]] + letters[place + 1 :]
