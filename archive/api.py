"""The JSON API: searches and documents for other programs.

    /api/v1/search?q=…    → params → index.search → the store → {"query", "total", "hits", "facets", …}
    /api/v1/complete?q=…  → index.complete → the store → {"query", "completions"}

Keys and their order are a contract (DESIGN.md); what is absent is null. Addresses are absolute.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from flask import Blueprint, Response, current_app, json, request

from archive import __version__, links
from archive.api_schema import description
from archive.completions import completions_answer
from archive.pages.cards import name_of
from archive.pages.marks import marked, marked_fragment
from archive.params import Params, read
from archive.problems import problem
from archive.resources import resources, site_url
from archive.store import StoredDocument, Version, Withdrawal
from archive.wording import machine
from index.document import Document
from index.entities import TEXT_FACETS
from index.errors import GenerationError
from index.facets import ALL_FACETS, CITATION
from index.results import FacetValue, Hit, Marker, Named, SearchResults

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

SEARCH: Final = "/api/v1/search"
DOCUMENTS: Final = "/api/v1/documents"


@blueprint.get("/search")
def search() -> Response:
    """A page of hits with facet counts; 400 naming the parameters that cannot be used."""
    params = read(request.args.to_dict(flat=False))
    if params.errors:
        return _wrong(params)
    tag = _search_tag(params)
    if request.if_none_match.contains_weak(tag):
        return _unchanged(tag)
    results = resources().index.search(params.request)
    stored = resources().store.documents([hit.key for hit in results.hits])
    response = _answer(search_answer(params, results, stored))
    response.set_etag(tag, weak=True)
    return response


@blueprint.get("/complete")
def complete() -> Response:
    """How what is being typed may go on; an empty list when nothing is known, whatever was typed."""
    text = request.args.get("q", "")
    found = resources().index.complete(text)
    stored = resources().store.documents([one.key for one in found if one.key])
    return _answer(completions_answer(text, found, stored, site_url=site_url()))


@blueprint.get("/documents/<key>")
def document(key: str) -> Response:
    """One document whole, with its versions; 404 when there is none, 410 when it was withdrawn."""
    stored = resources().store.document(key)
    if stored is None:
        return problem(404, f"Không có tài liệu nào mang mã «{key[:40]}»; xin kiểm tra lại liên kết.")
    if stored.withdrawal:
        return _withdrawn(stored, stored.withdrawal)
    response = _answer(document_answer(stored, resources().store.versions(key), _indexed(key)))
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The API described for tools that read OpenAPI."""
    return _answer(description(title=resources().settings.title, version=__version__, server=site_url()))


def search_answer(
    params: Params, results: SearchResults, stored: Mapping[str, StoredDocument]
) -> dict[str, Any]:
    """The body of a search. Hits withdrawn since the index was built are left out."""
    shown = [(hit, found.document) for hit in results.hits if (found := _live(stored, hit)) is not None]
    how = results.interpretation
    return {
        "query": {
            "text": how.text,
            "interpreted": how.interpreted,
            "match": how.match,
            "relaxed": how.relaxed,
            "suggestion": how.suggestion,
            "notes": list(how.notes),
        },
        "total": results.total,
        "page": params.request.page,
        "size": params.request.size,
        "took_ms": round(results.took_ms, 2),
        "hits": [_hit(hit, document, results.marker) for hit, document in shown],
        "facets": {name: _facet(params.toggling(name), results.facets[name]) for name in ALL_FACETS},
        "links": _links(params, results.total),
    }


def document_answer(
    stored: StoredDocument, versions: tuple[Version, ...], named: Named | None = None
) -> dict[str, Any]:
    """The body of a document; `url` is the permalink, `source_url` the address it was published at.

    `named` is what its text names, as the index has it.
    """
    one = stored.document
    return {
        "id": one.id,
        "key": one.key,
        "url": _absolute(links.document_path(one)),
        "title": one.title,
        "summary": one.summary or None,
        "body": one.body,
        "page_title": one.page_title or None,
        "published": machine(one.published, date_only=one.date_only) or None,
        "updated": machine(one.updated) or None,
        **_described(one),
        "number": one.number or None,
        "author": one.author or None,
        "language": one.language or None,
        "source_url": one.url or None,
        "tags": list(one.tags),
        "extra": dict(one.extra),
        "named": _named(named or Named()),
        "version": stored.version,
        "added": machine(stored.added),
        "changed": machine(stored.changed),
        "versions": [_version(one.key, version) for version in versions],
        "links": {
            "self": _absolute(f"{DOCUMENTS}/{one.key}"),
            "html": _absolute(links.document_path(one)),
        },
    }


