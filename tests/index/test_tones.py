"""Wherever the tone of a syllable is written, it is the same syllable."""

from unicodedata import normalize

import pytest

from index.syllables import TONELESS, VOWELS, fits, with_tone
from index.text import fold, normalise
from index.tones import place_tones

TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
NO_WORD = ("gioa", "gioe", "gioo", "giuy", "quoo")


def spellings(letters: str, tone: str) -> set[str]:
    """The syllable with its tone over each of its vowels."""
    return {
        normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
        for place, letter in enumerate(letters)
        if letter in VOWELS
    }


@pytest.mark.parametrize("tone", TONES)
def test_every_spelling_of_every_syllable_is_one(tone: str) -> None:
    """But for gi and qu before two more vowels, which no word has: `gìoai` is moved one vowel, not two."""
    for letters in sorted(TONELESS):
        if fits(letters, tone) and not letters.startswith(NO_WORD):
            written = spellings(letters, tone)
            assert {place_tones(each) for each in written} == {with_tone(letters, tone)}, written


def test_syllables_without_a_tone_stay() -> None:
    assert [letters for letters in TONELESS if place_tones(letters) != letters] == []


@pytest.mark.parametrize("tone", TONES)
def test_different_syllables_stay_different(tone: str) -> None:
    """But for i and y, which are one class, and gi before i, which is written once."""
    kept = [letters for letters in TONELESS if fits(letters, tone)]
    indexed = {normalise(with_tone(letters, tone)) for letters in kept}
    classes = {normalise(letters) for letters in kept}
    assert len(indexed) == len(classes)


MISPLACED = [
    ("cuả", "của"),
    ("nghiã", "nghĩa"),
    ("chưã", "chữa"),
    ("đựơc", "được"),
    ("ngừơi", "người"),
    ("ngươì", "người"),
    ("tíên", "tiến"),
    ("chuỷên", "chuyển"),
    ("ngũyên", "nguyễn"),
    ("cụôc", "cuộc"),
    ("qúôc", "quốc"),
    ("họăc", "hoặc"),
    ("hụê", "huệ"),
    ("gía", "giá"),
    ("gíao", "giáo"),
    ("gìơ", "giờ"),
    ("gĩưa", "giữa"),
    ("đaị", "đại"),
    ("baó", "báo"),
    ("taù", "tàu"),
    ("baỷ", "bảy"),
    ("đâù", "đầu"),
    ("yêú", "yếu"),
    ("ngoaì", "ngoài"),
    ("khùya", "khuỳa"),
]
KEPT = [
    "quả",
    "quí",
    "quý",
    "giả",
    "già",
    "giùa",
    "giú",
    "gì",
    "mía",
    "mùa",
    "thuở",
    "thuế",
    "nghìn",
    "hoàng",
]
KEPT += ["español", "país", "où", "à là", "tiếng việt", "đắk lắk", "krông", "huỳnh"]


@pytest.mark.parametrize(("written", "placed"), [*MISPLACED, *zip(KEPT, KEPT, strict=True)])
def test_tones_are_put_in_their_place(written: str, placed: str) -> None:
    assert place_tones(written) == placed
    assert fold(written) == fold(placed)
