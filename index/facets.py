"""The facets of a search, in the order in which a page shows them: those of sources, then those of texts.

A document has one value of each of `index.document.FACETS`, and several of each of `TEXT_FACETS`, which
`index.entities` finds in its text. That module alone says which kinds are found well enough to be facets.
"""

from typing import Final

from index.document import FACETS
from index.entities import TEXT_FACETS

ALL_FACETS: Final = (*FACETS, *TEXT_FACETS)
"""Every facet that a search can count and filter by."""

CITATION: Final = "citation"
"""Field of the numbers that a text cites: its column has them as written, its terms are `citation_key`s."""
OWN_NUMBER: Final = "number_key"
"""Field of the `citation_key` of a document's own number."""
