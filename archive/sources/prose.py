"""Plain text → paragraphs: lines that a typewriter, a scanner or an editor broke are joined again.

A phrase that a line end cuts in two is not found by a search for the phrase, and `Document.paragraphs`
makes an anchor of every line; official documents typed at 70 characters a line need both mended. A line
end is kept where a paragraph may end: after a full stop, before a list mark or a heading, after a short line.
"""

import re

WRAPPED = 50
"""Characters from which a line without a full stop counts as broken by a margin."""

_MARKED = re.compile(
    r"""(?:[-–—•*+~"“]\s|\d{1,3}(?:\.\d{1,3})*[.)/]\s|[a-zđA-ZĐ][.)]\s|[IVXLC]{1,6}[.)]\s
    |(?:Điều|Chương|Mục|Phần|Phụ\ lục|Căn\ cứ|Theo\ đề\ nghị|Nơi\ nhận|Kính\ gửi|V/v|Về\ việc)\b|Số\s*:)""",
    re.VERBOSE,
)
_TOGETHER = re.compile(r"[ \xa0]{2,}")


def tidy(line: str) -> str:
    """One line without spaces at its ends, runs of spaces as one."""
    return _TOGETHER.sub(" ", line).strip(" \xa0\v\f")


def reflow(text: str) -> str:
    r"""Display text with broken lines joined: blocks of lines, a blank line between blocks.

    >>> reflow("Thông tư này quy định về hóa đơn điện tử, chứng từ và\nviệc quản lý thuế.\n\n\nĐiều 1")
    'Thông tư này quy định về hóa đơn điện tử, chứng từ và việc quản lý thuế.\n\nĐiều 1'
    """
    lines: list[str] = []
    last = ""  # the physical line before, which says where the margin was
    gap = False
    for line in map(tidy, text.split("\n")):
        if not line:
            gap = True
            continue
        if lines and _continues(last, line, gap=gap):
            lines[-1] += " " + line
        else:
            lines += [""] if gap and lines else []
            lines.append(line)
        last, gap = line, False
    return "\n".join(lines)


def _continues(before: str, line: str, *, gap: bool) -> bool:
    """Whether `line` goes on with the sentence of `before`, the physical line above it."""
    if len(before) < WRAPPED or before[-1] in ".:;!?…|" or _MARKED.match(line) or "|" in line:
        return False
    if gap:
        return line[0].islower()
    return line[0].islower() or not before.isupper()


def first_sentence(text: str, *, longest: int = 200) -> str:
    """The first sentence of `text`, cut at a space and marked `…` when it is longer than `longest`."""
    line = text.split("\n", 1)[0].strip()
    stop = re.search(r"[.!?…](?=\s+\S)", line)
    sentence = (line[: stop.end()] if stop and stop.end() > 20 else line).removesuffix(".")
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"
