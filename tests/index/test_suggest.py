"""What a person may have meant, over the words of the sample archive: one line a case."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.suggest import Suggester
from index.tally import summed
from index.vocabulary import VOCABULARY, Vocabulary, write_vocabulary
from tests.index import sample


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    """What suggests from the sample archive."""
    return sample.suggester(sample.written(tmp_path_factory.mktemp("sample") / "1"))


RAW_KEYS = [
    # Telex, in the orders in which people press the keys
    ("hooij nghij", "hội nghị"),
    ("hoioj nghij", "hội nghị"),
    ("benhej vieejn", "bệnh viện"),
    ("beejnh vieenj dda khoa", "bệnh viện đa khoa"),
    ("thanhf phoos Lacj Giang", "thành phố Lạc Giang"),
    ("Sowr Coong Thuwowng", "Sở Công Thương"),
    ("sowr coong thuwowng", "sở công thương"),
    ("sowr coong thuowng", "sở công thương"),
    ("SOWR COONG THUWOWNG", "SỞ CÔNG THƯƠNG"),
    ("cari cachs hanhf chinhs", "cải cách hành chính"),
    ("hocj sinh trung hocj cow sowr", "học sinh trung học cơ sở"),
    ("ddaats ddai", "đất đai"),
    ("quyeenf suwr dungj ddaats", "quyền sử dụng đất"),
    ("nuwowcs", "nước"),
    ("thuyr khee", "thủy khê"),
    ("tuyeenr sinh lowps 10", "tuyển sinh lớp 10"),
    # VNI
    ("ho65i nghi5", "hội nghị"),
    ("be65nh vie65n", "bệnh viện"),
    ("so73 co6ng thu7o7ng", "sở công thương"),
    ("so73 co6ng thuo7ng", "sở công thương"),
    ("d9a61t d9ai", "đất đai"),
    ("thanh2 pho61", "thành phố"),
]


@pytest.mark.parametrize(("typed", "meant"), RAW_KEYS)
def test_raw_keys_are_decoded(suggester: Suggester, typed: str, meant: str) -> None:
    assert suggester.decoded(typed) == meant
    assert suggester.suggestion(typed) == meant


NOT_KEYS = [
    "hội nghị",
    "hoi nghi",
    "HOI NGHI",
    "hoa",
    "container",
    "marathon",
    "logistics",
    "xe may",
    "cang cua lac",
    "test max las",
    "quan 7",
    "duong d9",
    "A1",
    "q7",
    "LG18",
    "Lạc Giang tes",
    "45/NQ-TW",
    "so:tieengs",
    "",
    "   ",
    '"""',
    "-",
]


@pytest.mark.parametrize("typed", NOT_KEYS)
def test_other_texts_are_no_raw_keys(suggester: Suggester, typed: str) -> None:
    assert suggester.decoded(typed) is None


