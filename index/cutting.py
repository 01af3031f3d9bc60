r"""What stands between spaces → its tokens, found once and remembered.

    "(30/2020/NĐ-CP)."  →  30 2020 nđ cp, the four of them a whole; a sentence may end after them

No rule of the tokenizer sees across a space or the end of a line, and a language has few syllables: nearly
every piece of a text has been cut before. Reading a text by its pieces takes a third of the time of searching
it for tokens; the terms of a piece are the same objects every time, so that counting them by a dictionary
needs no new hash.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text import fold, normalise

# A syllable: letters and digits, with any combining mark that NFC could not join to its letter.
_SYLLABLE = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
# Bounded and possessive: a ruled line (`-----`, `_____`) of a form must not take the square of its length.
_WHOLES = r"""
    https?://[^\s<>"']+[^\s<>"'.,;:!?)\]}]
  | [\w.+-]{1,64}+@[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){1,8}
  | \d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\w])
  | \d{2}[a-zđ]\d?-\d{3}(?:\.?\d{2}|\d)(?!\w)
  | \d+[a-zđ]?(?:/\d{2,4})?[-/][a-zđ][^\W_]*(?:[-/.&][^\W_]+)*
  | \d+(?:[.,:/-]\d+)+(?!\w)
  | [a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,8}\.(?:vn|com|net|org|gov|edu|example)(?!\w)(?:/[^\s<>"']*[\w/])?
  | (?<![\w.])[a-zđ]{1,4}(?:\.[a-zđ]{1,4})+(?!\w)
  | (?<![\w.])t\.ư(?!\w)
  | [bcdđfghjklmnpqrstvwxz]{1,6}(?:[-&][bcdđfghjklmnpqrstvwxz]{1,6})+(?!\w)
  | [a-z]{2,8}-\d{1,3}(?!\w)
"""
_WHOLE = rf"(?<![^\W_])(?=[^\W_])(?:{_WHOLES})(?![^\W_]|[\u0300-\u036f])"  # from and to a syllable's border
_TOKEN = re.compile(rf"(?P<whole>{_WHOLE})|(?P<syllable>{_SYLLABLE})", re.VERBOSE)
_PART = re.compile(_SYLLABLE)
_SENTENCE_END = re.compile(r"[!?…\n]|[.;:](?=\s|$)")
# A full stop after these ends no sentence: TP. Hải Phòng, TS. Lê, v.v.
_DOTTED = frozenset(
    {"tp", "tx", "tt", "ts", "ths", "gs", "pgs", "bs", "ks", "cn", "ls", "đc", "q", "p", "tr"}
)
ENDING_I = frozenset(onset + vowel for onset in ("h", "k", "l", "m", "s", "t", "qu") for vowel in "iìíĩỉị")
"""Index text of the syllables that are written with i or with y."""
LONGEST_TOKEN = 128
"""Characters of the longest term that is indexed; what is longer (a key, a data URL) is cut to this."""

LONGEST_REMEMBERED = 32
"""Characters of the longest piece that is remembered: a document's number with signs around it."""
MOST_REMEMBERED = 20_000
"""Pieces that are remembered, 700 bytes each; 1 of 60 in law articles is none of them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The tokens of one piece.

    `text` is its index text; token i is `text[starts[i]:ends[i]]`, its terms `terms[i]` and, without
    diacritics, `folded[i]`. `wholes` holds (first token, last token, term). `begins[i]` says whether token
    i + 1 begins a sentence; `ends_before` whether what stands before the first token ends one (of a piece
    without tokens: whether the piece does), `ends_after` whether what stands behind the last token does;
    `dotted` that it is an abbreviation's full stop, after which no sentence of the line ends. `endings` holds
    (token, letter as it was written) of each token that ends in the i/y of `ENDING_I`.
    """

    text: str
    terms: tuple[str, ...]
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    wholes: tuple[tuple[int, int, str], ...]
    begins: tuple[bool, ...]
    ends_before: bool
    ends_after: bool
    dotted: bool
    endings: tuple[tuple[int, str], ...] = ()


class Cuts(dict[str, Cut]):
    """Piece of display text → its `Cut`. The first `MOST_REMEMBERED` are remembered: forgetting all of them
    when there are more cost half as many cuts again in 15,000 documents."""

    def __missing__(self, piece: str) -> Cut:
        made = _cut(piece, normalise(piece))
        if len(piece) <= LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = made
        return made


def _cut(piece: str, text: str) -> Cut:
    spans, wholes = _spans(text)
    if not spans:
        return Cut(text, (), (), (), (), (), (), _SENTENCE_END.search(text) is not None, False, False)
    starts, ends = zip(*spans, strict=True)
    terms = tuple(text[start : min(end, start + LONGEST_TOKEN)] for start, end in spans)
    last, behind = text[starts[-1] : ends[-1]], text[ends[-1] :]
    return Cut(
        text=text,
        terms=terms,
        folded=tuple(map(fold, terms)),
        starts=starts,
        ends=ends,
        wholes=tuple((a, b, text[starts[a] : ends[b]][:LONGEST_TOKEN]) for a, b in wholes),
        begins=tuple(_begins(text, spans, wholes)),
        ends_before=_SENTENCE_END.search(text[: starts[0]]) is not None,
        ends_after=ends_sentence(last, behind),
        dotted=_is_dotted(last, behind),
        endings=tuple((i, piece[ends[i] - 1]) for i, term in enumerate(terms) if term in ENDING_I),
    )


def _spans(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(start, end) of every token, and (first, last) token of every whole."""
    if text.isalnum():
        return [(0, len(text))], []
    spans: list[tuple[int, int]] = []
    wholes: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "syllable":
            spans.append(found.span())
            continue
        before = len(spans)
        spans += (part.span() for part in _PART.finditer(text, *found.span()))
        if len(spans) - before > 1:
            wholes.append((before, len(spans) - 1))
    return spans, wholes


def _begins(text: str, spans: list[tuple[int, int]], wholes: list[tuple[int, int]]) -> Iterator[bool]:
    inside = {number for first, last in wholes for number in range(first + 1, last + 1)}
    for number in range(1, len(spans)):
        (start, end), (after, _) = spans[number - 1], spans[number]
        yield number not in inside and ends_sentence(text[start:end], text[end:after])


def ends_sentence(syllable: str, gap: str) -> bool:
    """Whether a sentence ends between `syllable` and the next one, with `gap` between (both index text)."""
    return not _is_dotted(syllable, gap) and _SENTENCE_END.search(gap) is not None


def _is_dotted(syllable: str, gap: str) -> bool:
    return gap[:1] == "." and "\n" not in gap and syllable in _DOTTED
