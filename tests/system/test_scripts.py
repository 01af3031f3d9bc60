"""The scripts that a newcomer calls, from a folder that is not the project's."""

import os
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.store import Store
from tests.system.server import PATIENCE

TOP = Path(__file__).resolve().parents[2]
STAMP = TOP / ".venv" / "stamp"

pytestmark = pytest.mark.skipif(
    not STAMP.exists() or Path(sys.prefix) != TOP / ".venv",
    reason="these tests call scripts/setup, which would change an environment that it did not make",
)


def environment(data: Path) -> dict[str, str]:
    """The variables of this process with no setting but the data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VANKHO_")}
    return {**kept, "VANKHO_DATA": str(data)}


def call(*command: str | Path, data: Path) -> "subprocess.CompletedProcess[str]":
    """A script called from `data`."""
    return subprocess.run(
        command, cwd=data, env=environment(data), capture_output=True, text=True, check=False
    )


def test_a_second_setup_does_nothing(tmp_path: Path) -> None:
    before = STAMP.stat().st_mtime_ns
    done = call(TOP / "scripts/setup", "--dev", data=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert STAMP.stat().st_mtime_ns == before


@pytest.mark.parametrize("command", [("scripts/setup", "--nonsense"), ("scripts/backup",)])
def test_wrong_usage_is_said(command: tuple[str, ...], tmp_path: Path) -> None:
    done = call(TOP / command[0], *command[1:], data=tmp_path)
    assert done.returncode == 2
    assert "Cách dùng" in done.stderr


def test_run_serves_the_sample_and_backup_copies_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    environ = {**environment(tmp_path), "VANKHO_BIND": "127.0.0.1:0", "VANKHO_WORKERS": "1"}
    with (
        log.open("wb") as out,
        subprocess.Popen(TOP / "scripts/run", cwd=tmp_path, env=environ, stdout=out, stderr=out) as process,
    ):
        try:
            port = _port(process, log)
            assert "kế hoạch" in _page(port, "/search?q=k%E1%BA%BF+ho%E1%BA%A1ch").lower()
            copy = tmp_path / "copy.db"
            done = call(TOP / "scripts/backup", copy, data=tmp_path)
            assert done.returncode == 0, done.stderr
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
    with Store.open(copy) as restored, Store.open(tmp_path / "archive.db") as kept:
        assert restored.summary().documents >= 60
        assert restored.summary().counts == kept.summary().counts


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    end = time.monotonic() + 3 * PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"scripts/run did not serve:\n{log.read_text('utf-8')}")


def _page(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        return response.read().decode("utf-8")
    finally:
        connection.close()
