"""An understood query → Whoosh query trees: which documents match, what ranks them, and what comes first.

The weights stand in `index.weights`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby

from whoosh import query as wq

from index.analysis import Streams, Tokens, prefix_terms, segmented, streams, tokenize
from index.clauses import Clause
from index.document import VIETNAM
from index.entities import citation_key
from index.facets import ALL_FACETS, CITATION
from index.numbers import Number, spellings
from index.query import Alternative, Query
from index.schema import TEXTS, field_name
from index.text import fold, has_marks
from index.weights import BEGUN_NUMBER, CITED_NUMBER, OWN_NUMBER, PUBLISHED_THEN, WEIGHTS, Weights

LATEST = 2**31 - 1
"""The last minute that `published` can hold, in the year 6053."""

_TEXTS = {"title": ("title",), "author": ("body",)}
"""The texts that a field looks in; otherwise both."""

_Weighted = dict[tuple[str, str], float]
"""(field, term) → weight."""


def _texts(clause: Clause) -> Sequence[str]:
    return _TEXTS.get(clause.field, TEXTS)


# Which documents match


def required(query: Query) -> wq.Query:
    """The tree whose documents are the result, times aside. `Every` when nothing is asked for."""
    must: list[wq.Query] = []
    may: list[wq.Query] = []
    filters: dict[str, list[str]] = {}
    for clauses, trees in _units(query):
        first = clauses[0]
        if first.field in ALL_FACETS and not first.option and len(clauses) == 1:
            filters.setdefault(first.field, []).extend(first.values)
        else:
            (must if query.match == "all" or any(map(_binding, clauses)) else may).extend(trees)
    wanted = must or ([wq.Or(may)] if may else [])
    wanted += [_facet(name, values) for name, values in filters.items()]
    tree = wq.And(wanted) if must or filters else wanted[0] if wanted else wq.Every()
    excluded = [_all(_asked(clause, query)) for clause in query.clauses if _excluded(clause)]
    return wq.AndNot(tree, wq.Or(excluded)) if excluded else tree


def _excluded(clause: Clause) -> bool:
    return clause.sign == "-" and clause.field != "date"


def _binding(clause: Clause) -> bool:
    """Whether a document must have what `clause` says, however long the query is."""
    return clause.sign == "+" or clause.kind == "phrase" or bool(clause.field) or clause.option > 0


def _units(query: Query) -> Iterator[tuple[list[Clause], list[wq.Query]]]:
    """The wanted clauses, those of one group or alternative together, and what they ask for."""
    asked = [
        (place, clause)
        for place, clause in enumerate(query.clauses)
        if clause.sign != "-" and clause.field != "date"
    ]
    several = {clause.group for _, clause in asked if clause.option}

    def group_of(numbered: tuple[int, Clause]) -> int:
        return numbered[1].group if numbered[1].group in several else 0

    for group, run in groupby(asked, key=group_of):
        if not group:
            yield from _spans(list(run), query)
            continue
        members = list(run)
        options = groupby(members, key=lambda numbered: numbered[1].option)
        trees = [
            _all([tree for _, trees in _spans(list(found), query) for tree in trees]) for _, found in options
        ]
        yield [clause for _, clause in members], [wq.Or(trees)]


def _spans(
    numbered: Sequence[tuple[int, Clause]], query: Query
) -> Iterator[tuple[list[Clause], list[wq.Query]]]:
    """Clauses one by one, but those that have other forms together, and what they ask for."""
    alternatives = {each.first: each for each in query.alternatives}
    place = 0
    while place < len(numbered):
        number, clause = numbered[place]
        alternative = alternatives.get(number)
        if alternative is None:
            yield [clause], _asked(clause, query)
            place += 1
            continue
        after = place + alternative.after - alternative.first
        clauses = [each for _, each in numbered[place:after]]
        if alternative.days and query.match == "any":  # of the words of a time each counts by itself too
            yield clauses, [tree for each in clauses for tree in _asked(each, query)]
        yield clauses, [_called(clauses, alternative, query)]
        place = after


def _called(clauses: Sequence[Clause], alternative: Alternative, query: Query) -> wq.Query:
    """What `clauses` ask for, or one of their other forms."""
    typed = _all([tree for clause in clauses for tree in _asked(clause, query)])
    forms = [_form(form, clauses[0], query) for form in alternative.forms]
    return wq.Or([typed, *forms, *([_published(*alternative.days)] if alternative.days else ())])


def _published(first: date, last: date) -> wq.Query:
    """Documents that were published on the days from `first` to `last` in Vietnam."""
    start, end = (datetime.combine(day, time(), VIETNAM).timestamp() // 60 for day in (first, last))
    return wq.NumericRange("published", int(start), min(int(end) + 24 * 60 - 1, LATEST))


def _form(form: str, clause: Clause, query: Query) -> wq.Query:
    """A form that was not typed: its neighbouring syllables, in pairs, which cost no positions."""
    trees = []
    for text in _texts(clause):
        terms = [wq.Term(field_name(text, stream), term) for stream, term in _form_terms(form, query)]
        trees.append(_all(terms))
    return wq.Or(trees)


def _form_terms(form: str, query: Query) -> list[tuple[str, str]]:
    """(stream, term) of a form: pairs of syllables, or its one syllable."""
    tokens = tokenize(form)
    if len(tokens) == 1:
        stream = "syllable" if query.accented else "folded"
        return [(stream, (tokens.terms() if query.accented else tokens.terms(fold(tokens.text)))[0])]
    folded = tokens.terms(fold(tokens.text))
    pairs = [f"{folded[n - 1]}_{folded[n]}" for n in range(1, len(tokens)) if not tokens.first[n]]
    return [("shingle", pair) for pair in dict.fromkeys(pairs)]


def _all(trees: Sequence[wq.Query]) -> wq.Query:
    return trees[0] if len(trees) == 1 else wq.And(list(trees))


def _asked(clause: Clause, query: Query) -> list[wq.Query]:
    """What a clause asks for, part by part."""
    # What is excluded is excluded as written, however the rest is read: `bao cao -báo`.
    exact = query.accented or (clause.sign == "-" and has_marks(clause.text))
    stream = "syllable" if exact else "folded"
    if clause.field in ALL_FACETS:
        return [_facet(clause.field, clause.values)]
    if clause.field == CITATION:
        return [wq.Term(CITATION, citation_key(clause.text))]
    if clause.field == "number":
        return [_number(clause)]
    if clause.kind == "range":
        return [
            wq.Or([wq.Term(field_name(text, stream), n) for n in clause.numbers for text in _texts(clause)])
        ]
    if clause.kind == "prefix":
        return [_prefix(clause, stream)]
    tokens = tokenize(clause.text)
    units = [(0, len(tokens))] if clause.kind == "phrase" else _parts(tokens)
    return [wq.Or(list(_either(_texts(clause), stream, tokens, unit, query))) for unit in units]


def _either(
    texts: Sequence[str], stream: str, tokens: Tokens, unit: tuple[int, int], query: Query
) -> Iterator[wq.Query]:
    """A part of a clause in any of `texts`; what begins a document number also with a zero: 6, 06/CT-UBND."""
    for text in texts:
        yield _sequence(text, stream, tokens, unit)
    number = tokens.text[tokens.starts[unit[0]] : tokens.ends[unit[1] - 1]]
    if any(each.text == number and not each.whole for each in query.numbers):
        for other in spellings(number)[1:]:
            yield from (wq.Term(field_name(text, stream), other) for text in texts)


def _facet(name: str, values: Iterable[str]) -> wq.Query:
    return wq.Or([wq.Term(name, value) for value in dict.fromkeys(values)])


def _number(clause: Clause) -> wq.Query:
    """Documents that have a number, a number that begins so, or one that begins with a number of a range."""
    written = clause.numbers or (clause.text,)
    numbers = [spelling for number in written for spelling in spellings(number)]
    return wq.Or([*(wq.Term("number", number) for number in numbers), *_beginnings(numbers)])


def _beginnings(numbers: Iterable[str], kind: str = "") -> list[wq.Query]:
    return [wq.Prefix("number", f"{number}{mark}{kind}") for number in numbers for mark in "/-"]


def _prefix(clause: Clause, stream: str) -> wq.Query:
    """Terms that begin as `clause` does."""
    forms = prefix_terms(clause.text)
    alone, beginning = forms if stream == "syllable" else map(fold, forms)
    fields = [field_name(text, stream) for text in _texts(clause)]
    trees: list[wq.Query] = [wq.Prefix(field, beginning) for field in fields]
    if alone != beginning:
        trees += [wq.Term(field, alone) for field in fields]
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


def _parts(tokens: Tokens) -> list[tuple[int, int]]:
    """Syllables one by one, but the parts of a whole (a number, a date) together: (first, after) numbers."""
    ends = dict(tokens.wholes)
    units: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        after = ends.get(place, place) + 1
        units.append((place, after))
        place = after
    return units


# What ranks them


def scoring(query: Query, weights: Weights = WEIGHTS) -> wq.Query:
    """The tree whose score ranks the result: a weighted sum of BM25 over the streams of both texts."""
    found: _Weighted = {}
    for part, texts in (("", TEXTS), ("title", ("title",))):
        _weigh(query, part, texts, weights, found)
    for alternative in query.alternatives:
        _weigh_forms(query, alternative, weights, found)
    terms = [wq.Term(field, term, boost=weight) for (field, term), weight in found.items() if weight]
    return wq.Or(terms) if terms else wq.NullQuery


def _weigh(query: Query, part: str, texts: Sequence[str], weights: Weights, found: _Weighted) -> None:
    """Add the terms of the clauses of one field to `found`."""
    written = _ranked_text(query, part)
    if written:
        cut = streams(tokenize(written), segmented(written))
        for stream, weight in (weights.accented if query.accented else weights.unaccented).items():
            for term in _stream_terms(cut, stream):
                for text in texts:
                    found.setdefault((field_name(text, stream), term), weight * weights.texts[text])


def _ranked_text(query: Query, part: str) -> str:
    """The words that rank, as a text. Full stops keep pairs and words from crossing a phrase's border."""
    clauses = [each for each in query.wanted if each.kind in ("word", "phrase") and each.field != "number"]
    clauses = [each for each in clauses if (each.field == "title") == (part == "title")]
    several = {each.group for each in clauses if each.option}
    pieces: list[str] = []
    for clause, before in zip(clauses, [None, *clauses], strict=False):
        apart = before and before.group != clause.group and {before.group, clause.group} & several
        if apart or (before and before.group == clause.group and before.option != clause.option):
            pieces.append(".")
        pieces.append(f". {clause.text} . " if clause.kind == "phrase" else clause.text)
    return " ".join(pieces)


