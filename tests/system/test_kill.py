"""Killed at any instant, the archive serves, keeps what it acknowledged, and the next run sets it right.

Thirty moments are drawn over the working time of `add`, `update` and `rebuild`, measured first; then the
instants between two steps of a commit and of a switch are visited one by one.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from archive.cli import edge, vankho
from archive.store import Store
from index.search import Index
from tests.system import corpus, wholeness
from tests.system.commands import PATIENCE, VANKHO, all_ended, altered, kill, processes, start, succeed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

SEED = int(os.environ.get("KILL_SEED") or time.time())
"""Printed with a failure; `KILL_SEED=n scripts/test …` draws the same moments again."""

ROUNDS = 10
"""Kills of each verb at drawn moments."""

MADE = 390

SHARE = 5
"""Every so-many-th of the made documents changes in a round."""

BATCH = 4
"""Documents after which `add` commits, and acknowledges: twenty times in a run."""

COMMANDS = {"add": altered(batch=BATCH), "update": VANKHO, "rebuild": VANKHO}


@dataclass(slots=True)
class Patient:
    """An archive that is killed again and again.

    `word` is what every document of this round says, `acknowledged` the word that documents must hold, by id.
    """

    data: Path
    reader: Index
    rounds: int = 0
    word: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)
    orphans: set[int] = field(default_factory=set)

    def begin(self, verb: str, *, fresh: bool) -> None:
        """Begin a round: there is work for the verb, with texts that need segmentation when `fresh`."""
        self.rounds += 1
        self.word = f"mới{self.rounds}" if fresh else f"đợt{self.rounds % 2}"
        if verb != "add":
            self.add()

    def source(self) -> Path:
        """A file with this round's versions of the documents that change."""
        rows = islice(corpus.rows(MADE, word=self.word), 0, None, SHARE)
        return corpus.written(self.data.parent / "đổi.jsonl", rows)

    def add(self) -> None:
        """Add this round's documents, all of them."""
        source = self.source()
        self.run("add", str(source))
        ids = [json.loads(line)["id"] for line in source.read_text("utf-8").splitlines()]
        self.acknowledged |= dict.fromkeys(ids, self.word)

    def run(self, *args: str) -> None:
        """A verb that must succeed, without the start of another process."""
        assert edge.run(vankho, args) == 0, args

    def arguments(self, verb: str) -> tuple[str, ...]:
        """A verb with its arguments for this round."""
        return ("add", "-v", str(self.source())) if verb == "add" else (verb, "--workers", "2")

    def read_acknowledgements(self, log: Path) -> None:
        """Learn what a killed `add` said was saved; a line cut short by the kill says nothing."""
        saved = re.findall(r"^đã lưu (.+)\n", log.read_text("utf-8"), re.MULTILINE)
        self.acknowledged |= dict.fromkeys(saved, self.word)

    def check_now(self) -> None:
        """What must hold right after a kill, while its workers may still be about to end."""
        self.orphans = processes(self.data)
        wholeness.served(self.data, self.reader)
        wholeness.sound(self.data)
        self.check_acknowledged()

    def check_acknowledged(self) -> None:
        """Every document whose saving was acknowledged is there, as it was acknowledged or newer."""
        with Store.open(self.data / "archive.db", readonly=True) as store:
            for document_id, word in self.acknowledged.items():
                stored = store.by_id(document_id)
                assert stored is not None, document_id
                assert stored.document.body.endswith((f"{word}.", f"{self.word}.")), document_id

    def recover(self, verb: str) -> None:
        """The next run of the verb succeeds, and leaves an archive in which nothing is wrong."""
        self.add() if verb == "add" else self.run(verb, "--workers", "1")
        self.check_acknowledged()
        assert all_ended(self.data, self.orphans), "a worker process outlived its parent"
        if verb == "add":
            self.run("update")
        wholeness.tidy(self.data)
        wholeness.served(self.data, self.reader)
        self.run("check")


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with some of the sample and the made documents, indexed. Tests copy it."""
    data = tmp_path_factory.mktemp("healthy") / "var"
    made = corpus.written(data.parent / "làm.jsonl", corpus.rows(MADE, word="đợt0"))
    succeed(data, "add", corpus.SAMPLE / "van-ban", made)
    succeed(data, "rebuild")
    succeed(data, "rebuild")  # so that the next build has a generation to remove
    return data


@pytest.fixture
def patient(healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    """A copy of the archive, and a reader that has it open all the time."""
    data = tmp_path / "var"
    shutil.copytree(healthy, data, symlinks=True)
    monkeypatch.setenv("VANKHO_DATA", str(data))
    with closing(Index(data)) as reader:
        yield Patient(data, reader)


def killed_at(patient: Patient, verb: str, moment: float, *, group: bool) -> bool:
    """Run the verb and kill it `moment` seconds after its start; False when it had ended before."""
    log = patient.data.parent / "log"
    with log.open("wb") as said:
        process = start(patient.data, *patient.arguments(verb), command=COMMANDS[verb], said=said)
    with process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        killed = kill(process, group=group)
    if verb == "add":
        patient.read_acknowledgements(log)
    return killed


def strike(patient: Patient, verb: str, moment: float, *, fresh: bool, group: bool) -> float:
    """Kill the verb at this moment, or earlier when it is quicker today than it was; when that was."""
    patient.begin(verb, fresh=fresh)
    while not killed_at(patient, verb, moment, group=group):
        moment *= 0.8
        patient.begin(verb, fresh=fresh)
    return moment


def seconds(patient: Patient, *args: str, verb: str) -> float:
    """How long the verb takes, in seconds."""
    began = time.monotonic()
    succeed(patient.data, *args, command=COMMANDS[verb])
    return time.monotonic() - began


def working_times(patient: Patient, verb: str) -> Iterator[tuple[float, float]]:
    """When the verb is up and when it ends, in seconds after its start: without and with segmentation.

    With it for `update` alone: it loads a model, which is most of the time, and two workers load two.
    """
    up = seconds(patient, verb, "--help", verb=verb)
    for fresh in (False, True) if verb == "update" else (False,):
        patient.begin(verb, fresh=fresh)
        yield up, seconds(patient, *patient.arguments(verb), verb=verb)


@pytest.mark.parametrize("verb", COMMANDS)
def test_killed_at_ten_moments(patient: Patient, verb: str) -> None:
    chance = random.Random(f"{SEED} {verb}")
    times = tuple(working_times(patient, verb))
    print(f"KILL_SEED={SEED}: {verb} is at work from … to … seconds: {times}")
    for number in range(ROUNDS):
        fresh, group = number % len(times) == 1, chance.random() < 0.5
        up, end = times[fresh]
        moment = up + (number + chance.random()) / ROUNDS * (end - up)
        moment = strike(patient, verb, moment, fresh=fresh, group=group)
        print(f"killed at {moment:.3f} s, {'with' if group else 'without'} its workers")
        patient.check_now()
        patient.recover(verb)


GENERATIONS = "index.generations:Generations"
COMMIT = "sqlalchemy.engine.default:DefaultDialect.do_commit"
STEPS = (
    ("add", "before", COMMIT, 5),
    ("add", "after", COMMIT, 5),
    ("update", "after", f"{GENERATIONS}.begin", 1),
    ("update", "after", "archive.store:Segmentations.save", 1),
    ("rebuild", "after", "index.writer:Crew.finish", 1),
    ("rebuild", "before", f"{GENERATIONS}.seal", 1),
    ("update", "before", "pathlib:Path.rename", 1),
    ("update", "after", f"{GENERATIONS}.seal", 1),
    ("update", "after", "pathlib:Path.symlink_to", 1),
    ("update", "before", f"{GENERATIONS}.prune", 1),
    ("update", "before", "shutil:rmtree", 1),
    ("update", "after", f"{GENERATIONS}.serve", 1),
)
"""Verb, and the function before or after whose n-th call it dies, in the order of a run."""


@pytest.mark.parametrize(("verb", "when", "place", "nth"), STEPS)
def test_killed_between_two_steps(patient: Patient, verb: str, when: str, place: str, nth: int) -> None:
    patient.begin(verb, fresh=True)
    log = patient.data.parent / "log"
    command = altered(batch=BATCH, action="kill", place=place, when=when, nth=nth)
    with (
        log.open("wb") as said,
        start(patient.data, *patient.arguments(verb), command=command, said=said) as process,
    ):
        assert process.wait(PATIENCE) == -signal.SIGKILL, log.read_text("utf-8")
    patient.read_acknowledgements(log)
    patient.check_now()
    patient.recover(verb)
