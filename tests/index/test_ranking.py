"""What comes first: small archives whose order a person knows, and what the order must not depend on."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document
from index.results import SearchRequest
from index.search import Index
from tests.index.corpora import NUMBERS, SYLLABLES, documents, publish

OTHERS = [
    Document(id=f"khác {number}", title=f"Tin số {number}", body=f"Đây là bài viết nào đó ở trang {number}.")
    for number in range(12)
]
"""Documents about nothing that is asked for."""

FILLING = "Đoạn này nói về những việc không liên quan tới điều đang được hỏi. " * 20

ORDERS: list[tuple[str, str, list[tuple[str, str]]]] = [
    (
        "the words asked about, not the words that ask",
        "Cụm công nghiệp Đồng Mây ở đâu?",
        [
            ("", "Cụm công nghiệp Đồng Mây nằm tại xã An Bình."),
            ("", "Ở đâu? Ở đâu? Đồng lúa ở đâu? Mây ở đâu?"),
        ],
    ),
    (
        "a short question does not ask for its own words",
        "Đồng Mây là gì",
        [("", "Đồng Mây, một cụm công nghiệp."), ("", "Là gì thế? Không biết là gì.")],
    ),
    (
        "all of the words before one of them many times",
        "kế hoạch phòng chống bão lụt",
        [
            ("", f"Kế hoạch phòng chống bão lụt. {FILLING}"),
            ("", "Bão, bão, bão. Cơn bão, bão lớn, bão nhỏ, bão."),
        ],
    ),
    (
        "words in the order typed before the same words apart",
        "sơ kết công tác sáu tháng",
        [
            ("", "Hội nghị sơ kết công tác sáu tháng diễn ra hôm qua."),
            ("", "Tháng sáu, kết quả sơ bộ: tác giả hoàn thành công trình sơn."),
        ],
    ),
    (
        "as accented before otherwise accented",
        "họp bàn về bảo vệ rừng đầu nguồn",
        [
            ("", "Cuộc họp bàn về bảo vệ rừng đầu nguồn của tỉnh."),
            ("", "Cuộc hợp bàn về báo vệ rừng đâu nguồn của tỉnh."),
        ],
    ),
    (
        "in the title and the body before the body alone",
        "phương án chữa cháy rừng",
        [
            ("Phương án chữa cháy rừng", "Phương án chữa cháy rừng được phê duyệt."),
            ("Tin trong ngày", "Phương án chữa cháy rừng được phê duyệt."),
        ],
    ),
    (
        "a title half remembered, a word of it missing",
        "quy chế tiếp dân ủy ban xã",
        [
            ("Quy chế tiếp công dân của Ủy ban nhân dân xã", "Gồm năm chương."),
            ("Lịch làm việc", f"Ủy ban xã tiếp khách. {FILLING} Quy chế mới."),
        ],
    ),
    (
        "its own number before those that cite it",
        "45/NQ-TW",
        [
            ("Nghị quyết", "Về công nghiệp hóa. Số 45/NQ-TW."),
            ("Công văn", "Thực hiện 45/NQ-TW, 45/NQ-TW và 45/NQ-TW."),
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS]
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned"])
def test_what_comes_first(
    tmp_path: Path, text: str, expected: list[tuple[str, str]], *, turned: bool
) -> None:
    """The order is that of the list, whichever was indexed first."""
    made = [
        Document(id=str(place), title=title, body=body, number="45/NQ-TW" if title == "Nghị quyết" else "")
        for place, (title, body) in enumerate(expected)
    ]
    publish(tmp_path, [*(made[::-1] if turned else made), *OTHERS])
    with closing(Index(tmp_path)) as index:
        hits = index.search(SearchRequest(text=text, size=100)).hits
    keys = [each.key for each in made]
    found = [hit.key for hit in hits if hit.key in keys]
    assert found == keys[: len(found)]
    assert hits[0].key == keys[0]


EVERY = documents(60, seed=5)
SPLITS = ([60], [1, 59], [20, 20, 20], [7, 40, 3, 10])
"""How many documents each segment has; a build ends in one segment, an update adds one."""


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Index]]:
    """The same documents in one segment and in several."""
    indexes = []
    for sizes in SPLITS:
        data, generation, done = tmp_path_factory.mktemp("var"), None, 0
        for size in sizes:
            generation = publish(data, EVERY[done : done + size], base=generation)
            done += size
        indexes.append(Index(data))
    yield indexes
    for index in indexes:
        index.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((*SYLLABLES, *NUMBERS)), min_size=1, max_size=7).map(" ".join))
def test_scores_do_not_depend_on_segments(split: Sequence[Index], text: str) -> None:
    found = [index.search(SearchRequest(text=text, size=100)).hits for index in split]
    scores = [{hit.key: hit.score for hit in hits} for hits in found]
    for other in scores[1:]:
        assert other == pytest.approx(scores[0], rel=1e-4)
