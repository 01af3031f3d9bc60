"""Names in a document as links: where they lead, how many are seen at once, and hostile ones."""

from dataclasses import replace

import pytest
from flask import Flask, render_template

from archive.pages.document import document_page
from archive.pages.named import SHOWN, named_kinds
from archive.store.values import Withdrawal
from index.results import Cited, Named
from tests.web.pages.samples import DECISION, NEWS, RECEIVED, SITE, stored, versions

NAMED = Named(
    facets={"organisation": ("Sở Y tế", "Quốc hội"), "place": (), "person": ("Nguyễn Văn An",)},
    cited=(Cited("1847-QĐ/UBND", 1, DECISION.key), Cited("30/2020/NĐ-CP", 4), Cited("9/NQ-CP", 0)),
)


def test_names_lead_to_their_facets() -> None:
    kinds = {kind.name: kind for kind in named_kinds(NAMED, {})}
    assert list(kinds) == ["organisation", "person", "citation"]
    assert [link.text for link in kinds["organisation"].shown] == ["Sở Y tế", "Quốc hội"]
    assert kinds["person"].shown[0].href == "/search?person=Nguy%E1%BB%85n+V%C4%83n+An"


def test_numbers_lead_to_their_document_or_to_all_that_have_it_or_nowhere() -> None:
    *_, cited = named_kinds(NAMED, {DECISION.key: stored(DECISION)})
    own, several, unknown = cited.shown
    assert own.text == "1847-QĐ/UBND: Quyết định về bến xe Cầu Đá"
    assert own.href.startswith(f"/d/{DECISION.key}/")
    assert (several.text, several.count) == ("30/2020/NĐ-CP", 4)
    assert several.href == "/search?q=s%E1%BB%91+hi%E1%BB%87u%3A30%2F2020%2FN%C4%90-CP"
    assert (unknown.text, unknown.href) == ("9/NQ-CP", "")


def test_a_withdrawn_document_is_not_linked_and_its_title_is_not_told() -> None:
    gone = stored(DECISION, withdrawal=Withdrawal(RECEIVED, "Trùng."))
    *_, cited = named_kinds(NAMED, {DECISION.key: gone})
    assert (cited.shown[0].text, cited.shown[0].href) == ("1847-QĐ/UBND", "")


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (SHOWN + 1, SHOWN + 1), (SHOWN + 2, SHOWN)])
def test_many_names_stand_behind_more_but_never_one_alone(count: int, shown: int) -> None:
    (kind,) = named_kinds(Named(facets={"place": tuple(map(str, range(count)))}), {})
    assert (len(kind.shown), len(kind.more)) == (shown, count - shown)


def test_hostile_names_stay_text(app: Flask) -> None:
    name, number = "<script>alert(1)</script>", '9/"><img src=x>'
    named = Named(
        facets={"person": (name,)}, cited=(Cited(number, 0), Cited(number, 2), Cited("1/B", 1, NEWS.key))
    )
    titled = replace(NEWS, title="</a><script>")
    page = document_page(
        SITE,
        stored(replace(DECISION, number=number)),
        versions(DECISION, 1),
        named=named,
        cited={NEWS.key: stored(titled)},
        citing=2,
    )
    with app.test_request_context("/"):
        html = render_template("document.html", page=page)
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "</a><script>" not in html
    assert html.count("&lt;img src=x&gt;") >= 3
