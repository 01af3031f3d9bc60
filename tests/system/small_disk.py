"""A disk of a few megabytes that can be filled: a tmpfs in a mount namespace of its own.

Root may make one, and elsewhere whoever may make a user namespace. Nobody else sees it, and it is gone with
the process that holds it, however the tests end.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class NoDisk(Exception):
    """This machine does not let us make one; the message says why."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A mounted disk. Commands reach it as `path` behind the words `enter`, this process as `outside`."""

    path: Path
    enter: tuple[str, ...]
    outside: Path

    @property
    def _ballast(self) -> Path:
        return self.outside / "ballast"

    def free(self) -> int:
        """Bytes left."""
        state = os.statvfs(self.outside)
        return state.f_bavail * state.f_frsize

    def fill(self, *, leave: int = 0) -> None:
        """Fill it up to `leave` bytes."""
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(self.free() - leave, 1))

    def empty(self) -> None:
        """Take away what `fill` put there."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, *, size: int) -> Iterator[SmallDisk]:
    """A disk of `size` bytes at the folder `path`, for the time of the block. Raises NoDisk."""
    user = () if os.geteuid() == 0 else ("-U", "-r")
    holder = ["unshare", *user, "-m", "--propagation", "private", "sh", "-c"]
    mount = f'mount -t tmpfs -o size={size},mode=755 tmpfs "$0" && echo mounted && exec cat'
    try:
        process = subprocess.Popen(
            [*holder, mount, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except FileNotFoundError as error:
        raise NoDisk(str(error)) from error
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        try:
            if process.stdout.readline() != b"mounted\n":
                raise NoDisk(process.stderr.read().decode("utf-8", "replace").strip())
            enter = (
                "nsenter",
                f"--target={process.pid}",
                "--mount",
                *(("-U", "--preserve-credentials") if user else ()),
            )
            yield SmallDisk(path, enter, Path(f"/proc/{process.pid}/root{path}"))
        finally:
            process.stdin.close()
