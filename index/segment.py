"""Text → words (từ). The only module that imports underthesea.

underthesea decides which syllables form one word; only the places where a word begins are kept. A sentence
is segmented by itself and in lower case: a whole article in one call is segmented worse, and letter case
changes words (`Công Thương`/`công thương`), which would keep a query in lower case from meeting a heading in
capitals.

    sentence → index.wordtokens: tokens → index.segmenter: underthesea's model, read by index.crf → words

gives the very words of underthesea many times as fast (`scripts/segmentation_speed`). That is known of one
model and one tokenizer; where underthesea has others, its own tagger and tokenizer do the work.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np

from index.crf import read
from index.segmenter import AFTER, BEFORE, CLOSING, OPENING, Flags, Segmenter
from index.wordtokens import is_plain, pieces_of, plain_pieces

UNDERTHESEA_VERSION = version("underthesea")
ANALYSIS_VERSION = f"4+underthesea-{UNDERTHESEA_VERSION}"
"""Names everything that cached segmentation depends on: bump the number when tokens or sentences change."""

LONGEST_SENTENCE = 2_000
"""Characters segmented as one sentence; longer ones (tables, broken text) are cut at a space."""
AT_ONCE = 200_000
"""Characters segmented together at most, which bounds memory: about 150 bytes a character while it lasts."""

KNOWN_MODEL = "dea40a8059cdd29aa0a789911c7e73ca"
"""Checksum of the model that `index.segmenter` is known to follow exactly: `ws_crf_vlsp2013_20230727`."""
KNOWN_TOKENIZER = "47a05e4469a9930e3859af54db875e5c"
"""Checksum of the regular expression of which `index.wordtokens` is known to be a part."""

_SYLLABLE = re.compile(r"(?<!\S)\S")


class Tagger(Protocol):
    """Knows where words begin."""

    def begins(self, pieces: Sequence[str]) -> Flags:
        """For every piece, whether it is a token that begins a word; as `Segmenter.begins`."""
        ...


class _Underthesea:
    """underthesea's own tagger."""

    def __init__(self, folder: Path) -> None:
        from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

        self._tagger = FastCRFSequenceTagger()
        self._tagger.load(str(folder))

    def begins(self, pieces: Sequence[str]) -> Flags:
        begins = np.zeros(len(pieces), bool)
        places: list[int] = []
        for place, piece in enumerate(pieces):
            if piece == AFTER and places:
                begins[places] = self.tags([pieces[each] for each in places])
                places = []
            elif not piece.isspace():
                places.append(place)
        return begins

    def tags(self, tokens: Sequence[str]) -> list[bool]:
        """For each token of one sentence, whether it begins a word."""
        from underthesea.pipeline.text_normalize import token_normalize

        tags = self._tagger.predict([[token_normalize(token)] for token in tokens])
        return [number == 0 or tag != "I-W" for number, tag in enumerate(tags)]


def tagger_of(folder: Path) -> Tagger:
    """The tagger for underthesea's model in `folder`: ours where it is known, else underthesea's own."""
    if checksum(folder) != KNOWN_MODEL:
        return _Underthesea(folder)
    from underthesea.models.fast_crf_sequence_tagger import (
        CRFFeaturizer,
        joblib,
    )  # what its tagger reads with
    from underthesea.pipeline.text_normalize import token_normalize

    featurizer = CRFFeaturizer(["T[0].lower", "T[0].isdigit", "T[0].istitle"], set())

    def qualities(token: str) -> tuple[str, str, bool, bool]:
        written = token_normalize(token)
        lower, digits, title = (each.partition("=")[2] for each in featurizer.process([[[written]]])[0][0])
        return written, lower, digits == "True", title == "True"

    @cache
    def own() -> _Underthesea:
        return _Underthesea(folder)

    crf = read((folder / "models.bin").read_bytes())
    dictionary = joblib.load(folder / "dictionary.bin")
    return Segmenter(crf, dictionary, qualities, lambda tokens: own().tags(tokens))


