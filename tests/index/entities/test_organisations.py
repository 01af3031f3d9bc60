"""Organisations in texts: what a person who reads the line would say is named."""

import pytest

from index.entities import find

NAMED = [
    # complete names, written in several ways
    ("Quốc hội thông qua luật", "Quốc hội"),
    ("Ủy ban Thường vụ Quốc hội cho ý kiến", "Ủy ban Thường vụ Quốc hội"),
    ("Uỷ ban thường vụ Quốc hội", "Ủy ban Thường vụ Quốc hội"),
    ("UBTVQH đã họp", "Ủy ban Thường vụ Quốc hội"),
    ("Thủ tướng Chính phủ giao", "Chính phủ"),
    ("Chủ nhiệm Văn phòng Chính phủ", "Văn phòng Chính phủ"),
    ("- VPCP: các Vụ, Cục", "Văn phòng Chính phủ"),
    ("Nghị quyết của Bộ Chính trị", "Bộ Chính trị"),
    ("Ngân hàng Nhà nước Việt Nam quy định", "Ngân hàng Nhà nước"),
    ("NHNN Việt Nam quy định", "Ngân hàng Nhà nước"),
    ("Phó Tổng Kiểm toán Nhà nước", "Kiểm toán Nhà nước"),
    ("KTNN khu vực XII công bố", "Kiểm toán Nhà nước khu vực XII"),
    ("Kho bạc Nhà nước khu vực II", "Kho bạc Nhà nước khu vực II"),
    ("TANDTC hướng dẫn", "Tòa án nhân dân tối cao"),
    ("Đoàn TNCS Hồ Chí Minh phát động", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    ("EVN cho biết", "Tập đoàn Điện lực Việt Nam"),
    ("theo WHO và Tổ chức Y tế Thế giới", "Tổ chức Y tế Thế giới"),
    ("Liên minh châu Âu và ASEAN", "Liên minh châu Âu; ASEAN"),
    # ministries
    ("Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
    ("BỘ TÀI CHÍNH", "Bộ Tài chính"),
    ("Bộ GD&ĐT và Bộ GD-ĐT", "Bộ Giáo dục và Đào tạo"),
    ("Bộ Giáo dục - Đào tạo", "Bộ Giáo dục và Đào tạo"),
    ("Bộ Lao động, Thương binh và Xã hội", "Bộ Lao động - Thương binh và Xã hội"),
    ("Bộ công thương", "Bộ Công Thương"),
    # departments
    ("Giám đốc Sở Y tế", "Sở Y tế"),
    ("Sở Công Thương thành phố Hải Phòng", "Sở Công Thương thành phố Hải Phòng"),
    ("Sở NN&PTNT tỉnh Nam Định", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Nam Định"),
    ("Sở Giao thông - Vận tải", "Sở Giao thông vận tải"),
    ("Sở GTVT Đắk Nông", "Sở Giao thông vận tải tỉnh Đắk Nông"),
    ("Phòng Tư pháp huyện Vụ Bản", "Phòng Tư pháp huyện Vụ Bản"),
    # that of one area elsewhere in the text, and those of many
    ("Sở Y tế tỉnh Hà Nam họp. Sở Y tế yêu cầu", "Sở Y tế tỉnh Hà Nam"),
    ("Sở Y tế tỉnh Hà Nam họp với Sở Y tế các tỉnh", "Sở Y tế tỉnh Hà Nam; Sở Y tế"),
    ("Trung tâm Khuyến nông cấp tỉnh", ""),
    # offices of an area
    ("UBND thành phố Hải Phòng", "UBND thành phố Hải Phòng"),
    ("Ủy ban nhân dân thành phố Hải Phòng", "UBND thành phố Hải Phòng"),
    ("UBND TP. Hải Phòng", "UBND thành phố Hải Phòng"),
    ("Ủy ban nhân dân phường Lê Chân", "UBND phường Lê Chân"),
    ("HĐND tỉnh Lào Cai khóa XV", "HĐND tỉnh Lào Cai"),
    ("UBND tỉnh Lào Cai họp. UBND tỉnh giao", "UBND tỉnh Lào Cai"),
    ("Tỉnh Lào Cai có mưa. UBND tỉnh chỉ đạo", "UBND tỉnh Lào Cai"),
    ("Ở huyện Krông Nô, UBND tỉnh trao quà", "UBND tỉnh Đắk Nông"),
    ("Tỉnh Lào Cai, tỉnh Sơn La. UBND tỉnh chỉ đạo", ""),
    ("UBND cấp tỉnh quyết định", ""),
    ("UBND các huyện, thị xã", ""),
    ("Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương", ""),
    ("Công an huyện Tứ Kỳ", "Công an huyện Tứ Kỳ"),
    ("công an huyện Tứ Kỳ bắt giữ", "Công an huyện Tứ Kỳ"),
    ("Ban Thường vụ Tỉnh ủy Hà Giang", "Ban Thường vụ Tỉnh ủy Hà Giang"),
    ("Hội LHPN xã Thanh Tân", "Hội Liên hiệp Phụ nữ xã Thanh Tân"),
    ("Bộ Tư lệnh Thành phố Hồ Chí Minh", "Bộ Tư lệnh Thành phố Hồ Chí Minh"),
    # kinds and the names that follow
    ("Cục Quản lý Khám, chữa bệnh trực thuộc Bộ", "Cục Quản lý Khám, chữa bệnh"),
    ("Cục Tài vụ - Quản trị báo cáo", "Cục Tài vụ - Quản trị"),
    ("Cục Trang bị và kho vận có trách nhiệm", "Cục Trang bị và kho vận"),
    ("Cục Thú y tổ chức thanh tra", "Cục Thú y"),
    ("Cục Đường sắt Việt Nam thông tin", "Cục Đường sắt Việt Nam"),
    ("Tổng cục Hải quan thông tin cho doanh nghiệp", "Tổng cục Hải quan"),
    ("Trung tâm Thông tin xúc tiến du lịch", "Trung tâm Thông tin xúc tiến du lịch"),
    ("Đại học Quốc gia Hà Nội", "Đại học Quốc gia Hà Nội"),
    ("Quỹ Đền ơn đáp nghĩa bao gồm", "Quỹ Đền ơn đáp nghĩa"),
    ("Tổng cục Hải quan yêu cầu", "Tổng cục Hải quan"),
    ("Vụ Pháp chế chủ trì", "Vụ Pháp chế"),
    ("Cảng vụ Hàng hải Hải Phòng cấp phép", "Cảng vụ Hàng hải Hải Phòng"),
    ("Trung tâm Phối hợp tìm kiếm cứu nạn hàng hải", "Trung tâm Phối hợp tìm kiếm cứu nạn hàng hải"),
    ("Trung tâm Đào tạo và Sát hạch lái xe của huyện", "Trung tâm Đào tạo và Sát hạch lái xe"),
    ("Công ty TNHH Phúc Lợi ký hợp đồng", "Công ty TNHH Phúc Lợi"),
    ("công ty cổ phần An Phát ký hợp đồng", "Công ty Cổ phần An Phát"),
    ("Trường THPT Nguyễn Trãi khai giảng", "Trường THPT Nguyễn Trãi"),
    ("Bệnh viện Hữu nghị Việt Tiệp", "Bệnh viện Hữu nghị Việt Tiệp"),
    ("Báo Hải Phòng đưa tin", "Báo Hải Phòng"),
    ("Hội Chữ thập đỏ Việt Nam và Hội Chữ thập đỏ", "Hội Chữ thập đỏ Việt Nam"),
    ("Ban cán sự đảng Chính phủ trình", "Ban cán sự đảng Chính phủ"),
    ("Ban Chỉ đạo 389 thành phố Hải Phòng", "Ban Chỉ đạo 389 thành phố Hải Phòng"),
    # no organisations
    ("Trường hợp khẩn cấp thì báo ngay", ""),
    ("Trường Đại học phải công khai", ""),
    ("các ngân hàng thương mại Nhà nước", ""),
    ("Ban Tổ chức Lễ hội cảm ơn", ""),
    ("thị trường Việt Nam", ""),
    ("đến Hội An và Đài Loan", ""),
    ("Quốc hội Anh bỏ phiếu", ""),
    ("Số 21/2014/TT-NHNN", ""),
]


@pytest.mark.parametrize(("text", "values"), NAMED)
def test_organisations(text: str, values: str) -> None:
    found = dict.fromkeys(mention.value for mention in find("", text).organisations)
    assert "; ".join(found) == values
