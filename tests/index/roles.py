"""What worker processes do in tests; apart from the tests, so that starting one is quick."""

import os
import signal
from errno import ENOSPC


class Echo:
    """Answers each job with itself and what was said when it was made; its result is how many came."""

    def __init__(self, greeting: str) -> None:
        self.greeting = greeting
        self.count = 0

    def __call__(self, job: object) -> tuple[str, object]:
        self.count += 1
        return self.greeting, job

    def finish(self) -> int:
        return self.count

    def close(self) -> None:
        self.greeting = "tạm biệt"


class FullDisk(Echo):
    """Meets a full disk at the third job."""

    def __call__(self, job: object) -> tuple[str, object]:
        if self.count == 2:
            raise OSError(ENOSPC, "No space left on device")
        return super().__call__(job)


class Absorbed(Echo):
    """Says its process id at the first job, and never comes to an end with it."""

    def __call__(self, job: object) -> tuple[str, object]:
        print(os.getpid(), flush=True)
        signal.pause()
        return super().__call__(job)
