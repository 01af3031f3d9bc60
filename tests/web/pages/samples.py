"""Documents with fixed times, as the store would give them, and pages made from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from archive.pages.base import Site
from archive.pages.results import ResultsPage, results_page
from archive.params import read
from archive.store.values import Origin, StoredDocument, Summary, Version, Withdrawal
from index.document import FACETS, VIETNAM, Document
from tests.web.fake_index import FakeIndex

SITE = Site(
    title="Văn khố Lạc Giang",
    url="https://luutru.lacgiang.example",
    contact="luutru@lacgiang.example",
    today=date(2026, 10, 5),
)
RECEIVED = datetime(2026, 9, 1, 2, 30, tzinfo=UTC)

DECISION = Document(
    id="van-ban/1",
    title="Quyết định về bến xe Cầu Đá",
    body=(
        "Căn cứ đề nghị của Sở Giao thông vận tải,\nĐiều 1. Di chuyển bến xe\n"
        "Bến xe Cầu Đá chuyển về phường Hòa Thủy.\nĐiều 2. Hiệu lực\nCó hiệu lực từ ngày ký."
    ),
    number="1847/QĐ-UBND",
    type="Quyết định",
    issuer="UBND thành phố Lạc Giang",
    category="Giao thông – Đô thị",
    source="Công báo Lạc Giang",
    tags=("bến xe", "Cầu Đá"),
    published=datetime(2024, 8, 14, tzinfo=VIETNAM),
    date_only=True,
    url="https://congbao.lacgiang.example/1847",
    extra={"nguoi-ky": "Phạm Đức Khuê", "so_trang": 3, "mật": False, "nơi nhận": ["Sở GTVT", "Lưu VT"]},
)
NEWS = Document(
    id="tin/2",
    title="Bến xe mới đón khách",
    body="Sáng 30/6, bến xe mới đón chuyến khách đầu tiên.\nHơn 1.200 lượt khách trong ngày.",
    type="Tin tức",
    category="Giao thông – Đô thị",
    source="Báo Lạc Giang",
    page_title="Lịch cắt điện tuần này",
    published=datetime(2021, 6, 30, 18, 0, tzinfo=VIETNAM),
)
HOSTILE = Document(
    id="la/3",
    title="<script>alert(\"xe\")</script> & 'bến'",
    body='Đoạn có <img src=x onerror="alert(1)"> và bến </script><!-- xe.\n<b>Đậm</b> & {{ 7 * 7 }}',
    summary="</title><script>alert(2)</script>",
    number="<i>3</i>",
    type="<u>Loại</u>",
    issuer='"><script>alert(3)</script>',
    category="a&b=c#d",
    source="</script>",
    author="<author>",
    tags=("<tag>",),
    url="javascript:alert(4)",
    language="<vi>",
    page_title="<title>",
    published=datetime(2019, 1, 5, 7, 5, tzinfo=VIETNAM),
    extra={"<khóa>": "<giá trị>", "lồng": {"<a>": ["<b>"]}},
)
NAMELESS = Document(id="cu/4", body="Mẩu giấy không đề, chép tay bên bờ sông Lạc.")
LETTER = Document(
    id="cv/5",
    title="Công văn về bến xe",
    body="Theo thông báo 07/TB, Luật 36/2005/QH11 và Nghị quyết 45-NQ/TW.",
    number="12/CV-SGTVT",
)
ALL = (DECISION, NEWS, HOSTILE, NAMELESS)


def stored(
    document: Document,
    *,
    version: int = 1,
    latest: int = 1,
    withdrawal: Withdrawal | None = None,
    sequence: int = 1,
) -> StoredDocument:
    """`document` as the store gives it."""
    return StoredDocument(
        document=document,
        version=version,
        latest=latest,
        digest=bytes(range(16)),
        added=RECEIVED,
        changed=RECEIVED,
        sequence=sequence,
        withdrawal=withdrawal,
        origin=Origin("congbao/1847.md", None, "markdown", "utf-8", ("Tiêu đề lấy từ phần đầu tệp.",)),
    )


def versions(document: Document, latest: int) -> tuple[Version, ...]:
    """The history of a document with so many versions, newest first; the first had another title."""
    return tuple(
        Version(
            number=number,
            added=RECEIVED.replace(day=number),
            title=document.title if number > 1 or latest == 1 else "Dự thảo quyết định",
            digest=bytes(16),
            raw_digest=bytes(16),
            size=1000,
            origin=Origin("congbao/1847.md"),
        )
        for number in range(latest, 0, -1)
    )


def summary(documents: Sequence[Document] = ALL) -> Summary:
    """What a store of these documents says of itself."""
    dated = [one for one in documents if one.published]
    dated.sort(key=lambda one: one.year, reverse=True)
    years = [one.year for one in dated] or [""]
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for one in documents:
        for name in FACETS:
            if value := one.facet(name):
                counts[name][value] = counts[name].get(value, 0) + 1
    return Summary(
        documents=len(documents),
        withdrawn=0,
        first_year=min(years),
        last_year=max(years),
        newest=tuple(stored(one) for one in dated),
        counts=counts,
        sequence=len(documents),
    )


def results(
    args: Mapping[str, str | Sequence[str]],
    documents: Sequence[Document] = ALL,
    *,
    notes: tuple[str, ...] = (),
    suggestion: str | None = None,
) -> ResultsPage:
    """The page of a search, given as a query string's names and values, over these documents."""
    params = read({name: [value] if isinstance(value, str) else value for name, value in args.items()})
    answer = FakeIndex(documents, notes=notes, suggestion=suggestion).search(params.request)
    return results_page(SITE, params, answer, {one.key: stored(one) for one in documents})


def news(count: int) -> tuple[Document, ...]:
    """So many pieces of news, one a month from January 2019 on, each of its own issuer."""
    return tuple(
        replace(
            NEWS,
            id=f"tin/{number:03d}",
            title=f"Bản tin bến xe số {number}",
            issuer=f"Sở thứ {number}",
            published=datetime(2019 + number // 12, number % 12 + 1, 15, 8, 0, tzinfo=VIETNAM),
        )
        for number in range(count)
    )