def _indexed(key: str) -> Named | None:
    """What the index knows that the document names; None without an index."""
    try:
        return resources().index.named(key)
    except GenerationError:
        return None


def _named(named: Named) -> dict[str, list[str]]:
    """Values of the facets found in the text, and the document numbers that it cites."""
    values = {name: list(named.facets.get(name, ())) for name in TEXT_FACETS}
    return values | {CITATION: [one.number for one in named.cited]}


def _live(stored: Mapping[str, StoredDocument], hit: Hit) -> StoredDocument | None:
    found = stored.get(hit.key)
    return None if found is None or found.withdrawal else found


def _hit(hit: Hit, one: Document, marker: Marker) -> dict[str, Any]:
    name = name_of(one)
    return {
        "id": one.id,
        "key": one.key,
        "url": _absolute(links.document_path(one)),
        "title": name,
        "title_html": marked(name, marker.marks(name)),
        "snippet_html": marked_fragment(marker.fragment(one.body or one.summary)),
        "published": machine(one.published, date_only=one.date_only) or None,
        **_described(one),
        "score": round(hit.score, 4),
    }


def _described(one: Document) -> dict[str, str | None]:
    return {name: one.facet(name) or None for name in ("category", "type", "issuer", "source")}


def _facet(toggled: Callable[[str], str], values: Sequence[FacetValue]) -> list[dict[str, Any]]:
    """The values of a facet; the address of each is this search with it chosen, or no longer chosen."""
    address = _absolute(SEARCH)
    return [
        {
            "value": one.value,
            "label": one.value,
            "count": one.documents,
            "selected": one.selected,
            "url": links.with_query(address, toggled(one.value)),
        }
        for one in values
    ]


def _version(key: str, version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "added": machine(version.added),
        "title": version.title,
        "digest": version.digest.hex(),
        "url": _absolute(links.version_path(key, version.number)),
    }


def _links(params: Params, total: int) -> dict[str, str | None]:
    page = params.request.page
    following = page + 1 if params.request.size and page < params.last_page(total) else None
    return {
        "self": _page(params, SEARCH, page),
        "next": _page(params, SEARCH, following),
        "prev": _page(params, SEARCH, min(page - 1, params.last_page(total)) or None),
        "html": _page(params, "/search", page),
    }


def _page(params: Params, path: str, number: int | None) -> str | None:
    """The address of a page of this search; None when there is no such page."""
    if number is None:
        return None
    return _absolute(links.with_query(path, params.query_string(page=number)))


def _wrong(params: Params) -> Response:
    wrong = [{"name": one.name, "value": one.value, "message": one.message} for one in params.errors]
    return problem(400, " ".join(one.message for one in params.errors), errors=wrong)


def _withdrawn(stored: StoredDocument, withdrawal: Withdrawal) -> Response:
    """What may still be said of a withdrawn document: that it was here, since when it is not, and why."""
    why = {"at": machine(withdrawal.at), "reason": withdrawal.reason}
    said = "Tài liệu này đã được rút khỏi kho; xin gỡ liên kết hoặc liên hệ cơ quan lưu trữ."
    return problem(410, said, id=stored.document.id, key=stored.key, withdrawal=why)


def _absolute(path: str) -> str:
    return links.absolute(path, site_url())


def _answer(body: Mapping[str, Any]) -> Response:
    response = current_app.response_class(json.dumps(body), mimetype="application/json")
    response.cache_control.no_cache = True  # keep it, but ask whether it still holds
    return response


def _search_tag(params: Params) -> str:
    """Changes with everything an answer is made from: question, index, store, address and software."""
    generation = resources().index.generation()
    parts = (
        params.query_string(),
        params.request.text,
        generation.number,
        generation.manifest.created,
        resources().store.sequence(),
        site_url(),
        __version__,
    )
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _unchanged(tag: str) -> Response:
    response = current_app.response_class(status=304)
    response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    return response
