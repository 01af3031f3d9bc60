"""Query strings → requests: tables of what is understood, and properties that must always hold."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.params import MAX_REACH, MAX_SIZE, MAX_TEXT, MAX_VALUE, MAX_VALUES, Params, read
from index.facets import ALL_FACETS
from index.periods import period
from index.results import SearchRequest

NAMES = ("q", "page", "size", "sort", "match", "accents", "from", "to", *ALL_FACETS, "unknown")


def asked(query_string: str) -> Params:
    """The parameters of a query string as a browser sends it."""
    return read(parse_qs(query_string, keep_blank_values=True))


@pytest.mark.parametrize(
    ("query_string", "request_"),
    [
        ("", SearchRequest()),
        ("q=h%E1%BB%99i+ngh%E1%BB%8B", SearchRequest(text="hội nghị")),
        ("q=ho%CC%A3%CC%82i", SearchRequest(text="hội")),  # decomposed
        ("q=++a++", SearchRequest(text="a")),
        ("q=&q=b", SearchRequest(text="b")),
        ("q=a&page=3&size=20", SearchRequest(text="a", page=3, size=20)),
        ("size=0", SearchRequest(size=0)),
        ("size=100&page=100", SearchRequest(size=100, page=100)),
        ("sort=newest&match=any", SearchRequest(sort="newest", match="any")),
        ("q=a&accents=strict", SearchRequest(text="a", accents="strict")),
        ("from=30/06/2021", SearchRequest(since=date(2021, 6, 30))),
        ("from=2021-06-30&to=2021-07-01", SearchRequest(since=date(2021, 6, 30), until=date(2021, 7, 1))),
        ("from=2021&to=2021", SearchRequest(since=date(2021, 1, 1), until=date(2021, 12, 31))),
        ("from=02/2024&to=02/2024", SearchRequest(since=date(2024, 2, 1), until=date(2024, 2, 29))),
        ("category=B&category=A&category=B", SearchRequest(facets={"category": ("A", "B")})),
        ("year=2021&year=2020&issuer=", SearchRequest(facets={"year": ("2020", "2021")})),
        ("utm_source=x&fbclid=y", SearchRequest()),
        ("page=&size=&from=&to=&sort=&match=", SearchRequest()),  # a form sends its empty fields
    ],
)
def test_understood_without_complaint(query_string: str, request_: SearchRequest) -> None:
    params = asked(query_string)
    assert params.request == request_
    assert params.errors == ()


@pytest.mark.parametrize(
    ("query_string", "name", "request_"),
    [
        ("page=0", "page", SearchRequest()),
        ("page=-1", "page", SearchRequest()),
        ("page=hai", "page", SearchRequest()),
        ("page=²", "page", SearchRequest()),
        ("page=1001", "page", SearchRequest(page=1000)),
        (f"page={'9' * 5000}", "page", SearchRequest(page=1000)),
        ("page=101&size=100", "page", SearchRequest(page=100, size=100)),
        ("size=101", "size", SearchRequest(size=100)),
        ("size=x", "size", SearchRequest()),
        ("sort=hay", "sort", SearchRequest()),
        ("match=tất cả", "match", SearchRequest()),
        ("accents=có", "accents", SearchRequest()),
        ("from=31/02/2021", "from", SearchRequest()),
        ("from=13/2021", "from", SearchRequest()),
        ("to=hôm qua", "to", SearchRequest()),
        ("to=0000", "to", SearchRequest()),
        ("from=2022&to=06/2021", "from", SearchRequest(since=date(2021, 6, 1), until=date(2022, 12, 31))),
        ("year=2021&year=hai nghìn", "year", SearchRequest(facets={"year": ("2021",)})),
        (f"issuer={'x' * (MAX_VALUE + 1)}", "issuer", SearchRequest()),
    ],
)
def test_replaced_by_the_nearest_usable_value_and_said(
    query_string: str, name: str, request_: SearchRequest
) -> None:
    params = asked(query_string)
    assert params.request == request_
    assert [error.name for error in params.errors] == [name]
    assert params.errors[0].message.endswith(".")
    assert not params.hopeless


def test_a_long_query_is_answered_and_a_longer_one_is_hopeless() -> None:
    assert asked(f"q={'a' * MAX_TEXT}").errors == ()
    params = asked(f"q={'a' * (MAX_TEXT + 1)}")
    assert params.hopeless
    assert params.errors[0].name == "q"
    assert "10.001" in params.errors[0].message


def test_values_of_a_facet_are_bounded() -> None:
    params = asked("&".join(f"source={number}" for number in range(MAX_VALUES + 5)))
    assert len(params.request.facets["source"]) == MAX_VALUES
    assert params.errors[0].name == "source"


def test_forms_show_what_was_typed() -> None:
    params = asked("from=06/2021&to=mai")
    assert (params.since_text, params.until_text) == ("06/2021", "mai")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1/2/2021", (date(2021, 2, 1), date(2021, 2, 1))),
        ("01-02-2021", (date(2021, 2, 1), date(2021, 2, 1))),
        ("01.02.2021", (date(2021, 2, 1), date(2021, 2, 1))),
        ("2021-02-01T08:00:00+07:00", (date(2021, 2, 1), date(2021, 2, 1))),
        ("2021-02", (date(2021, 2, 1), date(2021, 2, 28))),
        (" 2021 ", (date(2021, 1, 1), date(2021, 12, 31))),
        ("21", None),
        ("", None),
    ],
)
def test_periods(text: str, days: tuple[date, date] | None) -> None:
    assert period(text) == days


def test_one_search_has_one_address() -> None:
    """Order, repetition, blanks and defaults in a query string make no difference to its links."""
    messy = asked(
        "page=1&to=31/12/2021&size=10&year=2021&q=+a&sort=relevance&category=Y&category=X&from=2021&z=1"
    )
    assert messy.query_string() == "q=a&category=X&category=Y&year=2021&from=2021-01-01&to=2021-12-31"


def test_changes_go_back_to_the_first_page() -> None:
    params = asked("q=a&page=7&sort=newest")
    assert params.query_string() == "q=a&sort=newest&page=7"
    assert params.query_string(page=8) == "q=a&sort=newest&page=8"
    assert params.query_string(sort="oldest") == "q=a&sort=oldest"
    assert params.toggling("category")("Tin & bài") == "q=a&category=Tin+%26+b%C3%A0i&sort=newest"


def test_the_same_search_within_other_days() -> None:
    within = asked("q=a&type=B&year=2021&from=2020&sort=newest&page=3").spanning(without="year")
    assert (
        within(date(2021, 6, 1), date(2021, 6, 30)) == "q=a&type=B&from=2021-06-01&to=2021-06-30&sort=newest"
    )


def test_choosing_and_letting_go_of_facet_values() -> None:
    params = asked("type=A&type=B&year=2021")
    assert params.toggling("type")("A") == "type=B&year=2021"
    assert params.toggling("year")("2021") == "type=A&type=B"
    assert params.toggling("type")("B") == "type=A&year=2021"
    assert params.toggling("type")("C") == "type=A&type=B&type=C&year=2021"


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (10, 1), (11, 2), (10**9, MAX_REACH // 10)])
def test_the_last_page(total: int, last: int) -> None:
    assert Params().last_page(total) == last


anything = st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=40), max_size=4))
numbers = st.integers(-(10**12), 10**12).map(str)
typed = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(
        numbers | st.dates().map(str) | st.sampled_from(["newest", "any", "2021", "6/2021"]), max_size=3
    ),
)


@given(anything | typed)
def test_no_query_string_raises_and_every_request_can_be_answered(args: dict[str, list[str]]) -> None:
    params = read(args)
    request = params.request
    assert 0 <= request.size <= MAX_SIZE
    assert request.page >= 1
    assert request.page * max(request.size, 1) <= MAX_REACH
    assert request.since is None or request.until is None or request.since <= request.until


@given(anything | typed)
def test_a_canonical_address_says_the_same_again(args: dict[str, list[str]]) -> None:
    params = read(args)
    again = asked(params.query_string())
    assert again.request == params.request
    assert again.errors == ()
    assert again.query_string() == params.query_string()
