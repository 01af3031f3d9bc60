"""An understood query → two Whoosh query trees: which documents match, and what ranks them.

The weights of the streams stand here, as data, in one place (DESIGN.md, "Ranking").
"""

from collections.abc import Sequence

from whoosh import query as wq

from index.analysis import Tokens, analyse, prefix_terms, tokenize
from index.query import Clause, Query
from index.schema import field_name
from index.text import fold, has_marks

TEXT_WEIGHT = {"title": 0.5, "body": 1.0}
"""Weight of the title's and of the body's streams."""
ACCENTED_WEIGHT = {"syllable": 0.7, "folded": 0.3, "shingle": 0.4, "word": 0.4}
"""Weights of the streams for a query with any Vietnamese mark."""
UNACCENTED_WEIGHT = {"folded": 1.0, "shingle": 0.6}
"""Weights of the streams for a query without marks."""


def required(query: Query) -> wq.Query:
    """The tree whose documents are the result. `Every` when nothing is asked for."""
    groups: dict[int, list[Clause]] = {}
    for clause in query.wanted:
        groups.setdefault(clause.group, []).append(clause)
    must: list[wq.Query] = []
    may: list[wq.Query] = []
    for clauses in groups.values():
        bound = query.match == "all" or any(each.sign == "+" or each.kind == "phrase" for each in clauses)
        (must if bound else may).extend(_group(clauses, query))
    wanted = wq.And(must) if must else wq.Or(may) if may else wq.Every()
    excluded = [_all(_asked(clause, query)) for clause in query.clauses if clause.sign == "-"]
    return wq.AndNot(wanted, wq.Or(excluded)) if excluded else wanted


def _group(clauses: Sequence[Clause], query: Query) -> list[wq.Query]:
    """What a group of alternatives asks for: a lone clause's parts one by one, else any whole clause."""
    if len(clauses) == 1:
        return _asked(clauses[0], query)
    return [wq.Or([_all(_asked(clause, query)) for clause in clauses])]


def _all(trees: list[wq.Query]) -> wq.Query:
    return trees[0] if len(trees) == 1 else wq.And(trees)


def _asked(clause: Clause, query: Query) -> list[wq.Query]:
    """What a clause asks for, part by part."""
    # What is excluded is excluded as written, however the rest is read: `bao cao -báo`.
    exact = query.accented or (clause.sign == "-" and has_marks(clause.text))
    stream = "syllable" if exact else "folded"
    tokens = tokenize(clause.text)
    if clause.kind == "prefix":
        return [_prefix(clause, stream)]
    units = [(0, len(tokens))] if clause.kind == "phrase" else _units(tokens)
    return [wq.Or([_sequence(text, stream, tokens, unit) for text in TEXT_WEIGHT]) for unit in units]


def _prefix(clause: Clause, stream: str) -> wq.Query:
    """Terms that begin as `clause` does."""
    forms = prefix_terms(clause.text)
    alone, beginning = forms if stream == "syllable" else map(fold, forms)
    trees: list[wq.Query] = [wq.Prefix(field_name(text, stream), beginning) for text in TEXT_WEIGHT]
    if alone != beginning:
        trees += [wq.Term(field_name(text, stream), alone) for text in TEXT_WEIGHT]
    return wq.Or(trees)


def _sequence(text: str, stream: str, tokens: Tokens, unit: tuple[int, int]) -> wq.Query:
    """The tokens from `unit[0]` until `unit[1]` in a row.

    The shingles say where to look, so that few positions are read; across sentence ends there are none.
    """
    field = field_name(text, stream)
    first, after = unit
    folded = tokens.terms(fold(tokens.text))
    terms = (tokens.terms() if stream == "syllable" else folded)[first:after]
    if len(terms) == 1:
        return wq.Term(field, terms[0])
    pairs = [f"{folded[n - 1]}_{folded[n]}" for n in range(first + 1, after) if not tokens.first[n]]
    shingles = [wq.Term(field_name(text, "shingle"), pair) for pair in dict.fromkeys(pairs)]
    return _all([*shingles, wq.Phrase(field, terms)])


def _units(tokens: Tokens) -> list[tuple[int, int]]:
    """Syllables one by one, but the parts of a whole (a number, a date) together: (first, after) numbers."""
    ends = dict(tokens.wholes)
    units: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        after = ends.get(place, place) + 1
        units.append((place, after))
        place = after
    return units


def scoring(query: Query) -> wq.Query:
    """The tree whose score ranks the result: a weighted sum of BM25 over the streams of both texts."""
    weights = ACCENTED_WEIGHT if query.accented else UNACCENTED_WEIGHT
    terms = [
        wq.Term(field_name(text, stream), term, boost=weight * TEXT_WEIGHT[text])
        for stream, weight in weights.items()
        for term in _stream_terms(query, stream)
        for text in TEXT_WEIGHT
    ]
    return wq.Or(terms) if terms else wq.NullQuery


def _stream_terms(query: Query, stream: str) -> list[str]:
    """The distinct terms of one stream of the query's text, wholes included, in order."""
    # A full stop keeps shingles and words from crossing the border of a phrase.
    clauses = [each for each in query.wanted if each.kind != "prefix"]
    text = " ".join(f". {each.text} . " if each.kind == "phrase" else each.text for each in clauses)
    streams = analyse(text)
    terms = list(getattr(streams, stream))
    if stream in ("syllable", "folded"):
        terms += [whole if stream == "syllable" else fold(whole) for _, whole in streams.wholes]
    return list(dict.fromkeys(terms))
