"""Files of each format become the document a person would expect; pages that are none are refused."""

from pathlib import Path
from unicodedata import normalize

import pytest

from archive.sources import Candidate, Parsed, SourceError, candidates
from index.document import Document

PROSE = (
    "Từ 4 giờ sáng, ngư dân Cửa Lạc đã tề tựu ở sân đền Bà Sóng để rước thuyền rồng ra biển. Lễ hội có "
    "từ cuối thế kỷ "
    "trước, gắn với tục thờ cá Ông của các vạn chài ven sông. Năm nay thuyền rồng đóng mới, dài hơn mười "
    "một mét."
)


def parsed(folder: Path, name: str, content: str | bytes) -> Parsed:
    """The one document in a file called `name` in a folder called `kho`."""
    path = folder / "kho" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [candidate] = candidates([path])
    assert isinstance(candidate, Candidate), candidate
    return candidate.parse()


def document(folder: Path, name: str, content: str | bytes) -> Document:
    return parsed(folder, name, content).document


def day(document: Document) -> str:
    return document.published.isoformat() if document.published else ""


# The layout of an office's news page.

RIGHT = (
    f"Ngư dân Cửa Lạc rước thuyền rồng, khai hội đền Bà Sóng\nThời gian: 26/02/2024 07:15\n\n{PROSE}\n\nHết."
)
WRONG = (
    "Thông báo tuyển dụng kế toán trưởng, thủ quỹ trung tâm kiểm định xe cơ giới\nThời gian: 26/02/2024 "
    "07:15\n\n"
    f"Ngư dân Cửa Lạc rước thuyền rồng ra biển.\n\n{PROSE}"
)


def test_a_page_keeps_a_title_that_its_text_supports(tmp_path: Path) -> None:
    given = parsed(tmp_path, "tin.txt", RIGHT)
    assert given.origin.format == "page"
    assert given.document.title == "Ngư dân Cửa Lạc rước thuyền rồng, khai hội đền Bà Sóng"
    assert given.document.page_title == ""
    assert given.document.body == f"{PROSE}\n\nHết."
    assert (day(given.document), given.document.date_only) == ("2024-02-26T07:15:00+07:00", False)
    assert given.document.id == "kho/tin.txt"


def test_a_title_of_another_article_becomes_the_page_title(tmp_path: Path) -> None:
    given = parsed(tmp_path, "tin.txt", WRONG)
    assert given.document.title == "Ngư dân Cửa Lạc rước thuyền rồng ra biển"
    assert given.document.page_title.startswith("Thông báo tuyển dụng kế toán trưởng")
    assert given.document.body == PROSE
    assert "không thuộc bài này" in given.notes[0]


@pytest.mark.parametrize("label", ["Thời gian: ", "Ngày đăng:", "Cập nhật ", "Đăng lúc: "])
def test_the_ways_a_page_gives_its_time(tmp_path: Path, label: str) -> None:
    text = RIGHT.replace("Thời gian: ", label)
    assert day(document(tmp_path, "a.txt", text)) == "2024-02-26T07:15:00+07:00"


def test_a_time_that_is_none_is_noted_and_the_text_kept(tmp_path: Path) -> None:
    given = parsed(tmp_path, "a.txt", RIGHT.replace("26/02/2024", "36/02/2024"))
    assert given.document.published is None
    assert "Không đọc được thời gian" in given.notes[0]
    assert PROSE in given.document.body


# Plain text.


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Hồi ký hoa tiêu\n\nTôi vào nghề.\n", "Hồi ký hoa tiêu", "Tôi vào nghề."),
        ("Chỉ một dòng", "Chỉ một dòng", ""),
        (f"{PROSE * 2}\n\nĐoạn hai", PROSE.split(".")[0], f"{PROSE * 2}\n\nĐoạn hai"),
        (
            "Tên\nMột dòng bị máy chữ ngắt ở giữa chừng câu vì hết khổ giấy và\nđược nối lại ở đây.",
            "Tên",
            "Một dòng bị máy chữ ngắt ở giữa chừng câu vì hết khổ giấy và được nối lại ở đây.",
        ),
        ("Tên\nMột.\n- Hai\n1. Ba\nĐiều 4. Bốn", "Tên", "Một.\n- Hai\n1. Ba\nĐiều 4. Bốn"),
    ],
    ids=["title", "line", "no title", "wrapped", "list"],
)
def test_plain_text(tmp_path: Path, text: str, title: str, body: str) -> None:
    given = document(tmp_path, "a.txt", text)
    assert (given.title, given.body) == (title, body)


