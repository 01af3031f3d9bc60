"""Numbers of documents in a text: `45-NQ/TW`, `30/2020/NĐ-CP`, `1853/QĐ-KTNN`, `59/2020/QH14`."""

import re
from collections.abc import Iterator

from index.entities.mentions import UPPER, Found

_SYMBOL = rf"[{UPPER}]{{1,12}}[{UPPER}a-z]{{0,3}}\d{{0,2}}"
_CITATION = re.compile(
    rf"""\d(?<![\w/:.,-].)(?=\d{{0,4}}(?:[A-Za-zđ]?[-/]|[ ](?:của|ngày)[ ]))(?:   # where a number begins
    \d{{0,4}}[A-Za-zđ]?/\d{{4}}[/-]{_SYMBOL}(?:[-/.&][ ]?{_SYMBOL})*     # 30/2020/NĐ-CP, 59/2020/QH14
  | \d{{0,4}}[a-zđ]?/{_SYMBOL}(?:[-/.&][ ]?{_SYMBOL})+                   # 1853/QĐ-KTNN, 45/QĐ- TTg
  | \d{{0,4}}[a-zđ]?-{_SYMBOL}/{_SYMBOL}(?:[-.&]{_SYMBOL})*              # 45-NQ/TW, 123-L/CTN
  | \d{{0,4}}[a-zđ]?/(?:CP|NĐ|QĐ|CT|TTg|HĐBT|VPCP|B[{UPPER}]{{1,9}}|UBTVQH\d*|QH\d\d)    # 64/CP
  | (?P<short>\d{{0,3}}/(?:19|20)\d\d)(?=[^\w/-]|$)                      # Nghị định 30/2020
  | (?P<party>\d{{0,2}})(?=[ ](?:ngày[ ][\d/]+[ ])?của[ ](?:Bộ[ ]Chính[ ]trị|Ban[ ]Bí[ ]thư|Trung[ ]ương))
    )(?=[^\w/-]|ngày|-(?!\w)|/(?!\w)|$)""",
    re.VERBOSE,
)
_DECREE_BEFORE = ("Nghị định số ", "Nghị định ", "NĐ ", "NĐ số ")
_PARTY_KINDS = {"Nghị quyết": "NQ", "Chỉ thị": "CT", "Kết luận": "KL", "Quy định": "QĐ"}
_PARTY_BEFORE = re.compile(rf"({'|'.join(_PARTY_KINDS)}) (?:số )?$")
_UNIT = re.compile(r"\([A-Z]\d{1,2}\)")  # of a ministry, part of the number: `45/2009/TT-BCA(C11)`
_KEY_PARTS = re.compile(r"\d+|[^\W\d_]+")


def citations_in(text: str) -> Iterator[Found]:
    """Document numbers in `text` (spelt), in order, as they are written.

    Short ones are written in full: `Nghị định 30/2020`, `Nghị quyết 45 của Bộ Chính trị` (`45-NQ/TW`).
    """
    for found in _CITATION.finditer(text):
        start, end = found.span()
        if found["short"]:
            if text[max(0, start - 13) : start].endswith(_DECREE_BEFORE):
                yield Found(start, end, f"{found[0]}/NĐ-CP")
        elif found["party"] is not None:
            if before := _PARTY_BEFORE.search(text, max(0, start - 16), start):
                yield Found(start, end, f"{found[0]}-{_PARTY_KINDS[before[1]]}/TW")
        else:
            unit = _UNIT.match(text, end)
            end = unit.end() if unit else end
            yield Found(start, end, text[start:end].replace(" ", ""))


def citation_key(number: str) -> str:
    """By what two writings of one number are known to be the same: parts in order, no zeros before, no marks.

    >>> citation_key("07-NQ/TU") == citation_key("7/NQ-TU"), citation_key("30/2020/ND-CP")
    (True, '30/2020/ND/CP')
    """
    parts = _KEY_PARTS.findall(number.upper().replace("Đ", "D"))
    return "/".join(part.lstrip("0") or "0" for part in parts)
