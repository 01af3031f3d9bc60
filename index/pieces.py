"""Query text → pieces: words and phrases with their signs, joining words, brackets and commas, field names.

'-báo (loại:"tin tức" HOẶC bài)'  →  -báo · ( · loại: · "tin tức" · HOẶC · bài · )
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from index.clauses import Sign
from index.operators import FIELDS, JOINTS, QUIET, Field, Joint
from index.syllables import is_syllable
from index.text import fold, has_marks, normalise

Mark = Literal["(", ")", ","]

_PLAIN_SIGNS = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"')
    | {"−": "-", "–": "-", "—": "-", "＋": "+", "＊": "*", "：": ":", "（": "(", "）": ")"}
)
_SPACE = re.compile(r"\s*")
_SIGN = re.compile(r"[+-]+(?=[^\s+-])")
_PHRASE = re.compile(r'"([^"]*)"?')
_WORD = re.compile(r'[^\s"]+')


def _shape(name: str) -> str:
    """A field's name as it is compared: folded, its syllables between spaces."""
    return fold(normalise(name))


def _closed_up(name: str) -> str:
    return re.sub("[ _-]", "", name)


# i and y are one letter at the end of a syllable only: `ký hiệu` and `kýhiệu` differ as index text.
_WRITTEN: Final = [
    (written, field)
    for field in FIELDS
    for name in field.names
    for written in (name, name.replace(" ", ""), name.replace(" ", "_"))
]
_BY_SHAPE: Final = {_closed_up(_shape(written)): field for written, field in _WRITTEN}
_EXACT: Final = {_closed_up(normalise(written)) for written, _ in _WRITTEN}
_NAMES = sorted({_shape(written) for written, _ in _WRITTEN}, key=lambda name: (-len(name), name))
_FIELD = re.compile(rf"({'|'.join(name.replace(' ', '[ _-]?') for name in _NAMES)}) ?: *(?=[^\s:),;])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. A field's `text` is its name and colon as typed."""

    text: str = ""
    kind: Literal["word", "phrase", "joint", "mark", "field"] = "word"
    sign: Sign = ""
    joint: Joint | None = None
    field: Field | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a word without a sign."""
        return self.kind == "word" and not self.sign


def plain_signs(text: str) -> str:
    """`text` of the same length with one kind of quotes, dashes, stars and brackets."""
    return text.translate(_PLAIN_SIGNS)


def joints_of(text: str) -> dict[str, Joint]:
    """The joining words of a query. In one that is all capitals, Vietnamese words are loud words."""
    loud = is_loud(text)
    return {word: joint for word, joint in JOINTS.items() if not (loud and word in QUIET)}


def is_loud(text: str) -> bool:
    """Whether a query is all capitals, names of fields aside. Abbreviations have no other case."""
    kept, end = [], 0
    for found in _FIELD.finditer(_shadow(text)):
        kept.append(text[end : found.start()])
        end = found.end()
    rest = "".join([*kept, text[end:]])
    words = (word for word in rest.split() if word not in JOINTS)
    return rest.upper() == rest and any(is_syllable(word.lower()) for word in words)


def _shadow(text: str) -> str:
    """`text` as field names are looked for in it; of the same length."""
    shadow = _shape(text)
    return shadow if len(shadow) == len(text) else " " * len(text)


def pieces(text: str, joints: Mapping[str, Joint]) -> Iterator[Piece]:
    """Cut a query (`plain_signs`) at spaces, quotes, brackets and field names."""
    shadow = _shadow(text)
    place = after_name = 0
    while (place := _end(_SPACE, text, place)) < len(text):
        begins = place == after_name or text[place - 1].isspace() or text[place - 1] == "("
        sign: Sign = ""
        if begins and (found := _SIGN.match(text, place)):
            sign = "-" if found[0].endswith("-") else "+"
            place = found.end()
        named = _FIELD.match(shadow, place) if begins or text[place - 1] == '"' else None
        field = _field(text[named.start(1) : named.end(1)]) if named else None
        if named and field:
            yield Piece(text[place : named.end()].strip(), "field", sign, field=field)
            place = after_name = named.end()
        elif text[place] == "(":
            yield from [Piece("-", "joint", joint="not")] * (sign == "-")
            yield Piece("(", "mark")
            place += 1
        elif found := _PHRASE.match(text, place):
            yield Piece(" ".join(found[1].split()), "phrase", sign)
            place = found.end()
        elif found := _WORD.match(text, place):
            yield from _word(found[0], sign, joints)
            place = found.end()


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def _field(name: str) -> Field | None:
    """The field of a name; one typed with marks must have the right ones."""
    written = _closed_up(normalise(name))
    return None if has_marks(name) and written not in _EXACT else _BY_SHAPE[fold(written)]


def _word(text: str, sign: Sign, joints: Mapping[str, Joint]) -> Iterator[Piece]:
    """A word, and the closing brackets and comma at its end."""
    bare = text.rstrip(",;")
    closed = min(len(bare) - len(bare.rstrip(")")), max(bare.count(")") - bare.count("("), 0))
    word = bare[: len(bare) - closed] if closed else text
    joint = None if sign else joints.get(word)
    if word:
        yield Piece(word, "joint", joint=joint) if joint else Piece(word, "word", sign)
    yield from [Piece(")", "mark")] * closed
    if len(bare) < len(text):
        yield Piece(",", "mark")
