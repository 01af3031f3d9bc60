"""Abbreviations and what they stand for, both ways."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.abbreviations import Abbreviation, AbbreviationError, Abbreviations, bundled, read_table
from index.analysis import tokenize
from index.known import Known
from index.query import parse
from tests.index.texts import anything

READ = [
    # abbreviation → meaning
    ("UBND", "UBND = ủy ban nhân dân"),
    ("ubnd tinh", "ubnd = ủy ban nhân dân"),
    ("HĐND xã", "HĐND = hội đồng nhân dân"),
    ("hdnd xa", "hdnd = hội đồng nhân dân"),
    ("TP.HCM", "TP.HCM = thành phố Hồ Chí Minh, TPHCM"),
    ("TPHCM", "TPHCM = thành phố Hồ Chí Minh, TP.HCM"),
    ("GD&ĐT", "GD&ĐT = Giáo dục và Đào tạo, GDĐT, GD và ĐT"),
    ("Sở GD-ĐT", "GD-ĐT = Giáo dục và Đào tạo, GDĐT, GD và ĐT"),
    ("CNTT", "CNTT = công nghệ thông tin"),
    ("SYT", "SYT = Sở Y tế"),  # a vowel does not make it a syllable
    ("bhyt", "bhyt = bảo hiểm y tế"),
    ("KT-XH", "KT-XH = kinh tế - xã hội, KTXH"),
    ("NĐ-CP", "NĐ-CP = nghị định của Chính phủ, NĐCP"),
    ("TP Hải Phòng", "TP = thành phố"),
    ("+UBND", "UBND = ủy ban nhân dân"),
    ("tiêu đề:UBND", "UBND = ủy ban nhân dân"),
    # meaning → abbreviation
    ("ủy ban nhân dân", "ủy ban nhân dân = UBND"),
    ("uỷ ban nhân dân thành phố", "uỷ ban nhân dân = UBND; thành phố = TP"),
    ("uy ban nhan dan", "uy ban nhan dan = UBND"),
    ("công nghệ thông tin", "công nghệ thông tin = CNTT"),
    ("bảo hiểm y tế", "bảo hiểm y tế = BHYT"),
    ("kinh tế xã hội", "kinh tế xã hội = KT-XH, KTXH"),
    ("phòng cháy, chữa cháy", "phòng cháy, chữa cháy = PCCC"),
    # the longest
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam = UBMTTQVN, UBMTTQ VN"),
    # two letters say too little, but beside a number
    ("QĐ 1847", "QĐ = quyết định"),
    ("quyết định 1847", "quyết định = QĐ"),
    ("quyết định số 1847", "quyết định = QĐ"),
    ("quyết định hành chính", ""),
    # several meanings: a neighbour decides
    ("TT 15", "TT = thông tư"),
    ("TT trưng bày", ""),
    ("CT UBND", "CT = chủ tịch; UBND = ủy ban nhân dân"),
    ("CT 15", "CT = chỉ thị"),
    ("CT xây dựng", ""),
    ("BTC", "BTC = Ban Tổ chức"),
    ("thông tư BTC", "BTC = Bộ Tài chính"),
    # a syllable is an abbreviation in capitals only
    ("CA tỉnh", "CA = công an"),
    ("ca tỉnh", ""),
    ("HỌP CA TỈNH", ""),
    ("Ban chỉ đạo TƯ", "Ban chỉ đạo = BCĐ; TƯ = Trung ương, TW"),
    ("tư", ""),
    # what is quoted, excluded or part of a number is left as it is
    ('"UBND"', ""),
    ("-UBND a", ""),
    ("1847/QĐ-UBND", ""),
    ("tác giả:UBND", ""),
    ("UBND*", ""),
    # alternatives stay within their side
    ("ủy ban HOẶC nhân dân", ""),
    ("UBND HOẶC HĐND", "UBND = ủy ban nhân dân; HĐND = hội đồng nhân dân"),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_what_else_a_query_asks_for(text: str, read: str) -> None:
    query = parse(text)
    typed = [
        " ".join(clause.text for clause in query.clauses[each.first : each.after])
        for each in query.alternatives
    ]
    pairs = zip(typed, query.alternatives, strict=True)
    forms = "; ".join(f"{text} = {', '.join(each.forms)}" for text, each in pairs).replace(
        ", TP Hồ Chí Minh", ""
    )
    assert forms == read
    added = [note for note in query.notes if note.startswith("Tìm cả")]
    assert len(added) == bool(read)
    assert all(f"«{form}»" in added[0] for each in query.alternatives for form in each.forms)


def test_the_bundled_table_is_of_use() -> None:
    table = bundled().table
    assert len(table) > 300
    assert len({each.full for each in table}) > 300
    for each in table:
        assert all(form != each.full for form in each.short)
        assert all(1 <= len(tokenize(form)) <= 10 for form in (each.full, *each.short))


def test_forms_of_one_meaning_only_differ_in_more_than_case() -> None:
    """No line says the same twice, and no abbreviation has two meanings without words to tell them apart."""
    lines = bundled().table
    meanings: dict[tuple[str, ...], list[Abbreviation]] = {}
    for line in lines:
        terms = [tuple(tokenize(form).terms()) for form in line.short]
        assert len(terms) == len(set(terms)), line
        for form in terms:
            meanings.setdefault(form, []).append(line)
    for form, found in meanings.items():
        assert sum(not line.beside for line in found) <= 1, form


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "viet-tat.txt"
    path.write_text(
        "# của kho\n\nphường Bến Sậy | PBS, P.BS\nxe buýt | XB | tuyến | luôn\nủy ban bầu cử | UBND\n"
    )
    return path


def test_an_archive_adds_its_own_and_these_count(table: Path) -> None:
    known = Known(bundled().extended(read_table(table)))

    def forms(text: str) -> list[tuple[str, ...]]:
        return [each.forms for each in parse(text, known=known).alternatives]

    assert forms("PBS") == [("phường Bến Sậy", "P.BS")]
    assert forms("phường bến sậy") == [("PBS", "P.BS")]
    assert forms("XB tuyến 07") == [("xe buýt",)]
    assert forms("XB mới") == []
    assert forms("xe buýt") == [("XB",)]
    assert forms("UBND") == [("ủy ban bầu cử",)]  # not what the bundled table says
    assert forms("CNTT") == [("công nghệ thông tin",)]


@pytest.mark.parametrize(
    "line", ["chỉ một cột", "| UBND", "ủy ban |", "a b | AB | x | y | z", "… | …", "x" * 401]
)
def test_a_line_that_says_nothing_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "viet-tat.txt"
    path.write_text(f"ủy ban | UB\n{line}\n")
    with pytest.raises(AbbreviationError, match=r"^dòng 2: "):
        read_table(path)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "viet-tat.txt"
    path.write_bytes("ủy ban | UB".encode("utf-16"))
    with pytest.raises(AbbreviationError, match="UTF-8"):
        read_table(path)


def test_a_text_is_written_out() -> None:
    assert (
        bundled().written_out("UBND TP Hải Phòng, CT 15") == "ủy ban nhân dân thành phố Hải Phòng, chỉ thị 15"
    )
    assert bundled().written_out("ủy ban nhân dân") == "ủy ban nhân dân"
    assert bundled().written_out("gd&dt") == "Giáo dục và Đào tạo"
    assert Abbreviations().written_out("UBND") == "UBND"


@settings(max_examples=100, deadline=None)
@given(text=anything, accented=st.booleans())
def test_readings_do_not_overlap(text: str, accented: bool) -> None:
    terms = tokenize(text).terms()
    end = 0
    for reading in bundled().readings(terms, accented=accented):
        assert end <= reading.first < reading.after <= len(terms)
        assert 0 < len(reading.forms) <= 4
        end = reading.after
