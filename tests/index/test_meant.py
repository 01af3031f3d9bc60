"""What a search does with what may have been meant: read instead, or offered."""

from pathlib import Path

import pytest

from index.document import Document
from index.generations import Generations
from index.results import SearchRequest, SearchResults
from index.search import Index
from index.writer import write
from tests.index.corpora import indexables, unsegmented

DOCUMENTS = [
    Document(id="1", title="Sở Công Thương họp hội nghị", body="Sở Công Thương họp hội nghị về tiếng Việt."),
    Document(id="2", title="Bệnh viện", body="Bệnh viện thành phố mở cửa. Công ty của thành phố."),
    Document(id="3", title="Las Vegas", body="max tes las Vegas"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The three documents, served."""
    data: Path = tmp_path_factory.mktemp("meant")
    generations = Generations(data)
    with generations.lock("x"):
        building = generations.begin()
        write(building.path, indexables(DOCUMENTS), cache=unsegmented(DOCUMENTS))
        generations.serve(generations.seal(building, documents=len(DOCUMENTS), store_sequence=1))
    return Index(data)


def ids(results: SearchResults) -> set[str]:
    keys = {each.key: each.id for each in DOCUMENTS}
    return {keys[hit.key] for hit in results.hits}


def search(index: Index, text: str, **choices: str) -> SearchResults:
    return index.search(SearchRequest(text=text, **choices))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "read", "found"),
    [
        ("tieengs Vieetj", "tiếng Việt", {"1"}),
        ("TIEENGS VIEETJ", "TIẾNG VIỆT", {"1"}),
        ("tie61ng vie65t", "tiếng việt", {"1"}),
        ("hooij nghij", "hội nghị", {"1"}),
    ],
)
def test_raw_keys_are_read_and_the_page_says_so(index: Index, typed: str, read: str, found: set[str]) -> None:
    results = search(index, typed)
    assert ids(results) == found
    assert results.interpretation.text == typed
    assert results.interpretation.interpreted == read
    assert any(f"«{read}»" in note for note in results.interpretation.notes)
    assert results.interpretation.suggestion is None
    assert [results.marker.marks(one.title) for one in DOCUMENTS] == [
        index.marker(read).marks(one.title) for one in DOCUMENTS
    ]
    assert index.marker(typed).marks("tiếng Việt hội nghị") == index.marker(read).marks("tiếng Việt hội nghị")


def test_raw_keys_whose_words_never_meet_are_relaxed_like_any_words(index: Index) -> None:
    results = search(index, "tieengs vieetj beejnh vieenj")
    plain = search(index, "tiếng việt bệnh viện")
    assert ids(results) == ids(plain) == {"1", "2"}
    assert results.interpretation.relaxed
    assert set(plain.interpretation.notes) < set(results.interpretation.notes)


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("hội ngị", "hội nghị", {"1"}),
        ("congthuong", "công thương", {"1"}),
        ("bệnhviện", "bệnh viện", {"2"}),
        ("benh vein", "bệnh viện", {"2"}),
        ("công th ương", "công thương", {"1"}),
    ],
)
def test_when_nothing_is_found_what_was_meant_is_searched(
    index: Index, typed: str, meant: str, found: set[str]
) -> None:
    results = search(index, typed)
    how = results.interpretation
    assert ids(results) == found
    assert (how.text, how.interpreted, how.relaxed, how.suggestion) == (typed, meant, True, None)
    assert any(typed in note and meant in note for note in how.notes)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("so cong thuong", "sở công thương"), ("thanh pho", "thành phố"), ("cong ty", "công ty")],
)
def test_when_something_is_found_what_was_meant_is_only_offered(
    index: Index, typed: str, offered: str
) -> None:
    how = search(index, typed).interpretation
    assert (how.suggestion, how.interpreted, how.relaxed) == (offered, typed, False)


@pytest.mark.parametrize(
    "typed", ["max", "las vegas", "tes", "hội nghị", "Sở Công Thương", "", "zzzq", "-hội"]
)
def test_what_needs_no_help_gets_none(index: Index, typed: str) -> None:
    how = search(index, typed).interpretation
    assert how.suggestion is None
    assert not any("Telex" in note for note in how.notes)


def test_an_offer_always_leads_to_documents(index: Index) -> None:
    """The words are known, but no document has both: nothing to offer."""
    how = search(index, "las hoi nghi benh vien", match="all").interpretation
    assert how.suggestion is None or search(index, how.suggestion, match="all").total > 0


def test_who_wants_strict_accents_is_not_corrected(index: Index) -> None:
    how = search(index, "so cong thuong", accents="strict").interpretation
    assert (how.suggestion, how.interpreted) == (None, "so cong thuong")
