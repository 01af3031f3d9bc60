"""The lists of names and words that the rules read, from the files beside this module.

A file has sections, `[name]`, of lines; lines that begin with `#` are comments.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources


def lines(file: str) -> list[str]:
    """Lines of a file beside this module, without comments and empty ones."""
    text = resources.files("index.entities").joinpath(file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def sections(file: str) -> Mapping[str, tuple[str, ...]]:
    """The lines of every section of `file`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    name = ""
    for line in lines(file):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            found[name].append(line)
    return {name: tuple(each) for name, each in found.items()}


def words(section: str, file: str = "words.txt") -> frozenset[str]:
    """A section that is one list parted by commas."""
    return frozenset(word for line in sections(file)[section] for word in line.rstrip(",").split(", "))
