"""Related documents: by words, not by syllables; the document itself and what is everywhere left out."""

from contextlib import closing
from pathlib import Path

from index.document import Document
from index.generations import Generations
from index.related import COMMON, distinctive_words
from index.search import Index
from index.writer import write
from tests.index.corpora import Remembered, indexables, publish


def segmented(data: Path, documents: list[Document]) -> None:
    """Serve `documents`, segmented by underthesea."""
    generations = Generations(data)
    building = generations.begin()
    write(building.path, indexables(documents), cache=Remembered())
    generations.serve(generations.seal(building, documents=len(documents), store_sequence=1))


def test_words_of_several_syllables_and_wholes_are_distinctive() -> None:
    text = "Cụm công nghiệp Đồng Mây theo 45/NQ-TW. Cụm công nghiệp mới của xã."
    words = [word for word, _ in distinctive_words(text, lambda _: 3, 1_000)]
    assert "45/nq-tw" in words
    assert "công_nghiệp" in words
    assert "mới" not in words
    assert "của" not in words


def test_rare_words_come_first_and_common_ones_are_left_out() -> None:
    counts = {"công_nghiệp": 5, "thành_phố": 50, "45/nq-tw": int(1_000 * COMMON) + 1, "hội_nghị": 1}
    text = "Công nghiệp thành phố, hội nghị 45/NQ-TW."
    words = distinctive_words(text, lambda word: counts.get(word, 0), 1_000)
    assert [word for word, _ in words] == ["công_nghiệp", "thành_phố"]


def test_related_documents_share_words_not_syllables(tmp_path: Path) -> None:
    documents = [
        Document(id="1", title="Cảng Cửa Lạc đón tàu", body="Bốc xếp hàng hóa tại cầu cảng nước sâu."),
        Document(id="2", title="Tàu lớn", body="Hàng hóa được bốc xếp ở cầu cảng nước sâu."),
        Document(id="3", title="Hóa đơn của cửa hàng", body="Sâu bệnh, đồng ruộng, nước."),
        *(Document(id=f"n{number}", body="Bài viết khác hẳn về lễ hội mùa xuân.") for number in range(30)),
    ]
    segmented(tmp_path, documents)
    with closing(Index(tmp_path)) as index:
        keys = [hit.key for hit in index.related(documents[0])]
    assert keys[:1] == [documents[1].key]
    assert documents[0].key not in keys


def test_a_document_without_distinctive_words_has_no_relatives(tmp_path: Path) -> None:
    documents = [Document(id="1", body="và của"), Document(id="2")]
    publish(tmp_path, documents)
    with closing(Index(tmp_path)) as index:
        assert [index.related(each) for each in documents] == [(), ()]
