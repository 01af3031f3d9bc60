"""`vankho search` and `vankho explain`: the served index, asked from a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from archive import params
from archive.cli import places
from archive.cli.edge import DONE
from archive.cli.terminal import answer, json_option
from archive.cli.vietnamese import Misuse, Verb
from archive.store import StoredDocument
from archive.wording import FACET_LABELS, machine, moment, number
from index.document import FACETS
from index.facets import ALL_FACETS
from index.results import Fragment, Marker, SearchRequest, SearchResults
from index.search import Index


def _asking(command: Any) -> Any:
    """The arguments and options that `search` and `explain` share: those of the search page."""
    options = [
        click.argument("words", metavar="CÂU_TÌM...", nargs=-1),
        click.option("--page", metavar="SỐ", help="Trang thứ mấy."),
        click.option("--size", metavar="SỐ", help="Số kết quả mỗi trang (0 đến 100)."),
        click.option("--sort", metavar="CÁCH", help="Thứ tự: relevance, newest, oldest hoặc title."),
        click.option("--match", metavar="CÁCH", help="Từ nào phải có: auto, all hoặc any."),
        click.option("--accents", metavar="CÁCH", help="So dấu: auto, hoặc strict (đúng từng dấu)."),
        click.option("--from", "since", metavar="NGÀY", help="Từ ngày (30/06/2021, 06/2021 hoặc 2021)."),
        click.option("--to", "until", metavar="NGÀY", help="Đến hết ngày."),
        *(
            click.option(
                f"--{name}", multiple=True, metavar="GIÁ_TRỊ", help=f"Lọc theo: {FACET_LABELS[name]}."
            )
            for name in ALL_FACETS
        ),
        json_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Verb, example='vankho search "sơ kết công tác 6 tháng" --year 2021 --sort newest')
@_asking
def search(words: tuple[str, ...], as_json: bool, **asked: Any) -> int:
    """Tìm trong kho, như trang tìm kiếm."""
    request = _request(words, asked)
    settings = places.settings()
    index = Index(settings.data, abbreviations=settings.known_abbreviations)
    try:
        results = index.search(request)
        with places.store(readonly=True) as store:
            documents = store.documents([hit.key for hit in results.hits])
        answer(as_json, _values(request, results, documents), _lines(request, results, documents))
    finally:
        index.close()
    return DONE


@click.command(cls=Verb, example='vankho explain "so cong thuong hai phong"')
@_asking
def explain(words: tuple[str, ...], as_json: bool, **asked: Any) -> int:
    """Cho biết một câu tìm được hiểu và chấm điểm thế nào: các từ, cây truy vấn, điểm."""
    settings = places.settings()
    index = Index(settings.data, abbreviations=settings.known_abbreviations)
    try:
        explained = index.explain(_request(words, asked))
    finally:
        index.close()
    answer(as_json, explained, _outline(explained))
    return DONE


def _request(words: tuple[str, ...], asked: Mapping[str, Any]) -> SearchRequest:
    """The request, read by the rules of the search page; here a value that cannot be used is wrong usage."""
    given = {name: value for name, value in asked.items() if name in ALL_FACETS and value}
    single = {"q": " ".join(words), "from": asked["since"], "to": asked["until"]}
    single |= {name: asked[name] for name in ("page", "size", "sort", "match", "accents")}
    read = params.read(given | {name: [value] for name, value in single.items() if value is not None})
    if read.errors:
        raise Misuse(read.errors[0].message, click.get_current_context())
    return read.request


def _values(
    request: SearchRequest, results: SearchResults, documents: Mapping[str, StoredDocument]
) -> dict[str, Any]:
    said = results.interpretation
    return {
        "query": {
            "text": said.text,
            "interpreted": said.interpreted,
            "match": said.match,
            "relaxed": said.relaxed,
            "suggestion": said.suggestion,
            "notes": list(said.notes),
        },
        "total": results.total,
        "page": request.page,
        "size": request.size,
        "took_ms": results.took_ms,
        "generation": results.generation,
        "hits": [
            _hit(documents[hit.key], hit.score, results.marker)
            for hit in results.hits
            if hit.key in documents
        ],
        "facets": {
            name: [
                {"value": each.value, "count": each.documents, "selected": each.selected} for each in values
            ]
            for name, values in results.facets.items()
        },
    }


def _hit(stored: StoredDocument, score: float, marker: Marker) -> dict[str, Any]:
    document = stored.document
    return {
        "id": document.id,
        "key": document.key,
        "title": document.title,
        "snippet": _shown(marker.fragment(document.body)),
        "published": machine(document.published) or None,
        **{name: document.facet(name) for name in FACETS if name != "year"},
        "score": round(score, 4),
    }


def _shown(fragment: Fragment) -> str:
    """A fragment on one line, its marks between brackets."""
    pieces, end = [], 0
    for start, stop in fragment.marks:
        pieces += [fragment.text[end:start], "[", fragment.text[start:stop], "]"]
        end = stop
    text = "".join([*pieces, fragment.text[end:]])
    flat = " ".join(text.split())
    return f"{'…' if fragment.cut_left else ''}{flat}{'…' if fragment.cut_right else ''}"


def _lines(
    request: SearchRequest, results: SearchResults, documents: Mapping[str, StoredDocument]
) -> Iterator[str]:
    yield from results.interpretation.notes
    yield f"{number(results.total)} kết quả ({results.took_ms:g} ms)"
    first = (request.page - 1) * request.size + 1
    for place, hit in enumerate(results.hits, first):
        stored = documents.get(hit.key)
        if stored:
            document = stored.document
            date = moment(document.published, date_only=document.date_only)
            about = " · ".join(part for part in (date, document.type, document.issuer) if part)
            yield f"{place}. {document.title or document.id}\n   {document.id}  {about}"
            yield f"   {_shown(results.marker.fragment(document.body))}"


def _outline(value: Any, depth: int = 0) -> Iterator[str]:
    """Nested values as indented lines."""
    indent = "  " * depth
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, (Mapping, list)) and inner:
                yield f"{indent}{name}:"
                yield from _outline(inner, depth + 1)
            else:
                yield f"{indent}{name}: {inner}"
    elif isinstance(value, list):
        for inner in value:
            yield f"{indent}- {_flat(inner)}"


def _flat(value: Any) -> str:
    """A value on one line; values within it between brackets."""
    if not isinstance(value, Mapping):
        return f"{value}"
    return "  ".join(
        f"{name}=({_flat(inner)})" if isinstance(inner, Mapping) else f"{name}={inner}"
        for name, inner in value.items()
    )
