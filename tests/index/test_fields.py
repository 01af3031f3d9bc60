"""Fields in a query: what each name takes as its value, and what is said when it cannot."""

from datetime import date

import pytest

from index.clauses import Clause
from index.known import Known
from index.operators import FIELDS
from index.query import Query, parse

KNOWN = Known(
    facets={
        "issuer": (
            "",
            "Sở Công Thương",
            "Sở Y tế",
            "UBND thành phố Hải Phòng",
            "Ủy ban nhân dân quận Lê Chân",
            "Bộ Giáo dục và Đào tạo",
        ),
        "type": ("", "Quyết định", "Nghị quyết", "Nghị quyết liên tịch", "Thông báo"),
        "category": ("", "Kinh tế", "Văn hóa - Xã hội"),
        "source": ("", "Báo Hải Phòng", "Công báo"),
        "year": ("", "2021"),
        "organisation": ("Bộ Y tế", "Quốc hội", "Sở Y tế thành phố Đà Nẵng", "Sở Y tế tỉnh Cà Mau"),
        "place": ("Cà Mau", "Thành phố Đà Nẵng"),
        "person": ("Nguyễn Văn An", "Trần Thị An"),
    }
)


def read(text: str) -> Query:
    return parse(text, known=KNOWN)


def shown(query: Query) -> list[str]:
    """Each clause as `sign field kind: text`, words without kind."""
    return [_shown(clause) for clause in query.clauses]


def _shown(clause: Clause) -> str:
    name = f"{clause.sign}{clause.field}" if clause.field else clause.sign
    kind = "" if clause.kind == "word" else f" {clause.kind}"
    return f"{name}{kind}: {clause.text}" if name or kind else clause.text


TEXTS = [
    # title: all words that follow, up to an operator, another field, a comma
    ("tiêu đề:hội nghị sơ kết", ["title: hội nghị sơ kết"]),
    ("tiêu đề: hội nghị, báo cáo", ["title: hội nghị", "báo", "cáo"]),
    ("title:hội nghị -báo", ["title: hội nghị", "-: báo"]),
    ('title:"hội nghị" sơ kết', ["title phrase: hội nghị", "sơ", "kết"]),
    ("(nhan đề:hội nghị) sơ kết", ["title: hội nghị", "sơ", "kết"]),
    ("-tựa đề:báo", ["-title: báo"]),
    # author: a name goes as far as its capitals
    ("tác giả:Nguyễn Văn An hội nghị", ["author phrase: Nguyễn Văn An", "hội", "nghị"]),
    ("author:nguyễn văn an", ["author phrase: nguyễn văn an"]),
    ('người ký:"Lê Chân" hội', ["author phrase: Lê Chân", "hội"]),
    # number: one word
    ("số hiệu:45/NQ-TW hội nghị", ["number: 45/NQ-TW", "hội", "nghị"]),
    ("số: 45 hội", ["number: 45", "hội"]),
    ("number:45*", ["number: 45"]),
    ('số ký hiệu:"45 / NQ-TW"', ["number: 45/NQ-TW"]),
    ("số:50..40", ["number range: 40..50"]),
    ("Thông báo số: 45", ["Thông", "báo", "number: 45"]),
    # facets: as many words as one of the archive's values has
    ("cơ quan:Sở Công Thương hội nghị", ["issuer phrase: Sở Công Thương", "hội", "nghị"]),
    ('cơ quan ban hành:"sở y tế"', ["issuer phrase: sở y tế"]),
    ("issuer:công thương hội nghị", ["issuer phrase: công thương", "hội", "nghị"]),
    ("loại:(quyết định)", ["type phrase: quyết định"]),
    ("lĩnh vực: kinh tế biển", ["category phrase: kinh tế", "biển"]),
    ("nguồn:báo, hải", ["source phrase: báo", "hải"]),
    ("tổ chức:bộ y tế hội nghị", ["organisation phrase: bộ y tế", "hội", "nghị"]),
    ("địa danh:cà mau hội nghị", ["place phrase: cà mau", "hội", "nghị"]),
    ("nơi:đà nẵng", ["place phrase: đà nẵng"]),
    ('người:"Nguyễn Văn An"', ["person phrase: Nguyễn Văn An"]),
    ("viện dẫn:45/NQ-TW hội nghị", ["citation: 45/NQ-TW", "hội", "nghị"]),
    ("viện dẫn:40..50", ["citation: 40..50"]),  # no range: numbers of documents are not counted in order
]


