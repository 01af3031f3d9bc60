"""The page of results: facets, chips, paging, time, and what is said when nothing is found."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.pages.results import VALUES_AT_MOST, VALUES_SHOWN, page_request, removals, results_page
from archive.params import read
from index.results import FacetValue
from tests.web.fake_index import FakeIndex
from tests.web.pages.samples import ALL, DECISION, NEWS, SITE, news, results


def _query(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def test_a_facet_value_adds_itself_and_keeps_everything_else() -> None:
    page = results({"q": "bến xe", "sort": "newest", "year": "2024", "from": "2020"})
    types = next(facet for facet in page.facets if facet.name == "type")
    link = next(link for link in types.shown if link.text == "Quyết định")
    assert not link.chosen
    assert _query(link.href) == {
        "q": ["bến xe"],
        "sort": ["newest"],
        "year": ["2024"],
        "from": ["2020-01-01"],
        "type": ["Quyết định"],
    }


def test_a_chosen_value_removes_itself_and_only_itself() -> None:
    page = results({"q": "bến xe", "type": ["Quyết định", "Tin tức"]})
    types = next(facet for facet in page.facets if facet.name == "type")
    link = next(link for link in types.shown if link.text == "Quyết định")
    assert link.chosen
    assert types.chosen == 2
    assert _query(link.href) == {"q": ["bến xe"], "type": ["Tin tức"]}


def test_choosing_goes_back_to_the_first_page() -> None:
    page = results({"q": "bến", "page": "3"}, news(50))
    links = [link.href for facet in page.facets for link in (*facet.shown, *facet.more)]
    links += [link.href for link in (*page.sorts, *page.matches)]
    assert links
    assert not any("page" in _query(href) for href in links)


def test_a_long_facet_shows_the_commonest_the_chosen_and_keeps_the_rest_behind_more() -> None:
    page = results({"issuer": "Sở thứ 49"}, news(50))
    issuers = next(facet for facet in page.facets if facet.name == "issuer")
    assert len(issuers.shown) == VALUES_SHOWN + 1
    assert issuers.shown[-1].text == "Sở thứ 49"
    assert len(issuers.more) == 50 - VALUES_SHOWN - 1
    assert not issuers.others


NAMES = [f"Ban {name}" for name in ["Đan", "Dân", "Ân", "An", "Ăn", "Mạ", "Má", "Mà", "Mã", "Mả", "Ma"]]


def test_values_behind_more_are_in_vietnamese_order() -> None:
    """Letters a ă â … d đ, then ngang, huyền, hỏi, ngã, sắc, nặng; years stay the newest first."""
    often = [replace(each, issuer=f"Sở {number % VALUES_SHOWN}") for number, each in enumerate(news(50))]
    rare = [replace(each, id=name, issuer=name) for each, name in zip(news(len(NAMES)), NAMES, strict=True)]
    issuers = next(facet for facet in results({}, [*often, *rare]).facets if facet.name == "issuer")
    assert [link.text for link in issuers.more] == [
        *("Ban An", "Ban Ăn", "Ban Ân", "Ban Dân", "Ban Đan"),
        *("Ban Ma", "Ban Mà", "Ban Mả", "Ban Mã", "Ban Má", "Ban Mạ"),
    ]


def test_that_there_are_values_beyond_the_bound_is_said() -> None:
    issuers = next(facet for facet in results({}, news(260)).facets if facet.name == "issuer")
    assert (len(issuers.shown), len(issuers.more), issuers.others) == (VALUES_SHOWN, VALUES_AT_MOST, True)


@pytest.mark.parametrize(("named", "others"), [(18, False), (19, False), (20, True), (40, True)])
def test_a_page_asks_for_the_names_that_it_shows_and_one_more(named: int, others: bool) -> None:
    """The facet is as if all values had been asked for, a chosen one besides."""
    every = (FacetValue("Người được chọn", 2, selected=True), *(FacetValue(f"{n}", 1) for n in range(named)))
    params = read({"person": ["Người được chọn"]})
    answer = FakeIndex(ALL).search(params.request)
    asked = every[: page_request(params).listed["person"]]
    whole, cut = (
        results_page(SITE, params, replace(answer, facets={"person": values}), {})
        for values in (every, asked)
    )
    assert cut.facets == whole.facets
    assert cut.facets[0].others == others


def test_every_restriction_is_a_chip_that_removes_it() -> None:
    args = {
        "q": "bến xe",
        "type": ["Quyết định", "Tin tức"],
        "from": "2020",
        "to": "30/06/2024",
        "match": "all",
    }
    page = results(args)
    assert [chip.text for chip in page.chips] == [
        "Loại tài liệu: Quyết định",
        "Loại tài liệu: Tin tức",
        "Từ 01/01/2020",
        "Đến 30/06/2024",
    ]
    for chip, missing in zip(page.chips, ("type", "type", "from", "to"), strict=True):
        whole = {name: len(values) for name, values in _query(results(args).head.canonical).items()}
        assert sum(whole.values()) - sum(len(values) for values in _query(chip.href).values()) == 1
        assert len(_query(chip.href).get(missing, [])) == whole[missing] - 1
    assert _query(page.clear) == {"q": ["bến xe"], "match": ["all"]}


def test_without_filters_there_is_nothing_to_clear() -> None:
    page = results({"q": "bến xe"})
    assert page.chips == ()
    assert page.clear == ""


@pytest.mark.parametrize(
    ("page", "numbers", "prev", "next_", "first", "last"),
    [
        (1, "1 2 3 … 12", "", "2", 1, 10),
        (6, "1 … 4 5 6 7 8 … 12", "5", "7", 51, 60),
        (12, "1 … 10 11 12", "11", "", 111, 115),
        (30, "1 … 12", "12", "", 0, 0),
    ],
)
def test_paging(page: int, numbers: str, prev: str, next_: str, first: int, last: int) -> None:
    """Pages around this one, the first and the last; a page beyond the last leads back to it."""
    shown = results({"q": "bến", "page": str(page)}, news(115))
    paging = shown.paging
    assert " ".join(link.text if link else "…" for link in paging.pages).startswith(numbers.split(" 12")[0])
    assert _query(paging.prev).get("page", ["1"] if paging.prev else [""]) == [prev or ""]
    assert _query(paging.next).get("page", [""]) == [next_]
    assert (shown.first, shown.last) == (first, last)
    assert bool(shown.head.next) == bool(next_)


def test_one_page_needs_no_paging() -> None:
    assert results({}).paging.pages == ()


def test_counts_alone_make_a_page_too() -> None:
    page = results({"size": "0"})
    assert (page.total, page.hits, page.first) == (len(ALL), (), 0)


def test_a_column_of_the_histogram_narrows_the_same_search() -> None:
    page = results({"q": "bến xe", "year": "2021", "type": "Tin tức"}, (NEWS, *news(30)))
    assert page.histogram is not None
    column = page.histogram.columns[0]
    assert _query(column.href) == {
        "q": ["bến xe"],
        "type": ["Tin tức"],
        "from": ["2019-01-01"],
        "to": ["2019-01-31"],
    }


def test_titles_and_snippets_are_marked_on_the_original_text() -> None:
    card = results({"q": "ben xe"}, (NEWS,)).hits[0]
    assert card.title == "<mark>Bến</mark> <mark>xe</mark> mới đón khách"
    assert "<mark>bến</mark> <mark>xe</mark> mới" in card.text
    assert card.href.endswith("/ben-xe-moi-don-khach?q=ben+xe")
    assert (card.date, card.machine_date) == ("30/06/2021 18:00", "2021-06-30T18:00:00+07:00")


def test_without_a_query_a_hit_shows_its_summary() -> None:
    page = results({}, (replace(NEWS, summary="Bến xe mới ở Hòa Thủy mở cửa."),))
    assert page.hits[0].text == "Bến xe mới ở Hòa Thủy mở cửa."
    assert "?" not in page.hits[0].href


def test_a_date_without_time_is_shown_without_time() -> None:
    card = results({}, (DECISION,)).hits[0]
    assert (card.date, card.machine_date) == ("14/08/2024", "2024-08-14")


def test_a_document_without_title_is_called_by_its_beginning() -> None:
    page = results({"q": "mẩu giấy"})
    assert [card.title for card in page.hits] == [
        "<mark>Mẩu</mark> <mark>giấy</mark> không đề, chép tay bên bờ sông Lạc."
    ]


def test_what_could_not_be_used_is_said_beside_how_the_query_was_understood() -> None:
    page = results({"q": "bến", "from": "31/02/2020"}, notes=("Đã bỏ qua dấu «*».",))
    assert len(page.notes) == 2
    assert "31/02/2020" in page.notes[0]
    assert page.notes[1] == "Đã bỏ qua dấu «*»."


def test_a_suggestion_is_a_link_that_keeps_the_filters() -> None:
    page = results({"q": "bne xe", "year": "2024"}, suggestion="bến xe")
    assert page.suggestion is not None
    assert _query(page.suggestion.href) == {"q": ["bến xe"], "year": ["2024"]}


def test_the_form_carries_every_choice_but_the_page() -> None:
    page = results(
        {
            "q": "bến",
            "type": "Tin tức",
            "year": ["2020", "2021"],
            "sort": "oldest",
            "match": "any",
            "accents": "strict",
            "page": "2",
        }
    )
    assert page.box.text == "bến"
    assert page.box.hidden == (
        ("type", "Tin tức"),
        ("year", "2020"),
        ("year", "2021"),
        ("sort", "oldest"),
        ("match", "any"),
        ("accents", "strict"),
    )


def test_one_word_has_no_matching_rule_to_choose() -> None:
    assert results({"q": "bến"}).matches == ()
    assert [link.current for link in results({"q": "bến xe", "match": "any"}).matches] == [False, False, True]


def test_removals_are_the_searches_with_one_restriction_less() -> None:
    params = read({"q": ["bến xe"], "year": ["2020", "2021"], "match": ["all"]})
    said = [(one.text, one.params.query_string()) for one in removals(params)]
    assert said == [
        ("Năm: 2020", "q=b%E1%BA%BFn+xe&year=2021&match=all"),
        ("Năm: 2021", "q=b%E1%BA%BFn+xe&year=2020&match=all"),
        ("Phải có đủ các từ", "q=b%E1%BA%BFn+xe&year=2020&year=2021&match=any"),
    ]


def test_pages_of_results_are_followed_but_not_indexed() -> None:
    head = results({"q": "bến", "page": "2"}, news(30)).head
    assert head.robots == "noindex, follow"
    assert head.canonical == "https://luutru.lacgiang.example/search?q=b%E1%BA%BFn&page=2"
    assert (head.prev, head.next) == (
        "https://luutru.lacgiang.example/search?q=b%E1%BA%BFn",
        "https://luutru.lacgiang.example/search?q=b%E1%BA%BFn&page=3",
    )


def test_accents_can_be_held_to_where_none_are_typed() -> None:
    """A query with marks means them anyhow."""
    assert results({"q": "bến xe"}).accents == ()
    assert results({}).accents == ()
    links = results({"q": "ben xe", "accents": "strict", "page": "2"}).accents
    assert [link.current for link in links] == [False, True]
    assert [_query(link.href) for link in links] == [
        {"q": ["ben xe"]},
        {"q": ["ben xe"], "accents": ["strict"]},
    ]
    strict = read({"q": ["ben xe"], "accents": ["strict"]})
    said = [(one.text, one.params.query_string()) for one in removals(strict)]
    assert said == [("Đúng từng dấu", "q=ben+xe")]


def test_how_a_query_was_read_is_said_where_it_was_not_read_as_typed() -> None:
    params = read({"q": ["bến  xe"]})
    answer = FakeIndex(ALL).search(params.request)
    assert results_page(SITE, params, answer, {}).notes == ()
    understood = replace(answer.interpretation, interpreted="bến HOẶC xe", notes=("Một ghi chú.",))
    page = results_page(SITE, params, replace(answer, interpretation=understood), {})
    assert page.notes == ("Câu tìm được hiểu là: bến HOẶC xe", "Một ghi chú.")
