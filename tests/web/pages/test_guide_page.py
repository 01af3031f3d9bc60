"""The guide says all of the query language, and every example means what it is an example of."""

import pytest

from archive.pages.guide import guide_page
from index.known import Known
from index.operators import FIELDS, OPERATORS, Field
from index.query import parse
from tests.web.pages.samples import SITE

KNOWN = Known(
    facets={
        "issuer": ("", "Sở Công Thương", "UBND thành phố"),
        "type": ("", "Thông báo", "Quyết định"),
        "category": ("", "Kinh tế"),
        "source": ("", "Báo Hải Phòng"),
    }
)


def test_every_operator_and_field_is_there_with_links_that_search() -> None:
    page = guide_page(SITE)
    assert [way.written for way in page.operators] == [each.written for each in OPERATORS]
    assert [way.written for way in page.fields] == [f"{each.names[0]}:" for each in FIELDS]
    for way in (*page.operators, *page.fields):
        assert way.says
        assert way.examples
        assert all(link.href.startswith("/search?q=") for link in way.examples)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.names[0])
def test_examples_of_a_field_are_read_as_that_field(field: Field) -> None:
    for text in field.examples:
        query = parse(text, known=KNOWN)
        key = "date" if field.takes == "days" else field.key
        assert [clause.field for clause in query.clauses] == [key], text
        assert not any("như từ thường" in note for note in query.notes), text


@pytest.mark.parametrize(
    "text", [text for each in OPERATORS for text in each.examples] + ["nghị quyết 45"], ids=str
)
def test_examples_of_operators_say_nothing_was_ignored(text: str) -> None:
    notes = parse(text, known=KNOWN).notes
    assert not any("bỏ qua" in note or "như từ thường" in note for note in notes)
