"""The stylesheet: contrast by arithmetic, in light and dark; nothing fetched."""

import re
from itertools import product

import pytest

from archive.app import templates_folder

CSS = (templates_folder() / "static" / "style.css").read_text(encoding="utf-8")
SCRIPT = (templates_folder() / "static" / "vankho.js").read_text(encoding="utf-8")
PAIRS = [
    *product(("ink", "soft", "accent", "visited"), ("paper", "raised", "tint", "warn")),
    *product(("ink", "accent", "visited"), ("mark",)),
    ("on-accent", "accent"),
]


def _colours(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[0]))
    dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[1]))
    return light if scheme == "light" else {**light, **dark}


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_contrast_aa(scheme: str, text: str, ground: str) -> None:
    colours = _colours(scheme)
    assert _contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("drawn", "ground"), [("strong-line", "paper"), ("strong-line", "raised"), ("bar", "paper")]
)
def test_borders_of_fields_and_bars_are_seen(scheme: str, drawn: str, ground: str) -> None:
    """WCAG 1.4.11: three to one for what must be seen to use the page."""
    colours = _colours(scheme)
    assert _contrast(colours[drawn], colours[ground]) >= 3


def test_nothing_is_fetched() -> None:
    assert "@import" not in CSS
    assert "url(" not in CSS
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|https?:", SCRIPT)
