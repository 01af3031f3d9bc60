"""What a Vietnamese syllable is: onset, rime and tone, by tables. Pure; no vocabulary.

    "người" = onset "ng" + rime "ươi" + huyền        "toneless" letters: "ngươi"

Typed keys are decoded only into what these tables allow (`index.typing_keys`).
"""

from functools import cache
from unicodedata import normalize

from index.text import TONES

VOWELS = frozenset("aăâeêioôơuưy")

_FRONT = frozenset("ieêy")
_STOPS = ("p", "t", "c", "ch")
_SHARP = frozenset({"\u0301", "\u0323"})
"""Sắc and nặng: the tones a syllable that ends in a stop can have."""


def _table(text: str) -> list[str]:
    return text.split()


_ONSETS = _table("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_RIMES = _table("""
    a ac ach ai am an ang anh ao ap at au ay     ăc ăm ăn ăng ăp ăt     âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et     ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu     iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot     oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăp oăt     oe oem oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt     ơ ơi ơm ơn ơng ơp ơt
    u ua uc ui um un ung up ut     uân uâng uât uây     uê uêch uênh uêu     uơ
    uôc uôi uôm uôn uông uôt     uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưn ưng ưt ưu     ươc ươi ươm ươn ương ươp ươt ươu
""")
_AFTER_QU = _table("""
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e en eo et ê êch ên ênh êt êu i ich in inh it iu y ych yn ynh yt yu yên yêt ơ ơn ơt ôc
""")
_ALONE_WITH_Y = _table("y yêm yên yêng yêt yêu")
_Y_AFTER = _table("d h k l m n s t th v")
_LOANS = _table("oong ooc")
"""Rimes that few words have (xoong, soóc) and that no typing scheme can tell from ông and ôc."""


def _rimes(onset: str) -> list[str]:
    """The rimes an onset can stand before, by the rules of spelling."""
    if onset == "qu":
        return _AFTER_QU
    if onset == "gi":
        return [rime for rime in _RIMES if rime[0] not in _FRONT or rime[0] in "eê"]
    if onset in ("k", "gh", "ngh"):
        return [rime for rime in _RIMES if rime[0] in _FRONT]
    if onset in ("c", "ng"):
        return [rime for rime in _RIMES if rime[0] not in _FRONT]
    if onset == "g":  # gì, gìn, giếng: g and i are read as one
        return [rime for rime in _RIMES if rime[0] not in "eê"]
    return _RIMES


def _syllables(*, loans: bool) -> frozenset[str]:
    found = {onset + rime for onset in _ONSETS for rime in _rimes(onset)}
    found |= {*_RIMES, *_ALONE_WITH_Y} | {f"{onset}y" for onset in _Y_AFTER}
    found |= {onset + rime for onset in _ONSETS for rime in _LOANS} if loans else set()
    return frozenset(found)


COMMON = _syllables(loans=False)
"""Toneless letters of every syllable but the loans with oong and ooc."""
TONELESS = _syllables(loans=True)
"""Toneless letters of every syllable."""


def fits(letters: str, tone: str) -> bool:
    """Whether toneless `letters` and a combining `tone` (`""` for ngang) make a syllable."""
    return letters in TONELESS and (tone in _SHARP or not letters.endswith(_STOPS))


def split_tone(syllable: str) -> tuple[str, str]:
    """Toneless letters and the combining tone mark (`""` for ngang) of a lower-case syllable.

    >>> split_tone("người")
    ('ngươi', '̀')
    """
    apart = normalize("NFD", syllable)
    tones = [mark for mark in apart if mark in TONES]
    return normalize("NFC", "".join(mark for mark in apart if mark not in TONES)), "".join(tones)


def is_syllable(text: str) -> bool:
    """Whether lower-case `text` is a possible Vietnamese syllable, wherever its tone is written."""
    letters, tone = split_tone(text)
    return fits(letters, tone)


@cache
def with_tone(letters: str, tone: str) -> str:
    """Toneless letters of a syllable with its tone, placed as the index places it: hòa, hoàn, quý.

    >>> with_tone("ngươi", "\u0300")
    'người'
    """
    if not tone:
        return letters
    place = _tone_place(letters)
    return normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _tone_place(letters: str) -> int:
    start = _glide(letters)
    vowels = [place for place in range(start, len(letters)) if letters[place] in VOWELS]
    shaped = [place for place in vowels if letters[place] in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    closed = vowels[-1] + 1 < len(letters)
    if len(vowels) == 1 or (len(vowels) == 2 and not closed):
        return vowels[0]
    return vowels[-1] if closed else vowels[1]


def _glide(letters: str) -> int:
    """Letters that cannot carry the tone although they are vowels: u after q, i after g before a vowel."""
    if letters.startswith("qu") or (letters.startswith("gi") and letters[2:3] in VOWELS and letters[2:3]):
        return 2
    return 0