def test_text_is_display_text(tmp_path: Path) -> None:
    given = document(tmp_path, "a.txt", normalize("NFD", "Thuỷ\u200b Khê\r\nHoà\x00 bình\r\n"))
    assert (given.title, given.body) == ("Thuỷ Khê", "Hoà bình")


HEAD = (
    "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LẠC GIANG\nSố: 612/QĐ-UBND\nLạc Giang, ngày 22 tháng 8 năm 1994\n\nQUYẾT "
    "ĐỊNH\n"
    "VỀ VIỆC THÀNH LẬP TRẠM GIỐNG THỦY SẢN\n\nCăn cứ Luật Tổ chức;\n\nĐiều 1. Thành lập Trạm."
)


def test_an_official_documents_head_gives_what_metadata_would(tmp_path: Path) -> None:
    given = document(tmp_path, "a.txt", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" + HEAD)
    assert given.title == "Quyết định về việc thành lập trạm giống thủy sản"
    assert (given.type, given.number, day(given)[:10]) == ("Quyết định", "612/QĐ-UBND", "1994-08-22")
    assert given.body.startswith("CỘNG HÒA")


# Markdown.


@pytest.mark.parametrize(
    "front",
    [
        "tieu-de: Tên\nso-hieu: 30/2026/NĐ-CP\nngay-ban-hanh: 30/06/2026\nco-quan-ban-hanh: Chính phủ\n"
        "loai-van-ban: nghi-dinh\nlinh-vuc: Văn thư\nnguoi-ky: Bà A",
        "title: Tên\nnumber: 30/2026/NĐ-CP\ndate: 2026-06-30\nissuer: Chính phủ\ntype: Nghị "
        "định\ncategory: Văn thư\n"
        "signer: Bà A",
        "title: 'Tên'\nSoHieu: 30/2026/NĐ-CP\nNgayBanHanh: 30/06/2026\nCoQuanBanHanh: Chính phủ\n"
        "LoaiVanBan: NĐ-CP\nLinhVuc: Văn thư\nNguoiKy: Bà A",
        "title: Tên\nsố_hiệu: 30/2026/NĐ-CP\nngày_ban_hành: 30/06/2026\nnơi_ban_hành: Chính phủ\n"
        "loại_văn_bản: Nghị định\nnhóm: Văn thư\nngười_ký: Bà A",
        'title: "Tên"\nsohieu: 30/2026/NĐ-CP\nngaybanhanh: 2026-06-30 00:00:00 +0700\ncquanbanhanh: '
        "Chính phủ\n"
        "loaivanban: Nghị định\ncategories: [van-ban, Văn thư]\nnguoiky: Bà A\nghi chú sai: : :",
    ],
    ids=["slugs", "english", "capitals", "marks", "broken"],
)
def test_the_habits_of_front_matter(tmp_path: Path, front: str) -> None:
    given = document(tmp_path, "a.md", f"---\nlayout: page\n{front}\n---\n\nNội dung của văn bản.\n")
    assert (given.title, given.number, day(given)[:10]) == ("Tên", "30/2026/NĐ-CP", "2026-06-30")
    assert (given.issuer, given.type, given.date_only) == ("Chính phủ", "Nghị định", True)
    assert given.body == "Nội dung của văn bản."
    assert given.extra["signer"] == "Bà A"
    assert "layout" not in given.extra


def test_broken_front_matter_is_noted(tmp_path: Path) -> None:
    given = parsed(tmp_path, "a.md", "---\ntitle: Một: hai: ba\ntags:\n  - x\n  - y\n---\nNội dung.\n")
    assert (given.document.title, given.document.tags) == ("Một: hai: ba", ("x", "y"))
    assert "YAML đầu tệp có lỗi ở dòng 2" in given.notes[0]


def test_front_matter_without_fences(tmp_path: Path) -> None:
    given = document(
        tmp_path, "a.md", "title: Tên\ndate: 2026-06-30\ntags:\n  - x\nkind: NQ-CP\n\n# Khác\n\nNội dung."
    )
    assert (given.title, given.type, given.tags) == ("Tên", "Nghị quyết", ("x",))
    assert given.body == "Khác\n\nNội dung."


def test_unknown_keys_are_kept_and_placeholders_are_not(tmp_path: Path) -> None:
    front = "title: T\ndocid: 7\nthay_the: [a, b]\nsigner: Đang cập nhật\nnone: null\nngay_tao: 2026-01-02"
    given = document(tmp_path, "a.md", f"---\n{front}\n---\nNội dung.")
    assert given.extra == {"docid": 7, "thay_the": ["a", "b"], "ngay_tao": "2026-01-02"}


def test_a_table_of_particulars_fills_what_front_matter_lacks(tmp_path: Path) -> None:
    text = (
        "# Về công dân số\n\n## THÔNG TIN VĂN BẢN\n\n| Trường | Giá trị |\n|---|---|\n| **Số hiệu** | "
        "66/NQ-CP |\n"
        "| Loại văn bản | Nghị quyết |\n| Ngày ban hành | 20/6/2026 (cùng ngày ký) |\n| Người ký | Đang "
        "cập nhật |\n"
        "| Cơ quan ban hành | Chính phủ |\n\n## VĂN BẢN\n\nĐiều 1. Phạm vi."
    )
    given = document(tmp_path, "a.md", text)
    assert (given.title, given.number, given.type) == ("Về công dân số", "66/NQ-CP", "Nghị quyết")
    assert (given.issuer, day(given)[:10]) == ("Chính phủ", "2026-06-20")
    assert "Số hiệu | 66/NQ-CP" in given.body
    assert "Đang cập nhật" not in given.body


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**Đậm** và *nghiêng*, ~~bỏ~~, `mã`", "Đậm và nghiêng, bỏ, mã"),
        ("[chữ](http://a.vn/x_(y)) ![ảnh](b.png) <https://c.vn>", "chữ ảnh https://c.vn"),
        ("ten_bien_khong_nghieng và 2*3*4", "ten_bien_khong_nghieng và 234"),
        ("# Mục\nChữ", "Mục\n\nChữ"),
        ("* một\n+ hai\n- ba", "- một\n- hai\n- ba"),
        ("| A | B |\n|---|:-:|\n| 1 | **2** |", "A | B\n1 | 2"),
        ("> trích\n\n---\n\nsau", "trích\n\nsau"),
        ("a<br>b &amp; c &nbsp; <span class='x'>d</span>", "a\nb & c d"),
        ("<!-- ẩn -->hiện<script>x()</script>", "hiện"),
        ("```\n| thô |\n```", "| thô |"),
        (r"5\*6 \# \[x\]", "5*6 # [x]"),
        ("### 3300500000000000400001380241760152000090\n\nĐiều 1", "Điều 1"),
        ("x <y và z> w < 5", "x <y và z> w < 5"),
    ],
)
def test_markdown_marks_are_gone(tmp_path: Path, source: str, text: str) -> None:
    assert document(tmp_path, "a.md", f"---\ntitle: T\n---\n{source}\n").body == text


