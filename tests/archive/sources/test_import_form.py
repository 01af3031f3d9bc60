"""JSON Lines and CSV in the import form: strict, with the line and the reason of what is refused."""

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sources import Candidate, Parsed, Refusal, SourceError, candidates


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def read(raw: bytes) -> list[Parsed | Refusal]:
    """What standard input gives, refusals of candidates among them."""
    return [outcome(one) for one in candidates(["-"], stdin=io.BytesIO(raw))]


def outcome(one: Candidate | Refusal) -> Parsed | Refusal:
    if isinstance(one, Refusal):
        return one
    try:
        return one.parse()
    except SourceError as error:
        return error.refusal


def from_file(path: Path) -> list[Parsed | Refusal]:
    return [outcome(one) for one in candidates([path])]


def documents(given: Sequence[Parsed | Refusal]) -> list[Parsed]:
    assert all(isinstance(one, Parsed) for one in given), given
    return [one for one in given if isinstance(one, Parsed)]


def test_every_key_of_the_form_arrives() -> None:
    whole: dict[str, Any] = {
        "id": "cv/1", "title": "Tên  bài", "body": "Đoạn một\r\n\r\nĐoạn hai", "summary": "Tóm tắt",
        "published": "30/06/2021 18:00", "updated": "2021-07-01", "category": "Kinh tế", "type": "Công văn",
        "number": "1/CV", "issuer": "Sở", "source": "Cổng", "author": "A", "url": "https://x.example/1",
        "language": "vi", "tags": ["a", "b", "a"], "độ mật": {"mức": 1}, "ghi chú": None,
    }  # fmt: skip
    [parsed] = documents(read(lines(whole)))
    document = parsed.document
    assert (document.id, document.title, document.body) == ("cv/1", "Tên bài", "Đoạn một\n\nĐoạn hai")
    assert document.published is not None
    assert document.published.isoformat() == "2021-06-30T18:00:00+07:00"
    assert (document.updated is not None, document.date_only, document.year) == (True, False, "2021")
    assert (document.number, document.tags) == ("1/CV", ("a", "b"))
    assert document.extra == {"độ mật": {"mức": 1}}
    assert (parsed.origin.path, parsed.origin.line, parsed.origin.format) == ("-", 1, "jsonl")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "a",}', "JSON hỏng ở ký tự"),
        ("[1, 2]", "không phải một đối tượng JSON"),
        ('"chuỗi"', "không phải một đối tượng JSON"),
        ("{}", "Thiếu cả title lẫn body"),
        ('{"title": null, "body": "", "ten": "x"}', "thấy: title, body, ten"),
        ('{"title": 5}', "Khóa title phải là chuỗi, không phải số"),
        ('{"title": "a", "body": ["x"]}', "Khóa body phải là chuỗi, không phải danh sách"),
        ('{"title": "a", "published": "31/02/2021"}', "Khóa published: Ngày không hợp lệ: “31/02/2021”"),
        ('{"title": "a", "updated": 5}', "Khóa updated: Ngày không hợp lệ: “5”"),
        ('{"title": "a", "tags": [1]}', "Khóa tags phải là danh sách chuỗi"),
        ('{"title": "\\ud800"}', "nửa ký tự Unicode"),
        ('{"title": "a", "x": NaN}', "giá trị NaN"),
        ('{"title": "a", "x": ' + "9" * 5000 + "}", "số quá lớn"),
        ('{"title": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "lồng nhau quá sâu"),
        ('{"title": "a", "x": ' + "[" * 30 + "]" * 30 + "}", "quá 20 tầng"),
        ('{"title": "' + "a" * 10_001 + '"}', "quá 10,000"),
    ],
)
def test_a_wrong_line_is_refused_with_its_reason(line: str, reason: str) -> None:
    good = '{"title": "tốt"}\n'
    first, refused, last = read((good + line + "\n" + good).encode())
    assert isinstance(first, Parsed)
    assert isinstance(last, Parsed)
    assert isinstance(refused, Refusal)
    assert (refused.path, refused.line) == ("-", 2)
    assert reason in refused.reason


def test_nothing_in_a_line_is_no_document_and_no_refusal() -> None:
    assert [one.origin.line for one in documents(read(b'\n\n{"title": "a"}\n   \n'))] == [3]


