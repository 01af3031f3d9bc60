"""Whatever is typed is answered, and with bounded work: 20,000 drawn queries, and a list of hostile ones."""

from typing import Final

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq

from archive.params import MAX_TEXT
from index.expansion import MOST_TERMS
from index.query import MOST_SYLLABLES, parse
from index.reading import MOST_IN_RANGES
from index.results import SearchRequest
from index.search import Index
from index.trees import promoted, required, scoring
from tests.index.texts import anything
from tests.search.queries import HOSTILE, drawn

SEEDS: Final = range(20)
IN_PROCESS, OVER_HTTP = 850, 150
"""Queries of a seed: 20 × (850 + 150) = 20,000."""

MOST_READ: Final = 2 * MOST_SYLLABLES * MOST_TERMS + 8 * MOST_IN_RANGES
"""Postings that one query may read: each of its syllables a prefix, in title and body, and its ranges."""


def read_by(text: str) -> int:
    """How many terms' postings are read at most to answer `text`."""
    query = parse(text)
    trees = [required(query), scoring(query), *(tree for tree, _ in promoted(query))]
    leaves = (leaf for tree in trees for leaf in tree.leaves())
    return sum(
        MOST_TERMS if isinstance(leaf, wq.Prefix) and leaf.fieldname != "number" else 1 for leaf in leaves
    )


def answered(index: Index, text: str) -> None:
    """`text` finds what its total says, and no more than there is."""
    results = index.search(SearchRequest(text=text, size=1))
    assert 0 <= results.total <= index.generation().manifest.documents
    assert len(results.hits) == min(results.total, 1)


def ok(client: FlaskClient, path: str, text: str) -> None:
    response = client.get(path, query_string={"q": text.encode("utf-8", "surrogatepass"), "size": 1})
    assert response.status_code == 200, text


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_queries_are_answered(index: Index, client: FlaskClient, seed: int) -> None:
    queries = list(drawn(seed, IN_PROCESS + OVER_HTTP))
    for text in queries[:IN_PROCESS]:
        answered(index, text)
    for text in queries[::10]:
        assert read_by(text) <= MOST_READ
    for number, text in enumerate(queries[IN_PROCESS:]):
        ok(client, "/search" if number % 3 else "/api/v1/search", text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_are_answered(index: Index, client: FlaskClient, text: str) -> None:
    answered(index, text)
    assert read_by(text) <= MOST_READ
    ok(client, "/search", text[:MAX_TEXT])
    ok(client, "/api/v1/search", text[:MAX_TEXT])


@settings(max_examples=200)
@given(anything | st.text())
def test_any_text_is_answered(index: Index, text: str) -> None:
    answered(index, text)
