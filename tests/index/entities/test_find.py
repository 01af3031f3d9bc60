"""What is found in a document as a whole: fields, offsets, one spelling, hostile texts."""

import sys
from types import FrameType
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities import LEAST_PRECISION, MEASURED, MOST_VALUES, TEXT_FACETS, Mention, facet_values, find
from index.entities import mentions as spelling
from index.entities.citations import citation_key
from index.text import display
from tests.index.texts import anything

PIECES = [
    "Sở Công Thương", "UBND thành phố", "tỉnh Hải Dương", "ông", "Nguyễn Văn Hùng", "Phó Chủ tịch", "Hùng",
    "30/2020/NĐ-CP", "45-NQ/TW", "huyện Đắk R'lấp", "Công ty TNHH", "các", "và", "của", ",", ".", "\n",
    "HOÀ BÌNH", "Uỷ ban nhân dân", "Tổng thống", "John Smith", "K'Thanh", "thành phố Hồ Chí Minh", "Trường",
    "đường", "quận 1", "Bộ Tài chính", "cấp tỉnh", "Tỉnh ủy", "Văn phòng", "Ban Chỉ đạo", "12/5/2020", "(",
    ")", "–", "\u0301", "😀",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


def all_of(title: str, body: str, summary: str = "") -> list[Mention]:
    found = find(title, body, summary)
    return [*found.organisations, *found.places, *found.people, *found.citations]


@given(TEXTS | anything, TEXTS | anything, TEXTS)
def test_offsets_cut_the_field(title: str, body: str, summary: str) -> None:
    fields = {"title": display(title), "body": display(body), "summary": display(summary)}
    for mention in all_of(fields["title"], fields["body"], fields["summary"]):
        cut = fields[mention.field][mention.start : mention.end]
        assert cut == cut.strip() != ""
        assert len(cut) == mention.end - mention.start


@given(TEXTS)
def test_composed_and_decomposed_text_name_the_same(text: str) -> None:
    composed, decomposed = (display(normalize(form, text)) for form in ("NFC", "NFD"))
    assert all_of("", composed) == all_of("", decomposed)


@given(TEXTS)
def test_a_text_names_the_same_in_every_field(text: str) -> None:
    text = display(text)
    values = [[mention.value for mention in found] for found in (all_of(text, ""), all_of("", text))]
    assert values[0] == values[1]
    assert {mention.field for mention in all_of(text, "")} <= {"title"}


@given(TEXTS)
def test_values_are_in_one_spelling(text: str) -> None:
    for mention in all_of("", display(text)):
        assert mention.value == spelling.spelt(mention.value).text
        assert citation_key(mention.value) or mention.value


def test_a_name_does_not_run_from_one_field_into_another() -> None:
    found = find("Sở Y tế tỉnh Hải", "Dương", "")
    assert [mention.value for mention in found.places] != ["Hải Dương"]


def test_what_the_title_says_helps_the_body() -> None:
    found = find("Thành phố Hải Phòng họp báo", "UBND thành phố giao Sở Y tế.")
    assert [mention.value for mention in found.organisations] == ["UBND thành phố Hải Phòng", "Sở Y tế"]


def test_facet_values_are_the_most_named_first() -> None:
    text = "Bộ Y tế. Sở Y tế và Bộ Y tế; ông Lê Văn An ở tỉnh Hà Nam."
    assert facet_values(find("", text)) == {
        "organisation": ("Bộ Y tế", "Sở Y tế"),
        "place": ("Hà Nam",),
        "person": ("Lê Văn An",),
    }


def test_a_document_has_a_bounded_number_of_values() -> None:
    seconds = ("Bi", "Bo", "Na", "Li", "Mi", "Ri", "Ru", "Su")
    text = ". ".join(f"Xã {first} {second}" for first in ("Tân", "Phú", "An") for second in seconds)
    assert len(facet_values(find("", text))["place"]) == MOST_VALUES


def test_kinds_shown_are_those_measured_well() -> None:
    assert TEXT_FACETS == ("organisation", "place", "person")
    assert all(MEASURED[kind] >= LEAST_PRECISION for kind in TEXT_FACETS)


def test_news_of_a_city_department() -> None:
    """A page of the kind that archives keep: no metadata, the city named in passing."""
    title = "Sở Y tế tổ chức Hội nghị sơ kết công tác 6 tháng"
    body = (
        "Chiều 30/6, Sở Y tế tổ chức Hội nghị. Tới dự có đồng chí Lê Khắc Nam, Phó Chủ tịch UBND thành phố.\n"
        "Sở đang làm đề án bệnh viện thành phố Hải Phòng đến năm 2025 theo Nghị quyết 45 của Bộ Chính trị và "
        "Nghị quyết Đại hội 16 của Đảng bộ thành phố.\n"
        "Phó chủ tịch Lê Khắc Nam trao cờ thi đua của Bộ Y tế."
    )
    found = find(title, body)
    assert facet_values(found) == {
        "organisation": ("Sở Y tế", "UBND thành phố Hải Phòng", "Bộ Chính trị",
                         "Đảng bộ thành phố Hải Phòng", "Bộ Y tế"),
        "place": ("Hải Phòng",),
        "person": ("Lê Khắc Nam",),
    }  # fmt: skip
    assert [mention.value for mention in found.citations] == ["45-NQ/TW"]


HOSTILE: dict[str, str] = {
    "capitals": "A ",
    "family names": "Nguyễn ",
    "people": "Nguyễn Văn An, ",
    "commas": ",",
    "companies": "Công ty Nguyễn ",
    "levels": "đại học ",
    "provinces": "tỉnh Hà Nội và ",
    "districts": "các huyện Krông Nô, Đắk Mil, ",
    "offices": "UBND huyện Krông Nô và UBND tỉnh ",
    "general offices": "UBND tỉnh, cấp tỉnh. ",
    "numbers": "1/A-",
    "foreigners": "ông Barack Obama, ",
    "first names": "John ",
    "spaces": " ",
    "lakes": "Hồ Văn An ",
    "parts": "Viện A - ",
    "one word": "Á",
    "holders of offices": "Phó Chủ tịch UBND tỉnh Nguyễn Văn An, ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    once, twice = calls_for(text), calls_for(text * 2)
    assert twice <= 2.3 * once + 1_000


def calls_for(text: str) -> int:
    """How many functions are called to read `text`: a measure of work that no other load disturbs.

    A pattern counts as one call however far it looks; all that look back see at most 70 characters.
    """
    find("", text[:100])  # fill what is cached
    calls = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        find("", text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", ["A ", ",", "Nguyễn ", "(", "1/", "\n", " ", "Ấ"])
def test_a_hundred_thousand_of_one_thing_name_nothing(piece: str) -> None:
    assert all_of("", piece * 100_000) == []


def test_five_megabytes_are_read() -> None:
    text = (
        "Sở Y tế tỉnh Hà Nam. "
        + "hội nghị bàn về công tác của các đơn vị, " * 125_000
        + "ông Nguyễn Đức Thọ."
    )
    assert len(text) > 5_000_000
    assert facet_values(find("", text)) == {
        "organisation": ("Sở Y tế tỉnh Hà Nam",),
        "place": ("Hà Nam",),
        "person": ("Nguyễn Đức Thọ",),
    }
