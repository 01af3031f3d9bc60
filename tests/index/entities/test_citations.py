"""Numbers of documents that a text cites."""

import pytest

from index.entities import citation_key, find

CITED = [
    ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", "30/2020/NĐ-CP"),
    ("Thông tư 04/2019/TT-BNV hướng dẫn", "04/2019/TT-BNV"),
    ("Luật số 59/2020/QH14", "59/2020/QH14"),
    ("Nghị quyết số 254/2025/QH15;", "254/2025/QH15"),
    ("Quyết định 1853/QĐ-KTNN", "1853/QĐ-KTNN"),
    ("Quyết định số 1012/QĐ-TTg.", "1012/QĐ-TTg"),
    ("Chỉ thị 13/CT-TTg của Thủ tướng", "13/CT-TTg"),
    ("Kế hoạch số 613/KH-UBND", "613/KH-UBND"),
    ("Thông báo số 365/TB-VPCP", "365/TB-VPCP"),
    ("Quyết định số 05/2015/QĐ-UBND", "05/2015/QĐ-UBND"),
    ("Nghị quyết số 28-NQ/TW ngày 23/5/2018", "28-NQ/TW"),
    ("Chỉ thị số 33-CT/TW", "33-CT/TW"),
    ("Nghị quyết 16-NQ/TU", "16-NQ/TU"),
    ("Lệnh số 123-L/CTN", "123-L/CTN"),
    ("Luật số 21-LCT/HDNN8", "21-LCT/HDNN8"),
    ("Pháp lệnh số 06/2003/PL-UBTVQH11", "06/2003/PL-UBTVQH11"),
    ("Pháp lệnh số 11/2016/UBTVQH13", "11/2016/UBTVQH13"),
    ("Nghị quyết 653/2019-UBTVQH14", "653/2019-UBTVQH14"),
    ("Thông tư liên tịch số 11/2016/TTLT-BTTTT-BNV", "11/2016/TTLT-BTTTT-BNV"),
    ("Thông tư số 45/2009/TT-BCA(C11) ngày", "45/2009/TT-BCA(C11)"),
    ("Nghị định 64/CP và 15/CP", "64/CP; 15/CP"),
    ("Nghị quyết 30a/2008/NQ-CP", "30a/2008/NQ-CP"),
    ("NQ 254/QH15", "254/QH15"),
    ("TIÊU CHUẨN 07/2022/TT-BCT", "07/2022/TT-BCT"),
    ("47/2024/QH15, 58/2024/QH15 và 71/2025/QH15", "47/2024/QH15; 58/2024/QH15; 71/2025/QH15"),
    # slips
    ("Quyết định số 45/QĐ- TTg về việc", "45/QĐ-TTg"),
    ("Nghị định số 30/2020/NĐ–CP", "30/2020/NĐ-CP"),
    ("số 61/2026/NĐ-CPngày 13", "61/2026/NĐ-CP"),
    ("So hieu 147/2026/ND-CP", "147/2026/ND-CP"),
    # in short
    ("Nghị định 20/2019 bổ sung", "20/2019/NĐ-CP"),
    ("Điều 60 NĐ 38/2024", "38/2024/NĐ-CP"),
    ("Nghị quyết 45 của Bộ Chính trị", "45-NQ/TW"),
    ("Chỉ thị số 05 của Bộ Chính trị", "05-CT/TW"),
    ("Kết luận số 72 của Ban Bí thư", "72-KL/TW"),
    # no numbers of documents
    ("ngày 30/06/2021 18:00", ""),
    ("hoàn thành 120/151 nhiệm vụ", ""),
    ("tháng 5/2019", ""),
    ("trực 24/24 giờ", ""),
    ("Nghị quyết 45 được thông qua", ""),
    ("Điều 36.2.TT.2.10", ""),
    ("90 km/h, 120 ₫/hộp", ""),
    ("Quốc lộ 14/HCM", ""),
    ("https://vanban.vn/2026/03/68-ndcp.pdf", ""),
    ("TCVN 1822:2014", ""),
    ("10 của Bộ Chính trị", ""),
    ("biển số 15A-123.45", ""),
]


@pytest.mark.parametrize(("text", "values"), CITED)
def test_citations(text: str, values: str) -> None:
    assert "; ".join(mention.value for mention in find("", text).citations) == values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("07-NQ/TU", "7/NQ-TU"),
        ("30/2020/NĐ-CP", "30/2020/ND-CP"),
        ("45/QĐ-TTg", "45/qđ-ttg"),
        ("653/2019-UBTVQH14", "653/2019/UBTVQH14"),
    ],
)
def test_two_writings_of_one_number_have_one_key(one: str, other: str) -> None:
    assert citation_key(one) == citation_key(other)


def test_other_numbers_have_other_keys() -> None:
    numbers = ("30/2020/NĐ-CP", "30/2021/NĐ-CP", "3/2020/NĐ-CP", "30/2020/NQ-CP", "30/NĐ-CP")
    assert len({citation_key(number) for number in numbers}) == len(numbers)
