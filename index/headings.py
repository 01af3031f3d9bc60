"""Titles and numbers of the documents, for completion: two flat files of a generation.

    headings.flat           every document of the last rebuild
    headings-recent.flat    documents that updates brought since, and the keys of those that are gone

    doc/key, doc/title, doc/number   one row a document, in the order of the keys
    title/…, folded/…                distinct titles, the commonest first, and the same folded
    start/title, start/at            where a syllable begins in which title, in the order of what follows
    number/…                         distinct document numbers, in the order of their folded text
    gone/key                         documents of `headings.flat` that no longer are, or are others now

An update writes only the second file, until that has a quarter of the documents of the first; then both
become one. A title that several documents bear stands once.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import tokenize
from index.flatfile import FlatFile, FlatWriter
from index.text import fold, normalise
from index.vocabulary import LAST, Strings, add_strings, folded_range

HEADINGS = "headings.flat"
RECENT = "headings-recent.flat"

LONGEST_TITLE = 300
"""Characters of a title that are kept."""
MOST_STARTS = 24
"""Syllables of a title from which it can be completed."""
SORTED_BYTES = 32
"""Bytes by which starts are sorted; a longer beginning is compared one by one."""
FEWEST_RECENT = 1_000
"""Recent documents that never cause a merge."""
MOST_CANDIDATES = 200
"""Starts that are looked at for one completion, the commonest titles first."""

Agreement = Callable[[str, int], bool]
"""Whether a title (display text) agrees, from a character on, with what was typed."""

_NONE = 0xFFFFFFFF
_KEY = "S13"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title and number of one document, `""` when it has none."""

    key: str
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title that goes on from what was typed, which begins at character `at`; `keys` are its documents."""

    title: str
    at: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A document number that begins with what was typed, and the keys of its documents."""

    number: str
    keys: tuple[str, ...]


def folded(text: str) -> str:
    """Display text as headings are sorted and looked up: index text without diacritics, single spaces."""
    return " ".join(fold(normalise(text)).split())


def write_headings(path: Path, headings: Iterable[Heading], gone: Iterable[str] = ()) -> None:
    """Write one file; `path` must not exist."""
    rows = sorted({each.key: each for each in headings}.values(), key=lambda each: each.key)
    cut = [" ".join(each.title.split())[:LONGEST_TITLE] for each in rows]
    common = Counter(title for title in cut if title)
    titles = sorted(common, key=lambda title: (-common[title], len(title), title))
    numbers = sorted({each.number for each in rows if each.number}, key=lambda each: (folded(each), each))
    out = FlatWriter(path)
    out.add("doc/key", np.array([each.key for each in rows], _KEY))
    out.add("doc/title", _places(cut, titles))
    out.add("doc/number", _places([each.number for each in rows], numbers))
    add_strings(out, "title", titles)
    _add_starts(out, titles)
    add_strings(out, "number", numbers)
    out.add("gone/key", np.array(sorted(set(gone)), _KEY))
    out.close()


def _places(texts: Sequence[str], distinct: Sequence[str]) -> NDArray[np.uint32]:
    place = {text: number for number, text in enumerate(distinct)}
    return np.array([place.get(text, _NONE) for text in texts], np.uint32)


def _add_starts(out: FlatWriter, titles: Sequence[str]) -> None:
    """The folded titles, and every place in them from which they can be completed, sorted."""
    lines = [fold(normalise(title)) for title in titles]
    add_strings(out, "folded", lines)
    found = [
        (number, at) for number, title in enumerate(titles) for at in tokenize(title).starts[:MOST_STARTS]
    ]
    keys = np.array(
        [lines[number][at : at + SORTED_BYTES].encode() for number, at in found], f"S{SORTED_BYTES}"
    )
    order = np.argsort(keys, kind="stable")
    starts = np.array(found, np.int64).reshape(-1, 2)[order]
    out.add("start/title", starts[:, 0].astype(np.uint32))
    out.add("start/at", starts[:, 1].astype(np.uint16))