def test_an_id_of_figures_and_tags_in_one_string_are_taken_as_people_write_them() -> None:
    [parsed] = documents(read(lines({"id": 12, "title": "a", "tags": "x, y;z"})))
    assert (parsed.document.id, parsed.document.tags) == ("12", ("x", "y", "z"))


def test_without_id_standard_input_names_a_document_by_its_text() -> None:
    one, same, other = documents(read(lines({"title": "a"}, {"title": "a"}, {"title": "b"})))
    assert one.document.id == same.document.id != other.document.id
    assert one.document.id.startswith("stdin/")


def test_without_id_a_line_of_a_file_is_named_by_folder_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "tin.jsonl").write_bytes(lines({"title": "a"}, {"title": "b"}))
    expected = ["kho/tin.jsonl#1", "kho/tin.jsonl#2"]
    assert [one.document.id for one in documents(from_file(folder))] == expected
    assert [one.document.id for one in documents(from_file(folder / "tin.jsonl"))] == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_in_wider_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "Thủy Khê"}\n{"title": "Đồng Mây"}\n', encoding=encoding)
    assert [one.document.title for one in documents(from_file(path))] == ["Thủy Khê", "Đồng Mây"]


def test_gzip_is_read_as_it_streams_and_a_cut_file_keeps_what_came(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress(lines(*({"title": f"Bài {n}"} for n in range(5000))))
    path.write_bytes(packed)
    assert len(documents(from_file(path))) == 5000
    path.write_bytes(packed[: len(packed) // 2])
    *read_so_far, last = from_file(path)
    assert len(documents(read_so_far)) > 100
    assert isinstance(last, Refusal)
    assert "nén hỏng" in last.reason


CSV = 'title,body,published,Ghi chú\nMột,"Đoạn ""đầu""\nđoạn sau",30/06/2021,x\nHai,b,,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_rows(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "cv.csv"
    path.write_text(CSV.replace(",", mark), encoding=encoding)
    one, two = documents(from_file(path))
    assert (one.document.title, one.document.body) == ("Một", 'Đoạn "đầu"\nđoạn sau')
    assert (one.document.year, one.document.extra) == ("2021", {"Ghi chú": "x"})
    assert (two.document.title, two.document.published, two.origin.line) == ("Hai", None, 4)
    assert one.origin.format == "csv"


def test_a_row_carries_its_header_so_that_its_bytes_mean_something_alone(tmp_path: Path) -> None:
    path = tmp_path / "cv.csv"
    path.write_text(CSV)
    rows = [one for one in candidates([path]) if isinstance(one, Candidate)]
    assert rows[1].raw == b"title,body,published,Ghi ch\xc3\xba\nHai,b,,\n"


def test_vietnamese_column_names_stand_for_keys(tmp_path: Path) -> None:
    path = tmp_path / "cv.csv"
    path.write_text("Tiêu đề;Nội dung;Số ký hiệu;Ngày ban hành\nA;b;1/CV;05/06/2020\n")
    [parsed] = documents(from_file(path))
    document = parsed.document
    assert (document.title, document.body, document.number, document.year) == ("A", "b", "1/CV", "2020")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a,b\n1,2\n", None, "không có cột title hoặc body (thấy: a, b)"),
        ("title,body\nx,y,z,t\n", 2, "Hàng có 4 ô"),
        ('title,body\nx,"mở\nmà không\nđóng\n', None, "Dấu ngoặc kép mở ở dòng 2 không đóng"),
        ("title,published\nx,32/01/2020\n", 2, "Khóa published"),
        ("title,body\n,\n", 2, "Thiếu cả title lẫn body"),
    ],
)
def test_csv_refusals(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    path = tmp_path / "cv.csv"
    path.write_text(text)
    [refused] = from_file(path)
    assert isinstance(refused, Refusal)
    assert refused.line == line
    assert reason in refused.reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


@given(
    st.dictionaries(st.sampled_from(["id", "title", "body", "published", "tags", "x", "\ud800"]), json_values)
)
def test_no_object_raises_anything_but_a_refusal(row: dict[str, Any]) -> None:
    for one in read(json.dumps(row).encode() + b"\n"):
        if isinstance(one, Parsed):
            json.dumps(dict(one.document.extra), allow_nan=False).encode()
            assert one.document.title or one.document.body
