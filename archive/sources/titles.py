"""Does a title belong to its text?

Some sites print another article's title over a text. A right title names what its text says at once: most of
its distinctive syllables stand in the first lines. A syllable is distinctive by how rare it is in Vietnamese
documents (`_COMMON`); `công nghiệp`, `tổ chức` and `phát triển` stand in any office's text and prove nothing,
which is why counting shared words does not do.

DESIGN.md gives the rates at which the rule fires on right and on exchanged titles.
"""

import re
from itertools import pairwise

from index.text import fold, has_marks, normalise

LEAD = 150
"""Words of a text in which a right title's syllables are looked for."""

ENOUGH = 4.0
"""Distinctive syllables (in weight) below which a title is too general to be judged: `Phạm vi điều chỉnh`."""

SUPPORTED = 0.25
"""Share of a title's weight that the lead of its text must hold."""

QUOTED = 0.35
"""Share of a title's neighbouring pairs in the whole text that supports it, whatever the lead says."""

_SYLLABLE = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\b\d[\w.]*[/-][\w/&.-]+")  # a document's number need not stand in its text

# The 300 most frequent syllables, in order, of laws, decrees, district news, encyclopaedia and office papers,
# counted by document (each collection with equal voice), in index text.
_COMMON = """
    và của có trong các được tại ngày số về công năm với theo định ban cho từ quan thông là một đã người
    chức tổ chính cơ đến đồng động điều hành bộ thành để không trường thực hiện xã qui chủ lí đối cấp
    nhân việc nghị dân nước chi văn này vụ dụng tháng sở hội trung báo hợp hiệu bản sau nội kí lực nhà
    trên đầu thời gia do phát pháp tin chỉ quyền lập tư thuộc luật khi tiết làm giá quyết thể nhiệm vào
    liên thị quốc dung ở sử khu nhận tự bảo tài đề phải kết cầu ra sản gian toàn đó huyện thi bị nam
    nghiệp trước trưởng trình đơn vị dự tiếp tế hai viên thu loại tỉnh phủ địa quản học giao kinh hoạt
    vực sự phạm phố còn vi tra thủ điểm đất đổi tâm khai cá nhất tác phần lại quả hóa qua như thứ gồm
    hàng những tính chế giải thức điện kiểm kiến phòng phương hướng nguyên kì hồ bằng căn cao áp xuất
    dẫn đây tiêu nguồn cứ ba hình việt độ hoặc ủy mỗi tập nông tăng phân dựng thế mục xây trị giám an
    tục tham hạn sinh đại nghĩa lượng xem triển phí chương chuyển lên thường tượng cộng tịch chung giờ
    sách đảm trực mới thống khác lần đi trách hòa đường doanh bổ bố chí phục môi cùng chỉnh bán ứng cửa
    tích phó truyền nơi hộ lịch đoàn sơ vận án đa thay năng cách máy danh sát xe sửa đặc tạo thủy sung ý
    yêu mức đạo trợ so ngoài đang tỉ trang giới liệu nay đoạn khoản bàn hưởng hơn tiên cáo tổng hà đấu
    tình cả nguyễn hệ diện trí hết phẩm tiền thanh
""".split()  # noqa: SIM905 - a table to read
_UBIQUITOUS = 60  # the first ones of the list weigh as little as any
_LEAST = 0.1
_WEIGHT = {
    syllable: _LEAST if rank < _UBIQUITOUS else _LEAST + (1 - _LEAST) * rank / len(_COMMON)
    for rank, syllable in enumerate(_COMMON)
}


def supported(title: str, text: str) -> bool:
    """Whether `text` is about what `title` says (both display text); True when that is too general to tell.

    >>> supported("Triển lãm quốc tế về gốm sứ, mây tre đan", "Sở sơ kết công tác, bàn phát triển kinh tế.")
    False
    """
    asked, given = _alike(title, text)
    syllables = _SYLLABLE.findall(asked)
    if _weigh(set(syllables)) < ENOUGH:
        return True
    found = _SYLLABLE.findall(given)
    return _share(set(syllables), set(found[:LEAD])) >= SUPPORTED or _quoted(syllables, found) >= QUOTED


def support(title: str, text: str) -> float:
    """Share (0 to 1) of the title's weight that the first `LEAD` words of `text` hold."""
    asked, given = _alike(title, text)
    return _share(set(_SYLLABLE.findall(asked)), set(_SYLLABLE.findall(given)[:LEAD]))


def _alike(title: str, text: str) -> tuple[str, str]:
    """Both in index text, without marks when either was written without them."""
    asked, given = normalise(title), normalise(text)
    asked = _NUMBERED.sub(" ", asked)
    both = has_marks(asked) and has_marks(given[:20_000])
    return (asked, given) if both else (fold(asked), fold(given))


def _share(title: set[str], text: set[str]) -> float:
    whole = _weigh(title)
    return _weigh(title & text) / whole if whole else 1.0


def _quoted(title: list[str], text: list[str]) -> float:
    """Share of the title's neighbouring pairs, by weight, that the text has too."""
    pairs = set(pairwise(title))
    common = pairs & set(pairwise(text))
    whole = sum(_weigh(set(pair)) for pair in pairs)
    return sum(_weigh(set(pair)) for pair in common) / whole if whole else 1.0


def _weigh(syllables: set[str]) -> float:
    return sum(_weight(syllable) for syllable in syllables)


def _weight(syllable: str) -> float:
    """1 for a rare syllable, 0.1 for one that is everywhere; a figure half, one digit nothing."""
    if not syllable.isalpha():
        return 0.5 if len(syllable) > 1 else 0.0
    return _WEIGHT.get(syllable, 1.0)
