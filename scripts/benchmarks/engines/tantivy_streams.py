"""Tantivy over the same streams, each a field whose terms stand between spaces."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh import query as wq

from index.document import FACETS
from index.schema import POSITIONAL, STREAMS, TEXTS, field_name
from scripts.benchmarks.engines.base import TOP, VALUES, Answer, Searcher
from scripts.benchmarks.engines.trees import Trees, trees_of
from scripts.benchmarks.questions import Question, minute

if TYPE_CHECKING:
    import tantivy as tv

HEAP = 512_000_000
"""Bytes that Tantivy's writer may use, all threads together."""

WITH_POSITIONS, WITHOUT = "position", "freq"


class TantivyStreams:
    """The same four streams of title and body."""

    title = "Tantivy, same streams"

    def build(self, streams: Callable[[], Iterator[dict[str, Any]]], directory: Path, workers: int) -> None:
        fields = {
            field_name(text, stream): WITH_POSITIONS if stream in POSITIONAL else WITHOUT
            for text in TEXTS
            for stream in STREAMS
        }
        index = create(directory, fields, "spaces")
        fill(index, ({"texts": each["streams"], **each} for each in streams()), workers)

    def open(self, directory: Path) -> Searcher:
        return Open(directory, trees_of)


def create(directory: Path, texts: dict[str, str], tokenizer: str) -> "tv.Index":
    """An empty index with text fields (name → what is kept of a posting), five facets and the time."""
    import tantivy as tv

    builder = tv.SchemaBuilder()
    for name, kept in texts.items():
        builder.add_text_field(name, tokenizer_name=tokenizer, index_option=kept)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_integer_field("published", fast=True)
    index = tv.Index(builder.build(), path=str(directory))
    return registered(index)


def registered(index: "tv.Index") -> "tv.Index":
    """The index with our tokenizer, which Tantivy forgets between two openings."""
    import tantivy as tv

    index.register_tokenizer("spaces", tv.TextAnalyzerBuilder(tv.Tokenizer.whitespace()).build())
    return index


def fill(index: "tv.Index", documents: Iterator[dict[str, Any]], workers: int) -> None:
    """Index all documents with `workers` threads; merging is waited for."""
    import tantivy as tv

    writer = index.writer(HEAP, num_threads=workers)
    for each in documents:
        document = tv.Document()
        for name, text in each["texts"].items():
            document.add_text(name, text)
        for name, value in each["facets"].items():
            if value:
                document.add_text(name, value)
        if each["published"] is not None:
            document.add_integer("published", each["published"])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Open:
    """An open index; `trees` gives what to ask for, or None for a question that it cannot be asked."""

    def __init__(self, directory: Path, trees: Callable[[Question], Trees | None]) -> None:
        import tantivy as tv

        self._index = registered(tv.Index.open(str(directory)))
        self._searcher = self._index.searcher()
        self._trees = trees

    def prepare(self, question: Question) -> Callable[[], Any] | None:
        import tantivy as tv

        trees = self._trees(question)
        if trees is None:
            return None
        schema, must = self._index.schema, tv.Occur.Must
        found = (must, tv.Query.const_score_query(translated(trees.required, schema), 0.0))
        rank = translated(trees.scoring, schema)
        ranked = [(must, rank)] if trees.implied else [found, (tv.Occur.Should, rank)]
        dates = [(must, tv.Query.const_score_query(each, 0.0)) for each in _dates(question, schema)]
        chosen = []
        if question.category:
            term = tv.Query.term_query(schema, "category", question.category, "basic")
            chosen = [(must, tv.Query.const_score_query(term, 0.0))]
        whole = _all([*ranked, *dates, *chosen])
        counted, dated = _all([found, *dates, *chosen]), _all([found, *dates])
        others = _terms([name for name in FACETS if not (chosen and name == "category")])
        alone = _terms(["category"])
        searcher = self._searcher

        def ask() -> tuple[Any, Any]:
            best = searcher.search(whole, TOP, count=True)
            counts = searcher.aggregate(counted, others)
            return best, counts | searcher.aggregate(dated, alone) if chosen else counts

        return ask

    def answer(self, found: tuple[Any, Any]) -> Answer:
        results, counts = found
        facets = {
            name: {each["key"]: each["doc_count"] for each in counts[name]["buckets"]} for name in FACETS
        }
        return Answer(results.count, len(results.hits), facets)

    def segments(self) -> int:
        return int(self._searcher.num_segments)

    def close(self) -> None:
        """Tantivy closes an index that nobody holds."""


def _all(parts: "list[tuple[tv.Occur, tv.Query]]") -> "tv.Query":
    import tantivy as tv

    return parts[0][1] if len(parts) == 1 else tv.Query.boolean_query(parts)


def _terms(names: list[str]) -> dict[str, Any]:
    return {name: {"terms": {"field": name, "size": VALUES}} for name in names}


def _dates(question: Question, schema: "tv.Schema") -> "list[tv.Query]":
    import tantivy as tv

    if question.since is None or question.until is None:
        return []
    low, high = minute(question.since), minute(question.until) + 24 * 60
    kind = tv.FieldType.Integer
    return [tv.Query.range_query(schema, "published", kind, low, high, include_upper=False)]


def translated(tree: wq.Query, schema: "tv.Schema") -> "tv.Query":
    """A Whoosh tree as Tantivy's. Raises TypeError for one that has no counterpart here."""
    import tantivy as tv

    plain = _plain(tree, schema)
    return plain if tree.boost == 1.0 else tv.Query.boost_query(plain, tree.boost)


def _plain(tree: wq.Query, schema: "tv.Schema") -> "tv.Query":
    """The same without the tree's own boost."""
    import tantivy as tv

    if isinstance(tree, wq.Term):
        kept = WITH_POSITIONS if tree.fieldname.partition("_")[2] in (*POSITIONAL, "") else WITHOUT
        return tv.Query.term_query(schema, tree.fieldname, tree.text, kept)
    if isinstance(tree, wq.Phrase):
        return tv.Query.phrase_query(schema, tree.fieldname, list(tree.words), slop=tree.slop - 1)
    if isinstance(tree, wq.And | wq.Or):
        occur = tv.Occur.Must if isinstance(tree, wq.And) else tv.Occur.Should
        return tv.Query.boolean_query([(occur, translated(child, schema)) for child in tree.subqueries])
    if isinstance(tree, wq.AndNot):
        parts = [(tv.Occur.Must, tree.a), (tv.Occur.MustNot, tree.b)]
        return tv.Query.boolean_query([(occur, translated(child, schema)) for occur, child in parts])
    raise TypeError(f"no Tantivy query for {type(tree).__name__}")
