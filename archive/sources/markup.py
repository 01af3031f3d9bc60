"""Markdown → readable text: marks gone, tables as rows of cells, headings as lines of their own."""

import re
from html import unescape

_CODE = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for start, end in (("<!--", "-->"), (r"<script\b", "</script>"), (r"<style\b", "</style>"))
)
_MARKS = re.compile(r"[*_`\[<&\\~{]")
_ANCHOR = re.compile(r"[\dA-Fa-f-]{15,}")  # a heading that only a machine reads
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"^\s{0,3}(?:[-*_=]\s*){3,}$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s+|(?=[^\s#]))")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"^\s*[*+]\s+")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]\n]{1,200}\]:\s*\S+.{0,300}$")
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li"
    r"|mark|ol|p|pre|s|section|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)"
    r"(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,1000}\)"), r"\1"),  # images: what they show
    (re.compile(r"\[([^\[\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"\[\^[^\[\]\n]{1,50}\]:?"), ""),
    (re.compile(r"<((?:https?|ftp|mailto):[^<>\s]{1,1000})>"), r"\1"),
    (re.compile(r"`{1,3}([^`\n]{1,1000})`{1,3}"), r"\1"),
    (re.compile(r"(\*{1,3})(?=\S)([^*\n]{0,3000}[^*\s])\1"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]{0,3000}[^_\s])\1(?![\w_])"), r"\2"),
    (re.compile(r"~~([^~\n]{1,3000})~~"), r"\1"),
    (re.compile(r"\{:?[.#%][^{}\n]{0,200}\}|\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,300}%\}"), ""),
    (re.compile(r"(?<!\w)\*{2,3}|\*{2,3}(?!\w)"), ""),  # marks whose partner is on another line
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)


def readable(text: str) -> str:
    r"""Markdown as text: one line per line of the source, blank lines around headings.

    >>> readable("## Điều 1. **Phạm vi**\n\n| Số | Ngày |\n|---|---|\n| 1 | [xem](http://a.vn) |")
    '\nĐiều 1. Phạm vi\n\n\nSố | Ngày\n1 | xem'
    """
    lines: list[str] = []
    fenced = False
    for line in _without_code(text).split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            lines.append(line)
        else:
            lines += _line(line)
    return "\n".join(lines)


def _without_code(text: str) -> str:
    """Text without comments, scripts and styles; an unclosed one is left as it is."""
    for start, end in _CODE:
        kept, place = [], 0
        while (begin := start.search(text, place)) and (stop := end.search(text, begin.end())):
            kept.append(text[place : begin.start()])
            place = stop.end()
        text = "".join([*kept, text[place:]])
    return text


def _line(line: str) -> list[str]:
    if _REFERENCE.match(line):
        return []
    if "|" in line and _TABLE_RULE.match(line):
        return []
    if _RULE.match(line):
        return [""]
    line = _QUOTE.sub("", line)
    if _HEADING.match(line):
        named = heading(line)
        return ["", "" if _ANCHOR.fullmatch(named) else named, ""]
    if line.lstrip().startswith("|"):
        return [" | ".join(filter(None, cells(line)))]
    return inline(_BULLET.sub("- ", line)).split("\n")


def cells(row: str) -> list[str]:
    """The cells of a table row as text."""
    return [
        inline(cell).replace("\n", " ").strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))
    ]


def inline(text: str) -> str:
    """One line without the marks inside it."""
    if not _MARKS.search(text):
        return text
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return unescape(text)


def heading(line: str) -> str:
    """The text of a heading line; `""` when it is none."""
    return inline(_HEADING.sub("", line).rstrip("# ")).strip() if _HEADING.match(line) else ""
