"""Where and when a run was made: what stands above its tables."""

import os
import platform
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.document import VIETNAM

TOP = Path(__file__).resolve().parents[2]
PACKAGES = ("numpy", "whoosh", "tantivy", "underthesea", "gunicorn", "flask", "sqlalchemy")


def header() -> Iterator[str]:
    """Command, date, machine and versions, one Markdown list item each."""
    yield f"- command: `scripts/bench {shlex.join(sys.argv[1:])}`"
    yield f"- date: {now()} (+07:00)"
    system = f"{platform.system()} {platform.release()}"
    yield f"- machine: {_processor()}, {os.cpu_count()} processors, {_memory()} GB, {system}"
    yield f"- load average at the beginning: {', '.join(f'{each:.1f}' for each in os.getloadavg())}"
    yield f"- Vankho: {_commit()}"
    found = [f"{name} {_version(name)}" for name in PACKAGES]
    yield f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(found)}"


def now() -> str:
    """Date and time in Vietnam."""
    return f"{datetime.now(VIETNAM):%Y-%m-%d %H:%M}"


def load() -> float:
    """How many processes wanted to run in the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=TOP, capture_output=True, text=True, check=False
        ).stdout.strip()

    commit = git("rev-parse", "--short", "HEAD") or "not a checkout"
    return f"{commit}{' with changes' if git('status', '--porcelain', '--', 'index', 'archive') else ''}"
