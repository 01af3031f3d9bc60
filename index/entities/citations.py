"""Numbers of documents in a text: `45-NQ/TW`, `30/2020/NĐ-CP`, `1853/QĐ-KTNN`, `59/2020/QH14`."""

import re
from collections.abc import Iterator

from index.entities.mentions import UPPER, Found

_SYMBOL = rf"[{UPPER}]{{1,12}}[{UPPER}a-z]{{0,3}}\d{{0,2}}"
_CITATION = re.compile(
    rf"""\d(?<![\w/:.,-].)(?:                                            # at the beginning of a number
    \d{{0,4}}[A-Za-zđ]?/\d{{4}}/{_SYMBOL}(?:[-/.&]{_SYMBOL})*            # 30/2020/NĐ-CP, 59/2020/QH14
  | \d{{0,4}}[a-zđ]?/{_SYMBOL}(?:[-/.&]{_SYMBOL})+                       # 1853/QĐ-KTNN
  | \d{{0,4}}[a-zđ]?-{_SYMBOL}/{_SYMBOL}(?:[-.&]{_SYMBOL})*              # 45-NQ/TW, 123-L/CTN
  | \d{{0,4}}[a-zđ]?/(?:CP|NĐ|QĐ|CT|TTg|HĐBT|VPCP|B[{UPPER}]{{1,9}}|UBTVQH\d*|QH\d\d)    # 64/CP
  | (?P<short>\d{{0,3}}/(?:19|20)\d\d)(?=[^\w/-]|$)                     # Nghị định 30/2020
    )(?=[^\w/-]|ngày|-(?!\w)|/(?!\w)|$)""",
    re.VERBOSE,
)
_DECREE_BEFORE = ("Nghị định số ", "Nghị định ", "NĐ ", "NĐ số ")
_KEY_PARTS = re.compile(r"\d+|[^\W\d_]+")


def citations_in(text: str) -> Iterator[Found]:
    """Document numbers in `text` (spelt), in order, as they are written; `Nghị định 30/2020` in full."""
    for found in _CITATION.finditer(text):
        if not found["short"]:
            yield Found(found.start(), found.end(), found[0])
        elif text[max(0, found.start() - 13) : found.start()].endswith(_DECREE_BEFORE):
            yield Found(found.start(), found.end(), f"{found[0]}/NĐ-CP")


def citation_key(number: str) -> str:
    """By what two writings of one number are known to be the same: parts in order, no zeros before.

    >>> citation_key("07-NQ/TU") == citation_key("7/NQ-TU")
    True
    """
    return "/".join(part.lstrip("0").upper() or "0" for part in _KEY_PARTS.findall(number))
