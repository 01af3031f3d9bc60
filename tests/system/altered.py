"""`vankho` with one thing altered: `python altered.py ALTERATION VERB…`, see `tests.system.commands.altered`.

ALTERATION is a JSON object. `batch` makes `add` commit after so many documents. `place` names a function
("module:Qualified.name"); when it is called for the `nth` time, then before or after it (`when`) this
process kills itself and its group (`action` "kill"), or says so on standard error and goes on once standard
input ends ("hold").
"""

import importlib
import json
import os
import signal
import sys
from functools import wraps
from itertools import count
from typing import Any

from archive import adding
from archive.cli import main

REACHED = "đã tới nơi"
"""What is said on reaching the place."""


def alter(alteration: dict[str, Any]) -> None:
    """Put the alteration in place, in this process only."""
    if "batch" in alteration:
        adding.BATCH_DOCUMENTS = int(alteration["batch"])
    if "place" in alteration:
        _interrupt(**{name: value for name, value in alteration.items() if name != "batch"})


def _interrupt(*, place: str, when: str, action: str, nth: int = 1) -> None:
    module, _, name = place.partition(":")
    *owners, last = name.split(".")
    owner = importlib.import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    original, calls = getattr(owner, last), count(1)

    @wraps(original)
    def interrupted(*args: Any, **kwargs: Any) -> Any:
        here = next(calls) == nth
        if here and when == "before":
            _ACTIONS[action]()
        result = original(*args, **kwargs)
        if here and when == "after":
            _ACTIONS[action]()
        return result

    setattr(owner, last, interrupted)


def _kill() -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _hold() -> None:
    print(REACHED, file=sys.stderr, flush=True)
    sys.stdin.buffer.read()


_ACTIONS = {"kill": _kill, "hold": _hold}

if __name__ == "__main__":
    alter(json.loads(sys.argv.pop(1)))
    main()
