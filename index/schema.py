"""What the Whoosh index holds: fields, their boosts, and the version of both.

Every text is indexed four times (see `index.analysis`); the facet columns and the time of publication are
columns. The analyzers below let Whoosh's own query parser work on the index; the writer gives the fields
streams that are already made (`Stream`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from whoosh import columns, fields, formats
from whoosh.analysis import Analyzer, Token
from whoosh.system import pack_uint

from index.analysis import Streams, segment, streams, tokenize
from index.bm25 import Weighting
from index.document import FACETS
from index.entities import TEXT_FACETS, citation_key
from index.facets import CITATION, OWN_NUMBER
from index.text import fold
from index.weights import BM25

SCHEMA_VERSION = 5
"""Bumped when fields or what they hold change; an index of another version is rebuilt, never read.

1  2026-11  four streams each for title and body, five facet columns, published
2  2026-11  segments of flat arrays (`index.codec`) instead of Whoosh's own
3  2026-11  beside the segments, the archive's vocabulary and its headings, for suggestions and completion
4  2026-11  what a text names: organisations, places, people and numbers cited, several of each a document
5  2026-11  the place of a title in Vietnamese order
"""

TEXTS = ("title", "body")
STREAMS = ("syllable", "folded", "shingle", "word")
POSITIONAL = frozenset({"syllable", "folded"})
"""Streams whose postings carry positions, for phrases."""

TITLE_ORDER = "title_order"
"""Column of `index.order.order_bytes` of each title, empty for none."""

UNDATED = -(2**31)
"""`published` of a document without a date; otherwise minutes since 1970 in UTC. The column holds
`published - UNDATED`, as Whoosh keeps signed numbers, and so 0 for a document without a date."""


def field_name(text: str, stream: str) -> str:
    """Name of the field that holds `stream` of `text`."""
    return f"{text}_{stream}"


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of one text, ready for its field: `terms[i]` at position i, `wholes` as (position, term)."""

    terms: Sequence[str]
    wholes: Sequence[tuple[int, str]] = ()


class StreamAnalyzer(Analyzer):  # type: ignore[misc] # Whoosh has no types
    """Text → one stream's Whoosh tokens. Holds no model, since Whoosh pickles it with the schema."""

    def __init__(self, stream: str) -> None:
        self.stream = stream

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        tokens = tokenize(value)
        joins = segment(tokens) if self.stream == "word" else bytes(len(tokens))
        chosen = stream_of(streams(tokens, joins), self.stream)
        token = Token(positions, chars, mode=mode)
        token.boost = 1.0
        for position, term in [*enumerate(chosen.terms), *chosen.wholes]:
            token.text, token.original, token.pos, token.stopped = term, term, position, False
            if chars:  # of the first syllable: Whoosh's parser only asks where a token begins
                first = min(position, len(tokens) - 1)
                token.startchar, token.endchar = tokens.starts[first], tokens.ends[first]
            yield token


def stream_of(analysed: Streams, stream: str) -> Stream:
    """One of the four streams of a text, with its wholes where the stream has them apart."""
    if stream not in POSITIONAL:
        return Stream(getattr(analysed, stream))
    if stream == "folded":
        return Stream(analysed.folded, [(place, fold(term)) for place, term in analysed.wholes])
    return Stream(analysed.syllable, analysed.wholes)


class StreamField(fields.TEXT):  # type: ignore[misc] # Whoosh has no types
    """A TEXT field that also takes a ready `Stream`, which costs no second analysis."""

    def index(self, value: "str | Stream", **keywords: Any) -> Iterable[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions) of each distinct term of `value`."""
        if not isinstance(value, Stream):
            return super().index(value, **keywords)  # type: ignore[no-any-return]
        return self._postings(value)

    def _postings(self, stream: Stream) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, term in enumerate(stream.terms):
            places[term].append(place)
        for place, term in stream.wholes:
            places[term].append(place)
        encode = self.format.encode if isinstance(self.format, formats.Positions) else _frequency
        for term, found in places.items():
            yield term.encode(), len(found), float(len(found)), encode(found)


class ListField(fields.ID):  # type: ignore[misc] # Whoosh has no types
    """Several texts a document, each a term and all of them in a column."""

    def __init__(self) -> None:
        super().__init__(sortable=columns.VarBytesListColumn())

    def index(self, value: str | Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each distinct term of `value` as (term, frequency, weight, nothing)."""
        texts = [value] if isinstance(value, str) else value
        return ((term, 1, 1.0, b"") for term in dict.fromkeys(map(self.term, texts)))

    def term(self, text: str) -> bytes:
        """The term of a text."""
        return text.encode()

    def to_column_value(self, value: str | Sequence[str]) -> list[bytes]:
        return [text.encode() for text in ([value] if isinstance(value, str) else value)]

    def from_column_value(self, value: Iterable[bytes]) -> list[str]:
        return [text.decode() for text in value]


class CitationField(ListField):
    """Document numbers as they are written, found under their `citation_key`."""

    def term(self, text: str) -> bytes:
        return citation_key(text).encode()


def _frequency(places: list[int]) -> bytes:
    """What `whoosh.formats.Frequency` keeps with a posting."""
    return pack_uint(len(places))  # type: ignore[no-any-return]


def _stream_field(stream: str) -> StreamField:
    field = StreamField(analyzer=StreamAnalyzer(stream), phrase=stream in POSITIONAL)
    field.multitoken_query = "and"
    return field


def schema() -> fields.Schema:
    """The Whoosh schema of `SCHEMA_VERSION`."""
    known = {field_name(text, stream): _stream_field(stream) for text in TEXTS for stream in STREAMS}
    known["key"] = fields.ID(stored=True, unique=True)
    known["digest"] = fields.STORED()
    known["number"] = fields.ID()
    facet = partial(fields.ID, sortable=columns.RefBytesColumn())
    known |= {name: facet() for name in FACETS}
    known |= {name: ListField() for name in TEXT_FACETS}
    known |= {CITATION: CitationField(), OWN_NUMBER: fields.ID()}
    known[TITLE_ORDER] = fields.COLUMN(columns.RefBytesColumn())
    known["published"] = fields.NUMERIC(int, bits=32, sortable=columns.NumericColumn("I"))
    return fields.Schema(**known)


def weighting() -> Weighting:
    """The score of a term as it ranks, for Whoosh's own searcher."""
    return Weighting(BM25)
