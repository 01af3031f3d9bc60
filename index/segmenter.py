"""Tokens → where words begin: the model of `index.wordscores`, over many sentences at once.

Tokens become numbers, and what the features of each are worth is looked up for all tokens together; then the
most probable labels are those with the highest sum of state and transition weights (Viterbi, 1967). With two
labels only a difference matters, d[i]: how much better the best labels up to token i are when it continues a
word. With D[i] what its features alone say,

    d[0] = D[0]      d[i] = D[i] + f(d[i-1])      f(x) = max(BI, x + II) - max(BB, x + IB)

where `BI` is the weight of the transition from beginning to continuing, and so on. Where the same syllable or
sign is repeated, several ways to label it have the same sum, and rounding decides: then underthesea is asked.
"""

from collections.abc import Callable, Sequence, Set
from math import inf
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.crf import Crf
from index.wordscores import BEGIN, BOS, CONTINUE, EOS, REACH, Numbers, Scores, Worths

Flags = NDArray[np.bool_]
Qualities = Callable[[str], tuple[str, str, bool, bool]]
"""token → (as the model reads it, in lower case, whether it is digits, whether it is a title)"""
Exact = Callable[[Sequence[str]], Sequence[bool]]
"""tokens of one sentence → for each, whether it begins a word; asked where `NEARLY_EQUAL` leaves a doubt"""

BEFORE, AFTER = "\x1e", "\x1d"
"""Pieces that stand for what is before and after a sentence: white space, as no token is."""
OPENING, CLOSING = [BEFORE] * REACH, [AFTER] * REACH
NEARLY_EQUAL = 1e-6
"""Sums closer than this may differ by rounding alone: underthesea adds up the score of a whole sentence."""
MOST_REMEMBERED = 50_000
"""Pieces that are remembered from one call to the next."""
LONGEST_REMEMBERED = 32
"""Characters of the longest piece that is remembered: with the number above, at most 20 MB."""

_BEFORE, _AFTER, _SPACE, _FIRST_CLASS = 0, 1, 2, 3


class Segmenter:
    """Says where words begin. It remembers the pieces that it meets; several threads may use it."""

    def __init__(self, crf: Crf, dictionary: Set[str], qualities: Qualities, exact: Exact) -> None:
        """`dictionary`: words in lower case. ValueError when `crf` is not as `index.wordscores` says."""
        self._scores = Scores(crf, dictionary)
        begin, go_on = crf.labels.index(BEGIN), crf.labels.index(CONTINUE)
        self._transitions: list[list[float]] = crf.transitions[[begin, go_on]][:, [begin, go_on]].tolist()
        self._qualities = qualities
        self._exact = exact
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._places = _Places(self._place)
        self._places.update({BEFORE: _BEFORE, AFTER: _AFTER})
        self._classes: dict[tuple[int, int, bool, bool], int] = {}
        self._kinds = np.zeros((3, 1_024), np.int64)  # title, number as written, number in lower case
        self._worths = np.zeros((1_024, 2 * REACH + 1))
        self._worths[_BEFORE] = self._scores.border("BOS")
        self._worths[_AFTER] = self._scores.border("EOS")
        self._alike = True  # all tokens so far were in lower case

    @property
    def remembered(self) -> int:
        """How many pieces are remembered now."""
        return len(self._places)

    def begins(self, pieces: Sequence[str]) -> Flags:
        """For every piece, whether it is a token that begins a word.

        `pieces` are sentences, each between `OPENING` and `CLOSING`: tokens, and white space, which counts
        for nothing.
        """
        with self._lock:
            if len(self._places) > MOST_REMEMBERED:
                self._forget()
            places = np.fromiter(map(self._places.__getitem__, pieces), np.int64, len(pieces))
            standing = (places != _SPACE).nonzero()[0]
            favour = self._favour(places.take(standing)).tolist() if len(standing) else []
        labels, doubtful = _viterbi(favour, self._transitions)
        for first, after in {_sentence(favour, place) for place in doubtful}:
            labels[first:after] = self._exact([pieces[place] for place in standing[first:after].tolist()])
        begins = np.zeros(len(pieces), bool)
        begins[standing] = labels
        return begins

    def _favour(self, classes: Numbers) -> Worths:
        """D of each token, -inf outside sentences."""
        borders = (classes <= _AFTER).nonzero()[0].reshape(-1, 2 * REACH)
        opening, closing = borders[:, :REACH], borders[:, REACH:]
        favour = np.empty(len(classes))
        favour[REACH:-REACH] = _reaching(self._worths.take(classes, axis=0))
        titles, written, lower = self._kinds.take(classes, axis=1)
        spellings = ("both",) if self._alike else ("lowered", "written")
        for each in self._scores.neighbours:
            titled = _all(_windows(titles, each.size))
            for spelling in spellings:
                numbers = written if spelling == "written" else lower
                lines = 2 * each.rows(self._scores.key(_windows(numbers, each.size))) + titled
                lines[closing - each.size + 1] = 2 * EOS
                lines[opening] = 2 * BOS
                favour[REACH:-REACH] += _reaching(getattr(each, spelling).take(lines, axis=0))
        favour[borders] = -inf
        return favour

    def _place(self, piece: str) -> int:
        """The class of a piece: tokens that are the same to the model are one class."""
        if piece.isspace():
            return _SPACE
        written, lower, digits, title = self._qualities(piece)
        numbers = self._scores.numbers
        kind = (numbers.get(written, 0), numbers.get(lower, 0), digits, title)
        if kind not in self._classes:
            worths = self._scores.token(written, lower, digits=digits, title=title)
            self._classes[kind] = self._learn(kind, worths)
        return self._classes[kind]

    def _learn(self, kind: tuple[int, int, bool, bool], worths: Sequence[float]) -> int:
        place = _FIRST_CLASS + len(self._classes)
        if place == len(self._worths):
            self._kinds = np.concatenate([self._kinds, np.zeros_like(self._kinds)], axis=1)
            self._worths = np.concatenate([self._worths, np.zeros_like(self._worths)])
        written, lower, _, title = kind
        self._kinds[:, place] = title, written, lower
        self._worths[place] = worths
        self._alike = self._alike and written == lower
        return place


