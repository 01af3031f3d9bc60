"""Matched spans → HTML: the only markup that Python makes, and only from escaped pieces."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from index.results import Fragment, Span

OPEN, CLOSE = Markup("<mark>"), Markup("</mark>")


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """`text` escaped, with `<mark>` around each of `spans` (sorted, apart, within the text).

    >>> marked("a < bé", [(4, 6)])
    Markup('a &lt; <mark>bé</mark>')
    """
    pieces: list[Markup] = []
    done = 0
    for start, end in spans:
        pieces += [escape(text[done:start]), OPEN, escape(text[start:end]), CLOSE]
        done = end
    # `Markup.join` would escape each again, and `Markup.format` takes 20 µs a mark.
    return Markup("".join([*pieces, escape(text[done:])]))  # noqa: S704  # all of them are escaped


def marked_fragment(fragment: Fragment) -> Markup:
    """A fragment with its marks, and an ellipsis where text was left out."""
    before, after = "…\u00a0" * fragment.cut_left, "\u00a0…" * fragment.cut_right
    return escape(before) + marked(fragment.text, fragment.marks) + escape(after)
