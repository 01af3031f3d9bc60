"""What sources call things: names of fields, names of document types, and words that say nothing.

Front matter, tables of particulars and page tags name the same thing in many ways: `so-hieu`, `so_hieu`,
`SoHieu`, `sohieu`, `Số ký hiệu`. Names are compared without marks, case and punctuation (`bare`).
"""

import re
from collections.abc import Mapping

from index.text import display, fold

# Field → names in the order in which they are preferred.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "tieude", "tenvanban", "tendvanban", "tenbai"),
    "body": ("body", "noidung", "toanvan"),
    "summary": ("summary", "trichyeu", "tomtat", "description", "mota", "digest", "sapo", "trichdan"),
    "number": (
        *(
            "number",
            "sohieu",
            "sokyhieu",
            "sokihieu",
            "masohieu",
            "sohieuvanban",
            "docnumber",
            "documentnumber",
        ),
        *("so", "code", "identifier"),
    ),
    "published": (
        *("published", "ngaybanhanh", "publishedat", "datepublished", "publisheddate", "promulgateddate"),
        *(
            "issueddate",
            "issuedate",
            "dateissued",
            "signdate",
            "sigdate",
            "ngayky",
            "ngayxuatban",
            "ngaydang",
        ),
        *("thoigian", "date", "ngay", "ngaycongbo"),
    ),
    "updated": ("updated", "modified", "lastmod", "lastmodifiedat", "ngaycapnhat", "ngaysua", "lastedit"),
    "category": ("category", "linhvuc", "chuyenmuc", "danhmuc", "group", "nhom", "nhommuc", "categories"),
    "type": ("type", "loaivanban", "loai", "doctype", "phanloai", "kind"),
    "issuer": (
        *(
            "issuer",
            "coquanbanhanh",
            "noibanhanh",
            "donvibanhanh",
            "cquanbanhanh",
            "coquananbanhanh",
            "coquan",
        ),
        *("coquanbh", "coquanquanbanhanh", "issuingbody", "issuedby", "authority", "bophanbanhanh", "org"),
    ),
    "source": ("source", "nguon", "nguontrich"),
    "author": ("author", "tacgia"),
    "url": ("url", "sourceurl", "urlnguon", "urlgoc", "sourcelink", "link", "nguonhtml"),
    "language": ("language", "ngonngu", "lang"),
    "tags": ("tags", "tukhoa", "keywords", "the", "chude"),
    "signer": ("signer", "nguoiky"),
    "effective": ("effective", "ngayhieuluc", "ngaycohieuluc", "effectivedate", "dateeffective", "hieuluc"),
    "status": ("status", "trangthai", "tinhtrang", "trangthaihieuluc", "tinhtranghieuluc"),
}
IN_EXTRA = ("signer", "effective", "status")
_FIELD_OF = {alias: name for name, aliases in ALIASES.items() for alias in aliases}

_NOTHING = re.compile(
    r"(?:đang cập nhật|chưa (?:xác minh|xác định|có|rõ)|chua-xac-minh|không có|không|none|null|n/a|đã biết"
    r"|[-–—.…?\s]*)",
    re.IGNORECASE,
)

TYPES = {
    name.replace(" ", "").replace("-", ""): title
    for title in (
        *(
            "Luật",
            "Bộ luật",
            "Pháp lệnh",
            "Lệnh",
            "Hiến pháp",
            "Nghị quyết",
            "Nghị định",
            "Quyết định",
            "Thông tư",
        ),
        *(
            "Thông tư liên tịch",
            "Chỉ thị",
            "Công văn",
            "Công điện",
            "Thông báo",
            "Kế hoạch",
            "Báo cáo",
            "Tờ trình",
        ),
        *("Hướng dẫn", "Quy chế", "Quy định", "Chương trình", "Đề án", "Kết luận", "Giấy mời", "Biên bản"),
        *("Thông cáo", "Văn bản hợp nhất", "Tin tức", "Bài viết", "Thông cáo báo chí", "Sắc lệnh", "Điều lệ"),
    )
    for name in (fold(title.lower()),)
}
"""Document types by their name without marks, spaces and hyphens."""

_CODES = {
    "nd": "Nghị định",
    "nq": "Nghị quyết",
    "qd": "Quyết định",
    "tt": "Thông tư",
    "ct": "Chỉ thị",
    "tb": "Thông báo",
    "kh": "Kế hoạch",
}


def name_of(key: str) -> str | None:
    """The field that a source's key names, or None.

    >>> name_of("Ngày_ban-hành"), name_of("NgayBanHanh"), name_of("docid")
    ('published', 'published', None)
    """
    return _FIELD_OF.get(bare(key))


def bare(text: str) -> str:
    """`text` without marks, case, spaces and punctuation: what two spellings of a name share."""
    return re.sub(r"[\W_]", "", fold(display(text).lower()))


def type_name(text: str) -> str:
    """A document type as people write it: `thong-tu`, `TT-BTC` → `Thông tư`; an unknown one as it is."""
    code = re.match(r"([^\W\d_]{2,3})-[^\W\d_]+$", text)
    return TYPES.get(bare(text)) or (_CODES.get(bare(code[1])) if code else None) or text


def says_nothing(value: str) -> bool:
    """Whether a value only holds a place: `Đang cập nhật`, `—`, `None`."""
    return _NOTHING.fullmatch(value.strip()) is not None
