"""The page of an answer that could not be given: what happened, and what a person can do."""

from dataclasses import dataclass, field
from typing import Final

from archive.pages.base import Link, Page, Site, head, told

HEADINGS: Final = {
    400: "Yêu cầu chưa đúng",
    404: "Không tìm thấy trang này",
    405: "Cách gửi yêu cầu không được chấp nhận",
    410: "Tài liệu đã được rút khỏi kho",
    413: "Yêu cầu quá lớn",
    414: "Địa chỉ quá dài",
    500: "Trang web gặp lỗi",
    503: "Kho tài liệu tạm thời chưa sẵn sàng",
}
"""What the person reads first, by HTTP status."""

_ADVICE: Final = {
    400: ("Sửa lại câu tìm hoặc bộ lọc rồi tìm lại.", "Bắt đầu một lần tìm mới bằng ô tìm kiếm ở trên."),
    404: (
        "Kiểm tra lại địa chỉ: mã tài liệu gồm 13 chữ cái và chữ số, đứng ngay sau «/d/».",
        "Tìm tài liệu theo tiêu đề, số hiệu hoặc nội dung bằng ô tìm kiếm ở trên.",
        "Nếu một trang khác dẫn bạn đến đây, hãy báo cho trang đó biết liên kết đã sai.",
    ),
    413: ("Gửi ít nội dung hơn rồi thử lại.",),
    414: ("Rút gọn câu tìm hoặc bỏ bớt bộ lọc rồi thử lại.",),
    500: (
        "Thử lại sau ít phút; lỗi đã được ghi vào nhật ký của máy chủ.",
        "Nếu lỗi lặp lại, hãy báo cho người quản trị kèm địa chỉ của trang này.",
    ),
    503: (
        "Đợi một lát rồi tải lại trang.",
        "Tài liệu đã có liên kết cố định vẫn có thể mở được trong lúc chờ.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """An error, for `error.html`."""

    status: int = field(metadata=told("HTTP status."))
    heading: str = field(metadata=told("What happened, in a few words."))
    message: str = field(default="", metadata=told("One sentence: why, and what to do."))
    advice: tuple[str, ...] = field(default=(), metadata=told("What a person can try, one sentence each."))
    ways: tuple[Link, ...] = field(default=(), metadata=told("Pages that lead on from here."))


def error_page(site: Site, status: int, message: str = "") -> ErrorPage:
    """The page of an HTTP error; `message` is a Vietnamese sentence about this very case."""
    heading = HEADINGS.get(status, "Không thực hiện được yêu cầu")
    return ErrorPage(
        site=site,
        head=head(site, heading, message or heading, robots="noindex"),
        status=status,
        heading=heading,
        message=message,
        advice=_ADVICE.get(status, ()),
        ways=(
            Link(text="Trang đầu của kho tài liệu", href="/"),
            Link(text="Tài liệu mới nhất", href="/search?sort=newest"),
            Link(text="Hướng dẫn tìm kiếm", href="/huong-dan"),
        ),
    )
