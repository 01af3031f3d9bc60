"""One measurement in a process of its own: `run` here, `python -m scripts.benchmarks.child` there."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmarks.memory import Memory, Watch

TOP = Path(__file__).resolve().parents[2]


class ChildFailed(Exception):
    """A measurement ended with an error; what it said stands on the terminal."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a child answered, the seconds of its life, and the peak memory of it and its descendants."""

    value: Any
    seconds: float
    peak: Memory


def run(task: str, **arguments: Any) -> Run:
    """Call `module:function` of this package in a new process. Arguments and answer are JSON values.

    Raises ChildFailed.
    """
    with tempfile.TemporaryDirectory(prefix="vankho-bench-") as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_text(json.dumps([task, arguments]), "utf-8")
        command = [sys.executable, "-m", "scripts.benchmarks.child", str(question), str(answer)]
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=TOP) as process, Watch(process.pid) as watch:
            status = process.wait()
        if status:
            raise ChildFailed(f"{task}: mã kết thúc {status}")
        return Run(json.loads(answer.read_text("utf-8")), time.perf_counter() - began, watch.peak)


def main(question: Path, answer: Path) -> None:
    """What the child does: read the task, do it, write what it gave."""
    task, arguments = json.loads(question.read_text("utf-8"))
    module, _, name = task.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"scripts.benchmarks.{module}"), name)
    answer.write_text(json.dumps(function(**arguments)), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
