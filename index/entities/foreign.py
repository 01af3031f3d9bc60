"""People with names that are not Vietnamese: `Tổng thống Pháp Emmanuel Macron`.

A run of two to five capitalised words, the first of which is no Vietnamese syllable, counts after a title,
with or without a country between; when it begins with a common first name; after another such person in a
list; and wherever the text has it again. `Macron` alone is then the same person.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from index.entities.lists import words
from index.entities.mentions import UPPER, Found, Spelt
from index.entities.patterns import either

_WORD = rf"[{UPPER}ÄÅÆÇËÎÏÑÖØÛÜŁŚŞŽČĆ][^\W\d_]*(?:[-'][^\W\d_]+)*"
_INITIAL = r"[A-Z]\."
_NAME = re.compile(rf"{_WORD}(?:[ ](?:{_INITIAL}|(?:de|von|van|al|bin)[ ]{_WORD}|{_WORD})){{1,4}}")
_VOWELS = (
    "i|e|a|o|u|y|ia|ie|iu|ua|ue|uo|uy|ui|oa|oe|oi|oo|ai|ao|au|ay|eu|eo|ye|yeu|ieu|uye|uya|uyu|uou|uoi|"
    "oai|oay|uay|uau|oeo"
)
_BEGINNINGS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
_SYLLABLE = re.compile(rf"(?:{_BEGINNINGS})?(?:{_VOWELS})(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE)
_COUNTRIES = either(words("countries"))
_TITLES = either(words("titles of foreigners"))
_TITLE_BEFORE = re.compile(rf"(?<!\w)(?i:{_TITLES})(?:[ ](?:nước[ ])?(?:{_COUNTRIES}))?[ ]$")
_COUNTRY = re.compile(rf"(?:{_COUNTRIES})[ ](?=[A-Z])")
_FIRST_NAMES = words("first names of foreigners")
_NO_PERSON = words("no person after") | {"hãng", "đoàn", "giải", "bang", "đội"}
_LONGEST_TITLE = 45
_EXECUTIVE = re.compile(r"(?i:giám đốc|điều hành|chủ tịch|sáng lập|đại diện)[ ]$")
"""After these a firm may be named before the person: `Giám đốc Microsoft Satya Nadella`."""
_LISTED = re.compile(r"(?:,|;| và)[ ]")


@lru_cache(maxsize=1 << 16)
def vietnamese(word: str) -> bool:
    """Whether `word` could be a syllable of Vietnamese; abbreviations count as such.

    >>> [vietnamese(word) for word in ("Nghiêm", "UBND", "Macron", "John")]
    [True, True, False, False]
    """
    bare = normalize("NFD", word).translate(_NO_MARKS)
    return (word.isupper() and len(word) > 1) or _SYLLABLE.fullmatch(bare) is not None


_NO_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"))


def foreigners(spelt: Spelt) -> list[Found]:
    """People with foreign names, in order."""
    candidates = list(_runs(spelt))
    if not candidates:
        return []
    sure = _sure(spelt.text, candidates)
    found = [one for one in candidates if one.value in sure]
    taken = {at for one in found for at in range(one.start, one.end)}
    return sorted([*found, *_by_last_name(spelt, sure, taken)], key=lambda one: one.start)


def _runs(spelt: Spelt) -> Iterator[Found]:
    end = 0
    for at, first in spelt.capitals:
        if at >= end and not vietnamese(first):
            country = _COUNTRY.match(spelt.text, at)
            if country:
                end = country.end()
            elif run := _NAME.match(spelt.text, at):
                end = run.end()
                yield Found(at, end, run[0])


def _sure(text: str, candidates: list[Found]) -> set[str]:
    """Names that stand once after a title, or in a list after one that does."""
    sure: set[str] = set()
    end, listed = -9, False
    for one in candidates:
        follows = listed and _LISTED.fullmatch(text, end, one.start) is not None
        end, listed = one.end, follows or _evident(text, one)
        if listed:
            sure.add(one.value)
    return sure


def _evident(text: str, one: Found) -> bool:
    """Whether a title stands before, or the first word is a common first name and no school's or street's."""
    if _TITLE_BEFORE.search(text, max(0, one.start - _LONGEST_TITLE), one.start):
        return one.value.count(" ") < 2 or not _EXECUTIVE.search(text, max(0, one.start - 30), one.start)
    before = text[max(0, one.start - 12) : one.start].lower().split()
    return one.value.split(" ")[0] in _FIRST_NAMES and not (before and before[-1] in _NO_PERSON)


def _by_last_name(spelt: Spelt, sure: set[str], taken: set[int]) -> Iterator[Found]:
    """`Macron` where the text names one person of that last name."""
    last = Counter(name.split(" ")[-1] for name in sure)
    full = {word: name for name in sure if last[word := name.split(" ")[-1]] == 1 and not vietnamese(word)}
    for at, word in spelt.capitals:
        end = at + len(word)
        if (
            word in full
            and at not in taken
            and not _NAME_GOES_ON.match(spelt.text, end)
            and not _NAME_BEFORE.search(spelt.text, max(0, at - 20), at)
        ):
            yield Found(at, end, full[word])


_NAME_GOES_ON = re.compile(r"[-'\w]|[ ][A-Z]")
_NAME_BEFORE = re.compile(r"[A-Z][^\W\d_]*\.?[ ]$")