class _Places(dict[str, int]):
    """What `place` answers, remembered."""

    def __init__(self, place: Callable[[str], int]) -> None:
        super().__init__()
        self._place = place

    def __missing__(self, piece: str) -> int:
        place = self._place(piece)
        if len(piece) <= LONGEST_REMEMBERED:
            self[piece] = place
        return place


def _windows(values: Numbers, size: int) -> list[Numbers]:
    """The values of the first, the second, … of `size` neighbours."""
    return [values[place : len(values) - size + 1 + place] for place in range(size)]


def _all(flags: Sequence[Numbers]) -> Numbers:
    """1 where all flags are 1, else 0."""
    found = flags[0]
    for others in flags[1:]:
        found = found & others
    return found


def _reaching(worths: Worths) -> Worths:
    """What the neighbours in its reach (a line of `worths` each) are worth to each token between borders."""
    lines, columns = worths.shape
    width = worths.itemsize
    diagonals = np.ndarray(
        (lines - columns + 1, columns), worths.dtype, worths, strides=(columns * width, (columns + 1) * width)
    )
    sums: Worths = diagonals.sum(axis=1)
    return sums


def _viterbi(favour: Sequence[float], transitions: Sequence[Sequence[float]]) -> tuple[list[bool], list[int]]:
    """Whether each token begins a word, and where that is in doubt; `favour` is D, -inf outside sentences."""
    (bb, bi), (ib, ii) = transitions
    # A token continues a word when its d is above a bound that depends on the token after it.
    after_begin, after_continue = bb - ib, bi - ii
    best = _best(favour, transitions)
    labels, doubtful, bound = [], [], 0.0
    for d in reversed(best):
        above = d - bound
        labels.append(above <= 0.0)
        if -NEARLY_EQUAL < above < NEARLY_EQUAL:
            doubtful.append(len(best) - len(labels))
        bound = after_continue if above > 0.0 else after_begin if d != -inf else 0.0
    labels.reverse()
    return labels, doubtful


def _best(favour: Sequence[float], transitions: Sequence[Sequence[float]]) -> list[float]:
    """d of every token, -inf outside sentences."""
    (bb, bi), (ib, ii) = transitions
    low, high = bi - bb, ii - ib  # f(-∞), f(∞)
    bottom, top = sorted((bb - ib, bi - ii))  # f is not constant between these
    best, d = [], -inf
    for own in favour:
        if d > top:
            d = own + high
        elif d >= bottom:
            d = own + (max(bi, d + ii) - max(bb, d + ib))
        elif d != -inf:
            d = own + low
        else:
            d = own
        best.append(d)
    return best


def _sentence(favour: Sequence[float], place: int) -> tuple[int, int]:
    """The first token of the sentence of the token at `place`, and what is after its last."""
    first, after = place, place
    while favour[first - 1] != -inf:
        first -= 1
    while favour[after] != -inf:
        after += 1
    return first, after
