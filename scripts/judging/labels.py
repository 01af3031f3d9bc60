"""Labels of `tests/entities/labels.tsv`: which names stand where in which document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.judging.texts import Name

LABELS = Path(__file__).parents[2] / "tests/entities/labels.tsv"
KINDS = ("organisation", "place", "person", "citation")
HALVES = ("dev", "held-out")


@dataclass(frozen=True, slots=True)
class Label:
    """`text[start:end]` names `value`."""

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with all names of the passages that were read, which are `spans` of its text."""

    name: Name
    digest: str
    half: str
    spans: tuple[tuple[int, int], ...]
    labels: list[Label] = field(default_factory=list)

    def covers(self, start: int, end: int) -> bool:
        """Whether a mention lies in a passage that was read."""
        return any(first <= start and end <= last for first, last in self.spans)


def labelled(path: Path = LABELS) -> list[Labelled]:
    """Every labelled document, in the order of the file."""
    found: list[Labelled] = []
    for kind, *cells in _rows(path):
        if kind == "@":
            found.append(_document(cells))
        else:
            found[-1].labels.append(Label(kind, int(cells[0]), int(cells[1]), cells[2]))
    return found


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _document(cells: list[str]) -> Labelled:
    collection, identity, digest, half, written = cells
    spans = (span.split("-") for span in written.split())
    return Labelled((collection, identity), digest, half, tuple((int(a), int(b)) for a, b in spans))
