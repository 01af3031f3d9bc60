"""Places in texts: provinces of before and after July 2025, districts and communes."""

import pytest

from index.entities import find

NAMED = [
    # provinces and cities under the central government: by name, whatever their kind
    ("tỉnh Hải Dương", "Hải Dương"),
    ("ở Hải Dương", "Hải Dương"),
    ("thành phố Hà Nội", "Hà Nội"),
    ("Thủ đô Hà Nội", "Hà Nội"),
    ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
    ("TP.HCM", "Hồ Chí Minh"),
    ("Sài Gòn năm ấy", "Hồ Chí Minh"),
    ("tỉnh Thừa Thiên Huế", "Thừa Thiên Huế"),
    ("thành phố Huế", "Huế"),
    ("tỉnh Đồng Nai, thành phố Đồng Nai", "Đồng Nai"),
    ("tỉnh Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    ("BR-VT", "Bà Rịa - Vũng Tàu"),
    ("tỉnh Hà Tây cũ", "Hà Tây"),
    ("Đăk Nông, Đắc Lắc", "Đắk Nông; Đắk Lắk"),
    ("TỈNH ĐẮK LẮK", "Đắk Lắk"),
    ("các tỉnh Hà Nam, Nam Định và Thái Bình", "Hà Nam; Nam Định; Thái Bình"),
    ("Hoà Bình là tỉnh miền núi", "Hòa Bình"),
    # cities below a province
    ("thành phố Đà Lạt", "Thành phố Đà Lạt"),
    ("T.p Đà Lạt, tỉnh Lâm Đồng và Robusta", "Thành phố Đà Lạt; Lâm Đồng"),
    ("ra Nha Trang", "Thành phố Nha Trang"),
    ("thành phố Điện Biên Phủ", "Thành phố Điện Biên Phủ"),
    ("chiến thắng Điện Biên Phủ", ""),
    # districts
    ("huyện Krông Nô", "Huyện Krông Nô"),
    ("huyện Đảo Trường Sa", "Huyện Trường Sa"),
    ("huyện Lắk của tỉnh", "Huyện Lắk"),
    ("huyện Đak Song, Đăk Song", "Huyện Đắk Song"),
    ("quận Hải An Thành phố Hải Phòng", "Quận Hải An; Hải Phòng"),
    ("Quận 10", "Quận 10"),
    ("tại Đắk Mil", "Huyện Đắk Mil"),
    ("ở Đắk R’lấp", "Huyện Đắk R'Lấp"),
    ("5 huyện, thị xã (Đắk Mil, Đắk Song, Tuy Đức)", "Huyện Đắk Mil; Huyện Đắk Song; Huyện Tuy Đức"),
    ("thị xã Gia Nghĩa. Ở Gia Nghĩa", "Thị xã Gia Nghĩa"),
    ("các huyện Tứ Kỳ, Gia Lộc và Thanh Miện", "Huyện Tứ Kỳ; Huyện Gia Lộc; Huyện Thanh Miện"),
    # communes, wards, townships, special zones
    ("xã Nâm N'Dir", "Xã Nâm N'Dir"),
    ("Xã Nâm N’đir có 7 thôn", "Xã Nâm N'đir"),
    ("phường Nguyễn Cư Trinh", "Phường Nguyễn Cư Trinh"),
    ("thị trấn Ea T’ling", "Thị trấn Ea T'ling"),
    ("đặc khu Cát Hải", "Đặc khu Cát Hải"),
    ("xã Quảng Phú. Người dân Quảng Phú", "Xã Quảng Phú"),
    ("xã Kiến Thành (Đắk R'Lấp)", "Xã Kiến Thành; Huyện Đắk R'Lấp"),
    # where the name ends
    ("huyện Krông Nô Nguyễn Xuân Danh", "Huyện Krông Nô"),
    ("UBND quận Mai Xuân Thủy", ""),
    ("UBND tỉnh Cao Huy phát biểu", ""),
    # inside an organisation's name it is a place all the same
    ("UBND thành phố Hải Phòng", "Hải Phòng"),
    ("Trường Đại học Cần Thơ", "Cần Thơ"),
    # no places
    ("Chủ tịch Hồ Chí Minh", ""),
    ("đường Hồ Chí Minh", ""),
    ("cầu Thái Bình, sông Hải Dương", ""),
    ("vịnh Đà Nẵng", ""),
    ("05 tỉnh Tây Nguyên, tỉnh Bắc Trung bộ", ""),
    ("THÀNH PHỐ TRỰC THUỘC TRUNG ƯƠNG - Chương III", ""),
    ("CÁC XÃ THEO QUY ĐỊNH", ""),
    ("Tỉnh Hội phụ nữ", ""),
    ("Văn Hóa - Xã Hội", ""),
    ("ông Nguyễn Bình Định", ""),
    ("thị trấn và các xã", ""),
    ("gia xã hội", ""),
]


@pytest.mark.parametrize(("text", "values"), NAMED)
def test_places(text: str, values: str) -> None:
    found = dict.fromkeys(mention.value for mention in find("", text).places)
    assert "; ".join(found) == values
