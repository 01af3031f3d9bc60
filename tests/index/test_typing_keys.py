"""Raw Telex and VNI keys: every syllable, in every order of keys that people use."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.syllables import COMMON, fits, is_syllable, split_tone, with_tone
from index.text import TONES
from index.typing_keys import LONGEST, decode

TELEX_TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "fsxrj", strict=True))
VNI_TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "21435", strict=True))
TELEX = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
VNI = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}

SYLLABLES = [
    (letters, tone) for letters in sorted(COMMON) for tone in ("", *sorted(TONES)) if fits(letters, tone)
]


def keys_of(letters: str, tone: str, shapes: dict[str, str], tones: dict[str, str]) -> Iterator[str]:
    """Ways to type a syllable: shapes in place and the tone at the end; the tone after its vowel; the second
    key of every shape, and the tone, at the end."""
    tone_key = tones.get(tone, "")
    in_place = "".join(shapes.get(letter, letter) for letter in letters)
    yield in_place + tone_key
    pairs = enumerate(zip(with_tone(letters, tone), letters, strict=True), start=1)
    after = next((place for place, (toned, letter) in pairs if toned != letter), 0)
    shaped = [shapes.get(letter, letter) for letter in letters]
    yield "".join([*shaped[:after], tone_key, *shaped[after:]])
    late = "".join(shapes[letter][1:] for letter in letters if letter in shapes)
    yield "".join(shapes.get(letter, letter)[0] for letter in letters) + late + tone_key


SCHEMES = pytest.mark.parametrize(
    ("shapes", "tones"), [(TELEX, TELEX_TONES), (VNI, VNI_TONES)], ids=["telex", "vni"]
)


@SCHEMES
def test_every_syllable_is_decoded(shapes: dict[str, str], tones: dict[str, str]) -> None:
    """Shapes in place and the tone at the end, as programs write Telex; the tone right after its vowel."""
    typed = (
        (with_tone(letters, tone), keys)
        for letters, tone in SYLLABLES
        for keys in [*keys_of(letters, tone, shapes, tones)][:2]
    )
    asked = [(syllable, keys) for syllable, keys in typed if keys != syllable and not _is_name(keys)]
    assert len(asked) > 20_000
    assert [pair for pair in asked if decode(pair[1])[:1] != (pair[0],)] == []


@SCHEMES
def test_shape_keys_may_wait_until_the_end(shapes: dict[str, str], tones: dict[str, str]) -> None:
    """Where that leaves a choice (`thue` + e), the syllable is among those that the keys may mean."""
    typed = (
        (with_tone(letters, tone), [*keys_of(letters, tone, shapes, tones)][2])
        for letters, tone in SYLLABLES
        if "ươ" not in letters  # typed with one shape key, see ORDERS
    )
    asked = [(syllable, keys) for syllable, keys in typed if keys != syllable and not _is_name(keys)]
    assert [pair for pair in asked if pair[0] not in decode(pair[1])] == []


def _is_name(keys: str) -> bool:
    """Whether keys are one letter and digits: the names of roads and districts, which are left alone."""
    return keys[1:].isdigit()


def test_upper_case_keys_mean_the_same() -> None:
    chosen = random.Random(1).sample(SYLLABLES, 2000)
    keys = [next(keys_of(letters, tone, TELEX, TELEX_TONES)) for letters, tone in chosen]
    assert [decode(each.upper()) for each in keys] == [decode(each) for each in keys]


ORDERS = [
    ("tieengs", "tiếng"),
    ("tieesng", "tiếng"),
    ("tiengse", "tiếng"),
    ("vietej", "việt"),
    ("vietje", "việt"),
    ("dduwowngf", "đường"),
    ("dduowngf", "đường"),
    ("duowngfd", "đường"),
    ("truwongf", "trường"),
    ("thuowr", "thuở"),
    ("thuwowr", ""),
    ("quawn", "quăn"),
    ("tw", "tư"),
    ("nhw", "như"),
    ("giuwowngf", "giường"),
    ("gif", "gì"),
    ("khoeo", ""),
    ("tie61ng", "tiếng"),
    ("tieng61", "tiếng"),
    ("tieng16", "tiếng"),
    ("d9u7o7ng2", "đường"),
    ("duong972", "đường"),
    ("duo7ng29", "đường"),
    ("hoa2", "hòa"),
    ("hoas", "hóa"),
    ("quys", "quý"),
    ("thuyr", "thủy"),
]


@pytest.mark.parametrize(("keys", "syllable"), ORDERS)
def test_orders_of_keys(keys: str, syllable: str) -> None:
    assert next(iter(decode(keys)), "") == syllable


NO_KEYS = (
    *("hoa", "an", "a", "", "w", "A1", "q7", "h5n1", "b52", "covid19", "2021", "windows", "street"),
    *("strength", "giuwpx", "tieengss", "tie611ng", "tiếng", "pxqj", "fff", "đ", "🙂", "a\u0301s"),
    "x" * (LONGEST + 1),
)


@pytest.mark.parametrize("text", NO_KEYS)
def test_what_means_no_syllable_is_not_decoded(text: str) -> None:
    assert decode(text) == ()


@given(st.text(max_size=LONGEST + 2) | st.text("adeowuinghtcsfrxj0123456789", max_size=LONGEST))
def test_whatever_is_decoded_is_a_syllable(keys: str) -> None:
    for syllable in decode(keys):
        assert is_syllable(syllable)
        assert with_tone(*split_tone(syllable)) == syllable != keys
