"""The corpora: a collection as it is, and any number of documents made from its paragraphs.

A made document has the title and the metadata of one document drawn from the collection, the length of
another, and paragraphs dealt from a shuffled pack that is shuffled again when it is used up. So lengths and
word frequencies stay real, and the same seed gives the same documents.
"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from archive.sources import Candidate, SourceError, candidates
from index.document import Document

SEED = 20261123
TOP = Path(__file__).resolve().parents[2]
LAWS = TOP.parent / "shared" / "data" / "laws" / "articles.jsonl.gz"
SAMPLE = TOP / "archive" / "sample"


def documents(collection: str, *, step: int = 1) -> Iterator[Document]:
    """Every `step`-th document of a file or folder; what `vankho add` would refuse is left out."""
    for candidate in islice(candidates([Path(collection)]), 0, None, step):
        try:
            if isinstance(candidate, Candidate):
                yield candidate.parse().document
        except SourceError:
            continue


def made(collection: Iterable[Document], count: int, *, seed: int = SEED) -> Iterator[Document]:
    """`count` documents made from those of `collection`."""
    known = list(collection)
    chance = random.Random(seed)
    lengths = [_length(each.body) for each in known]
    pack = _dealt([part for each in known for part in each.paragraphs], chance)
    for number in range(count):
        drawn = chance.choice(known)
        body = "\n".join(_paragraphs(pack, chance.choice(lengths)))
        title = chance.choice(known).title
        yield replace(drawn, id=f"made/{number}", title=title, body=body, page_title="", url="", extra={})


def _length(text: str) -> int:
    return text.count(" ") + text.count("\n")


def _dealt(paragraphs: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        chance.shuffle(paragraphs)
        yield from paragraphs


def _paragraphs(pack: Iterator[str], length: int) -> Iterator[str]:
    """Paragraphs of about `length` syllables together: at least one, and the last one when half is needed."""
    left = length
    for paragraph in pack:
        size = _length(paragraph)
        if left < length and 2 * left < size:
            return
        yield paragraph
        left -= size
        if left <= 0:
            return


def write(collection: str, target: str, count: int, step: int) -> dict[str, Any]:
    """Write a corpus in the import form: `count` made documents, or the collection itself when 0."""
    source = documents(collection, step=step)
    written = syllables = 0
    with Path(target).open("w", encoding="utf-8") as out:
        for each in made(source, count) if count else source:
            out.write(json.dumps(_import_form(each), ensure_ascii=False) + "\n")
            written += 1
            syllables += _length(each.body) + 1
    return {"documents": written, "syllables": syllables}


_PLAIN = ("id", "title", "body", "summary", "category", "type", "number", "issuer", "source", "author")


def _import_form(document: Document) -> dict[str, str]:
    values = {name: getattr(document, name) for name in _PLAIN}
    if document.published:
        values["published"] = document.published.isoformat()
    return {name: value for name, value in values.items() if value}
