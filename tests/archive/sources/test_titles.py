"""A title belongs to its text when the text begins with what the title says."""

import pytest

from archive.sources import supported

MEETING = (
    "Chiều 30/6, Sở Công Thương sơ kết công tác sáu tháng đầu năm. Giám đốc Sở nêu kết quả phát triển công "
    "nghiệp, tổ chức hội chợ, xúc tiến thương mại quốc tế; lãnh đạo thành phố dự và phát biểu chỉ đạo, "
    "yêu cầu tăng cường quản lý nhà nước, hoàn thành kế hoạch năm, trao cờ thi đua cho tập thể có thành tích."
)
TURTLES = (
    "Ba ổ trứng rùa xanh vừa được ghi nhận tại bãi Cát Dài. Lần gần nhất rùa lên đây đẻ là mười chín năm "
    "trước. Kiểm lâm khu bảo tồn rào bãi, cấm đèn pin và trực đêm đến khi trứng nở."
)


@pytest.mark.parametrize(
    ("title", "text", "belongs"),
    [
        ("Sở Công Thương sơ kết công tác sáu tháng, trao cờ thi đua", MEETING, True),
        ("Rùa xanh trở lại bãi Cát Dài đẻ trứng sau mười chín năm", TURTLES, True),
        ("Rùa xanh trở lại bãi Cát Dài đẻ trứng sau mười chín năm", MEETING, False),
        ("Triển lãm quốc tế về gốm sứ, mây tre đan và công nghiệp chế tạo", MEETING, False),
        ("Lịch thi đấu bán kết giải bóng chuyền bãi biển tranh cúp Hải Âu", TURTLES, False),
        ("Phạm vi điều chỉnh", TURTLES, True),  # too general to tell
        ("12/2021/NĐ-CP", TURTLES, True),
        ("", MEETING, True),
        ("Rua xanh tro lai bai Cat Dai de trung", TURTLES, True),  # written without marks
        ("Triển lãm gốm sứ, mây tre đan và tranh lụa Hàng Trống", "", False),
    ],
)
def test_supported(title: str, text: str, belongs: bool) -> None:
    assert supported(title, text) is belongs


def test_tone_placement_and_case_change_nothing() -> None:
    title = "HOÀ THUỶ, QUÝ KHUÊ, KỲ HOÀ: CÚP THUÝ"
    text = "Hòa Thủy, Quí Khuê và Kì Hòa tranh cúp Thúy."
    assert supported(title, text)
    assert not supported(title, TURTLES)


def test_a_title_quoted_deep_in_a_long_text_is_supported() -> None:
    title = "Quy chế nuôi rùa xanh và vích tại khu bảo tồn đảo Mây Lớn"
    text = " ".join(["Căn cứ các văn bản hiện hành của cơ quan có thẩm quyền;"] * 40) + f" ban hành {title}."
    assert supported(title, text)
