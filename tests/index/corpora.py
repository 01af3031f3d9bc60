"""Small archives made for the tests of the index: documents, their segmentation, and directories of them."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from index.analysis import tokenize
from index.document import VIETNAM, Document
from index.generations import Generation, Generations
from index.marks import pack
from index.writer import Indexable, WriteCounts, indexed_texts, text_hash, write

SYLLABLES = ("ma", "má", "mà", "hoa", "hóa", "hội", "hối", "nghị", "nghĩ", "sở", "so", "công", "cong", "đa")
"""Few syllables, many of which differ only in their marks, so that drawn queries find something."""

NUMBERS = ("45/NQ-TW", "30/2020/NĐ-CP", "12/05/2021", "TP.HCM", "2021")

CATEGORIES = ("Kinh tế", "Văn hóa", "Giáo dục", "")
TYPES = ("Quyết định", "Thông báo", "Tin", "")
ISSUERS = tuple(f"Sở số {number}" for number in range(7))
SOURCES = ("Công báo", "")


@dataclass(slots=True)
class Remembered:
    """A segmentation cache in memory."""

    marks: dict[bytes, bytes] = field(default_factory=dict)

    def load(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        return {each: self.marks[each] for each in hashes if each in self.marks}

    def save(self, marks: Mapping[bytes, bytes]) -> None:
        self.marks.update(marks)


def unsegmented(documents: Iterable[Document]) -> Remembered:
    """A cache in which every syllable of `documents` is a word: writing needs no underthesea."""
    return Remembered({text_hash(each): _each_a_word(each) for each in documents})


def _each_a_word(document: Document) -> bytes:
    return pack([bytes(len(tokenize(text))) for text in indexed_texts(document)])


def text_of(chance: random.Random, length: int) -> str:
    """About `length` syllables, the first ones of `SYLLABLES` much more often than the last."""
    words = [SYLLABLES[int(len(SYLLABLES) * chance.random() ** 1.7)] for _ in range(length)]
    if words and chance.random() < 0.2:
        words[chance.randrange(len(words))] = chance.choice(NUMBERS)
    return " ".join(word + chance.choice((".", ",", "", "", "", "", "")) for word in words)


def document(number: int, chance: random.Random, *, longest: int = 30) -> Document:
    """Document `number` of a drawn archive; some have no text, no date or no facet."""
    day = datetime(2019, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=chance.randrange(4 * 365 * 24 * 60))
    return Document(
        id=f"tài liệu {number}",
        title=text_of(chance, chance.randrange(6)),
        body=text_of(chance, chance.randrange(longest)),
        published=day if chance.random() < 0.8 else None,
        category=chance.choice(CATEGORIES),
        type=chance.choice(TYPES),
        issuer=chance.choice(ISSUERS),
        source=chance.choice(SOURCES),
    )


def documents(count: int, *, seed: int = 0, longest: int = 30) -> list[Document]:
    """`count` documents, the same for the same seed."""
    chance = random.Random(seed)
    return [document(number, chance, longest=longest) for number in range(count)]


def indexables(documents: Iterable[Document]) -> list[Indexable]:
    """Documents to write, each with a digest of its own."""
    return [Indexable(each, f"{hash(repr(each)):x}") for each in documents]


def add(directory: Path, documents: Sequence[Document], *, gone: Iterable[str] = ()) -> WriteCounts:
    """Write `documents` as one more segment, after deleting the keys `gone`; nothing is segmented."""
    directory.mkdir(parents=True, exist_ok=True)
    return write(directory, indexables(documents), cache=unsegmented(documents), gone=gone)


def publish(
    data: Path, documents: Sequence[Document], *, base: Generation | None = None, gone: Iterable[str] = ()
) -> Generation:
    """Serve a new generation: `base` without the keys `gone`, with `documents`."""
    generations = Generations(data)
    with generations.lock("thử"):
        building = generations.begin(base=base)
        add(building.path, documents, gone=gone)
        kept = base.manifest.documents if base else 0
        generation = generations.seal(building, documents=kept + len(documents), store_sequence=1)
        generations.serve(generation)
    return generation


def again(generations: Generations, generation: Generation) -> Generation:
    """Serve what `generation` (of any data directory) holds as a new generation, by hard links."""
    building = generations.begin(base=generation)
    copy = generations.seal(building, documents=generation.manifest.documents, store_sequence=1)
    generations.serve(copy)
    return copy
