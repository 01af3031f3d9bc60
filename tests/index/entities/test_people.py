"""People in texts, with and without their titles."""

import pytest

from index.entities import find

NAMED = [
    # after a title
    ("đồng chí Nguyễn Đức Thọ phát biểu", "Nguyễn Đức Thọ"),
    ("ông Trần Hồng Hà", "Trần Hồng Hà"),
    ("Bà Lê Thị Bích", "Lê Thị Bích"),
    ("đ/c Phạm Văn Lập", "Phạm Văn Lập"),
    ("GS.TS Hoàng Chí Bảo", "Hoàng Chí Bảo"),
    ("Đại tướng Lương Tam Quang", "Lương Tam Quang"),
    ("Thiếu tướng Đỗ Hữu Ca", "Đỗ Hữu Ca"),
    ("hội viên Nguyễn Thị Nhật, thôn 07", "Nguyễn Thị Nhật"),
    ("liệt sĩ Võ Thị Sáu", "Võ Thị Sáu"),
    ("Người ký | Phạm Gia Túc", "Phạm Gia Túc"),
    ("chị H’Vi Ê Ban, bí thư", "H'Vi Ê Ban"),
    ("Phó Chủ tịch HĐND tỉnh K'Thanh", "K'Thanh"),
    ("ông Y Nhuân Byă", "Y Nhuân Byă"),
    ("Chủ tịch Hồ Chí Minh", "Hồ Chí Minh"),
    # after an office and what it is of
    ("Phó Chủ tịch UBND thành phố Nguyễn Đức Thọ", "Nguyễn Đức Thọ"),
    ("Thứ trưởng Bộ Công an Lê Thế Tiệm", "Lê Thế Tiệm"),
    ("Phó Thủ tướng Thường trực Chính phủ Phạm Gia Túc", "Phạm Gia Túc"),
    ("Chủ tịch UBND TP Lê Hoàng Quân đối với", "Lê Hoàng Quân"),
    ("bị cáo Trần Xuân Trưởng, 36 tuổi", "Trần Xuân Trưởng"),
    ("ông Tập Cận Bình sẽ dự", "Tập Cận Bình"),
    # before an office
    ("Nguyễn Bốn - Phó Bí thư Tỉnh ủy", "Nguyễn Bốn"),
    ("Thạch Phước Bình (Đoàn đại biểu Quốc hội tỉnh Trà Vinh)", "Thạch Phước Bình"),
    # by themselves
    ("Nguyễn Văn Hùng đến sớm", "Nguyễn Văn Hùng"),
    ("Lê Mạnh Hùng và Trần Thanh Mẫn", "Lê Mạnh Hùng; Trần Thanh Mẫn"),
    ("NGUYỄN VĂN HÙNG", "Nguyễn Văn Hùng"),
    # signatures
    ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\nTrần Văn Thuấn\n", "Trần Văn Thuấn"),
    ("kết thúc.\nVương Hợp – ĐTT.", "Vương Hợp"),
    ("Hộ sản xuất: Nguyễn Kiến Phương\nĐịa chỉ", "Nguyễn Kiến Phương"),
    ("gì?\nÔng Phan Thanh Hải\nNăm nay", "Phan Thanh Hải"),
    # where the name ends
    ("Hộ sản xuất: Hà Văn Cương Địa chỉ: thôn 5", "Hà Văn Cương"),
    ("Đồng chí Hà Trung Ký giữ chức", "Hà Trung Ký"),
    ("ông Cao Huy Phó Chủ tịch", "Cao Huy"),
    # the given name alone
    ("ông Nguyễn Đức Thọ. Ông Thọ nói", "Nguyễn Đức Thọ; Nguyễn Đức Thọ"),
    ("Trần Văn Hùng đi làm. Hôm sau Hùng về", "Trần Văn Hùng; Trần Văn Hùng"),
    ("ông Lê Văn Sơn. Lên núi Sơn Trà", "Lê Văn Sơn"),
    ("bà Lê Thị Thanh gặp Thanh tra huyện", "Lê Thị Thanh"),
    ("anh Lê An và anh Trần An. Hôm sau An về", "Lê An; Trần An"),
    # from abroad
    ("Tổng thống Pháp Emmanuel Macron", "Emmanuel Macron"),
    ("Thủ tướng Shinzo Abe đến thăm", "Shinzo Abe"),
    ("bà Angela Merkel. Hôm sau Merkel về nước", "Angela Merkel; Angela Merkel"),
    ("nhà vật lý Isaac Newton và Albert Einstein", "Isaac Newton; Albert Einstein"),
    ("Giám đốc Microsoft Satya Nadella", ""),
    # the name of something else
    ("Trường THPT Nguyễn Trãi", ""),
    ("Trường CĐN Nguyễn Văn Trỗi", ""),
    ("đường Nguyễn Tất Thành", ""),
    ("số 88 Nguyễn Tất Thành", ""),
    ("phường Nguyễn Cư Trinh", ""),
    ("thành phố Hồ Chí Minh thực hiện", ""),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", ""),
    ("Lăng Chủ tịch Hồ Chí Minh", ""),
    ("hồ Quý Sơn. Hồ Quý Sơn cạn nước", ""),
    ("ông Nguyễn Văn A", ""),
    ("Hà Nội, Cao Bằng, Thái Nguyên", ""),
    ("Đoàn Thanh niên và Đoàn Luật sư", ""),
    ("Thái Bình Dương, Hoàng Sa, Trường Sa", ""),
    ("Văn phòng Công an", ""),
    ("KHOA Y HỌC DỰ PHÒNG", ""),
    ("bác sĩ Y HỌC DỰ PHÒNG", ""),
]


@pytest.mark.parametrize(("text", "values"), NAMED)
def test_people(text: str, values: str) -> None:
    assert "; ".join(mention.value for mention in find("", text).people) == values
