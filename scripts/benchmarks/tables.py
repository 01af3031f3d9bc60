"""Tables in Markdown, as README and DESIGN.md carry them."""

from collections.abc import Sequence

MB = 2**20


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    """A heading, what must be known to read the table, and the table with its numbers to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_line(heads, widths), f"| {' | '.join(rule)} |", *(_line(row, widths) for row in rows)]
    return "\n".join([f"\n### {title}\n", *([f"{note}\n"] if note else []), *lines])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return f"| {' | '.join(padded)} |"


def ms(value: float) -> str:
    """Milliseconds to two or three figures; a dash where nothing was measured."""
    if value != value:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def megabytes(value: float) -> str:
    """Bytes as megabytes (2²⁰)."""
    return f"{value / MB:,.0f}" if value >= 10 * MB else f"{value / MB:.1f}"


def times(value: float) -> str:
    """A ratio."""
    if value != value:
        return "–"
    return f"{value:,.0f} ×" if value >= 20 else f"{value:.1f} ×" if value >= 2 else f"{value:.2f} ×"