@pytest.mark.parametrize(("text", "clauses"), TEXTS)
def test_how_far_a_value_goes(text: str, clauses: list[str]) -> None:
    assert shown(read(text)) == clauses


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.names[0])
def test_every_name_of_a_field_works(field: object) -> None:
    """With capitals, without marks, with its syllables joined, and with a dash or underscore between."""
    value = {"text": "hội", "name": "An", "number": "45", "facet": "thông báo", "days": "2021"}
    for name in field.names:  # type: ignore[attr-defined]
        asked = value[field.takes]  # type: ignore[attr-defined]
        if field.takes == "facet":  # type: ignore[attr-defined]
            asked = f'"{KNOWN.facets[field.key][1]}"'  # type: ignore[attr-defined]
        expected = shown(read(f"{name}:{asked}"))
        assert len(expected) == 1
        assert ":" in expected[0]
        for written in (name.upper(), name.replace(" ", ""), name.replace(" ", "_"), name.replace(" ", "-")):
            assert shown(read(f"{written}:{asked}")) == expected
        bare = parse(f"{_bare(name)} : {asked}", known=KNOWN)
        assert shown(bare) == expected


def _bare(name: str) -> str:
    from index.text import fold, normalise

    return fold(normalise(name))


VALUES = [
    ("cơ quan:Sở Công Thương", ["Sở Công Thương"]),
    ("cơ quan:so cong thuong", ["Sở Công Thương"]),
    ("cơ quan:SỞ Y TẾ", ["Sở Y tế"]),
    ("cơ quan:sở", ["Sở Công Thương", "Sở Y tế"]),
    ('cơ quan:"UBND"', ["UBND thành phố Hải Phòng", "Ủy ban nhân dân quận Lê Chân"]),
    ("cơ quan:ủy ban nhân dân", ["UBND thành phố Hải Phòng", "Ủy ban nhân dân quận Lê Chân"]),
    ("cơ quan:bộ gd&đt", ["Bộ Giáo dục và Đào tạo"]),
    ("loại:nghị quyết", ["Nghị quyết"]),  # what is called so, rather than what begins so
    ("loại:nghị", ["Nghị quyết", "Nghị quyết liên tịch"]),
    ("loại:QĐ", ["Quyết định"]),
    ("lĩnh vực:văn hoá", ["Văn hóa - Xã hội"]),
    ("tổ chức:sở y tế", ["Sở Y tế thành phố Đà Nẵng", "Sở Y tế tỉnh Cà Mau"]),
    ("organisation:quoc hoi", ["Quốc hội"]),
    ("tổ chức:sở y tế tp đà nẵng", ["Sở Y tế thành phố Đà Nẵng"]),
    ("người:an", ["Nguyễn Văn An", "Trần Thị An"]),
    ("place:tp. Đà Nẵng", ["Thành phố Đà Nẵng"]),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_which_values_of_the_archive_are_meant(text: str, values: list[str]) -> None:
    query = read(text)
    (clause,) = query.clauses
    assert list(clause.values) == values
    assert len(query.notes) == (len(values) > 1)
    assert all(value in note for note in query.notes for value in values[:3])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


DAYS = [
    ("ngày:30/06/2021", "2021-06-30..2021-06-30"),
    ("ngày:30-6-2021", "2021-06-30..2021-06-30"),
    ("date:2021-06-30", "2021-06-30..2021-06-30"),
    ('ngày:"30 tháng 6 năm 2021"', "2021-06-30..2021-06-30"),
    ("ngày: ngày 30 tháng 6 năm 2021", "2021-06-30..2021-06-30"),
    ("tháng:6/2021", "2021-06-01..2021-06-30"),
    ("tháng: 2 năm 2024", "2024-02-01..2024-02-29"),
    ("month:2021-06", "2021-06-01..2021-06-30"),
    ("ngày:tháng 6/2021", "2021-06-01..2021-06-30"),
    ("quý:II/2021", "2021-04-01..2021-06-30"),
    ("quý:2/2021", "2021-04-01..2021-06-30"),
    ("quy: IV năm 2021", "2021-10-01..2021-12-31"),
    ("date:quý 3/2021", "2021-07-01..2021-09-30"),
    ("năm:2021", "2021-01-01..2021-12-31"),
    ("date:2021", "2021-01-01..2021-12-31"),
    ("năm:2019..2021", "2019-01-01..2021-12-31"),
    ("năm:2021..2019", "2019-01-01..2021-12-31"),
    ("năm:2019-2021", "2019-01-01..2021-12-31"),
    ("năm:2019 đến 2021", "2019-01-01..2021-12-31"),
    ("ngày:01/06/2021..15/06/2021", "2021-06-01..2021-06-15"),
    ("tháng:11/2020..2/2021", "2020-11-01..2021-02-28"),
    ("năm:2019..", "2019-01-01.."),
    ("năm:..2019", "..2019-12-31"),
    ("trước:2021", "..2020-12-31"),
    ("before:30/06/2021", "..2021-06-29"),
    ("sau:6/2021", "2021-07-01.."),
    ("after:2021", "2022-01-01.."),
    ("từ:6/2021", "2021-06-01.."),
    ("since:2021-06-30", "2021-06-30.."),
    ("đến:6/2021", "..2021-06-30"),
    ("until:2021", "..2021-12-31"),
    ("từ:2019 đến:6/2021", "2019-01-01..2021-06-30"),
    ("trước:2021 sau:2018", "2019-01-01..2020-12-31"),
    ("năm:2019 năm:2021", "2019-01-01..2019-12-31 2021-01-01..2021-12-31"),
    ("năm:(2019 HOẶC 2021)", "2019-01-01..2019-12-31 2021-01-01..2021-12-31"),
    ("năm:2021 sau:6/2021", "2021-07-01..2021-12-31"),
    ("hội nghị", ""),
]


@pytest.mark.parametrize(("text", "spans"), DAYS)
def test_times_as_people_write_them(text: str, spans: str) -> None:
    query = read(text)
    wanted = [tuple(map(day, span.split(".."))) for span in spans.split()]
    assert list(query.days) == wanted
    assert query.other_days == ()
    assert query.notes == ()


def test_an_excluded_time_is_kept_apart() -> None:
    query = read("-năm:2020 NOT tháng:6/2021")
    assert query.days == ()
    assert query.other_days == (
        (date(2020, 1, 1), date(2020, 12, 31)),
        (date(2021, 6, 1), date(2021, 6, 30)),
    )


SAID = [
    ("tháng:6 hội nghị", "«tháng:» cần thời gian", ["tháng", "6", "hội", "nghị"]),
    ("ngày:31/02/2021", "«ngày:» cần thời gian", ["ngày", "31/02/2021"]),
    ("đạt kết quả sau: tốt", "«sau:» cần thời gian", ["đạt", "kết", "quả", "sau", "tốt"]),
    ("số: nhiều", "«số hiệu:» cần một số hiệu", ["số", "nhiều"]),
    ("cơ quan:Sở Lạ", "không có giá trị «Sở Lạ»", ["Sở", "Lạ"]),
    ('loại:"Sắc lệnh" cũ', "không có giá trị «Sắc lệnh»", [" phrase: Sắc lệnh", "cũ"]),
    ("-loại:lạ cũ", "không có giá trị «lạ cũ»", ["-: lạ", "cũ"]),
    ("abc:def", "«abc:» không phải tên trường", ["abc:def"]),
    ("khóa 1..5000", "«1..5000» có hơn 100 số", ["khóa", "1..5000"]),
    ("a* b", "Dấu * chỉ dùng được", ["a*", "b"]),
    ("*báo", "Dấu * chỉ dùng được", ["*báo"]),
    ("a HOẶC", "Đã bỏ qua «HOẶC»", ["a"]),
    ("a HOẶC năm:2021", "Đã bỏ qua «HOẶC»", ["a", "date: 2021"]),
    ("a KHÔNG", "Đã bỏ qua «KHÔNG»", ["a"]),
    ("a KHÔNG b c", "Loại trừ cả cụm «b c»", ["a", "- phrase: b c"]),
    ("a VÀ b", "chỉ lấy tài liệu có đủ các từ", ["a", "b"]),
    ("từ:2022 đến:2021", "loại trừ nhau", ["date: 2022", "date: 2021"]),
    ("sau:2021 " * 21, "Chỉ đọc 20 trường đầu", [*["date: 2021"] * 20, "sau", "2021"]),
]


@pytest.mark.parametrize(("text", "said", "clauses"), SAID)
def test_what_is_not_taken_as_written_is_said(text: str, said: str, clauses: list[str]) -> None:
    query = read(text)
    assert shown(query) == clauses
    (note,) = query.notes
    assert said in note
    assert query.interpretation().notes == query.notes


@pytest.mark.parametrize(
    "text",
    [
        "18:00",
        "http://abc.vn/x:y",
        "kính gửi : ông",
        "tự:2021",
        "đền:2021",
        "x:",
        "sở:",
        ":2021",
        "abc-năm:2021",
        "30/06/2021",
        "quý II/2021",
        "tháng 6/2021",
    ],
)
def test_what_names_no_field_stays_words(text: str) -> None:
    """Also another word with other marks than a field's name has; and times without a field."""
    assert not any(clause.field for clause in read(text).clauses)


def test_filters_do_not_make_a_query_long_or_accented() -> None:
    query = read('cơ quan:"Sở Công Thương" loại:"nghị quyết" tháng:6/2021 hoi nghi')
    assert (query.match, query.accented) == ("all", False)


def test_an_archive_that_is_not_known_takes_values_as_they_are() -> None:
    (clause,) = parse('cơ quan:"Sở Y tế"').clauses
    assert clause.values == ("Sở Y tế",)
