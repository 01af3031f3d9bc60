"""A small archive for the tests of the web side: what is in it is what they count."""

from datetime import datetime
from pathlib import Path

from archive.indexing import rebuild
from archive.store import Store
from index.document import VIETNAM, Document
from index.generations import Generations
from tests.making import put

SUBJECTS = (
    ("Kinh tế", "Cảng Cửa Lạc đón chuyến tàu hàng thứ một nghìn", "Bến cảng bốc dỡ hàng suốt đêm."),
    ("Y tế", "Bệnh viện thành phố mở khu điều trị mới", "Bác sĩ và điều dưỡng đã sẵn sàng."),
    ("Giáo dục", "Học sinh Lạc Giang trở lại trường", "Các trường đón học sinh từ thứ hai."),
)
TYPES = ("Tin tức", "Thông báo")
ISSUERS = ("Sở Công Thương", "Sở Y tế", "Sở Giáo dục và Đào tạo")


def _report(number: int) -> Document:
    category, title, body = SUBJECTS[number % 3]
    year, month, day = 2019 + number % 5, 1 + number % 12, 1 + number
    return Document(
        id=f"bao-cao/{number}",
        title=f"{title}, kỳ {number}",
        body=f"{body}\nHội nghị giao ban lần {number} của thành phố Lạc Giang.\nCần phối hợp chặt chẽ.",
        published=datetime(year, month, day, 8, 30, tzinfo=VIETNAM),
        category=category,
        type=TYPES[number % 2],
        issuer=ISSUERS[number % 3],
        source="Cổng thông tin",
        number=f"{number}/BC-LG",
        tags=("giao ban",),
    )


REPORTS = tuple(_report(number) for number in range(24))

HOSTILE = Document(
    id="hiem <a href='x'>&\"",
    title="Thẻ <script>alert(1)</script> & hiểm họa",
    body='Một <b>thẻ</b> lạ "chen" vào văn bản & không được chạy.',
    extra={"Độ mật": "Thường", "nơi nhận": ["Lưu VT"]},
    url="javascript:alert(1)",
)
NAMELESS = Document(id="vo-danh", body="Mẩu giấy không đề, chép tay bên bờ sông Lạc.")
DATED = Document(
    id="ngay",
    title="Nghị quyết rác nhựa",
    body="Hạn chế rác nhựa.",
    date_only=True,
    published=datetime(2020, 2, 29, tzinfo=VIETNAM),
    type="Nghị quyết",
)
DRAFT = Document(id="quy-che", title="Quy chế bến xe", body="Bản đầu: xe đỗ ba mươi phút.", type="Quy chế")
REVISED = Document(id="quy-che", title="Quy chế bến xe", body="Bản sau: xe đỗ hai mươi phút.", type="Quy chế")
NAMING = Document(
    id="nhac-ten",
    title="Công văn về báo cáo kỳ ba",
    body="Sở Y tế thành phố Đà Nẵng nhận báo cáo số 3/BC-LG và 99-BC/LG.\nGiám đốc: ông Nguyễn Văn Hùng.",
    number="07-CV/SYT",
)
"""Its text names one of each kind, a number that the archive has and one that it has not."""
WITHDRAWN = Document(
    id="rut-lai", title="Thông báo nhầm lẫn", body="Nội dung phải rút lại.", type="Thông báo"
)
"""Withdrawn after the index was built, so that the index still finds it."""
REASON = "Đăng nhầm tài liệu nội bộ."

ALL = (*REPORTS, HOSTILE, NAMELESS, DATED, REVISED, NAMING, WITHDRAWN)


def build(data: Path) -> None:
    """An archive in the folder `data`: `ALL` indexed, one document changed before, one withdrawn after."""
    with Store.open(data / "archive.db", create=True) as store:
        put(store, DRAFT)
        put(store, *ALL)
        rebuild(store, Generations(data))
        store.withdraw(WITHDRAWN.id, REASON)
