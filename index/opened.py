"""One generation of the index, open for searching, and what a process needs of its files for that."""

import mmap
from contextlib import suppress
from pathlib import Path

from whoosh.index import EmptyIndexError, FileIndex, open_dir

from index.abbreviations import Abbreviations
from index.columns import Columns, FacetColumn, ListFacet, read_columns
from index.completion import Completer
from index.entities import TEXT_FACETS
from index.errors import GenerationError
from index.executor import Executor
from index.flatfile import damaged
from index.generations import Generation
from index.headings import Headings
from index.known import Known
from index.suggest import Suggester
from index.vocabulary import VOCABULARY, Vocabulary


class Opened:
    """One generation, open for searching. What it needs of its files is open or read once this is made."""

    def __init__(self, generation: Generation, abbreviations: Abbreviations) -> None:
        self.generation = generation
        self.ix: FileIndex = open_dir(str(generation.path), readonly=True)
        self.reader = self.ix.reader()
        self.executor = Executor(self.reader)
        self.columns: Columns = read_columns(self.reader)
        self.facets: dict[str, FacetColumn | ListFacet] = dict(self.columns.facets)
        self.facets |= {name: self.columns.lists[name] for name in TEXT_FACETS}
        values = {name: facet.values for name, facet in self.facets.items()}
        self.known = Known(abbreviations, values)
        self.suggester = Suggester(Vocabulary(generation.path / VOCABULARY))
        self.completer = Completer(self.suggester, Headings(generation.path))
        self._maps = {name: _mapped(generation.path / name) for name in generation.manifest.files}

    def close(self) -> None:
        """Let go of its files."""
        self.reader.close()
        self.ix.close()
        for each in self._maps.values():
            each.close()

    def check(self) -> None:
        """Raise Damage when a file was cut short since it was opened: the system ends a process that reads
        a map beyond the end of its file. Costs half a microsecond a file."""
        for name, each in self._maps.items():
            if each.size() < len(each):
                raise damaged(self.generation.path / name, "bị cắt ngắn khi đang mở")

    def key(self, doc: int) -> str:
        """The permalink key of a document."""
        return str(self.reader.stored_fields(doc)["key"])


def _mapped(path: Path) -> mmap.mmap:
    """A map of a file, which knows the size that the file has now and the one that it had."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def opened(generation: Generation, abbreviations: Abbreviations) -> Opened:
    """Open `generation`. Raises GenerationError when files are missing, cut short, or removed meanwhile."""
    damage = generation.damage(thorough=False)
    one = None
    with suppress(EmptyIndexError):
        one = None if damage else Opened(generation, abbreviations)
    if one and generation.path.is_dir():
        return one
    if one:
        one.close()
    said = " ".join(damage) or f"{generation.path} không còn nguyên vẹn."
    raise GenerationError(f"Chỉ mục bị hỏng. {said} Hãy chạy «vankho rebuild».")
