r"""Text → token streams with offsets. Documents and queries pass through the same code.

    "Hội nghị theo 45/NQ-TW."  →  syllable  hội nghị theo 45 nq tw  (and 45/nq-tw at the place of 45)
                                  folded    hoi nghi theo 45 nq tw  (and 45/nq-tw)
                                  shingle   hoi_nghi nghi_theo theo_45 45_nq nq_tw
                                  word      hội_nghị theo 45/nq-tw

Document numbers, dates, decimals, plates, addresses and abbreviations are *wholes*: one token, and also
their parts. They are recognised before segmentation, because underthesea tears them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, pairwise
from operator import not_

import numpy as np

from index.cutting import LONGEST_TOKEN, Cut, Cuts
from index.segment import words_begin
from index.text import normalise

_TIGHT_JOIN = re.compile(r"(?<=\w)[-/](?=\w)")  # `kinh tế-xã hội`: underthesea would read `tế-xã` as one

_CUTS = Cuts()


class Tokens:
    """The syllables of one text, in order.

    `text` is index text; token i is `text[starts[i]:ends[i]]`. `first[i]` says that token i begins a
    sentence. `wholes` holds (first, last) token numbers of the parts of each whole, both included.
    Offsets are found when they are first asked for: a build from cached segmentation hardly does.
    """

    def __init__(self, text: str) -> None:
        self._written = text
        self._cuts: list[Cut] = []
        self._wholes: list[tuple[int, int, str]] = []
        first: list[bool] = []
        for line in text.split("\n"):
            cuts = [_CUTS[piece] for piece in line.split(" ")]
            self._cuts += cuts
            self._read(cuts, first)
        self.first = tuple(first)
        self.wholes = tuple((first, last) for first, last, _ in self._wholes)

    def _read(self, line: Sequence[Cut], first: list[bool]) -> None:
        """Read a line: which of its tokens begin a sentence, as the first of it always does, and wholes."""
        ended, dotted = True, False
        for cut in line:
            if not cut.terms:
                ended |= cut.ends_before
                continue
            if cut.wholes:
                done = len(first)
                self._wholes += [(done + begin, done + last, term) for begin, last, term in cut.wholes]
            first.append((ended or cut.ends_before) and not dotted)
            first += cut.begins
            ended, dotted = cut.ends_after, cut.dotted

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def text(self) -> str:
        """The index text."""
        return normalise(self._written)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins in `text`."""
        return tuple([at + start for at, cut in self._placed() for start in cut.starts])

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each token ends in `text`."""
        return tuple([at + end for at, cut in self._placed() for end in cut.ends])

    def _placed(self) -> Iterator[tuple[int, Cut]]:
        """Every cut, and where its piece begins."""
        sizes = (len(cut.text) + 1 for cut in self._cuts)
        return zip(accumulate(sizes, initial=0), self._cuts, strict=False)

    def endings(self) -> Iterator[tuple[int, str]]:
        """(number, letter) of each token whose last letter i/y is one class, and how it was written."""
        done = 0
        for cut in self._cuts:
            if cut.endings:
                yield from ((done + number, letter) for number, letter in cut.endings)
            done += len(cut.terms)

    def terms(self, text: str | None = None) -> list[str]:
        """Every token's term, cut from `text` (of the same length; default the index text)."""
        if text is None:
            return self._terms.copy()
        return [
            text[start : min(end, start + LONGEST_TOKEN)]
            for start, end in zip(self.starts, self.ends, strict=True)
        ]

    @cached_property
    def _terms(self) -> list[str]:
        return [term for cut in self._cuts for term in cut.terms]

    def folded(self) -> list[str]:
        """Every token's term without diacritics."""
        return [term for cut in self._cuts for term in cut.folded]

    def whole_terms(self) -> list[tuple[int, str]]:
        """(number of its first part, term) of each whole."""
        return [(first, term) for first, _, term in self._wholes]


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
    return Tokens(text) if len(text) > SHORT else _tokenized_before(text)


_tokenized_before = lru_cache(maxsize=5_000)(Tokens)


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


@lru_cache(maxsize=64)
def segmented(text: str) -> bytes:
    """`segment` of a query, for which its tree asks and then the marks of each of its results: remembered."""
    return segment(tokenize(text))


def _without_wholes(tokens: Tokens) -> str:
    """The index text with every whole written as a number of its length, which underthesea leaves whole."""
    pieces, end = [], 0
    for first, last in tokens.wholes:
        start, stop = tokens.starts[first], tokens.ends[last]
        pieces += [tokens.text[end:start], "0" * (stop - start)]
        end = stop
    return _TIGHT_JOIN.sub(",", "".join([*pieces, tokens.text[end:]]))


_SIGNS = b" _" + bytes(254)


def streams(tokens: Tokens, joins: bytes) -> Streams:
    """The four streams of one text; `joins` is what `segment` gave for `tokens`."""
    syllable, folded = tokens.terms(), tokens.folded()
    shingle = list(compress(map("_".join, pairwise(folded)), map(not_, tokens.first[1:])))
    wholes = tokens.whole_terms()
    return Streams(syllable, folded, shingle, _words(syllable, joins, tokens, wholes), wholes)


def _words(
    syllable: Sequence[str], joins: bytes, tokens: Tokens, wholes: Sequence[tuple[int, str]]
) -> list[str]:
    """Syllables joined by `_`, and wholes. No term has a space in it: one string is joined and split."""
    before = list(joins.translate(_SIGNS).decode())
    terms = list(syllable)
    for (first, last), (_, whole) in zip(tokens.wholes, wholes, strict=True):
        terms[first : last + 1] = [whole, *[""] * (last - first)]
        before[first : last + 1] = [" ", *[""] * (last - first)]
    return "".join(chain.from_iterable(zip(before, terms, strict=True))).split()


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
