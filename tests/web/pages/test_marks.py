"""Marks: the only markup made in Python, always from escaped pieces."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.pages.marks import marked, marked_fragment
from index.results import Fragment, Span


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("", [], ""),
        ("bến xe", [], "bến xe"),
        ("bến xe", [(0, 3)], "<mark>bến</mark> xe"),
        ("bến xe", [(0, 3), (4, 6)], "<mark>bến</mark> <mark>xe</mark>"),
        ("a < b & c", [(4, 5)], "a &lt; <mark>b</mark> &amp; c"),
        ("<b>xe</b>", [(0, 9)], "<mark>&lt;b&gt;xe&lt;/b&gt;</mark>"),
        ("</mark><script>", [(0, 7)], "<mark>&lt;/mark&gt;</mark>&lt;script&gt;"),
        ("&lt;", [(1, 3)], "&amp;<mark>lt</mark>;"),
        ("{0} {} %s", [(0, 3)], "<mark>{0}</mark> {} %s"),
    ],
)
def test_text_is_escaped_and_only_marks_are_markup(text: str, spans: list[Span], html: str) -> None:
    assert marked(text, spans) == html


@st.composite
def _texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(alphabet=st.one_of(st.sampled_from("<>&\"'{}%/ markbến"), st.characters())))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@given(_texts_with_spans())
def test_without_its_marks_the_markup_is_the_text(drawn: tuple[str, list[Span]]) -> None:
    """Nothing is lost, nothing is added, and no `<` is left but those of the marks."""
    text, spans = drawn
    html = str(marked(text, spans))
    bare = re.sub("</?mark>", "", html)
    assert "<" not in bare
    assert (
        bare.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        == text
    )
    assert html.count("<mark>") == len(spans)


@pytest.mark.parametrize(
    ("left", "right", "html"),
    [
        (False, False, "<mark>xe</mark> &amp; tàu"),
        (True, False, "…\xa0<mark>xe</mark> &amp; tàu"),
        (True, True, "…\xa0<mark>xe</mark> &amp; tàu\xa0…"),
    ],
)
def test_a_fragment_shows_where_text_was_left_out(left: bool, right: bool, html: str) -> None:
    fragment = Fragment("xe & tàu", ((0, 2),), 5, left, right)
    assert marked_fragment(fragment) == html
    assert unescape(html).count("…") == left + right
