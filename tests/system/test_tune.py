"""Choosing weights: the questions, evidence that scores as a search does, the search for weights."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.document import Document, key_of
from index.query import parse
from index.text import normalise
from index.trees import required, scoring
from index.weights import BM25
from scripts.benchmarks.corpus import SAMPLE, documents
from scripts.tuning.climbing import MARGIN, climb
from scripts.tuning.evidence import FIELDS, Evidence, Finder, indexed
from scripts.tuning.judging import GRID, Setting, careful, mean, mrr, reciprocal_rank, scores
from scripts.tuning.made import keywords, titles
from scripts.tuning.tasks import Question, bare, collections
from tests.system.commands import TOP, environment

EVERY = tuple(documents(str(SAMPLE)))


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    with indexed(EVERY) as finder:
        yield finder


# Questions


def test_half_remembered_titles_are_nearly_the_title() -> None:
    asked = titles(EVERY, 40).questions
    by_key = {each.key: each for each in EVERY}
    assert len(asked) == len({each.text for each in asked}) == 40
    for question in asked:
        for key in question.relevant:
            title = normalise(by_key[key].title)
            assert len(question.text.split()) >= 3
            assert question.text not in title or len(question.text) < len(title)
        assert {by_key[key].title for key in question.relevant} == {by_key[min(question.relevant)].title}


def test_keywords_come_from_their_document() -> None:
    by_key = {each.key: each for each in EVERY}
    for question in keywords(EVERY, 40).questions:
        for key in question.relevant:
            text = normalise(f"{by_key[key].title} {by_key[key].body}")
            assert all(syllable in text for syllable in question.text.split())
            assert len(question.text.split()) >= 4


@pytest.mark.parametrize("make", [titles, keywords])
def test_the_same_seed_asks_the_same(make: type) -> None:
    assert make(EVERY, 20) == make(EVERY, 20) != make(EVERY, 20, seed=1)


def test_an_archive_without_titles_asks_for_none() -> None:
    assert titles([Document(id="1", body="một"), Document(id="2", title="Hai")], 5).questions == ()
    assert keywords([Document(id="1", body="một")], 5).questions == ()


def test_a_collection_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "bộ"
    folder.mkdir()
    rows = [{"_id": "a/1", "text": "Tên\nThân"}, {"_id": "2", "title": "Đề", "text": "Hai"}]
    packed = "\n".join(json.dumps(row) for row in rows).encode()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(packed))
    asked = [{"_id": "q1", "text": "Đâu?"}, {"_id": "q2", "text": "Không ai đáp"}]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in asked))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta/1\t1\nq1\t2\t0\n")
    archive = collections([folder])
    assert [(each.id, each.title) for each in archive.documents] == [("bộ/a/1", "Tên"), ("bộ/2", "Đề")]
    assert archive.tasks[0].questions == (Question("q1", "Đâu?", frozenset({key_of("bộ/a/1")})),)


def test_halves_are_fixed_and_of_about_the_same_size() -> None:
    halves = [Question(f"q{number}", "", frozenset()).half for number in range(400)]
    assert halves[:8] == [Question(f"q{number}", "", frozenset()).half for number in range(8)]
    assert 160 < sum(halves) < 240


def test_bare() -> None:
    assert bare("Đường sá ở Thừa Thiên – Huế") == "Duong sa o Thua Thien – Hue"


# Evidence and judging


@pytest.mark.parametrize(
    "text", ["kế hoạch phòng chống bão", "ke hoach phong chong bao", "UBND xã họp", "quy chế", "cảng"]
)
def test_evidence_scores_as_a_search_does(finder: Finder, text: str) -> None:
    query = parse(text)
    found = finder.executor.matching(required(query))
    expected = np.sort(finder.executor.scores(scoring(query), found))
    evidence = finder.evidence(Question("q", text, frozenset()), text)
    assert len(expected) > 1
    assert np.sort(scores(evidence, Setting())) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", GRID)
def test_every_number_of_the_grid_counts(finder: Finder, name: str) -> None:
    """Each changes the scores of some question, and nothing else changes."""
    texts = ("UBND thành phố họp về kế hoạch", "ke hoach cua thanh pho")
    evidence = [finder.evidence(Question("q", text, frozenset()), text) for text in texts]
    now = Setting()
    other = next(value for value in GRID[name] if value != now.value(name))
    changed = now.changed(name, other)
    assert changed.value(name) == other
    assert all(changed.value(each) == now.value(each) for each in GRID if each != name)
    assert any(not np.allclose(scores(each, now), scores(each, changed)) for each in evidence)
    assert changed.changed(name, now.value(name)) == now


def test_the_first_answer_counts(finder: Finder) -> None:
    document = EVERY[0]
    evidence = finder.evidence(Question("q", document.title, frozenset({document.key})), document.title)
    assert reciprocal_rank(evidence, Setting()) == 1
    nobody = finder.evidence(Question("q", document.title, frozenset()), document.title)
    assert reciprocal_rank(nobody, Setting()) == 0
    both = [evidence, nobody]
    assert mrr(both, Setting(), evidence.half) == 0.5
    assert np.isnan(mrr(both, Setting(), 1 - evidence.half))


# The search for weights


def test_climbing_reaches_the_best_of_each_number() -> None:
    best = {"formula.b": 0.65, "texts.title": 0.7, "alternative": 0.25}

    def judge(setting: Setting) -> float:
        return -sum((setting.value(name) - value) ** 2 for name, value in best.items())

    chosen = climb(Setting(), GRID, judge, rounds=3)
    assert {name: chosen.value(name) for name in best} == best
    assert chosen.formula.k1 == BM25.k1  # what makes no difference stays


def two_candidates(*, answer: int) -> Evidence:
    """One has the word in its title, the other in its body; the first comes first when titles count most."""
    places = np.array([0, 1])
    fields = np.array([FIELDS.index(("title", "syllable")), FIELDS.index(("body", "syllable"))])
    ones = np.ones(2, np.float32)
    return Evidence(0, True, places == answer, places, fields, ones, ones, ones, ones)


def test_what_one_task_gains_does_not_pay_for_what_another_loses() -> None:
    tasks = [[two_candidates(answer=0)] * 3, [two_candidates(answer=1)]]
    more = Setting().changed("texts.title", 2)
    assert [mrr(task, Setting(), 0) for task in tasks] == [0.5, 1]
    assert [mrr(task, more, 0) for task in tasks] == [1, 0.5]
    judge = careful(tasks, Setting(), 0)
    assert judge(Setting()) == judge(Setting().changed("texts.title", 0.7)) == 0.75
    assert judge(more) == -np.inf
    assert careful(tasks[:1], Setting(), 0)(more) == mean(tasks[:1], more, 0) == 1


def test_a_gain_that_is_noise_changes_nothing() -> None:
    chosen = climb(Setting(), GRID, lambda setting: -MARGIN / 2 * setting.formula.b, rounds=3)
    assert chosen == Setting()


def test_the_script_prints_its_tables_and_says_what_is_absent(tmp_path: Path) -> None:
    options = ("--articles", str(SAMPLE), "--queries", "12", "--rounds", "0", "--each")
    command = [sys.executable, "-m", "scripts.tuning", str(tmp_path / "vắng"), *options]
    done = subprocess.run(
        command, cwd=TOP, env=environment(tmp_path), capture_output=True, text=True, timeout=300, check=True
    )
    assert "Bỏ qua" in done.stderr
    assert "vắng" in done.stderr
    assert "MRR@10" in done.stdout
    assert "titles, không dấu" in done.stdout
    assert (
        sum(line.startswith("| formula.b = ") for line in done.stdout.splitlines())
        == len(GRID["formula.b"]) - 1
    )
