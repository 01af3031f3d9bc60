"""The sample archive as a generation's directory, for tests of what is made from an archive's own words."""

from pathlib import Path

from archive.sources import Candidate, candidates
from index.completion import Completer
from index.document import Document
from index.headings import Headings
from index.suggest import Suggester
from index.vocabulary import VOCABULARY, Vocabulary
from index.writer import write
from tests.index.corpora import Remembered, indexables

SAMPLE = Path(__file__).resolve().parents[2] / "archive" / "sample"


def documents() -> list[Document]:
    """Every document of the sample archive."""
    found = (each for each in candidates([SAMPLE]) if isinstance(each, Candidate))
    return [each.parse().document for each in found]


def written(directory: Path) -> Path:
    """The sample archive, written into `directory` as a generation is."""
    directory.mkdir()
    write(directory, indexables(documents()), cache=Remembered())
    return directory


def suggester(directory: Path) -> Suggester:
    """What suggests from the generation in `directory`."""
    return Suggester(Vocabulary(directory / VOCABULARY))


def completer(directory: Path) -> Completer:
    """What completes from the generation in `directory`."""
    return Completer(suggester(directory), Headings(directory))
