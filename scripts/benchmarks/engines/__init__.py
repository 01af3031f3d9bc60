"""Each engine builds an index from prepared streams and answers questions; `ENGINES` names them all."""

from collections.abc import Mapping

from scripts.benchmarks.engines.base import Engine
from scripts.benchmarks.engines.fts5 import Fts5
from scripts.benchmarks.engines.ours import Executor, WholeSearch
from scripts.benchmarks.engines.stock import StockWhoosh
from scripts.benchmarks.engines.tantivy_plain import TantivyPlain
from scripts.benchmarks.engines.tantivy_streams import TantivyStreams

ENGINES: Mapping[str, Engine] = {
    "search": WholeSearch(),
    "executor": Executor(),
    "whoosh": StockWhoosh(),
    "fts5": Fts5(),
    "tantivy": TantivyStreams(),
    "tantivy-plain": TantivyPlain(),
}
"""`search` and `executor` are ours over one index: with and without reading the query and making values."""

OURS = ("search", "executor")
EXACT = ("search", "executor", "whoosh", "fts5", "tantivy")
"""Engines over the same streams: they must find the same documents and count the same facets."""