def test_a_title_that_is_only_a_number_is_completed(tmp_path: Path) -> None:
    given = document(
        tmp_path,
        "a.md",
        "---\ntitle: 238/2026/NĐ-CP\ntrich_yeu: Xử phạt giao thông\ntype: ND-CP\n---\nNội dung.",
    )
    assert given.title == "Nghị định 238/2026/NĐ-CP: Xử phạt giao thông"


# HTML.


def page(body: str, head: str = "", title: str = "Khai hội cầu ngư Cửa Lạc | Báo Lạc Giang") -> str:
    menu = "".join(f'<li><a href="/{n}">Mục {n}</a></li>' for n in range(12))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<div class='top-menu'><ul>{menu}</ul></div>{body}"
        "<div class='tin-lien-quan related'><a href='/x'>Đình Cầu Đá được xếp hạng di tích cấp thành "
        "phố</a></div>"
        "<div id='footer'>Giấy phép số 16/GP, cơ quan chủ quản</div></body></html>"
    )


ARTICLE = (
    f"<h1>Khai hội cầu ngư Cửa Lạc</h1><p class='date'>(06/04/2019)</p><p>{PROSE}</p><p>{PROSE[:90]}.</p>"
)


def test_an_article_page(tmp_path: Path) -> None:
    head = (
        '<meta property="og:site_name" content="Báo Lạc Giang"><meta name="author" content="Thu Uyên">'
        '<meta property="article:section" content="Văn hóa"><link rel="canonical" href="https://b.example/1">'
    )
    given = parsed(tmp_path, "khai-hoi.html", page(ARTICLE, head))
    assert given.origin.format == "html"
    assert given.document.title == "Khai hội cầu ngư Cửa Lạc"
    assert (day(given.document)[:10], given.document.date_only) == ("2019-04-06", True)
    assert given.document.paragraphs == (PROSE, f"{PROSE[:90]}.")
    document = given.document
    assert (document.author, document.category, document.source) == ("Thu Uyên", "Văn hóa", "Báo Lạc Giang")
    assert document.url == "https://b.example/1"


