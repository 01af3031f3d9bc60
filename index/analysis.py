r"""Text → token streams with offsets. Documents and queries pass through the same code.

    "Hội nghị theo 45/NQ-TW."  →  syllable  hội nghị theo 45 nq tw  (and 45/nq-tw at the place of 45)
                                  folded    hoi nghi theo 45 nq tw  (and 45/nq-tw)
                                  shingle   hoi_nghi nghi_theo theo_45 45_nq nq_tw
                                  word      hội_nghị theo 45/nq-tw

Document numbers, dates, decimals, plates, addresses and abbreviations are *wholes*: one token, and also
their parts. They are recognised before segmentation, because underthesea tears them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from index.segment import words_begin
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
_TIGHT_JOIN = re.compile(r"(?<=\w)[-/](?=\w)")  # `kinh tế-xã hội`: underthesea would read `tế-xã` as one
_SENTENCE_END = re.compile(r"[!?…\n]|[.;:](?=\s|$)")
# A full stop after these ends no sentence: TP. Hải Phòng, TS. Lê, v.v.
_DOTTED = frozenset(
    {"tp", "tx", "tt", "ts", "ths", "gs", "pgs", "bs", "ks", "cn", "ls", "đc", "q", "p", "tr"}
)
LONGEST_TOKEN = 128
"""Characters of the longest term that is indexed; what is longer (a key, a data URL) is cut to this."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The syllables of one text, in order.

    `text` is index text; token i is `text[starts[i]:ends[i]]`. `first[i]` says that token i begins a
    sentence. `wholes` holds (first, last) token numbers of the parts of each whole, both included.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    first: tuple[bool, ...]
    wholes: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.starts)

    def terms(self, text: str | None = None) -> list[str]:
        """Every token's term, cut from `text` (of the same length; default the index text)."""
        text = self.text if text is None else text
        return [
            text[start : min(end, start + LONGEST_TOKEN)]
            for start, end in zip(self.starts, self.ends, strict=True)
        ]

    def whole_terms(self) -> list[tuple[int, str]]:
        """(number of its first part, term) of each whole."""
        return [
            (first, self.text[self.starts[first] : self.ends[last]][:LONGEST_TOKEN])
            for first, last in self.wholes
        ]


@dataclass(frozen=True, slots=True)
class Streams:
    """The terms of one text. `syllable[i]` and `folded[i]` stand at position i.

    `wholes` are (position, term): each is indexed among the syllables, and folded among the folded.
    """

    syllable: Sequence[str]
    folded: Sequence[str]
    shingle: Sequence[str]
    word: Sequence[str]
    wholes: Sequence[tuple[int, str]]


SHORT = 64
"""Characters of a text whose tokens are remembered: reading a query asks for those of a word many times."""


def tokenize(text: str) -> Tokens:
    """Display text → its tokens. Offsets are those of `text`."""
    return _tokenized(text) if len(text) > SHORT else _tokenized_before(text)


def _tokenized(text: str) -> Tokens:
    text = normalise(text)
    starts: list[int] = []
    ends: list[int] = []
    wholes: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "syllable":
            starts.append(found.start())
            ends.append(found.end())
            continue
        before = len(starts)
        for part in _PART.finditer(text, found.start(), found.end()):
            starts.append(part.start())
            ends.append(part.end())
        if len(starts) - before > 1:
            wholes.append((before, len(starts) - 1))
    inside = {number for first, last in wholes for number in range(first + 1, last + 1)}
    first = tuple(_first_of_sentence(text, starts, ends, inside))
    return Tokens(text, tuple(starts), tuple(ends), first, tuple(wholes))


_tokenized_before = lru_cache(maxsize=5_000)(_tokenized)


def _first_of_sentence(
    text: str, starts: Sequence[int], ends: Sequence[int], inside: set[int]
) -> Iterable[bool]:
    end = 0
    for number, start in enumerate(starts):
        gap = text[end:start]
        if number == 0:
            yield True
        elif gap == " " or number in inside:
            yield False
        else:
            yield ends_sentence(text[starts[number - 1] : end], gap)
        end = ends[number]


def ends_sentence(syllable: str, gap: str) -> bool:
    """Whether a sentence ends between `syllable` and the next one, with `gap` between (both index text)."""
    dotted = gap[:1] == "." and "\n" not in gap and syllable in _DOTTED
    return not dotted and _SENTENCE_END.search(gap) is not None


def segment(tokens: Tokens) -> bytes:
    """Which tokens continue the word of the token before: one byte (0 or 1) a token."""
    text, starts, ends = _without_wholes(tokens), tokens.starts, tokens.ends
    borders = [number for number, begins in enumerate(tokens.first) if begins] + [len(tokens)]
    spans = [(starts[first], ends[after - 1]) for first, after in pairwise(borders)]
    found = words_begin([text[start:end] for start, end in spans])
    begins = np.zeros(len(text), bool)
    done = 0
    for start, end in spans:
        begins[start:end] = found[done : done + end - start]
        done += end - start
    joins = ~begins.take(np.array(starts, np.int64))
    for number in joins.nonzero()[0].tolist():
        joins[number] = text[ends[number - 1] : starts[number]].isspace()
    for first, last in tokens.wholes:  # a whole is a word of its own
        joins[first : last + 2] = False
    return joins.tobytes()


def _without_wholes(tokens: Tokens) -> str:
    """The index text with every whole written as a number of its length, which underthesea leaves whole."""
    pieces, end = [], 0
    for first, last in tokens.wholes:
        start, stop = tokens.starts[first], tokens.ends[last]
        pieces += [tokens.text[end:start], "0" * (stop - start)]
        end = stop
    return _TIGHT_JOIN.sub(",", "".join([*pieces, tokens.text[end:]]))


def streams(tokens: Tokens, joins: bytes) -> Streams:
    """The four streams of one text; `joins` is what `segment` gave for `tokens`."""
    syllable = tokens.terms()
    folded = tokens.terms(fold(tokens.text))
    shingle = [
        f"{left}_{right}"
        for left, right, begins in zip(folded, folded[1:], tokens.first[1:], strict=False)
        if not begins
    ]
    wholes = tokens.whole_terms()
    return Streams(syllable, folded, shingle, _words(syllable, joins, tokens), wholes)


def _words(syllable: Sequence[str], joins: bytes, tokens: Tokens) -> list[str]:
    inside = {number for first, last in tokens.wholes for number in range(first, last + 1)}
    whole = dict(tokens.whole_terms())
    words: list[str] = []
    for number, term in enumerate(syllable):
        if number in whole:
            words.append(whole[number])
        elif number in inside:
            continue
        elif joins[number]:
            words[-1] = f"{words[-1]}_{term}"
        else:
            words.append(term)
    return words


def prefix_terms(text: str) -> tuple[str, str]:
    """What `text*` asks for, `text` having one token: that token's term, and what longer terms begin with.

    They differ where spelling depends on what follows: `hoà*` means `hòa`, but also `hoàn` and `hoàng`.
    """
    tokens = tokenize(text)
    stem = text[tokens.starts[0] : tokens.ends[0]]
    return normalise(stem), normalise(f"{stem}n")[:-1]


def analyse(text: str) -> Streams:
    """Display text → streams, segmented now."""
    tokens = tokenize(text)
    return streams(tokens, segment(tokens))
