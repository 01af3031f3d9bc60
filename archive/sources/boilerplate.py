"""An HTML page → its tree without menus, banners, lists of other articles and layout tables.

trafilatura finds the text of an article among what a page holds; pages of Vietnamese offices, laid out in
tables with the menu in every cell, need this sweeping first (of 89 pages of a district's site it took menus
and counters for text on all of them without it).
"""

import re
from collections.abc import Iterator

from lxml import etree, html

from archive.sources.origin import UnreadableError

_NEVER_TEXT = (
    *("script", "style", "noscript", "template", "select", "option", "input", "button", "textarea"),
    *("iframe", "object", "embed", "svg", "canvas", "audio", "video", "nav", "aside", "footer", "dialog"),
)
_NAMES = frozenset(
    """menu nav navbar navigation topnav navlist breadcrumb breadcrumbs footer foot sidebar related other
    othertitle tinkhac tbtinkhac lienquan ads advert banner social share sharing comment comments login signin
    search cookie popup modal ribbon toolbar counter hit hitcount weblink linkweb marquee maquee notification
    wm pagination pager copyright""".split()  # noqa: SIM905 - a table to read
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LAYOUT = "boolean(.//table | .//p | .//div | .//h1 | .//h2 | .//h3)"
MOST_OF_THE_PAGE = 0.5
"""Share of a page's text from which an element is never swept, whatever it is called."""


def tree_of(text: str) -> html.HtmlElement:
    """The page's tree. Raises `UnreadableError` when there is no element in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError("Trang HTML rỗng hoặc hỏng; hãy tải lại trang nguồn.") from error
    return tree


def sweep(tree: html.HtmlElement) -> html.HtmlElement:
    """`tree` (changed in place) without what is not the article; layout tables become blocks."""
    for element in list(tree.iter(*_NEVER_TEXT)):
        _drop(element)
    whole = _length(tree)
    for element in list(tree.iter(etree.Element)):
        if _is_boilerplate(element) and _length(element) < MOST_OF_THE_PAGE * whole:
            _drop(element)
    for table in list(tree.iter("table")):
        if table.xpath(_LAYOUT):
            _unfold(table)
    return tree


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_boilerplate(element: html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "form", "main", "article", "h1") or element.getparent() is None:
        return False
    if _HIDDEN.search(element.get("style") or ""):
        return True
    return bool(names(element) & _NAMES) and next(element.iter("h1", "article"), None) is None


def names(element: html.HtmlElement) -> set[str]:
    """The words of an element's id, class and role, lower case: `tbTinKhac` is `tb`, `tin`, `khac` too."""
    given = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"[:500]
    return {word.lower() for word in _NAME.findall(given)} | {word.lower() for word in given.split()}


def _length(element: html.HtmlElement) -> int:
    return sum(len(text) for text in element.itertext())


def _unfold(table: html.HtmlElement) -> None:
    """Make a table that only lays a page out into blocks."""
    for part in _own_parts(table):
        part.tag = "div"
    table.tag = "div"


def _own_parts(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for part in list(table.iter("tbody", "thead", "tfoot", "tr", "td", "th")):
        if next(part.iterancestors("table"), None) is table:
            yield part
