"""Files of any kind → candidates → documents: the first step of the flow.

`candidates` walks what a person named; `Candidate.parse` turns one into a `Document` or raises `SourceError`.
"""

from archive.sources.encodings import legacy_title
from archive.sources.origin import (
    LARGEST_FILE,
    SOURCES_VERSION,
    Candidate,
    Origin,
    Parsed,
    Refusal,
    SourceError,
)
from archive.sources.titles import supported
from archive.sources.walk import candidates

__all__ = [
    "LARGEST_FILE",
    "SOURCES_VERSION",
    "Candidate",
    "Origin",
    "Parsed",
    "Refusal",
    "SourceError",
    "candidates",
    "legacy_title",
    "supported",
]
