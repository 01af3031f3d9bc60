"""The labels are sound, and the precision that is promised beside each facet is what they give."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.entities import MEASURED

TOP = Path(__file__).parents[2]
DATA = TOP.parent / "shared" / "data"
LABELS = [line.split("\t") for line in (TOP / "tests/entities/labels.tsv").read_text("utf-8").splitlines()]
KINDS = ("organisation", "place", "person", "citation")


def test_at_least_three_hundred_of_each_kind() -> None:
    counts = {kind: sum(row[0] == kind for row in LABELS) for kind in KINDS}
    assert min(counts.values()) >= 300, counts


def test_every_label_lies_in_a_passage_that_was_read() -> None:
    spans: list[tuple[int, int]] = []
    for kind, *cells in LABELS:
        if kind == "@":
            spans = [(int(start), int(end)) for start, end in (one.split("-") for one in cells[4].split())]
        elif kind in KINDS:
            start, end = int(cells[0]), int(cells[1])
            assert start < end
            assert any(first <= start and end <= last for first, last in spans)


def test_a_document_is_in_one_half() -> None:
    names = [(row[1], row[2]) for row in LABELS if row[0] == "@"]
    assert len(set(names)) == len(names)
    assert {row[4] for row in LABELS if row[0] == "@"} == {"dev", "held-out"}


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the labelled texts are not here: {DATA}")
def test_precision_is_what_is_promised() -> None:
    command = [sys.executable, "-m", "scripts.judging", "--data", str(DATA)]
    printed = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in printed.splitlines()]
    by_value = {row[2]: float(row[7]) for row in rows if row[:2] == ["held-out", "all"]}
    for kind, promised in MEASURED.items():
        assert by_value[kind] == pytest.approx(promised, abs=0.02)


def test_without_the_texts_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.judging", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Chưa đo được gì" in done.stderr
