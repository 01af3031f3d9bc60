"""Document numbers in a query: `45/NQ-TW` whole, or the beginning of one after the kind of document.

"nghị quyết 45/NQ-TW"  →  45/nq-tw, whole          "nghị quyết 15"  →  15/…, a resolution
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Final

from index.analysis import Tokens, tokenize
from index.clauses import Clause
from index.known import Known
from index.text import fold, normalise

KINDS: Final = {
    "nghị quyết": "nq",
    "quyết định": "qđ",
    "nghị định": "nđ",
    "thông tư liên tịch": "ttlt",
    "thông tư": "tt",
    "chỉ thị": "ct",
    "thông báo": "tb",
    "kế hoạch": "kh",
    "báo cáo": "bc",
    "công văn": "cv",
    "tờ trình": "ttr",
    "hướng dẫn": "hd",
    "công điện": "cđ",
    "kết luận": "kl",
    "chương trình": "ctr",
    "quy định": "qyđ",
    "quy chế": "qc",
    "thông cáo": "tc",
    "pháp lệnh": "pl",
    "đề án": "đa",
    "phương án": "pa",
    "luật": "qh",
}
"""Kinds of documents and how a number of such a document names them (Decree 30/2020, appendix III)."""

MOST_SPELLINGS: Final = 64
"""Ways to spell one number."""

_NUMBER = re.compile(r"\d+[a-zđ]?(?:/\d{2,4})?[-/][a-zđ][^\W_]*(?:[-/.&][^\W_]+)*")
_SEPARATOR = re.compile(r"[-/]")
_UNITS: Final = (
    "tháng năm quý tuần ngày giờ phút triệu tỷ nghìn ngàn đồng người hộ ha km m kg lần đợt điểm bước nội "
    "nhiệm giải nhóm huyện xã tỉnh phường quận sở mục trường"
)
# A number before one of these counts something: `báo cáo 6 tháng`, `kế hoạch 5 năm`.
_COUNTED: Final = frozenset(fold(normalise(unit)) for unit in _UNITS.split())
_LONGEST_KIND: Final = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A document number in index text: whole, or the beginning of a number of that `kind` of document.

    `kind` is the code in such numbers, `types` the archive's names of such documents.
    """

    text: str
    whole: bool = True
    kind: str = ""
    types: tuple[str, ...] = ()


def numbers_in(wanted: Sequence[Clause], known: Known, *, accented: bool) -> tuple[Number, ...]:
    """The document numbers that these clauses ask for."""
    texts = [clause for clause in wanted if not clause.field and clause.kind in ("word", "phrase")]
    whole = (each for clause in texts for each in _whole(tokenize(clause.text)))
    text = " ".join(f". {each.text} . " if each.kind == "phrase" else each.text for each in texts)
    begun = _begun(tokenize(text), known, accented=accented)
    return tuple(dict.fromkeys((*whole, *begun)))


def _whole(tokens: Tokens) -> Iterator[Number]:
    for _, term in tokens.whole_terms():
        if _NUMBER.fullmatch(term):
            yield Number(term)


def _begun(tokens: Tokens, known: Known, *, accented: bool) -> Iterator[Number]:
    form = (lambda text: text) if accented else fold
    terms = tokens.terms(form(tokens.text))
    wholes = {
        first: (last, term)
        for (first, last), (_, term) in zip(tokens.wholes, tokens.whole_terms(), strict=True)
    }
    codes, kinds = _kinds_as_typed(accented=accented)
    for place, term in enumerate(terms):
        last, number = wholes.get(place, (place, term))
        if not re.fullmatch(r"\d{1,5}[a-zđ]?(?:/\d{4})?", number):
            continue
        said = place > 0 and fold(terms[place - 1]) == "so"
        end = place - said
        kind = codes.get(terms[end - 1] if end else "") or next(
            (
                kinds[before]
                for size in range(_LONGEST_KIND, 0, -1)
                if (before := " ".join(terms[max(end - size, 0) : end])) in kinds
            ),
            "",
        )
        if kind and (said or not _counts(terms, last + 1)):
            yield Number(number, whole=False, kind=KINDS[kind], types=_types(kind, known))


@cache
def _kinds_as_typed(*, accented: bool) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Kinds of documents by the codes in their numbers, and by their names, as a query has them."""
    form = (lambda text: text) if accented else fold
    codes = {form(code): kind for kind, code in KINDS.items() if len(code) > 1}
    return codes, {form(normalise(kind)): kind for kind in KINDS}


def _counts(terms: Sequence[str], place: int) -> bool:
    """Whether the number before `place` counts what stands there. `năm 2021` after a number is a date."""
    following = [fold(term) for term in terms[place : place + 2]]
    if not following or (len(following) == 2 and following[1].isdigit()):
        return False
    return following[0] in _COUNTED


def _types(kind: str, known: Known) -> tuple[str, ...]:
    return known.called("type", kind) if "type" in known.facets else ()


def spellings(number: str) -> tuple[str, ...]:
    """How a document number may be written: `45/nq-tw` is `45-nq/tw` too, `nd-cp` is `nđ-cp`, `5` is `05`.

    >>> spellings("5/qd")
    ('5/qd', '5/qđ', '5-qd', '5-qđ', '05/qd', '05/qđ', '05-qd', '05-qđ')
    """
    written = normalise(number)
    parts = _SEPARATOR.split(written)
    separators = _SEPARATOR.findall(written)
    firsts = dict.fromkeys((parts[0], parts[0].lstrip("0").rjust(2, "0"), parts[0].lstrip("0") or "0"))
    heads = list(firsts) if parts[0].isdigit() else parts[:1]
    marks = (
        [(mark, "-" if mark == "/" else "/") for mark in separators]
        if len(separators) < 3
        else [(mark,) for mark in separators]
    )
    rest = [_with_d(part) for part in parts[1:]]
    choices = product(heads, *(choice for pair in zip(marks, rest, strict=True) for choice in pair))
    written_so = ("".join(choice) for choice in islice(choices, MOST_SPELLINGS))
    return tuple(dict.fromkeys(written_so))


def _with_d(part: str) -> tuple[str, ...]:
    """A part of a number typed without marks, with d or đ: `qd` is `qđ`."""
    if part.count("d") > 3:
        return (part,)
    return tuple(map("".join, product(*(("d", "đ") if letter == "d" else (letter,) for letter in part))))
