"""The archive that the browser reads: the sample archive, and documents that try to break the pages."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from archive import links
from archive.adding import add
from archive.indexing import rebuild
from archive.sources import candidates
from archive.store import Store
from index.document import VIETNAM, Document
from index.generations import Generations
from tests.making import put

SAMPLE = Path(__file__).resolve().parents[2] / "archive" / "sample"
LONG_WORD = "Lạcgiangcửalạc" * 30
"""420 letters without a place to break."""
SCRIPT = "<script>window.ran = 1</script>"
IMAGE = '"><img src=x onerror="window.ran = 1">'

HOSTILE = Document(
    id="hiem-hoa",
    title=f"Hiểm họa {SCRIPT}",
    body=f"Đoạn đầu {IMAGE} hiểm họa.\n{SCRIPT}\n</p></article></main><h1>Đoạn ba</h1> <!-- hiểm",
    number=IMAGE,
    type=IMAGE,
    issuer=SCRIPT,
    category=f"'{IMAGE}",
    source="</title>",
    author="javascript:window.ran=1",
    tags=(SCRIPT, IMAGE),
    url="javascript:window.ran=1",
    published=datetime(2024, 2, 29, 7, 5, tzinfo=VIETNAM),
    extra={SCRIPT: IMAGE},
)
LONG = Document(
    id="mot-chu-dai",
    title=LONG_WORD,
    body=f"Văn bản một chữ dài.\n{LONG_WORD}\nhttps://lacgiang.example/{'a' * 300}",
    number=LONG_WORD[:200],
    type=LONG_WORD[:200],
    issuer=LONG_WORD[:200],
    category=LONG_WORD[:200],
    source=LONG_WORD[:200],
    author=LONG_WORD,
    tags=(LONG_WORD,),
    published=datetime(2024, 3, 1, tzinfo=VIETNAM),
    date_only=True,
    extra={LONG_WORD: LONG_WORD},
)
REVISED = Document(
    id="quy-che-ben-xe",
    title="Quy chế hoạt động của bến xe Cầu Đá",
    body="Điều 1. Giờ mở cửa\nBến xe mở cửa từ 4 giờ đến 23 giờ.\nĐiều 2. Đỗ xe\nXe đỗ hai mươi phút.",
    number="12/QC-BX",
    type="Quy chế",
    issuer="Sở Giao thông vận tải",
    category="Giao thông – Đô thị",
    published=datetime(2023, 5, 4, tzinfo=VIETNAM),
    date_only=True,
)
DRAFT = replace(REVISED, title="Dự thảo quy chế bến xe", body="Điều 1. Đỗ xe\nXe đỗ không quá ba mươi phút.")
WITHDRAWN = Document(
    id="rut-lai", title="Danh sách nội bộ", body="Không công bố.", number="7/DS", type="Danh sách"
)

PAGES = {
    "home": "/",
    "results": "/search?" + urlencode({"q": "kế hoạch phòng chống"}),
    "results-facets": "/search?"
    + urlencode(
        [("q", "thành phố"), ("category", "Y tế"), ("category", "Nội vụ"), ("year", "2024"), ("year", "2025")]
    ),
    "results-nothing": "/search?" + urlencode({"q": "kỳ lân bảy sắc", "match": "all", "year": "2021"}),
    "results-any": "/search?"
    + urlencode({"q": "những biện pháp nào được thành phố áp dụng để phòng chống bão lũ năm nay", "page": 2}),
    "results-hostile": "/search?" + urlencode({"q": f"hiểm {IMAGE}"}),
    "document": links.document_path(REVISED),
    "document-marks": links.document_path(REVISED, query="bến xe mở cửa"),
    "document-hostile": links.document_path(HOSTILE, query="hiểm họa"),
    "document-long": links.document_path(LONG, query=LONG_WORD),
    "document-old": links.version_path(REVISED.key, 1),
    "guide": "/huong-dan",
    "error-400": "/search?" + urlencode({"q": "a" * 10_001}),
    "error-404": "/d/khongcodau000",
    "error-410": links.document_path(WITHDRAWN),
}
"""Every kind of page → its address on the site of this archive."""
BARE_PAGES = {"home-empty": "/", "error-503": PAGES["results"]}
"""The same for the site of an archive that is empty and has no index."""


def build(data: Path) -> None:
    """The archive in the folder `data`, indexed; one document in two versions, one withdrawn."""
    with Store.open(data / "archive.db", create=True) as store:
        added = add(store, candidates([SAMPLE]))
        assert added.added >= 60
        put(store, DRAFT, HOSTILE, LONG, WITHDRAWN)
        put(store, REVISED)
        rebuild(store, Generations(data))
        store.withdraw(WITHDRAWN.id, "Có thông tin cá nhân.")


def build_bare(data: Path) -> None:
    """An archive in the folder `data` that has just been made."""
    Store.open(data / "archive.db", create=True).close()
