"""The pages of the site: request → parameters → page context → template."""

from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from werkzeug.wrappers import Response as BaseResponse

from archive import links, wording
from archive.pages.base import Page
from archive.pages.document import document_page
from archive.pages.guide import guide_page
from archive.pages.home import home_page
from archive.pages.results import Removal, page_request, removals, results_page
from archive.pages.sitemap import SITEMAP_STEP, parts, sitemap
from archive.pages.withdrawn import withdrawn_page
from archive.params import Params, read
from archive.resources import resources, site
from archive.store import StoredDocument
from index.errors import GenerationError
from index.results import Marker, SearchResults

ATTEMPTS_AT_MOST: Final = 6
"""Searches tried with one restriction less when nothing was found."""
NEWEST_WHEN_EMPTY: Final = 3
YEAR: Final = 365 * 24 * 3600

blueprint = Blueprint("pages", __name__)
blueprint.add_app_template_filter(wording.number, "number")


@blueprint.get("/")
def home() -> Response:
    """What the archive holds. Needs no index."""
    return _shown("home.html", home_page(site(), resources().store.summary()))


@blueprint.get("/search")
def search() -> Response:
    """Results; 400 for a query that cannot be answered at all."""
    params = read(request.args.to_dict(flat=False))
    if params.hopeless:
        abort(400, " ".join(error.message for error in params.errors if error.fatal))
    results = resources().index.search(page_request(params))
    documents = resources().store.documents([hit.key for hit in results.hits])
    live = {key: stored for key, stored in documents.items() if stored.withdrawal is None}
    page = results_page(
        site(), params, results, live, attempts=_attempts(params, results), newest=_newest(results)
    )
    return _shown("results.html", page)


@blueprint.get("/d/<key>", defaults={"slug": ""})
@blueprint.get("/d/<key>/<slug>")
def document(key: str, slug: str) -> BaseResponse:
    """A document; 301 to the right slug (the query stays), 410 when it was withdrawn."""
    stored = _stored(key)
    if stored.withdrawal:
        return _shown("withdrawn.html", withdrawn_page(site(), stored), status=410)
    path = links.document_path(stored.document)
    if slug != links.slug(stored.document.title):
        return redirect(links.with_query(path, request.query_string.decode("latin-1")), 301)
    return _document(stored)


@blueprint.get("/d/<key>/v<int:number>")
def version(key: str, number: int) -> BaseResponse:
    """A version of a document as it was; the current one is marked as such by its canonical address."""
    latest = _stored(key)
    if latest.withdrawal:
        return _shown("withdrawn.html", withdrawn_page(site(), latest), status=410)
    stored = resources().store.version(key, number) if number <= latest.latest else None
    if stored is None:
        abort(404, f"Tài liệu này không có phiên bản {number}; phiên bản mới nhất là {latest.latest}.")
    return _document(stored)


@blueprint.get("/huong-dan")
def guide() -> Response:
    """How to search."""
    return _shown("guide.html", guide_page(site()))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Documents may be indexed; searches, of which there are endless many, may not."""
    return _plain("robots.txt", "text/plain", sitemap=site().absolute("/sitemap.xml"))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The archive as a search engine that a browser can add."""
    return _plain("opensearch.xml", "application/opensearchdescription+xml", site=site())


@blueprint.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The list of sitemaps."""
    numbers = parts(resources().store.sequence())
    return _plain("sitemap-index.xml", "application/xml", site=site(), numbers=numbers)


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One sitemap: the documents whose last change has its number in this part's range."""
    if number not in parts(resources().store.sequence()):
        abort(404)
    with resources().store.snapshot() as snapshot:
        places = tuple(sitemap(site(), snapshot.live(after=number * SITEMAP_STEP), number))
    return _plain("sitemap.xml", "application/xml", places=places)


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Browsers ask for it unasked: the drawing is enough."""
    return redirect(asset("favicon.svg"), 301)


@blueprint.get("/assets/<version>/<path:name>")
def assets(version: str, name: str) -> Response:
    """A static file. Its address changes with its content, so it may be kept for ever."""
    folder = str(current_app.static_folder)
    current = version == assets_version(folder)
    response = send_from_directory(folder, name, max_age=YEAR if current else 0)
    response.cache_control.immutable = current
    return response


@blueprint.app_template_global("asset")
def asset(name: str) -> str:
    """The path of a static file, with the version of them all."""
    return f"/assets/{assets_version(str(current_app.static_folder))}/{name}"


@cache
def assets_version(folder: str) -> str:
    """Eight hexadecimal digits that change with any static file."""
    content = blake2b(digest_size=4)
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()


def _stored(key: str) -> StoredDocument:
    stored = resources().store.document(key)
    if stored is None:
        abort(404, f"Kho không có tài liệu nào mang mã «{key[:40]}».")
    return stored


def _document(stored: StoredDocument) -> Response:
    query = read({"q": request.args.getlist("q")}).request.text
    versions = resources().store.versions(stored.key)
    page = document_page(
        site(),
        stored,
        versions,
        marker=_marker(query),
        query=query,
        related=_related(stored),
        **_named(stored),
    )
    return _shown("document.html", page)


def _named(stored: StoredDocument) -> dict[str, Any]:
    """What the index knows that this document names and cites, and how many cite it; as for `_related`."""
    if stored.version != stored.latest:
        return {}
    try:
        named = resources().index.named(stored.key)
        citing = resources().index.citing(stored.document.number) if stored.document.number else 0
    except GenerationError:
        return {}
    cited = resources().store.documents([one.key for one in named.cited if one.key])
    return {"named": named, "cited": cited, "citing": citing}


def _related(stored: StoredDocument) -> list[StoredDocument]:
    """Documents like this one; none without an index, and none beside an old version."""
    if stored.version != stored.latest:
        return []
    try:
        keys = [hit.key for hit in resources().index.related(stored.document)]
    except GenerationError:
        return []
    found = resources().store.documents(keys)
    return [found[key] for key in keys if key in found and not found[key].withdrawal]


def _marker(query: str) -> Marker | None:
    """What marks the words of `query`; None without an index, since a document is shown all the same."""
    try:
        return resources().index.marker(query) if query else None
    except GenerationError:
        return None


def _attempts(params: Params, results: SearchResults) -> list[tuple[Removal, int]]:
    """When nothing was found: what would be, with one restriction less."""
    if results.total:
        return []
    tried = removals(params)[:ATTEMPTS_AT_MOST]
    counted = [replace(one.params.request, size=0, counted=()) for one in tried]
    totals = [resources().index.search(one).total for one in counted]
    return list(zip(tried, totals, strict=True))


def _newest(results: SearchResults) -> tuple[StoredDocument, ...]:
    return () if results.total else resources().store.summary().newest[:NEWEST_WHEN_EMPTY]


def _shown(template: str, page: Page, *, status: int = 200) -> Response:
    response = make_response(render_template(template, page=page), status)
    response.cache_control.no_cache = True  # keep it, but ask whether it still holds
    if status == 200:
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def _plain(template: str, mimetype: str, **context: Any) -> Response:
    response = make_response(render_template(template, **context))
    response.content_type = f"{mimetype}; charset=utf-8"
    return response
