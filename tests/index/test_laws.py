"""Real queries over a part of the law corpus: the executor answers as Whoosh's own searcher does.

`scripts/bench --parts agreement` asks 2,000 queries over the whole of it.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from whoosh.index import open_dir

from index.analysis import tokenize
from index.document import Document
from index.executor import Executor
from index.schema import weighting
from index.text import fold, has_marks
from scripts.benchmarks.agreement import differences
from scripts.benchmarks.corpus import LAWS
from scripts.benchmarks.corpus import documents as read
from scripts.benchmarks.questions import Kind, Question
from tests.index.corpora import add

pytestmark = pytest.mark.skipif(not LAWS.exists(), reason="../shared/data is not here: no laws to search")

STEP = 40
"""One of so many articles is indexed: about a thousand."""
KINDS: tuple[Kind, ...] = ("any", "all", "phrase")
ASKED = 90


@pytest.fixture(scope="module")
def articles() -> list[Document]:
    return list(read(str(LAWS), step=STEP))


@pytest.fixture(scope="module")
def directory(articles: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles in two segments, a few of the first deleted."""
    path = tmp_path_factory.mktemp("laws")
    half = len(articles) // 2
    add(path, articles[:half])
    add(path, articles[half:], gone=[each.key for each in articles[:half:50]])
    return path


def questions(articles: list[Document]) -> Iterator[Question]:
    """One to eight neighbouring syllables of titles, every second time without accents."""
    chance = random.Random(20261124)
    for number in range(ASKED):
        terms = tokenize(chance.choice(articles).title).terms()
        length = chance.randint(1, min(8, len(terms)))
        first = chance.randint(0, len(terms) - length)
        text = " ".join(terms[first : first + length])
        text = fold(text) if number % 2 else text
        yield Question("", KINDS[number % len(KINDS)], has_marks(text), text)


def test_queries_of_titles_are_answered_as_by_whoosh(articles: list[Document], directory: Path) -> None:
    found, different = 0, []
    with closing(open_dir(str(directory))) as ix, ix.searcher(weighting=weighting()) as searcher:
        executor = Executor(searcher.reader())
        for question in questions(articles):
            count, differing = differences(executor, searcher, question)
            found += count
            different += [(question.typed, each) for each in differing]
    assert different == []
    assert found > 100 * ASKED
