"""Addresses: documents, searches, paragraphs → paths that never change, and paths → absolute URLs.

    Document → /d/n4pnrn822752z/thong-bao-so-45        Params → /search?q=h%E1%BB%99i+ngh%E1%BB%8B

The key alone decides which document is shown; the slug is for the eye and follows the title.
"""

from functools import lru_cache
from re import compile as pattern
from typing import Any, Final
from unicodedata import combining, normalize
from urllib.parse import quote, urlencode

from archive.params import Params
from index.document import Document

SLUG_LENGTH: Final = 80
"""Characters of a slug at most; it is cut between syllables."""
UNTITLED_SLUG: Final = "tai-lieu"
SYLLABLE_LENGTH: Final = 16
"""Characters of a word whose slug is remembered: a language has few syllables, and a page ten titles."""

_D_WITH_STROKE: Final = str.maketrans("đĐðÐ", "dddd")
_NOT_IN_SLUG: Final = pattern(r"[^a-z0-9]+")
_VERSION: Final = pattern(r"v\d+")


def slug(title: str) -> str:
    """The title in a permalink: lower case a-z, 0-9 and single hyphens, never empty.

    A slug that would read as a version (`v2`) gets a word in front.

    >>> slug("Thông báo số 45/TB-SCT: Đường Hoà Thuỷ")
    'thong-bao-so-45-tb-sct-duong-hoa-thuy'
    """
    short = _cut("-".join(filter(None, map(_bare, title.split(" "))))) or UNTITLED_SLUG
    return f"{UNTITLED_SLUG}-{short}" if _VERSION.fullmatch(short) else short


def _bare(word: str) -> str:
    """What stands between two spaces of a title, as a slug has it; `""` when nothing is left."""
    return (_remembered if len(word) <= SYLLABLE_LENGTH else _slugged)(word)


def _slugged(word: str) -> str:
    bare = "".join(one for one in normalize("NFKD", word.translate(_D_WITH_STROKE)) if not combining(one))
    return _NOT_IN_SLUG.sub("-", bare.lower()).strip("-")


_remembered = lru_cache(maxsize=10_000)(_slugged)


def document_path(document: Document, *, query: str = "", paragraph: int | None = None) -> str:
    """`/d/<key>/<slug>`; `query` is the search whose words the page marks, `paragraph` counts from 1."""
    anchor = f"#p{paragraph}" if paragraph else ""
    return f"/d/{document.key}/{slug(document.title)}{_query(q=query)}{anchor}"


def version_path(key: str, number: int) -> str:
    """`/d/<key>/v<number>`: one version of a document, counted from 1."""
    return f"/d/{key}/v{number}"


def search_path(params: Params | None = None, **changes: Any) -> str:
    """`/search` with these parameters, some fields of their request changed."""
    return with_query("/search", (params or Params()).query_string(**changes))


def with_query(path: str, query_string: str) -> str:
    """The path and its query string, without a lone `?`."""
    return f"{path}?{query_string}" if query_string else path


def absolute(path: str, site_url: str) -> str:
    """The whole URL of a path of this site; `site_url` has no slash at its end.

    >>> absolute("/d/n4pnrn822752z/a", "https://luutru.example")
    'https://luutru.example/d/n4pnrn822752z/a'
    """
    return site_url + quote(path, safe="/?#&=%+-_.~:,;@!$'()*")


def _query(**values: str) -> str:
    chosen = {name: value for name, value in values.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


def _cut(whole: str) -> str:
    if len(whole) <= SLUG_LENGTH:
        return whole
    head = whole[: SLUG_LENGTH + 1]
    return head.rpartition("-")[0] if "-" in head else whole[:SLUG_LENGTH]