def bring_up(directory: Path, fresh: Sequence[Heading], gone: Iterable[str]) -> None:
    """Bring the headings in `directory` up to date: documents that are gone or new.

    Files that the generation began with are replaced, not touched: other generations hold them too.
    """
    base, recent = directory / HEADINGS, directory / RECENT
    if not base.exists():
        write_headings(base, fresh)
        return
    known, changed = HeadingFile(base), {*gone, *(each.key for each in fresh)}
    later = HeadingFile(recent) if recent.exists() else None
    newer = [each for each in later.headings() if each.key not in changed] if later else []
    newer += fresh
    changed |= {*later.gone} if later else set()
    if len(newer) + len(changed) <= max(FEWEST_RECENT, len(known) // 4):
        _replace(recent, newer, changed)
        return
    _replace(base, [*(each for each in known.headings() if each.key not in changed), *newer], ())
    recent.unlink(missing_ok=True)


def _replace(path: Path, headings: Iterable[Heading], gone: Iterable[str]) -> None:
    new = path.with_name(f"{path.name}.new")
    write_headings(new, headings, gone)
    new.replace(path)


class HeadingFile:
    """One open file of headings. Reading raises `index.flatfile.Damage` where a part is damaged."""

    def __init__(self, path: Path) -> None:
        self._file = FlatFile(path)
        self.hidden: frozenset[int] = frozenset()

    @cached_property
    def _keys(self) -> NDArray[np.bytes_]:
        return self._file.array("doc/key")

    @cached_property
    def _titles(self) -> Strings:
        return Strings(self._file, "title")

    @cached_property
    def _folded(self) -> Strings:
        return Strings(self._file, "folded")

    @cached_property
    def _numbers(self) -> Strings:
        return Strings(self._file, "number")

    @cached_property
    def _starts(self) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        return self._file.array("start/title"), self._file.array("start/at")

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def gone(self) -> list[str]:
        """Keys of the documents that the other file has and that are gone."""
        return [key.decode() for key in self._file.array("gone/key").tolist()]

    def hide(self, keys: Sequence[str]) -> None:
        """Leave documents out of every answer."""
        wanted = np.array(sorted(keys), _KEY)
        places = np.searchsorted(self._keys, wanted)
        inside = places < len(self._keys)
        found = places[inside][self._keys[places[inside]] == wanted[inside]]
        self.hidden = frozenset(found.tolist())

    def headings(self) -> Iterator[Heading]:
        """Every document of the file."""
        titles, numbers = self._file.array("doc/title").tolist(), self._file.array("doc/number").tolist()
        for key, title, number in zip(self._keys.tolist(), titles, numbers, strict=True):
            yield Heading(
                key.decode(),
                "" if title == _NONE else self._titles[title],
                "" if number == _NONE else self._numbers[number],
            )

    def titles(self, beginning: str, agrees: Agreement) -> Iterator[FoundTitle]:
        """Titles with a syllable from which they go on as folded `beginning`: whole titles first, then common
        ones. At most `MOST_CANDIDATES` are looked at; each comes once."""
        titles, ats = self._starts
        found = self._range(beginning)
        numbers, at = titles[found.start : found.stop], ats[found.start : found.stop]
        seen: set[int] = set()
        for place in _best(numbers, at):
            number = int(numbers[place])
            start = int(at[place])
            if number in seen or not self._folded[number].startswith(beginning, start):
                continue
            seen.add(number)
            title = self._titles[number]
            if agrees(title, start) and (keys := self._bearers("doc/title", number)):
                yield FoundTitle(title, start, keys)

    def _range(self, beginning: str) -> range:
        """Starts whose text goes on as `beginning` does, as far as they are sorted."""
        wanted = beginning.encode()[:SORTED_BYTES]
        titles, ats = self._starts

        def text(place: int) -> bytes:
            at = int(ats[place])
            return self._folded[int(titles[place])][at : at + SORTED_BYTES].encode()[: len(wanted)]

        places = range(len(titles))
        start = bisect_left(places, wanted, key=text)
        return range(start, bisect_left(places, True, start, key=lambda place: text(place) > wanted))

    def numbers(self, beginning: str, limit: int) -> Iterator[FoundNumber]:
        """At most `limit` document numbers that begin with folded `beginning`, in their order."""
        places = folded_range(_Folded(self._numbers), beginning, beginning + LAST)
        for number in places[:limit]:
            if keys := self._bearers("doc/number", number):
                yield FoundNumber(self._numbers[number], keys)

    def _bearers(self, column: str, number: int) -> tuple[str, ...]:
        rows = np.flatnonzero(self._file.array(column) == number).tolist()
        return tuple(self._keys[row].decode() for row in rows if row not in self.hidden)


def _best(numbers: NDArray[np.uint32], at: NDArray[np.uint16]) -> list[int]:
    """Places of the best starts: those that begin their title, then those of the commonest titles."""
    order = numbers.astype(np.int64) + (at > 0) * np.int64(1 << 32)
    best = np.arange(len(order))
    if len(order) > MOST_CANDIDATES:
        best = np.argpartition(order, MOST_CANDIDATES)[:MOST_CANDIDATES]
    return best[np.argsort(order[best], kind="stable")].tolist()  # type: ignore[no-any-return]


class _Folded(Sequence[str]):
    """Numbers as they are sorted."""

    def __init__(self, texts: Strings) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: Any) -> Any:
        return folded(self._texts[place])


class Headings:
    """The headings of one generation."""

    def __init__(self, directory: Path) -> None:
        """Open them. Raises OSError when the generation has none, and Damage."""
        base = HeadingFile(directory / HEADINGS)
        self._files = [base]
        if (directory / RECENT).exists():
            recent = HeadingFile(directory / RECENT)
            base.hide(recent.gone)
            self._files.insert(0, recent)

    def titles(self, beginning: str, limit: int, agrees: Agreement) -> list[FoundTitle]:
        """At most `limit` titles that go on from folded `beginning`: those it begins, then the others."""
        found = [each for file in self._files for each in islice(file.titles(beginning, agrees), limit)]
        found.sort(key=lambda each: (each.at > 0, -len(each.keys), len(each.title)))
        return found[:limit]

    def numbers(self, beginning: str, limit: int) -> list[FoundNumber]:
        """Document numbers that begin with folded `beginning`."""
        found = [each for file in self._files for each in file.numbers(beginning, limit)]
        return sorted(found, key=lambda each: folded(each.number))[:limit]