MEANT = [
    # Marks left out
    ("so cong thuong", "sở công thương"),
    ("SO CONG THUONG", "SỞ CÔNG THƯƠNG"),
    ("So Cong Thuong", "Sở Công Thương"),
    ("uy ban nhan dan thanh pho", "ủy ban nhân dân thành phố"),
    ("benh vien da khoa lac giang", "bệnh viện đa khoa lạc giang"),
    ("cum cong nghiep dong may", "cụm công nghiệp đồng mây"),
    ("cai cach hanh chinh nam 2025", "cải cách hành chính năm 2025"),
    ("quyen su dung dat", "quyền sử dụng đất"),
    ("sot xuat huyet", "sốt xuất huyết"),
    ("hoc sinh trung hoc co so", "học sinh trung học cơ sở"),
    ("phong chay chua chay", "phòng cháy chữa cháy"),
    ("gia ve xe buyt", "giá vé xe buýt"),
    ("ve viec di doi tieu thuong cho cu", "về việc di dời tiểu thương chợ cũ"),
    ("nghi quyet 15/NQ-HĐND", "nghị quyết 15/NQ-HĐND"),
    ("dich ta lon chau phi", "dịch tả lợn châu phi"),
    ("tuyen sinh lop 10", "tuyển sinh lớp 10"),
    ("nguoi cao tuoi", "người cao tuổi"),
    ("luu tru lich su", "lưu trữ lịch sử"),
    # Spelt as the archive spells: i and y
    ("cong ty", "công ty"),
    ("quy son", "quý sơn"),
    ("ky thuat", "kỹ thuật"),
    ("xu ly", "xử lý"),
    # A wrong or missing mark
    ("nghi quyêt", "nghị quyết"),
    ("hôi nghị", "hội nghị"),
    ("bệnh viên đa khoa", "bệnh viện đa khoa"),
    ("sốt xuất huyêt", "sốt xuất huyết"),
    ("thành phô", "thành phố"),
    ("quyền sử dung đất", "quyền sử dụng đất"),
    ("cải cách hanh chính", "cải cách hành chính"),
    ("Thủy Khe", "Thủy Khê"),
    # A wrong, missing, doubled or exchanged letter
    ("nghịj quyết", "nghị quyết"),
    ("hội ngị", "hội nghị"),
    ("bệh viện", "bệnh viện"),
    ("bệnnh viện", "bệnh viện"),
    ("bênhj viện", "bệnh viện"),
    ("thnàh phố", "thành phố"),
    ("thàng phố", "thành phố"),
    ("xư dụng đất", "sử dụng đất"),
    ("sốt suất huyết", "sốt xuất huyết"),
    ("benh vein", "bệnh viện"),
    # A wrong, missing or doubled letter of a foreign word
    ("marathom", "marathon"),
    ("giải Marathn", "giải Marathon"),
    ("logisticss", "logistics"),
    ("trung tâm logistic", "trung tâm logistics"),
    ("tàu contaner", "tàu container"),
    # Syllables joined or split
    ("congthuong", "công thương"),
    ("côngthương", "công thương"),
    ("benhvien dakhoa", "bệnh viện đa khoa"),
    ("thànhphố Lạc Giang", "thành phố Lạc Giang"),
    ("quảnlý hành chính", "quản lý hành chính"),  # y at the end of a syllable
    ("quanly thi truong", "quản lý thị trường"),
    ("kýsố hồ sơ", "ký số hồ sơ"),
    ("công th ương", "công thương"),
    ("cong ngh iep", "công nghiệp"),
    # What is not words stays as it is
    ("so cong thuong -bao", "sở công thương -bao"),
    ('"so cong thuong"', '"sở công thương"'),
    ("cai cach hanh chinh 45/KH-UBND", "cải cách hành chính 45/KH-UBND"),
    ("benh vien HOẶC truong hoc", "bệnh viện HOẶC trường học"),
    ("loai:baocao benh vien", "loai:baocao bệnh viện"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_what_was_meant(suggester: Suggester, typed: str, meant: str) -> None:
    assert suggester.suggestion(typed) == meant


GOOD = [
    "hội nghị",
    "HỘI NGHỊ",
    "sở công thương",
    "công ty",
    "công ti",
    "thuỷ khê",
    "thủy khê",
    "Bệnh viện Đa khoa Lạc Giang",
    "quyền sử dụng đất",
    "logistics",
    "marathon 2025",
    "container",
    "45/KH-UBND",
    "hoa",
    "xe",
    "bao",
    "xyzzy",
    "UBND thành phố",
    "họp TAND thành phố",  # never «TĂNG thành phố»
    "LG thành phố",
    "Panthers",
    "Kubernetes zookeeper",
    "năm 2025",
    "-bao",
    "benh*",
    "so:benh",
    "",
    '"',
    "😀",
]


@pytest.mark.parametrize("typed", GOOD)
def test_nothing_is_suggested_for_what_is_good_or_unheard_of(suggester: Suggester, typed: str) -> None:
    assert suggester.suggestion(typed) is None


@given(st.text(max_size=40) | st.text('aáàeêoơuưdđnghstx 19-"*:/', max_size=40))
def test_any_text_is_answered(suggester: Suggester, text: str) -> None:
    """Whatever was typed: no error, and never the same text as a suggestion."""
    for answer in (suggester.decoded(text), suggester.suggestion(text)):
        assert answer is None or answer != text


def test_a_long_text_is_answered_at_once(suggester: Suggester) -> None:
    assert suggester.suggestion("so cong thuong " * 4000) is None
    assert suggester.decoded("tieengs vieetj " * 4000) is None


def test_an_archive_without_documents_suggests_nothing(tmp_path: Path) -> None:
    write_vocabulary(tmp_path / VOCABULARY, summed([]))
    empty = Suggester(Vocabulary(tmp_path / VOCABULARY))
    for text in ("so cong thuong", "tieengs vieetj", "hội nghị", "congthuong"):
        assert empty.suggestion(text) is None
        assert empty.decoded(text) is None
