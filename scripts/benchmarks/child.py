"""One measurement in a process of its own: `run` here, `python -m scripts.benchmarks.child` there."""

import json
import resource
import subprocess
import sys
import tempfile
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
    """What a child answered, the processor seconds that this took it and those that it started and waited
    for, and the peak memory of them all."""

    value: Any
    cpu: float
    peak: Memory


def run(task: str, **arguments: Any) -> Run:
    """Call `module:function` of this package in a new process. Arguments and answer are JSON values.

    Raises ChildFailed.
    """
    with tempfile.TemporaryDirectory(prefix="vankho-bench-") as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_text(json.dumps([task, arguments]), "utf-8")
        command = [sys.executable, "-m", "scripts.benchmarks.child", str(question), str(answer)]
        with subprocess.Popen(command, cwd=TOP) as process, Watch(process.pid) as watch:
            status = process.wait()
        if status:
            raise ChildFailed(f"{task}: mã kết thúc {status}")
        value, cpu = json.loads(answer.read_text("utf-8"))
        return Run(value, cpu, watch.peak)


def main(question: Path, answer: Path) -> None:
    """What the child does: read the task, do it, write what it gave."""
    task, arguments = json.loads(question.read_text("utf-8"))
    module, _, name = task.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"scripts.benchmarks.{module}"), name)
    before = _processor_seconds()
    value = function(**arguments)
    answer.write_text(json.dumps([value, _processor_seconds() - before]), "utf-8")


def _processor_seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
