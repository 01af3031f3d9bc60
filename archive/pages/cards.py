"""One stored document as other pages show it: its name, its date, a line of facts."""

from dataclasses import dataclass, field

from markupsafe import Markup

from archive import links, wording
from archive.pages.base import told
from archive.pages.marks import marked, marked_fragment
from archive.store.values import StoredDocument
from index.document import Document
from index.results import Marker

UNTITLED = "Tài liệu không có tiêu đề"
NAME_LENGTH = 120
OPENING_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A document in a list."""

    href: str = field(metadata=told("Permalink path, with the query whose words the page will mark."))
    title: Markup = field(metadata=told("Title, escaped, with marks."))
    text: Markup = field(metadata=told("Snippet with marks, or how the document begins; escaped."))
    date: str = field(metadata=told("Date of publication for people, or empty."))
    machine_date: str = field(metadata=told("The same for <time datetime>."))
    number: str = field(metadata=told("Document number, or empty."))
    type: str = field(metadata=told("Type of document, or empty."))
    issuer: str = field(metadata=told("Who issued it, else its source, or empty."))
    category: str = field(metadata=told("Category, or empty."))


def name_of(document: Document) -> str:
    """What to call a document: its title, else its number, else how it begins."""
    named = document.title or document.number
    return named or wording.shortened(document.body[: 4 * NAME_LENGTH], NAME_LENGTH) or UNTITLED


def card(stored: StoredDocument, *, marker: Marker | None = None, query: str = "") -> Card:
    """A document in a list; with a `marker`, its title and its best fragment are marked.

    Without one the text is its summary, else how it begins.
    """
    document, name = stored.document, name_of(stored.document)
    return Card(
        href=links.document_path(document, query=query),
        title=marked(name, marker.marks(name) if marker else ()),
        text=_snippet(document, marker) if marker else Markup.escape(_opening(document)),
        date=wording.moment(document.published, date_only=document.date_only),
        machine_date=wording.machine(document.published, date_only=document.date_only),
        number=document.number if document.number != name else "",
        type=document.type,
        issuer=document.issuer or document.source,
        category=document.category,
    )


def _snippet(document: Document, marker: Marker) -> Markup:
    return marked_fragment(marker.fragment(document.body or document.summary))


def _opening(document: Document) -> str:
    text = document.summary or document.body[: 4 * OPENING_LENGTH]
    return wording.shortened(text, OPENING_LENGTH) if text != document.title else ""
