"""Documents and candidates made for tests."""

import json
from collections.abc import Sequence
from typing import Any

from archive.sources import Candidate, Parsed, SourceError
from archive.sources import Origin as SourceOrigin
from archive.store import Addition, Origin, Outcome, Store, digest_of
from index.document import Document


def addition(document: Document, *, raw: bytes | None = None) -> Addition:
    """`document` as if it had come from bytes that differ whenever it differs."""
    raw = repr(document).encode("utf-8", "surrogatepass") if raw is None else raw
    return Addition(document, digest_of(document), raw, raw[-16:], Origin("thử.jsonl", 1, "jsonl", "utf-8"))


def put(store: Store, *documents: Document) -> tuple[Outcome, ...]:
    """Add documents in one batch."""
    with store.batch() as batch:
        return batch.put([addition(document) for document in documents])


def candidate(line: int = 1, **fields: Any) -> Candidate:
    """A candidate whose bytes are `fields` as JSON; with a field `error` it is refused for that reason."""
    return Candidate(json.dumps(fields).encode(), SourceOrigin("thử.jsonl", line), f"thử:{line}", _parse)


def candidates(rows: Sequence[dict[str, Any]]) -> list[Candidate]:
    """One candidate a row, lines numbered from 1."""
    return [candidate(line, **row) for line, row in enumerate(rows, 1)]


def _parse(candidate: Candidate) -> Parsed:
    fields = json.loads(candidate.raw)
    if reason := fields.pop("error", None):
        raise SourceError(candidate.origin.path, candidate.origin.line, reason)
    fields.pop("blank", None)  # a change in the bytes that changes nothing in the document
    document = Document(**{"id": candidate.fallback_id, **fields})
    return Parsed(document, SourceOrigin(candidate.origin.path, candidate.origin.line, "jsonl", "utf-8"))
