"""Documents that a person should look at are named with what is wrong with them."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from archive.quality import PROBLEMS, findings
from archive.store import Store
from index.document import VIETNAM, Document
from index.text import display
from tests.making import put

DAY = datetime(2021, 6, 30, tzinfo=VIETNAM)
BODY = (
    "Trung tâm Văn hóa quận Sông Đào khai mạc lớp dạy đan lưới miễn phí cho thiếu nhi ven cảng. "
    "Lớp học kéo dài sáu tuần, do các nghệ nhân làng chài hướng dẫn."
)

TCVN3 = "Trung t©m V¨n hãa quËn S«ng §µo khai m¹c líp d¹y ®an l­íi miÔn phÝ"
MISREAD = BODY.encode().decode("latin-1")


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        (Document(id="a", title="Khai mạc lớp dạy đan lưới cho thiếu nhi", body=BODY, published=DAY), ()),
        (Document(id="a", title="Lớp đan lưới", page_title="Tin khác", body=BODY, published=DAY), ("title",)),
        (
            Document(
                id="a",
                title="Triển lãm gốm sứ Bát Tràng, tranh khắc gỗ Đông Hồ mở cửa tại Hòn Gai",
                body=BODY,
                published=DAY,
            ),
            ("title",),
        ),
        (Document(id="a", body=BODY, published=DAY), ("untitled",)),
        (Document(id="a", title="Lớp dạy đan lưới", body=BODY), ("undated",)),
        (Document(id="a", title="Lớp dạy đan lưới", published=DAY), ("empty",)),
        (Document(id="a", title="Thông báo", body=display(TCVN3), published=DAY), ("encoding",)),
        (Document(id="a", title="Thông báo", body=display(MISREAD), published=DAY), ("encoding",)),
        (Document(id="a", title="Lôùp ñan löôùi", body=BODY, published=DAY), ("encoding",)),
        (Document(id="a", title="Thông báo", body="Th\ufffdng b\ufffdo", published=DAY), ("encoding",)),
        (Document(id="a", title="Le thé", body="L’été à l’hôtel, où l’on goûta", published=DAY), ()),
    ],
)
def test_problems(store: Store, document: Document, problems: tuple[str, ...]) -> None:
    put(store, document)
    assert [finding.problems for finding in findings(store)] == ([problems] if problems else [])
    assert set(problems) <= set(PROBLEMS)


def test_withdrawn_documents_are_left_out(store: Store) -> None:
    put(store, Document(id="a", body="x"), Document(id="b", body="x"))
    store.withdraw("a", "lý do")
    assert [finding.id for finding in findings(store)] == ["b"]


def test_text_altered_behind_the_stores_back_is_noticed(store: Store, data_dir: Path) -> None:
    put(store, Document(id="a", title="Lớp dạy đan lưới", body=BODY, published=DAY))
    connection = sqlite3.connect(data_dir / "archive.db")
    with connection:
        connection.execute("UPDATE versions SET author = 'ai đó'")
    connection.close()
    assert [finding.problems for finding in findings(store)] == [("changed",)]
