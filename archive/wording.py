"""How numbers, dates and the archive's own words are written for a Vietnamese reader."""

from datetime import date, datetime
from typing import Final

from index.document import VIETNAM
from index.results import Accents, Match, Sort

FACET_LABELS: Final = {
    "category": "Lĩnh vực",
    "type": "Loại tài liệu",
    "issuer": "Cơ quan ban hành",
    "source": "Nguồn",
    "year": "Năm",
    "organisation": "Cơ quan, tổ chức được nhắc",
    "place": "Địa danh",
    "person": "Người được nhắc",
}
SORT_LABELS: Final[dict[Sort, str]] = {
    "relevance": "Phù hợp",
    "newest": "Mới nhất",
    "oldest": "Cũ nhất",
    "title": "Tên",
}
MATCH_LABELS: Final[dict[Match, str]] = {
    "auto": "Tự động",
    "all": "Đủ các từ",
    "any": "Bất kỳ từ nào",
}
ACCENT_LABELS: Final[dict[Accents, str]] = {
    "auto": "Tự động",
    "strict": "Đúng từng dấu",
}


def number(value: int) -> str:
    """A count with dots between thousands.

    >>> number(41052)
    '41.052'
    """
    return f"{value:,}".replace(",", ".") if abs(value) >= 1000 else str(value)


def documents(count: int) -> str:
    """A count of documents.

    >>> documents(1234)
    '1.234 tài liệu'
    """
    return f"{number(count)} tài liệu"


def day(value: date) -> str:
    """A day as dd/mm/yyyy; a `datetime` gives its day in Vietnam."""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(value: datetime | None, *, date_only: bool = False) -> str:
    """Vietnam's clock as `30/06/2021 18:00`; without the time when the source gave none; `""` for None."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return day(local) if date_only else f"{day(local)} {local.hour:02d}:{local.minute:02d}"


def machine(value: datetime | None, *, date_only: bool = False) -> str:
    """The same for `<time datetime>` and JSON-LD: ISO 8601 with +07:00, or the date alone; `""` for None."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return local.date().isoformat() if date_only else local.isoformat(timespec="seconds")


def shortened(text: str, length: int) -> str:
    """At most `length` characters, cut between words, with an ellipsis when something was cut.

    >>> shortened("Sở Công Thương tổ chức hội nghị", 20)
    'Sở Công Thương tổ…'
    """
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    whole = flat[:length].rpartition(" ")[0] or flat[: length - 1]
    return whole.rstrip(" ,.;:–-") + "…"
