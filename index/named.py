"""A document's key → what its text names, as the index has it: a page need not read the text again.

Numbers that the text cites are looked up among the numbers of all documents, however they are written.
"""

from collections.abc import Callable

from whoosh.query import Term

from index.columns import Columns
from index.entities import TEXT_FACETS, citation_key
from index.executor import Executor
from index.facets import CITATION, OWN_NUMBER
from index.results import Cited, Named
from index.termpostings import Docs

MOST_CITED = 100
"""Numbers cited by one document that are looked up; the others are only counted."""


def named(executor: Executor, columns: Columns, key_of: Callable[[int], str], key: str) -> Named:
    """What the document with that key names; nothing when it is not in the index."""
    found = executor.matching(Term("key", key))
    if not len(found):
        return Named()
    doc = int(found[0])
    written = columns.lists[CITATION].of(doc)
    return Named(
        facets={name: columns.lists[name].of(doc) for name in TEXT_FACETS},
        cited=tuple(_cited(executor, key_of, number) for number in written[:MOST_CITED]),
        others=max(len(written) - MOST_CITED, 0),
    )


def citing(executor: Executor, number: str) -> int:
    """How many documents cite a number."""
    return len(_having(executor, CITATION, number))


def _cited(executor: Executor, key_of: Callable[[int], str], number: str) -> Cited:
    docs = _having(executor, OWN_NUMBER, number)
    return Cited(number, len(docs), key_of(int(docs[0])) if len(docs) == 1 else "")


def _having(executor: Executor, field: str, number: str) -> Docs:
    return executor.matching(Term(field, citation_key(number)))
