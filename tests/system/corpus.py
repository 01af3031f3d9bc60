"""Documents made from syllables, as many as a test of the whole system needs."""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import archive

SAMPLE = Path(archive.__file__).parent / "sample"

SYLLABLES = [
    "hội",
    "nghị",
    "sơ",
    "kết",
    "công",
    "tác",
    "đầu",
    "năm",
    "sở",
    "thương",
    "thành",
    "phố",
    "báo",
    "cáo",
    "kinh",
    "tế",
    "xã",
    "giáo",
    "dục",
    "học",
    "sinh",
    "trường",
    "bệnh",
    "viện",
    "bác",
    "sĩ",
    "cảng",
    "biển",
    "tàu",
    "hàng",
    "nghị",
    "quyết",
    "ủy",
    "ban",
    "nhân",
    "dân",
    "quận",
    "huyện",
    "cầu",
    "đường",
    "sông",
    "bến",
    "chợ",
    "nước",
    "điện",
]


def rows(count: int, *, word: str, seed: int = 0, length: int = 12) -> Iterator[dict[str, str]]:
    """`count` documents in the import form; each says `word`. The same seed gives the same ones."""
    chance = random.Random(f"{seed} {word}")
    for number in range(count):
        text = " ".join(chance.choices(SYLLABLES, k=length))
        yield {
            "id": f"làm/{number}",
            "title": f"Văn bản số {number} về {text[:20].strip()}",
            "body": f"{text} {word}.",
        }


def written(path: Path, some: Iterable[dict[str, str]]) -> Path:
    """A JSON Lines file of these documents."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some), "utf-8")
    return path
