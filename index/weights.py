"""How much everything counts in ranking: the numbers that `scripts/tune` chooses, in one place.

DESIGN.md, "Ranking", says what was tried and what it gave.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from index.bm25 import Bm25


def _fixed(**weights: float) -> Mapping[str, float]:
    return field(default_factory=lambda: MappingProxyType(weights))


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the parts of a score.

    `texts` are those of the title's and of the body's streams; `accented` those of the streams for a query
    with any Vietnamese mark, `unaccented` for one without. `alternative` is the weight of an abbreviation's
    other form, as a part of that of the syllables typed.
    """

    texts: Mapping[str, float] = _fixed(title=0.6, body=1.0)
    accented: Mapping[str, float] = _fixed(syllable=0.7, folded=0.3, shingle=0.6, word=0.4)
    unaccented: Mapping[str, float] = _fixed(folded=1.0, shingle=0.8)
    alternative: float = 0.5


WEIGHTS: Final = Weights()
"""The weights that rank."""

BM25: Final = Bm25(k1=1.2, b=0.85, delta=0.3)
"""The formula of a term's score, with its parameters."""

OWN_NUMBER, CITED_NUMBER, BEGUN_NUMBER = 2.0, 0.5, 1.0
"""What is added for a document number in the query, as a multiple of the best score: to the document that has
it, to those that cite it, and to those of its kind whose number begins so."""

PUBLISHED_THEN = 0.25
"""What is added, in the same way, to documents that were published when the query says in words."""
