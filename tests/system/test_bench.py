"""The benchmark on a tiny corpus: it runs, its engines agree, and its corpora are what they claim to be."""

import json
import subprocess
import sys
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from scripts.benchmarks.corpus import SAMPLE, documents, made
from scripts.benchmarks.engines.trees import trees_of
from scripts.benchmarks.questions import Question, from_json, to_json
from scripts.benchmarks.tables import table
from tests.system.commands import TOP, environment

TIME = 400
"""Seconds after which the benchmark of forty documents is held to hang."""


def bench(folder: Path, *options: str) -> dict[str, Any]:
    """Run the benchmark over the sample archive; its numbers."""
    numbers = folder / "numbers.json"
    command = [sys.executable, "-m", "scripts.benchmarks", "--quick", "--collection", str(SAMPLE)]
    command += [
        "--documents",
        "40",
        "--questions",
        "8",
        "--work",
        str(folder / "work"),
        "--json",
        str(numbers),
    ]
    done = subprocess.run(
        [*command, *options],
        cwd=TOP,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=TIME,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr  # also when engines disagree
    assert "### Latency: made, 40 documents" in done.stdout
    found: dict[str, Any] = json.loads(numbers.read_text("utf-8"))
    return found


def test_every_part_runs_and_engines_over_the_same_streams_agree(tmp_path: Path) -> None:
    engines, parts = "search,executor,whoosh,fts5", "build,latency,segments,served"
    numbers = bench(tmp_path, "--parts", parts, "--engines", engines)
    asked = numbers["made/latency"]
    assert list(asked) == ["search", "executor", "whoosh", "fts5"]
    answers = asked["executor"]["answers"]
    assert answers == asked["whoosh"]["answers"] == asked["fts5"]["answers"]
    assert any(answer["total"] > 1 for answer in answers.values())
    assert set(numbers["made/segments"]) == {"1", "10"}
    steps = numbers["made/build"]["steps"]
    assert steps["rebuild"]["detail"]["segmented"] == steps["add"]["detail"]["added"] == 40
    assert steps["rebuild, cached"]["detail"]["segmented"] == 0
    assert all(step["pss"] > 0 and step["bytes"] > 0 for step in steps.values())
    served = numbers["made/served"]
    assert {name: load["errors"] for name, load in served["loads"].items()} == {"HTML page": 0, "JSON": 0}
    assert all(load["requests"] > 0 and load["cpu"] > 0 for load in served["loads"].values())
    assert len(served["workers"]) == 2
    assert all(worker["own"] > 0 for worker in served["workers"])


@pytest.mark.skipif(not find_spec("tantivy"), reason="tantivy (the extra `bench`) is not installed")
def test_tantivy_over_the_same_streams_finds_and_counts_the_same(tmp_path: Path) -> None:
    numbers = bench(tmp_path, "--parts", "latency", "--engines", "executor,tantivy,tantivy-plain")
    asked = numbers["made/latency"]
    assert asked["tantivy"]["answers"] == asked["executor"]["answers"]
    assert "any word, no accents" not in asked["tantivy-plain"]["times"]


def test_made_documents_depend_on_the_seed_alone() -> None:
    collection = list(documents(str(SAMPLE)))
    one, same, other = (list(made(collection, 30, seed=seed)) for seed in (1, 1, 2))
    assert one == same != other
    assert len({each.key for each in one}) == 30


def test_made_documents_have_the_lengths_and_the_paragraphs_of_the_collection() -> None:
    collection = list(documents(str(SAMPLE)))
    paragraphs = {part for each in collection for part in each.paragraphs}
    drawn = list(made(collection, 300))
    assert all(set(each.paragraphs) <= paragraphs for each in drawn)
    real, ours = (mean(len(each.body.split()) for each in some) for some in (collection, drawn))
    assert 0.8 < ours / real < 1.25
    # A pack is dealt to its end before any paragraph comes again.
    dealt = [part for each in drawn for part in each.paragraphs]
    assert len(set(islice(dealt, len(paragraphs) // 2))) > 0.95 * (len(paragraphs) // 2)


@pytest.mark.parametrize(
    ("kind", "accented", "text", "implied"),
    [
        ("any", False, "hoi nghi tong ket", True),  # whoever has a pair has its first syllable
        ("any", True, "hội nghị tổng kết", False),  # ranking also finds the folded syllables
        ("all", False, "hoi nghi", False),
        ("all", False, "nghi", True),
        ("phrase", True, "hội nghị", False),
    ],
)
def test_ranking_alone_suffices_only_where_it_finds_nothing_else(
    kind: Any, accented: bool, text: str, implied: bool
) -> None:
    assert trees_of(Question("", kind, accented, text)).implied is implied


def test_questions_survive_json() -> None:
    question = Question("filtered", "filtered", True, "hội nghị", "Kinh tế")
    assert from_json(json.loads(json.dumps(to_json(question)))) == question


def test_a_table_is_aligned_markdown() -> None:
    lines = table("Bảng", ("name", "n"), [["a", "1"], ["long name", "10"]]).splitlines()
    assert len({len(line) for line in lines if line.startswith("|")}) == 1
    assert lines[-1] == "| long name | 10 |"
