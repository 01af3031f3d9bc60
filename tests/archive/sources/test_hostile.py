"""Hostile files cost bounded work and end in a document or a refusal, never in an exception."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.sources import Candidate, Parsed, Refusal, SourceError, candidates
from archive.sources.formats import parse_file
from archive.sources.markup import readable
from archive.sources.origin import Origin
from archive.sources.prose import reflow

ALIASES = "---\ntitle: Bom\na: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "alias bomb": ("a.md", ALIASES + "---\nNội dung.\n"),
    "deep YAML": ("a.md", "---\ntitle: Sâu\nx: " + "[" * 5000 + "]" * 5000 + "\n---\nNội dung.\n"),
    "huge YAML number": ("a.md", "---\ntitle: Số\nx: " + "9" * 5000 + "\n---\nNội dung.\n"),
    "YAML odds": (
        "a.md",
        "---\ntitle: [a, {b: .nan}]\ntags: {a: 1}\ndate: 0000-00-00\nid: [1]\n---\nNội dung.\n",
    ),
    "YAML tag": ("a.md", "---\ntitle: !!python/object/apply:os.getcwd []\n---\nNội dung.\n"),
    "unclosed marks": ("a.md", "# x\n" + "*" * 50_000 + "[" * 50_000 + "_" * 50_000 + "\nchữ"),
    "unclosed code": ("a.md", "# x\n" + "<!--" * 20_000 + "<a " * 20_000 + "`" * 20_000 + "\nchữ"),
    "pipes": ("a.md", "# x\n" + "|" * 100_000 + "\nchữ"),
    "quotes": ("a.md", "# x\n" + "> " * 100_000 + "\nchữ"),
    "deep HTML": ("a.html", "<html><body><h1>Tiêu đề</h1>" + "<div>" * 50_000 + "chữ"),
    "deep tables": ("a.html", "<html><body><h1>Tiêu đề</h1>" + "<table><tr><td>" * 5_000 + "chữ"),
    "many classes": ("a.html", f"<html><body><div class='{'menu ' * 200_000}'>chữ</div></body></html>"),
    "entities": (
        "a.html",
        "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><html><body>&b;</body></html>",
    ),
    "time": ("a.txt", "Tên\nCập nhật:" + " " * 200_000 + "1\nx"),
    "spaces": ("a.txt", "Tên\n" + " " * 500_000 + "x"),
    "one word": ("a.txt", "a" * 500_000),
    "marks": ("a.txt", "e" + "\u0301" * 100_000),
    "dates": ("a.txt", "Tên\nThời gian: " + "1/" * 20),
    "only punctuation": ("a.md", "---\ntitle: T\n---\n!!! ... ---\n"),
}


def outcomes(path: Path) -> list[Parsed | Refusal]:
    found: list[Parsed | Refusal] = []
    for one in candidates([path]):
        try:
            found.append(one if isinstance(one, Refusal) else one.parse())
        except SourceError as error:
            found.append(error.refusal)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_one_outcome(tmp_path: Path, name: str) -> None:
    file, content = HOSTILE[name]
    path = tmp_path / file
    path.write_text(content)
    [outcome] = outcomes(path)
    if isinstance(outcome, Refusal):
        assert outcome.reason.endswith((".", "…"))
    else:
        assert outcome.document.title or outcome.document.body


def test_what_an_alias_bomb_names_is_read_by_lines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ALIASES + "---\nNội dung.\n")
    [parsed] = outcomes(tmp_path / "a.md")
    assert isinstance(parsed, Parsed)
    assert parsed.document.title == "Bom"
    assert "đọc theo từng dòng" in parsed.notes[0]


words = st.sampled_from(
    [
        *(
            "---",
            "\n",
            "title: ",
            "| a ",
            "**",
            "[x](",
            ")",
            "<div>",
            "</p>",
            "# ",
            "- ",
            "Điều 1.",
            "Số: 1/QĐ-UB",
        ),
        *(
            "QUYẾT ĐỊNH",
            "<html>",
            "Thời gian: 1/1/2020",
            "{",
            "}",
            '"',
            ",",
            "ngày 1 tháng 1 năm 2020",
            "\x00",
        ),
        *("\ufeff", "Hòa", "…", " "),
    ]
)


@settings(max_examples=300)
@given(
    st.lists(words | st.text(max_size=5), max_size=40).map("".join),
    st.sampled_from(["a.md", "a.txt", "a.html", "a", "a.json"]),
)
def test_any_text_is_a_document_or_a_refusal(text: str, name: str) -> None:
    candidate = Candidate(text.encode("utf-8", "replace"), Origin(name), f"kho/{name}", parse_file)
    try:
        parsed = candidate.parse()
    except SourceError:
        return
    assert parsed.document.title or parsed.document.body


@given(st.text(alphabet="ab *_[]()`<>|#-\n\\&;~!{}", max_size=200))
def test_letters_are_never_lost_from_markdown_without_links_and_tags(text: str) -> None:
    plain = text.translate(str.maketrans("", "", "[](){}<>&#|`~=!"))
    assert [letter for letter in readable(plain) if letter in "ab"] == [
        letter for letter in plain if letter in "ab"
    ]


@given(st.text(alphabet="aA .,\n-1", max_size=300))
def test_joining_lines_keeps_every_word(text: str) -> None:
    assert reflow(text).split() == text.split()
