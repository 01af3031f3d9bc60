"""How fast names are found: syllables a second of processor time, in one process."""

import gzip
import json
import random
import time
from pathlib import Path

from index.entities import find
from index.text import display
from scripts.judging.texts import LAWS

ARTICLES = 4_000
WARMING = 400


def syllables_a_second(data: Path, seed: int = 3) -> float | None:
    """Of `find` over law articles drawn by `seed`; None when they are not under `data`.

    Processor time, so that other work on the machine counts only by what it does to the caches.
    """
    if not (data / LAWS).exists():
        return None
    with gzip.open(data / LAWS, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in random.Random(seed).sample(list(lines), ARTICLES)]
    texts = [tuple(display(each.get(name, "")) for name in ("title", "body", "summary")) for each in articles]
    for text in texts[:WARMING]:  # patterns are made when they are first needed
        find(*text)
    before = time.process_time()
    for text in texts:
        find(*text)
    spent = time.process_time() - before
    return sum(len(part.split()) for text in texts for part in text) / spent
