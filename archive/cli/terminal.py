"""What a person at a terminal and a program behind `--json` see."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click
from tqdm import tqdm

from archive.cli.edge import heed

json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả thành một đối tượng JSON.")


def answer(as_json: bool, values: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Print the result of a verb on standard output: `values` as one JSON object, or `lines`."""
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


def note(text: str) -> None:
    """Say something beside the result, on standard error."""
    click.echo(text, err=True)


def bar(what: str, *, total: int | None = None, unit: str = " tài liệu", hidden: bool = False) -> Any:
    """A progress bar with rate and time left, on a terminal only. Use as a context manager."""
    quiet = hidden or not sys.stderr.isatty()
    return tqdm(desc=what, total=total, unit=unit, disable=quiet, unit_scale=unit == "B", dynamic_ncols=True)


class DocumentBar:
    """Progress of a build: learns from the first call how many documents there are."""

    def __init__(self, what: str) -> None:
        self._bar = bar(what)

    def __enter__(self) -> "DocumentBar":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def __call__(self, done: int, total: int) -> None:
        """`done` more documents of `total` are written. Raises `KeyboardInterrupt` when asked to stop."""
        heed()
        self._bar.total = total
        self._bar.update(done)
