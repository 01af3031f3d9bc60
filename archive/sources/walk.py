"""What a person named → the files in it → candidates, one at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

from archive.sources.origin import Candidate, Refusal


def candidates(
    paths: Sequence[Path | Literal["-"]], *, stdin: BinaryIO | None = None, base: Path | None = None
) -> Iterator[Candidate | Refusal]:
    """Every candidate in `paths` (files, folders, `-` for JSON Lines on `stdin`), in a stable order.

    `base` is the folder that ids made from paths are relative to; without it the name of the folder given.
    """
    raise NotImplementedError
