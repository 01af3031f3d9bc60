"""What a person sees while they wait, on standard error."""

import sys
import time

_BEGAN = time.monotonic()


def note(text: str) -> None:
    """One line, with the minutes since the beginning."""
    minutes, seconds = divmod(int(time.monotonic() - _BEGAN), 60)
    print(f"[{minutes:3d}:{seconds:02d}] {text}", file=sys.stderr, flush=True)