def _stream_terms(cut: Streams, stream: str) -> list[str]:
    """The distinct terms of one stream, wholes included, in order."""
    terms = list(getattr(cut, stream))
    if stream in ("syllable", "folded"):
        terms += [whole if stream == "syllable" else fold(whole) for _, whole in cut.wholes]
    return list(dict.fromkeys(terms))


def _weigh_forms(query: Query, alternative: Alternative, weights: Weights, found: _Weighted) -> None:
    """Add other forms, each with a part of the weight of what was typed, shared among its terms."""
    clauses = query.clauses[alternative.first : alternative.after]
    typed = sum(len(tokenize(clause.text)) for clause in clauses)
    for form in alternative.forms:
        terms = _form_terms(form, query)
        weight = weights.alternative * typed / len(terms)
        for stream, term in terms:
            for text in _texts(clauses[0]):
                found.setdefault((field_name(text, stream), term), weight * weights.texts[text])


# What comes first


def promoted(query: Query) -> list[tuple[wq.Query, float]]:
    """Trees whose documents come before the others, and what they gain, as a multiple of the best score."""
    said = [(_published(*each.days), PUBLISHED_THEN) for each in query.alternatives if each.days]
    return said + [pair for number in query.numbers for pair in _promoted(number)]


def _promoted(number: Number) -> Iterator[tuple[wq.Query, float]]:
    written = spellings(number.text)
    if number.whole:
        yield wq.Or([wq.Term("number", spelling) for spelling in written]), OWN_NUMBER
        cited = dict.fromkeys(fold(spelling) for spelling in written)
        fields = [field_name(text, "folded") for text in TEXTS]
        yield wq.Or([wq.Term(field, term) for term in cited for field in fields]), CITED_NUMBER
        return
    kinds = _beginnings(written, number.kind)
    if number.types:
        kinds.append(_facet("type", number.types))
    begun = [*(wq.Term("number", spelling) for spelling in written), *_beginnings(written)]
    yield wq.And([wq.Or(begun), wq.Or(kinds)]), BEGUN_NUMBER
