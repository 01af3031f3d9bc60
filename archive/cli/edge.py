"""The edge of the command line: every error becomes one sentence and an exit status, here and nowhere else.

0 done; 1 some input refused, a difference found, or the work could not be finished; 2 wrong usage.
"""

import errno
import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType
from typing import TypeVar

import click

from archive.cli.vietnamese import sentence
from archive.config import ConfigError
from archive.store import StoreError
from index.errors import Busy, GenerationError
from index.workers import WorkerDied

DONE, FAILED, MISUSED = 0, 1, 2
STOPPED = "Đã dừng theo yêu cầu; những gì đã ghi xong vẫn nguyên vẹn."

_REASONS = {
    errno.ENOSPC: "Ổ đĩa đã đầy. Những gì đã ghi xong vẫn nguyên vẹn; hãy giải phóng chỗ rồi chạy lại.",
    errno.EDQUOT: "Đã hết hạn mức ổ đĩa. Những gì đã ghi xong vẫn nguyên; hãy giải phóng chỗ rồi chạy lại.",
    errno.EACCES: "Không có quyền truy cập",
    errno.EPERM: "Không có quyền truy cập",
    errno.EROFS: "Hệ thống tệp chỉ cho đọc",
    errno.ENOENT: "Không có tệp hoặc thư mục",
    errno.EISDIR: "Đây là thư mục, không phải tệp",
    errno.ENOTDIR: "Đây không phải là thư mục",
}


def run(command: click.Command, args: Sequence[str]) -> int:
    """Run a command line; its exit status. Errors are said on standard error, with `--json` also as JSON."""
    try:
        status = command.main(args, prog_name="vankho", standalone_mode=False)
        sys.stdout.flush()
        return int(status or DONE)
    except click.Abort:
        return _fail(STOPPED, args)
    except click.ClickException as error:
        return _misused(error, args)
    except ConfigError as error:
        return _fail(str(error), args, status=MISUSED)
    except (StoreError, GenerationError, Busy, WorkerDied) as error:
        return _fail(str(error), args)
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        return _nobody_reads() if error.errno == errno.EPIPE else _fail(_os_sentence(error), args)


_Item = TypeVar("_Item")
_asked_to_stop: list[int] = []
"""Signals that asked to. No lock guards them: one signal's handler may be interrupted by another's."""


def stop_on_signals() -> None:
    """Let SIGTERM end a command as Ctrl-C does, now or at the next `heed`: what is half done is cleared away.

    A signal that this process was started to ignore, as a shell's background job does, stays ignored.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        _asked_to_stop.append(number)
        raise KeyboardInterrupt

    _asked_to_stop.clear()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


def until_stopped(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items, until the command is asked to stop (see `heed`)."""
    for item in items:
        heed()
        yield item
    heed()


def heed() -> None:
    """Raise `KeyboardInterrupt` when the command was asked to stop; called between two steps of long work.

    Python drops an exception that is raised inside a destructor or the callback of a weak reference, so
    a signal that comes just then interrupts nothing by itself.
    """
    if _asked_to_stop:
        raise KeyboardInterrupt


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale, and never fail on a file name that is no text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(message: str, args: Sequence[str], *, status: int = FAILED) -> int:
    if "--json" in args:
        click.echo(json.dumps({"error": message}, ensure_ascii=False))
    click.echo(f"Lỗi: {message}", err=True)
    return status


def _misused(error: click.ClickException, args: Sequence[str]) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context:
        click.echo(context.get_usage(), err=True)
        click.echo(f"Xem `{context.command_path} --help`.\n", err=True)
    return _fail(sentence(error), args, status=MISUSED)


def _os_sentence(error: OSError) -> str:
    reason = _REASONS.get(error.errno or 0, f"Hệ điều hành báo lỗi {error.errno}")
    return reason if reason.endswith(".") else f"{reason}: {error.filename or ''}."


def _nobody_reads() -> int:
    """The reader of our output is gone (`| head`): stop without a word, also at the last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