def test_an_article_laid_out_in_tables_among_menus(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><table class='navList'><tr><td>TỔNG QUAN</td></tr></table></td><td>"
        "<table><tr><td>An ninh</td><td>30/07/2019</td></tr></table>"
        "<p class='Title'>Rước thuyền rồng ra cửa "
        f"biển</p><div>{ARTICLE.split('</p>', 1)[1]}</div><p>Xem chi tiết "
        "<a href='/'>Tại đây</a></p></td><td><div class='HitCount'>1</div></td></tr></table>"
    )
    given = document(
        tmp_path, "ruoc-thuyen-rong-ra-cua-bien/index.html", page(body, title="Trang thông tin huyện")
    )
    assert given.title == "Rước thuyền rồng ra cửa biển"
    assert given.paragraphs == (PROSE, f"{PROSE[:90]}.")
    assert (given.category, day(given)[:10]) == ("An ninh", "2019-07-30")


def test_decomposed_and_legacy_pages(tmp_path: Path) -> None:
    assert document(tmp_path, "a.html", normalize("NFD", page(ARTICLE))).title == "Khai hội cầu ngư Cửa Lạc"
    wide = parsed(tmp_path, "b.html", page(ARTICLE).encode("utf-16"))
    assert (wide.document.title, wide.origin.encoding) == ("Khai hội cầu ngư Cửa Lạc", "utf-16-le")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "chỉ có trình đơn"),
        ("<h1>Báo cáo thống kê</h1><p>Đang cập nhật …</p>", "chưa có nội dung"),
        (
            "<h1>Thông báo đấu giá đất</h1><p>Xem chi tiết <a href='/f.pdf'>Tại đây</a></p>",
            "chỉ có tiêu đề và liên kết",
        ),
        (
            "<h1>Tin tức sự kiện</h1>"
            + "".join(
                f"<div><a href='/{n}'>Bài viết thứ {n} về lễ hội cầu ngư Cửa Lạc</a><p>{PROSE[:80]}</p></div>"
                for n in range(12)
            ),
            "danh mục dẫn tới 1",
        ),
        (f"<p>{PROSE}</p><p>{PROSE}</p>", "không có tiêu đề riêng"),
    ],
    ids=["menu", "pending", "attachment", "list", "untitled"],
)
def test_a_page_that_is_no_article_is_refused_with_what_was_seen(
    tmp_path: Path, body: str, reason: str
) -> None:
    with pytest.raises(SourceError) as error:
        document(tmp_path, "a.html", page(body, title="Home"))
    assert reason in error.value.reason


# The format is told by the content as well as by the name.


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", page(ARTICLE), "html"),
        ("a", page(ARTICLE), "html"),
        ("a.txt", "---\ntitle: T\n---\nNội dung", "markdown"),
        ("a.md", "Chỉ là chữ, không có siêu dữ liệu", "markdown"),
        ("a.text", RIGHT, "page"),
        ("a.xyz", "Tên\n\nNội dung", "text"),
        ("a.json", '{\n "title": "T"\n}', "json"),
        ("a.txt", '{"title": "T"}\n', "jsonl"),
        ("a.txt", "title,body,published\nT,b,\n", "csv"),
        ("a.tsv", "title\tbody\nT\tb\n", "csv"),
    ],
)
def test_the_format_of_a_file(tmp_path: Path, name: str, content: str, kind: str) -> None:
    assert parsed(tmp_path, name, content).origin.format == kind
