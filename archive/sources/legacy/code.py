"""What a legacy code is: a name, and how its byte text is read."""

from collections.abc import Callable
from dataclasses import dataclass

from archive.sources.legacy.bytetext import shown


@dataclass(frozen=True, slots=True)
class Code:
    """A way of writing Vietnamese from before Unicode. `read` turns byte text into Unicode, in NFC or not."""

    name: str
    title: str
    read: Callable[[str], str]


def one_to_one(table: dict[int, str]) -> Callable[[str], str]:
    """A reader for a code of one byte a letter; bytes that are none of its own are those of Windows-1252."""
    return lambda text: shown(text.translate(table))


def rows(first: int, letters: str) -> dict[int, str]:
    """The letters of a code from byte `first` on, `.` where it has none.

    >>> rows(0xA1, "Ă.Ê")
    {161: 'Ă', 163: 'Ê'}
    """
    return {first + place: letter for place, letter in enumerate(letters) if letter != "."}
