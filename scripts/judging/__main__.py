"""`scripts/entities`: labels and texts → precision and recall on standard output.

half, kind → by mention: labels, precision, recall → by facet value of a document: the same
"""

import argparse
import sys
from collections import defaultdict
from hashlib import blake2b
from pathlib import Path

from index.document import Document
from scripts.judging.labels import HALVES, KINDS, Labelled, labelled
from scripts.judging.scores import Compared, Score, compared, found_in
from scripts.judging.speed import syllables_a_second
from scripts.judging.texts import Name, documents, joined

Scores = dict[tuple[str, str, str], tuple[Score, Score]]
"""Half, collection (or `all`) and kind → by mention, by facet value."""


def main() -> int:
    options = _options()
    if options.speed:
        return _speed(options.data)
    labels = labelled()
    texts = documents(options.data, {each.name for each in labels})
    usable = [each for each in labels if _unchanged(each, texts)]
    if not usable:
        print(f"Chưa đo được gì: không có văn bản nào trong {options.data} mà nhãn nói tới.", file=sys.stderr)
        return 1
    if len(usable) < len(labels):
        print(f"Chú ý: {len(labels) - len(usable)} trong {len(labels)} văn bản vắng mặt hoặc đã đổi.\n")
    scores: Scores = defaultdict(lambda: (Score(), Score()))
    for each in usable:
        found = list(found_in(texts[each.name]))
        for kind in KINDS:
            result = compared(each, found, kind)
            _count(scores, each, kind, result)
            if options.errors == each.half:
                _show(each, joined(texts[each.name]), kind, result)
    _print(scores, options.collections)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/entities", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="where the collections are")
    parser.add_argument("--collections", action="store_true", help="a row for each collection too")
    parser.add_argument("--errors", choices=HALVES, help="print what was wrong and missed in one half")
    parser.add_argument("--speed", action="store_true", help="syllables a second instead")
    return parser.parse_args()


def _speed(data: Path) -> int:
    speed = syllables_a_second(data)
    print("Chưa đo được: không có bộ luật." if speed is None else f"{speed:,.0f} âm tiết một giây CPU")
    return int(speed is None)


def _unchanged(document: Labelled, texts: dict[Name, Document]) -> bool:
    if document.name not in texts:
        return False
    text = joined(texts[document.name]).encode()
    return blake2b(text, digest_size=8).hexdigest() == document.digest


def _count(scores: Scores, document: Labelled, kind: str, result: Compared) -> None:
    right, false, missed = len(result.right), len(result.false), len(result.missed)
    for collection in ("all", document.name[0]):
        mentions, values = scores[document.half, collection, kind]
        mentions.add(right, right + false, right + missed)
        values.add(*result.values)


def _show(document: Labelled, text: str, kind: str, result: Compared) -> None:
    for sign, labels in (("+", result.false), ("-", result.missed)):
        for one in labels:
            around = text[max(0, one.start - 40) : one.end + 30].replace("\n", "⏎")
            print(f"{sign} {kind:12} {one.value}  ‹{around}›  {'/'.join(document.name)[-40:]}")


def _print(scores: Scores, by_collection: bool) -> None:
    print(f"{'':36}{'by mention':>28}{'by facet value':>30}")
    heading = f"{'labels':>10}{'precision':>11}{'recall':>8}"
    print(f"{'half':10}{'collection':12}{'kind':14}{heading} {heading}")
    collections = ("all", "gov", "documents", "laws", "xquad_vi") if by_collection else ("all",)
    for half in HALVES:
        for collection in collections:
            for kind in KINDS:
                if (half, collection, kind) in scores:
                    cells = "".join(map(_cells, scores[half, collection, kind]))
                    print(f"{half:10}{collection:12}{kind:14}{cells}")


def _cells(score: Score) -> str:
    return f"{score.labelled:>10,}{score.precision:>11.3f}{score.recall:>8.3f} "


if __name__ == "__main__":
    sys.exit(main())
