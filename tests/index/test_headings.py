"""Titles and numbers for completion: found as a plain search would, kept up to date by updates."""

import random
from pathlib import Path

import pytest

from index import headings as bounds
from index.document import key_of
from index.headings import HEADINGS, RECENT, Heading, HeadingFile, Headings, bring_up, folded
from index.text import fold, normalise

WORDS = [
    "Sở",
    "Công",
    "Thương",
    "họp",
    "báo",
    "cáo",
    "kết",
    "quả",
    "năm",
    "2025",
    "về",
    "việc",
    "hội",
    "nghị",
    "Đồng",
    "Mây",
]


def heading(name: str, title: str, number: str = "") -> Heading:
    return Heading(key_of(name), title, number)


def drawn(count: int, *, seed: int = 1) -> list[Heading]:
    chance = random.Random(seed)
    numbers = ["", "45/NQ-TW", "46/NQ-TW", "7/QĐ-UBND"]
    titles = [" ".join(chance.choices(WORDS, k=chance.randrange(1, 7))) for _ in range(count)]
    return [heading(f"{seed}/{place}", title, chance.choice(numbers)) for place, title in enumerate(titles)]


def titles(directory: Path, typed: str, limit: int = 10_000) -> dict[str, set[str]]:
    found = Headings(directory).titles(folded(typed), limit, lambda *_: True)
    return {each.title: set(each.keys) for each in found}


def plainly(known: list[Heading], typed: str) -> dict[str, set[str]]:
    """Titles that have `typed` at the beginning of a syllable, marks and case aside."""
    found: dict[str, set[str]] = {}
    for each in known:
        if f" {folded(typed)}" in f" {fold(normalise(each.title))}":
            found.setdefault(each.title, set()).add(each.key)
    return found


@pytest.mark.parametrize(
    "typed", ["s", "so", "so c", "Sở công", "cong thuong h", "2025 v", "dong may", "x", "o"]
)
def test_titles_are_those_of_a_plain_search(tmp_path: Path, typed: str) -> None:
    known = drawn(150)
    bring_up(tmp_path, known, ())
    assert titles(tmp_path, typed) == plainly(known, typed)


def test_titles_that_begin_so_come_first_and_the_commonest_of_them(tmp_path: Path) -> None:
    rare = heading("1", "Hội nghị rất hiếm")
    common = [heading(str(n), "Hội nghị thường kỳ của Sở") for n in range(2, 5)]
    inside = [heading(str(n), "Về hội nghị") for n in range(5, 12)]
    bring_up(tmp_path, [rare, *common, *inside], ())
    assert list(titles(tmp_path, "hoi nghi")) == [common[0].title, rare.title, inside[0].title]


def test_a_long_beginning_is_compared_to_its_end(tmp_path: Path) -> None:
    start = "Quyết định về việc thành lập Cụm công nghiệp "
    bring_up(tmp_path, [heading("1", f"{start}Đồng Mây"), heading("2", f"{start}Tân Khuê")], ())
    assert list(titles(tmp_path, f"{start}dong")) == [f"{start}Đồng Mây"]


def test_numbers(tmp_path: Path) -> None:
    known = [
        heading(str(n), "x", number)
        for n, number in enumerate(["45/NQ-TW", "45/NQ-TW", "5/QĐ-UBND", "450/CT"])
    ]
    bring_up(tmp_path, known, ())
    found = Headings(tmp_path).numbers
    assert [(each.number, len(each.keys)) for each in found("45", 9)] == [("45/NQ-TW", 2), ("450/CT", 1)]
    assert [each.number for each in found(folded("5/qđ"), 9)] == ["5/QĐ-UBND"]
    assert [each.number for each in found("4", 1)] == ["45/NQ-TW"]
    assert found("9", 9) == []


@pytest.mark.parametrize("few", [0, 1_000], ids=["merged at once", "kept apart"])
def test_updates_bring_and_take_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """After any updates the headings are those of the documents that there are now."""
    monkeypatch.setattr(bounds, "FEWEST_RECENT", few)
    chance = random.Random(few)
    now = {each.key: each for each in drawn(60)}
    bring_up(tmp_path, [*now.values()], ())
    for turn in range(5):
        gone = chance.sample(sorted(now), 7)
        changed = [Heading(key, "Sở họp lại", "9/TB") for key in gone[:3]]
        fresh = [*drawn(4, seed=turn + 2), *changed]
        now = {key: each for key, each in now.items() if key not in gone} | {each.key: each for each in fresh}
        bring_up(tmp_path, fresh, gone)
        for typed in ("so", "s", "hoi nghi", "2025"):
            assert titles(tmp_path, typed) == plainly([*now.values()], typed)
        numbers = {each.number: set(each.keys) for each in Headings(tmp_path).numbers("9/", 9)}
        assert numbers.get("9/TB", set()) == {each.key for each in now.values() if each.number == "9/TB"}
    assert (tmp_path / RECENT).exists() == (few > 0)


def test_an_update_leaves_the_files_it_began_with_to_those_who_hold_them(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    bring_up(first, drawn(20), ())
    (second / HEADINGS).hardlink_to(first / HEADINGS)
    before = (first / HEADINGS).read_bytes()
    bring_up(second, drawn(3, seed=2), [drawn(20)[0].key])
    assert (first / HEADINGS).read_bytes() == before
    assert {path.name for path in second.iterdir()} == {HEADINGS, RECENT}


def test_a_file_gives_back_its_headings(tmp_path: Path) -> None:
    known = [*drawn(30), heading("không", "", ""), heading("dài", "Sở " * 200, "")]
    bring_up(tmp_path, known, ())
    back = {each.key: each for each in HeadingFile(tmp_path / HEADINGS).headings()}
    assert len(back) == 32
    assert all(back[each.key] == each for each in known[:31])
    assert len(back[key_of("dài")].title) == bounds.LONGEST_TITLE
