"""How a reader cites a document: one line of Vietnamese that ends with the permalink."""

from collections.abc import Iterator

from archive import wording
from archive.pages.base import Site
from archive.pages.cards import name_of
from archive.store.values import StoredDocument
from index.document import Document


def citation(stored: StoredDocument, site: Site, permalink: str) -> str:
    """Author, “title”, type and number, date, archive, version when old, permalink, day of access."""
    return ", ".join(_parts(stored, site, permalink)) + "."


def _parts(stored: StoredDocument, site: Site, permalink: str) -> Iterator[str]:
    document = stored.document
    yield from filter(None, (document.author or document.issuer, f"“{name_of(document)}”"))
    yield from filter(None, (_kind(document),))
    if document.published:
        yield f"ngày {wording.day(document.published)}"
    yield site.title
    if stored.latest > 1:
        yield f"phiên bản {stored.version}"
    yield permalink
    yield f"truy cập ngày {wording.day(site.today)}"


def _kind(document: Document) -> str:
    """«Quyết định số 12/QĐ-UBND», and no part twice when the title says it."""
    if document.number and document.number in name_of(document):
        return ""
    number = f"số {document.number}" if document.number else ""
    return " ".join(filter(None, (document.type if number else "", number)))
