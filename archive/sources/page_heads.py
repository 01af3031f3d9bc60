"""What an HTML page says of itself: its title, date, author, section, and the words of its links.

A site's `<title>` and its first heading often name the site. The title taken is the one that most of these
point to: the page's own tags, the heading in the text, the address, and the text itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from archive.sources.boilerplate import names
from archive.sources.dates import Moment, exact, found
from archive.sources.origin import UnreadableError
from archive.sources.titles import support
from archive.sources.vocabulary import bare
from index.text import display

_TITLED = {"title", "headline", "tieude", "tieu"}
OF_SITES = {"home", "trangchu", "root", "index", "untitled", "default", "gioithieu"}
_SEPARATOR = re.compile(r"\s+[|–—»·-]\s+|\s*[|»]\s*")
_DATED = re.compile(r"\b(?:date|time|ngay|published|posted|thoigian|postdate)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tags:
    """The page's meta tags by name, lower case; the first of each."""

    values: dict[str, str]

    def first(self, *keys: str) -> str:
        """The first of `keys` that the page has, as one line; `""` when it has none."""
        found_values = (self.values[key] for key in keys if self.values.get(key))
        return " ".join(display(next(found_values, "")).split())


def tags(tree: html.HtmlElement) -> Tags:
    """The meta tags of a page."""
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key and meta.get("content"):
            values.setdefault(key, meta.get("content"))
    return Tags(values)


def line_of(element: html.HtmlElement) -> str:
    """An element's text as one line of display text."""
    return " ".join(display(" ".join(element.itertext())).split())


def title(tree: html.HtmlElement, about: Tags, *, text: str, slug: str) -> str:
    """The page's own title; `""` when it only has its site's. `slug` is the page's name in its address."""
    site = bare(about.first("og:site_name"))
    best, most = "", 0.0
    for candidate, weight in _candidates(tree, about):
        name = bare(candidate)
        if len(name) < 4 or name in OF_SITES or name == site:
            continue
        points = weight + 3 * _in_address(name, slug) + 3 * support(candidate, text)
        points += min(len(candidate.split()), 8) / 5
        if points > most:
            best, most = candidate, points
    return best if most >= 3.5 else ""


def _candidates(tree: html.HtmlElement, about: Tags) -> Iterator[tuple[str, float]]:
    if tagged := about.first("og:title", "twitter:title", "headline", "dc.title"):
        yield without_site(tagged, about), 3
    for heading in tree.iter("h1"):
        yield line_of(heading), 3
    for element in tree.iter("p", "div", "span", "h2", "h3", "td", "strong"):
        if element.get("itemprop") == "headline" or names(element) & _TITLED:
            line = line_of(element)
            if 4 < len(line) < 400 and not _is_linked(element):
                yield line, 3 if len(names(element)) == 1 else 2
    for element in tree.iter("title"):
        yield without_site(line_of(element), about), 1.5


def _is_linked(element: html.HtmlElement) -> bool:
    """Whether an element is a link to an article, or a row of labels, and so titles nothing here."""
    return next(element.iter("a", "td", "th", "li"), element) is not element or any(
        element.iterancestors("a")
    )


def without_site(text: str, about: Tags) -> str:
    """A page's title without its site's name: `Khai hội cầu ngư | Báo Lạc Giang` → `Khai hội cầu ngư`."""
    parts = _SEPARATOR.split(text)
    site = bare(about.first("og:site_name"))
    if len(parts) > 1 and (bare(parts[-1]) == site or (not site and len(parts[-1]) < len(text) / 2)):
        return text[: text.rfind(parts[-1])].rstrip(" |–—»·-")
    return text


def author(tree: html.HtmlElement) -> str:
    """The byline: the element named for the author; `""` without one."""
    for element in tree.iter("span", "p", "a", "strong", "em", "div", "address"):
        of_author = {"author", "byline", "tacgia"} & (names(element) | {bare(element.get("class") or "")})
        if (of_author or element.get("rel") == "author") and 2 < len(line := line_of(element)) < 60:
            return line
    return ""


def keywords(tree: html.HtmlElement) -> list[str]:
    """The texts of the links that the page says are its tags."""
    return [line for link in tree.iter("a") if link.get("rel") == "tag" and (line := line_of(link))]


def site(tree: html.HtmlElement, about: Tags) -> str:
    """The name of the page's site: its tag, or what stands behind the title in `<title>`."""
    if named := about.first("og:site_name", "application-name"):
        return named
    whole = next((line_of(element) for element in tree.iter("title")), "")
    own = without_site(whole, about)
    return whole.removeprefix(own).strip(" |–—»·-") if own != whole else ""


def _in_address(name: str, slug: str) -> float:
    """How surely (0 to 1) the page's address spells this title, both cut where addresses are."""
    address = bare(slug)
    shorter, longer = sorted((name[:80], address[:80]), key=len)
    same = longer.startswith(shorter[:60]) and len(shorter) > 0.6 * len(longer)
    return min(len(shorter) / 25, 1.0) if same else 0.0


def published(tree: html.HtmlElement, about: Tags) -> Moment | None:
    """The day the page says it was published, by its tags or by an element named for it."""
    stated = about.first("article:published_time", "datepublished", "pubdate", "dc.date", "date")
    for value in filter(None, [stated, *(time.get("datetime") or "" for time in tree.iter("time"))]):
        try:
            return exact(value)
        except UnreadableError:
            continue
    for element in tree.iter("time", "span", "p", "div", "td", "li", "em", "small"):
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _DATED.search(label) and len(line := line_of(element)) < 80 and (moment := found(line)):
            return moment
    return None
