"""What every page shares: the site, what stands in `<head>`, links, the search box.

Every field of every page context has a help text (`told`), or stands in the docstring where the context is a
tuple; a test asks for it. Together they say what a template may use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive import links
from archive.params import Params
from index.facets import ALL_FACETS


def told(help_text: str) -> Mapping[str, str]:
    """Metadata of a field of a page context: what it means to the person who writes a template."""
    return {"help": help_text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The archive as all its pages know it."""

    title: str = field(metadata=told("Name of the archive, shown at the top of every page."))
    url: str = field(metadata=told("Address of the site for absolute links, without a slash at its end."))
    contact: str = field(default="", metadata=told("Mail or web address for questions, or empty."))
    today: date = field(metadata=told("Today in Vietnam, for the access date of a citation."))

    def absolute(self, path: str) -> str:
        """The whole URL of a path of this site."""
        return links.absolute(path, self.url)

    @property
    def contact_href(self) -> str:
        """The contact as a link, `""` when it is neither a mail address nor a web address."""
        if self.contact.startswith(("http://", "https://")):
            return self.contact
        return f"mailto:{self.contact}" if "@" in self.contact and " " not in self.contact else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself to browsers, search engines and people who share it."""

    title: str = field(metadata=told("Text of <title>, with the name of the archive."))
    heading: str = field(metadata=told("The page's own name, without the archive's: og:title."))
    description: str = field(metadata=told("One or two sentences for search engines and shared links."))
    canonical: str = field(default="", metadata=told("The one absolute URL of this content, or empty."))
    robots: str = field(default="", metadata=told("Content of <meta name=robots>, or empty."))
    prev: str = field(default="", metadata=told("Absolute URL of the page of results before this one."))
    next: str = field(default="", metadata=told("Absolute URL of the page of results after this one."))
    kind: str = field(default="website", metadata=told("og:type: website or article."))
    published: str = field(default="", metadata=told("ISO date for article:published_time, or empty."))
    modified: str = field(default="", metadata=told("ISO date for article:modified_time, or empty."))
    json_ld: Mapping[str, Any] | None = field(
        default=None, metadata=told("schema.org description, written into the page as JSON-LD.")
    )


def head(site: Site, heading: str, description: str, **more: Any) -> Head:
    """A `Head` whose <title> ends with the name of the archive; `more` are further fields of `Head`."""
    title = f"{heading} – {site.title}" if heading != site.title else site.title
    return Head(title=title, heading=heading, description=description, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in a page."""

    text: str = field(metadata=told("What a person reads."))
    href: str = field(metadata=told("Where it leads: a path of this site, or a checked http(s) address."))
    count: int | None = field(default=None, metadata=told("Number of documents behind it, or None."))
    current: bool = field(default=False, metadata=told("True when this is what the page shows now."))
    rel: str = field(default="", metadata=told("Value of the rel attribute, or empty."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBox:
    """The search form; everything chosen travels with it, so a new query keeps the filters."""

    text: str = field(default="", metadata=told("What the box holds."))
    hidden: tuple[tuple[str, str], ...] = field(
        default=(), metadata=told("Names and values of the choices that the form sends along.")
    )
    since: str = field(default="", metadata=told("Text of the first day's field."))
    until: str = field(default="", metadata=told("Text of the last day's field."))


def search_box(params: Params | None = None) -> SearchBox:
    """The form of a search; an empty one without `params`."""
    if params is None:
        return SearchBox()
    request = params.request
    chosen = [(name, value) for name in ALL_FACETS for value in request.facets.get(name, ())]
    chosen += [("sort", request.sort)] * (request.sort != "relevance")
    chosen += [("match", request.match)] * (request.match != "auto")
    chosen += [("accents", request.accents)] * (request.accents != "auto")
    chosen += [("size", str(request.size))] * (request.size != 10)
    return SearchBox(
        text=request.text, hidden=tuple(chosen), since=params.since_text, until=params.until_text
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The part that the layout (`base.html`) needs of any page."""

    site: Site = field(metadata=told("The archive."))
    head: Head = field(metadata=told("What stands in <head>."))
    box: SearchBox = field(default_factory=SearchBox, metadata=told("The search form at the top."))
