"""`vankho serve`: hands this process over to gunicorn with the packaged configuration."""

import os
import sys

import click

from archive.cli import places
from archive.cli.edge import DONE
from archive.cli.vietnamese import Verb


@click.command(
    cls=Verb,
    example="""
    vankho serve
    VANKHO_BIND=0.0.0.0:8080 VANKHO_WORKERS=4 vankho serve
    """,
)
def serve() -> int:
    """Mở trang web. Địa chỉ và số tiến trình theo VANKHO_BIND và VANKHO_WORKERS; dừng bằng Ctrl-C."""
    places.settings()  # a wrong setting is said here, in a sentence, and not by gunicorn
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:archive.gunicorn_config"]
    os.execv(sys.executable, command)  # noqa: S606  # no shell wanted: gunicorn takes this process over
    return DONE
