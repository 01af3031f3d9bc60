"""Installs the extra `bench` of pyproject.toml where it is missing: `python -m scripts.benchmarks.extras`."""

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def main() -> None:
    """Install what is missing; say so when it cannot be had, since the benchmark runs without it."""
    if find_spec("tantivy"):
        return
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["optional-dependencies"]["bench"]
    print(f"Đang cài {', '.join(wanted)} vào .venv…", file=sys.stderr)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *wanted]
    if subprocess.run(pip, check=False).returncode:
        print("Không cài được: các bảng sẽ thiếu cột Tantivy.", file=sys.stderr)


if __name__ == "__main__":
    main()