def checksum(folder: Path) -> str:
    """BLAKE2b of a model's files, in hexadecimal."""
    digest = blake2b(digest_size=16)
    for name in ("models.bin", "dictionary.bin", "features.bin"):
        digest.update(blake2b((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def model_folder() -> Path:
    """Where underthesea keeps the model that its `word_tokenize` uses."""
    from underthesea.pipeline import word_tokenize

    return Path(word_tokenize.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"


@dataclass(frozen=True, slots=True)
class _Words:
    """What segments: a tagger, underthesea's tokenizer, and whether that is the known one."""

    tagger: Tagger
    tokens: "re.Pattern[str]"
    known: bool
    normalise: Callable[[str], str]

    def pieces(self, sentence: str) -> list[str] | None:
        """The tokens of `sentence` and the white space between them; None where they would not align."""
        text = self.normalise(sentence)
        if len(text) != len(sentence):
            return None
        if BEFORE in text or AFTER in text:
            text = text.replace(BEFORE, " ").replace(AFTER, " ")
        return plain_pieces(text) if self.known and is_plain(text) else pieces_of(text, self.tokens)


@cache
def _words() -> _Words:
    from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text
    from underthesea.pipeline.word_tokenize import regex_tokenize

    # Not its `patterns`, which a call with `fixed_words` anywhere in the process changes for good.
    pattern = regex_tokenize.regex_patterns_combine
    known = blake2b(pattern.encode(), digest_size=16).hexdigest() == KNOWN_TOKENIZER
    tokens = re.compile(pattern, re.VERBOSE)
    return _Words(tagger_of(model_folder()), tokens, known, normalize_characters_in_text)


def load() -> None:
    """Load what segments into this process (1 s with underthesea itself), e.g. before a server forks."""
    _words()


def word_starts(sentence: str) -> list[int]:
    """Offsets in `sentence` (index text of one sentence) at which underthesea begins a word, rising.

    Where underthesea composes letters so that its characters no longer align, every syllable begins a word.

    >>> word_starts("hội nghị sơ kết công tác")
    [0, 9, 16]
    """
    return np.flatnonzero(words_begin([sentence])).tolist()


def words_begin(sentences: Sequence[str]) -> Flags:
    """For every character of the sentences, one after the other, whether underthesea begins a word there."""
    cuts = list(chain.from_iterable(map(_cuts, sentences)))
    begins = [_begin(together) for together in _together(cuts)]
    return np.concatenate(begins) if begins else np.zeros(0, bool)


def _cuts(sentence: str) -> Iterator[str]:
    """`sentence` in pieces of at most `LONGEST_SENTENCE` characters."""
    start = 0
    while len(sentence) - start > LONGEST_SENTENCE:
        end = sentence.rfind(" ", start, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
        yield sentence[start:end]
        start = end
    yield sentence[start:] if start else sentence


def _together(cuts: Sequence[str]) -> Iterator[list[str]]:
    """The cuts in lists of at most `AT_ONCE` characters."""
    together: list[str] = []
    length = 0
    for cut in cuts:
        if length + len(cut) > AT_ONCE:
            yield together
            together, length = [], 0
        together.append(cut)
        length += len(cut)
    if together:
        yield together


def _begin(sentences: Sequence[str]) -> Flags:
    words = _words()
    pieces: list[str] = []
    spans, unaligned = [], []
    end = 0
    for sentence in sentences:
        start, end = end + len(OPENING), end + len(OPENING) + len(sentence)
        own = words.pieces(sentence)
        pieces += OPENING
        pieces += [" " * len(sentence)] if own is None else own
        pieces += CLOSING
        spans.append((start, end))
        if own is None:
            unaligned += [start + found.start() for found in _SYLLABLE.finditer(sentence)]
        end += len(CLOSING)
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    begins = np.zeros(end, bool)
    begins[(lengths.cumsum() - lengths)[words.tagger.begins(pieces)]] = True
    begins[unaligned] = True
    return np.concatenate([begins[start:end] for start, end in spans])
