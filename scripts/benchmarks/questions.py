"""What is asked: runs of syllables drawn from titles, the same for the same corpus and seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from index.analysis import tokenize
from index.document import VIETNAM
from index.results import Match
from index.text import fold, has_marks
from scripts.benchmarks import streams
from scripts.benchmarks.corpus import SEED

Kind = Literal["any", "all", "phrase", "filtered"]
LONGEST = 8
"""Syllables of the longest question."""
PHRASE = 5
"""Syllables of the longest phrase; the shortest has two."""

CLASSES: tuple[tuple[str, Kind, bool], ...] = (
    ("any word", "any", True),
    ("any word, no accents", "any", False),
    ("all words", "all", True),
    ("all words, no accents", "all", False),
    ("phrase", "phrase", True),
    ("filtered, any word", "filtered", True),
)
"""(name in the tables, kind, accented)."""

_DATES = {"ngày", "ngay", "tháng", "thang", "quý", "quy", "năm", "nam", "trước", "truoc", "sau"}
"""Words that may be read as a date, which only our own search would understand."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one of the `CLASSES`. A filtered one has a category and days that a document has."""

    group: str
    kind: Kind
    accented: bool
    text: str
    category: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def typed(self) -> str:
        """What a person types."""
        return f'"{self.text}"' if self.kind == "phrase" else self.text

    @property
    def match(self) -> Match:
        return "any" if self.kind in ("any", "filtered") else "all"


def to_json(question: Question) -> dict[str, Any]:
    """The question as JSON values."""
    values = asdict(question)
    return values | {name: each.isoformat() for name in ("since", "until") if (each := values[name])}


def from_json(values: dict[str, Any]) -> Question:
    """The inverse of `to_json`."""
    days = {name: date.fromisoformat(values[name]) for name in ("since", "until") if values[name]}
    return Question(**(values | days))


def minute(day: date) -> int:
    """The first minute of a day in Vietnam, counted from 1970 in UTC."""
    return int(datetime.combine(day, time(), VIETNAM).timestamp() // 60)


def draw(source: str, count: int) -> list[dict[str, Any]]:
    """`count` questions of each class from prepared streams; lengths take turns, so do the classes."""
    chance = random.Random(SEED)
    titled = [_titled(each) for each in streams.read(Path(source))() if each["plain"]["title"]]
    drawn = {name: _of_class(name, kind, accented, titled, chance) for name, kind, accented in CLASSES}
    return [to_json(next(some)) for _ in range(count) for some in drawn.values()]


_Titled = tuple[str, str, int | None]


def _titled(line: dict[str, Any]) -> _Titled:
    return line["plain"]["title"], line["facets"]["category"], line["published"]


def _of_class(
    name: str, kind: Kind, accented: bool, titled: Sequence[_Titled], chance: random.Random
) -> Iterator[Question]:
    lengths = range(2, PHRASE + 1) if kind == "phrase" else range(1, LONGEST + 1)
    while True:
        for length in lengths:
            text, category, published = _run(titled, length, accented, chance)
            question = Question(name, kind, accented, text)
            yield _filtered(question, category, published) if kind == "filtered" else question


def _run(titled: Sequence[_Titled], length: int, accented: bool, chance: random.Random) -> _Titled:
    """`length` neighbouring syllables of a title with marks, without them when not `accented`."""
    for _ in range(10_000):
        title, category, published = chance.choice(titled)
        terms = tokenize(title).terms()
        if len(terms) < length:
            continue
        first = chance.randrange(len(terms) - length + 1)
        chosen = terms[first : first + length]
        text = " ".join(chosen)
        if all(map(str.isalpha, chosen)) and not _DATES & {*chosen, *fold(text).split()} and has_marks(text):
            return text if accented else fold(text), category, published
    raise ValueError(f"no title has {length} fit syllables")


def _filtered(question: Question, category: str, published: int | None) -> Question:
    """With the category, and the three years around the day, of the document that the words are from."""
    plain = (question.group, question.kind, question.accented, question.text)
    if published is None:
        return Question(*plain, category)
    day = datetime.fromtimestamp(published * 60, VIETNAM).date()
    return Question(*plain, category, day - timedelta(days=550), day + timedelta(days=550))
