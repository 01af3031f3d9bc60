"""What a person names is walked in a stable order; what cannot be read is said, not skipped in silence."""

import gzip
import io
import os
from pathlib import Path
from unicodedata import normalize

import pytest

from archive.sources import LARGEST_FILE, Candidate, Refusal, SourceError, candidates


def ids(*paths: Path, base: Path | None = None) -> list[str]:
    return [one.fallback_id for one in candidates(paths, base=base) if isinstance(one, Candidate)]


def reasons(*paths: Path) -> list[str]:
    return [one.reason for one in candidates(paths) if isinstance(one, Refusal)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`kho/` with files in two folders, hidden ones, and a README."""
    kho = tmp_path / "kho"
    for name in ("b.txt", "a.txt", "tin/c.txt", ".ẩn/d.txt", ".e.txt", "README.md", "tin/Thumbs.db"):
        path = kho / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Tên {name}\n\nNội dung")
    return kho


def test_order_and_ids(folder: Path) -> None:
    assert ids(folder) == ["kho/a.txt", "kho/b.txt", "kho/tin/c.txt"]
    assert reasons(folder) == []


def test_a_file_alone_has_the_id_it_has_in_its_folder(folder: Path) -> None:
    assert ids(folder / "a.txt") == ["kho/a.txt"]


def test_ids_from_a_base(folder: Path) -> None:
    assert ids(folder / "tin" / "c.txt", base=folder) == ["tin/c.txt"]
    assert ids(folder, base=folder.parent) == ["kho/a.txt", "kho/b.txt", "kho/tin/c.txt"]


def test_ids_do_not_depend_on_how_the_folder_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert ids(Path()) == ids(folder) == ids(Path("../kho/tin/.."))


def test_ids_are_nfc(tmp_path: Path) -> None:
    path = tmp_path / "kho" / normalize("NFD", "thủy khê.txt")
    path.parent.mkdir()
    path.write_text("Tên\n\nNội dung")
    assert ids(path) == ["kho/thủy khê.txt"]


def test_a_hidden_file_or_readme_named_by_itself_is_taken(folder: Path) -> None:
    assert ids(folder / ".e.txt", folder / "README.md") == ["kho/.e.txt", "kho/README.md"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\n", "tệp PDF"),
        ("a.docx", b"PK\x03\x04" + bytes(40), "Word/Excel (.docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(40), "Word/Excel cũ"),
        ("a.rtf", b"{\\rtf1 x}", "RTF"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "tệp ảnh"),
        ("a.txt", b"", "trống"),
        ("a.txt", b"\xef\xbb\xbf\r\n ", "trống"),
        ("a.bin", bytes(range(256)) * 4, "nhị phân"),
        ("a.txt.gz", gzip.compress(bytes(range(256)) * 4), "nhị phân"),
        ("a.jsonl.gz", b"\x1f\x8b\x08\x00 broken", "nén hỏng"),
    ],
)
def test_files_that_hold_no_text(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [refused] = candidates([path])
    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    assert (refused.path, refused.line) == (str(path), None)


def test_size_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"a" * (LARGEST_FILE + 1)))
    assert "lớn hơn 64 MB" in reasons(path)[0]
    long = b'{"title": "' + b"a" * LARGEST_FILE + b'"}\n{"title": "sau"}\n'
    first, second = candidates(["-"], stdin=io.BytesIO(long))
    assert isinstance(first, Refusal)
    assert "lớn hơn 64 MB" in first.reason
    assert isinstance(second, Candidate)
    assert second.origin.line == 2


def test_what_is_missing_or_forbidden_is_said_and_the_walk_goes_on(folder: Path) -> None:
    (folder / "hỏng").symlink_to(folder / "không có")
    (folder / "vòng").symlink_to(folder)
    assert any("Không phải tệp thường" in reason for reason in reasons(folder))
    assert reasons(folder / "không có") == ["Không có tệp hay thư mục này; hãy kiểm tra lại đường dẫn."]
    assert len(ids(folder)) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_and_folders(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    (folder / "tin").chmod(0)
    try:
        assert ids(folder) == ["kho/b.txt"]
        assert all("không có quyền đọc" in reason for reason in reasons(folder))
    finally:
        (folder / "tin").chmod(0o755)


def test_a_name_that_is_no_utf_8_is_walked(tmp_path: Path) -> None:
    name = os.fsdecode(b"kho\xe9.txt")
    try:
        (tmp_path / name).write_text("Tên\n\nNội dung")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    [one] = candidates([tmp_path])
    assert one.path if isinstance(one, Refusal) else one.origin.path.encode("utf-8")


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(b'{"title": "a"}\n')
    assert len(list(candidates(["-"], stdin=stream))) == 1
    assert not stream.closed


def test_a_candidate_is_cheap_and_an_error_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "a"}\nhỏng\n')
    good, bad = candidates([path])
    assert isinstance(good, Candidate)
    assert isinstance(bad, Candidate)
    assert good.raw == b'{"title": "a"}'
    with pytest.raises(SourceError, match="dòng 2: JSON hỏng"):
        bad.parse()
