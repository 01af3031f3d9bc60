"""Searching: counts, orders and pages against a plain count over the documents; generations that change."""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from index.analysis import tokenize
from index.document import FACETS, VIETNAM, Document
from index.entities import TEXT_FACETS, facet_values, find
from index.errors import GenerationError, NoIndex
from index.facets import ALL_FACETS
from index.generations import Generation, Generations
from index.order import sort_key, syllables
from index.results import FacetValue, SearchRequest, SearchResults
from index.search import Index
from index.selection import FACET_VALUES
from index.text import fold, has_marks
from index.writer import indexed_texts
from tests.index.corpora import CATEGORIES, ISSUERS, SOURCES, SYLLABLES, TYPES, again, documents, publish

NAMES = (
    "Bộ Y tế", "Quốc hội", "Sở Công Thương thành phố Hải Phòng", "tỉnh Cà Mau", "thành phố Đà Nẵng",
    "đồng chí Nguyễn Văn An", "bà Trần Thị Bình",
)  # fmt: skip


def naming(document: Document) -> Document:
    """`document` with a sentence that names up to five of `NAMES`."""
    chance = random.Random(document.id)
    named = ", ".join(chance.sample(NAMES, chance.choice((0, 1, 1, 2, 5))))
    return replace(document, body=f"{document.body}\nCùng {named}." if named else document.body)


EVERY = [naming(each) for each in documents(150, seed=31)]
GONE = {each.key for each in EVERY[:90:7]}
LIVE = {each.key: each for each in EVERY if each.key not in GONE}
VALUES_OF: dict[str, dict[str, tuple[str, ...]]] = {
    key: {
        **{name: (each.facet(name),) for name in FACETS if each.facet(name)},
        **facet_values(find(each.title, each.body, each.summary)),
    }
    for key, each in LIVE.items()
}
TERMS = {key: set().union(*(tokenize(text).terms() for text in indexed_texts(LIVE[key]))) for key in LIVE}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of `LIVE`, in three segments with deletions."""
    data = tmp_path_factory.mktemp("var")
    generation = publish(data, EVERY[:90])
    generation = publish(data, EVERY[90:130], base=generation, gone=GONE)
    publish(data, EVERY[130:], base=generation)
    with closing(Index(data)) as index:
        yield index


# The plain count


def matches(text: str, match: str) -> set[str]:
    """Keys of the documents that `text` (single syllables) finds as it is typed."""
    form = str if has_marks(text) else fold
    words = {form(word) for word in text.split()}
    rule = any if match == "any" else all
    return {
        key
        for key, terms in TERMS.items()
        if not words or rule(word in {form(term) for term in terms} for word in words)
    }


def passes(document: Document, request: SearchRequest, *, but: Sequence[str] = ()) -> bool:
    """Whether `document` passes every filter of `request` but those named in `but`."""
    for name, values in request.facets.items():
        held = VALUES_OF[document.key].get(name, ())
        if values and name not in but and not set(held) & set(values):
            return False
    if "dates" in but or (request.since is None and request.until is None):
        return True
    if document.published is None:
        return False
    day = document.published.astimezone(VIETNAM).date()
    return (request.since or date.min) <= day <= (request.until or date.max)


def listed(request: SearchRequest, name: str, keys: set[str]) -> list[FacetValue]:
    """The values of one facet as they must be listed."""
    within = [key for key in keys if passes(LIVE[key], request, but=[name])]
    counts = Counter(value for key in within for value in VALUES_OF[key].get(name, ()))
    selected = request.facets.get(name, ())
    values = sorted(counts.keys() | set(selected), key=sort_key)
    found = [FacetValue(value, counts[value], value in selected) for value in values]
    found.sort(key=lambda each: -each.documents)
    most = request.listed.get(name, FACET_VALUES)
    found = found[:most] + [each for each in found[most:] if each.selected]
    return sorted(found, key=lambda each: each.value, reverse=True) if name == "year" else found


VALUES = {
    "category": (*CATEGORIES[:3], "Chưa có"),
    "type": (*TYPES[:3], "Chưa có"),
    "issuer": (*ISSUERS, "Chưa có"),
    "source": (*SOURCES[:1], "Chưa có"),
    "year": ("2019", "2020", "2021", "2022", "1945"),
    "organisation": ("Bộ Y tế", "Quốc hội", "Sở Công Thương thành phố Hải Phòng", "Chưa có"),
    "place": ("Cà Mau", "Tỉnh Cà Mau", "Thành phố Đà Nẵng", "Đà Nẵng", "Chưa có"),
    "person": ("Nguyễn Văn An", "Trần Thị Bình", "Chưa có"),
}
facets = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)
        for name, values in VALUES.items()
    },
)
days = st.none() | st.dates(date(2018, 12, 30), date(2023, 1, 2))
texts = st.lists(st.sampled_from(SYLLABLES), max_size=4).map(" ".join)
requests = st.builds(
    SearchRequest,
    text=texts,
    match=st.sampled_from(("auto", "all", "any")),
    since=days,
    until=days,
    facets=facets,
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
    size=st.integers(0, 100),
    counted=st.just(ALL_FACETS) | st.lists(st.sampled_from(ALL_FACETS), unique=True).map(tuple),
    listed=st.dictionaries(st.sampled_from(ALL_FACETS), st.integers(0, 5)),
)


@settings(max_examples=200, deadline=None)
@given(request=requests)
def test_counts_are_those_of_a_plain_count(index: Index, request: SearchRequest) -> None:
    keys = matches(request.text, request.match)
    assume(keys)  # else a weaker reading is answered
    results = index.search(request)
    found = {key for key in keys if passes(LIVE[key], request)}
    assert results.total == len(found)
    assert {name: list(values) for name, values in results.facets.items()} == {
        name: listed(request, name, keys) for name in request.counted
    }
    spread = [LIVE[key].published for key in keys if passes(LIVE[key], request, but=["dates", "year"])]
    months = Counter(f"{when.astimezone(VIETNAM):%Y-%m}" for when in spread if when)
    assert list(results.months.items()) == sorted(months.items())
    assert results.undated == spread.count(None)
    assert not results.interpretation.relaxed
    assert len(results.hits) == min(request.size, len(found))


@settings(max_examples=50, deadline=None)
@given(request=requests, size=st.integers(5, 40))
def test_the_pages_hold_every_hit_once_and_in_order(index: Index, request: SearchRequest, size: int) -> None:
    keys = matches(request.text, request.match)
    assume(keys)
    found = {key for key in keys if passes(LIVE[key], request)}
    pages = range(1, len(found) // size + 3)
    results = [index.search(replace(request, size=size, page=page)) for page in pages]
    hits = [hit for each in results for hit in each.hits]
    assert [len(each.hits) for each in results[:-2]] == [size] * (len(results) - 2)
    assert len(hits) == len(found)
    assert {hit.key for hit in hits} == found
    order = [_place(request, LIVE[hit.key], hit.score) for hit in hits]
    assert order == sorted(order)
    assert hits == list(index.search(replace(request, size=len(found))).hits)


def _place(request: SearchRequest, document: Document, score: float) -> tuple[Any, ...]:
    """Where a hit stands: smaller comes first; without a date or a title it comes last by that."""
    when = document.published.timestamp() // 60 if document.published else None
    if request.sort == "oldest":
        return (when is None, when or 0)
    newest = (when is None, -(when or 0))
    if request.sort == "title":
        return (not document.title, syllables(document.title), *newest)
    return newest if request.sort == "newest" or not request.text else (-score, *newest)


def test_the_texts_name_what_the_facets_count() -> None:
    """The plain count above proves something only where documents have several values."""
    for name in TEXT_FACETS:
        held = [values[name] for values in VALUES_OF.values()]
        assert {value for each in held for value in each} & set(VALUES[name])
        assert sum(len(each) > 1 for each in held) > 5


def test_scores_only_where_the_order_is_by_relevance(index: Index) -> None:
    def scores(**fields: Any) -> set[bool]:
        return {hit.score > 0 for hit in index.search(SearchRequest(size=100, **fields)).hits}

    assert scores(text="hội") == {True}
    for fields in ({"text": ""}, {"text": "hội", "sort": "newest"}, {"text": "hội", "sort": "oldest"}):
        assert scores(**fields) == {False}


@pytest.mark.parametrize(("page", "size"), [(1, 0), (16, 10), (10**9, 100), (10**30, 1)])
def test_a_page_without_hits_still_counts(index: Index, page: int, size: int) -> None:
    results = index.search(SearchRequest(page=page, size=size))
    assert results.hits == ()
    assert results.total == len(LIVE)
    assert sum(value.documents for value in results.facets["issuer"]) == len(LIVE)


def test_a_selected_value_is_listed_once_even_where_nothing_has_it(index: Index) -> None:
    chosen = {"issuer": ("Không ai", "Không ai", ISSUERS[0]), "category": ("Kinh tế",)}
    results = index.search(SearchRequest(facets=chosen))
    assert [each for each in results.facets["issuer"] if each.documents == 0] == [
        FacetValue("Không ai", 0, selected=True)
    ]
    assert {each.value for each in results.facets["issuer"] if each.selected} == {"Không ai", ISSUERS[0]}
    nothing = index.search(SearchRequest(facets={"issuer": ("Không ai",)}))
    assert (nothing.total, nothing.hits) == (0, ())
    assert nothing.facets["issuer"][-1] == FacetValue("Không ai", 0, selected=True)


def test_a_filter_that_no_facet_knows_changes_nothing(index: Index) -> None:
    assert index.search(SearchRequest(facets={"màu": ("đỏ",)})).total == len(LIVE)


def test_equal_scores_stand_newest_first(tmp_path: Path) -> None:
    start = datetime(2020, 1, 1, tzinfo=VIETNAM)
    same = [
        Document(id=str(day), body="hội ma", published=start + timedelta(days=day % 7)) for day in range(40)
    ]
    publish(tmp_path, [*same, Document(id="không ngày", body="hội ma")])
    known = {each.key: each.published for each in same}
    with closing(Index(tmp_path)) as index:
        hits = index.search(SearchRequest(text="hội", size=100)).hits
        pages = [index.search(SearchRequest(text="hội", size=3, page=page)).hits for page in range(1, 15)]
    assert len({hit.score for hit in hits}) == 1
    published = [when for hit in hits if (when := known.get(hit.key))]
    assert published == sorted(published, reverse=True)
    assert hits[-1].key == Document(id="không ngày").key
    assert [hit for page in pages for hit in page] == list(hits)


def test_a_facet_lists_its_most_frequent_values_and_the_selected_ones(tmp_path: Path) -> None:
    rare = [Document(id=str(number), issuer=f"Sở {number:03d}") for number in range(FACET_VALUES + 40)]
    often = [Document(id=f"nhiều {number}", issuer="Sở 230") for number in range(3)]
    publish(tmp_path, [*rare, *often])
    with closing(Index(tmp_path)) as index:
        listed = index.search(SearchRequest()).facets["issuer"]
        chosen = index.search(SearchRequest(facets={"issuer": ("Sở 239",)})).facets["issuer"]
    assert len(listed) == FACET_VALUES
    assert listed[0] == FacetValue("Sở 230", 4)
    assert chosen[:-1] == listed
    assert chosen[-1] == FacetValue("Sở 239", 1, selected=True)


def test_a_weaker_reading_is_counted_like_any_other(tmp_path: Path) -> None:
    publish(tmp_path, [Document(id="1", body="hoi nghi", category="A"), Document(id="2", body="cong")])
    with closing(Index(tmp_path)) as index:
        results = index.search(SearchRequest(text="hội nghị", match="all"))
        assert results.interpretation.relaxed
        assert results.total == 1
        assert results.facets["category"] == (FacetValue("A", 1),)
        nothing = index.search(SearchRequest(text="vắng mặt"))
        assert (nothing.total, nothing.hits, dict(nothing.months), nothing.undated) == (0, (), {}, 0)


QUERIES = ("", "ma", '"ma má"', "ho*", "-ma", "hội -ma", "+ma hội HOẶC công", "45/NQ-TW", "…", "vắng")


def test_an_empty_archive_answers(tmp_path: Path) -> None:
    publish(tmp_path, [])
    with closing(Index(tmp_path)) as index:
        for text in QUERIES:
            results = index.search(
                SearchRequest(text=text, since=date(2021, 1, 1), facets={"year": ("2021",)})
            )
            assert (results.total, results.hits, dict(results.months), results.undated) == (0, (), {}, 0)
            assert results.facets["year"] == (FacetValue("2021", 0, selected=True),)
            assert index.explain(SearchRequest(text=text))["matched"] == 0
        assert index.generation().manifest.documents == 0


# Explaining


@pytest.mark.parametrize("text", QUERIES)
def test_explaining_agrees_with_searching(index: Index, text: str) -> None:
    request = SearchRequest(text=text, size=5)
    explained = json.loads(json.dumps(index.explain(request)))
    results = index.search(request)
    assert explained["query"]["text"] == text
    assert explained["query"]["interpreted"] == results.interpretation.interpreted
    assert explained["matched"] == results.total
    assert explained["relaxed"] == results.interpretation.relaxed
    assert [(hit["key"], hit["score"]) for hit in explained["hits"]] == [
        (hit.key, hit.score) for hit in results.hits
    ]


def test_explaining_says_what_each_term_is_worth(tmp_path: Path) -> None:
    publish(tmp_path, [Document(id="1", title="hội", body="hội hội"), Document(id="2", body="hội ma")])
    with closing(Index(tmp_path)) as index:
        terms = index.explain(SearchRequest(text="hội"))["terms"]
    documents = {(each["field"], each["term"]): each["documents"] for each in terms}
    assert documents["body_syllable", "hội"] == 2
    assert documents["title_syllable", "hội"] == 1
    assert all(each["weight"] > 0 for each in terms)


def test_explaining_says_what_a_score_is_made_of(tmp_path: Path) -> None:
    own = Document(id="1", title="Nghị quyết", number="45/NQ-TW", body="Về công nghiệp.")
    cites = Document(id="2", title="Công văn", body="Thực hiện 45/NQ-TW về công nghiệp.")
    publish(tmp_path, [own, cites, *documents(20)])
    with closing(Index(tmp_path)) as index:
        explained = index.explain(SearchRequest(text="công nghiệp 45/NQ-TW"))["hits"]
        by_age = index.explain(SearchRequest(text="công nghiệp", sort="newest"))["hits"]
    made_of = {hit["key"]: hit["parts"] for hit in explained}
    for hit in explained:
        assert sum(hit["parts"].values()) == pytest.approx(hit["score"], rel=1e-4)
        assert all(value > 0 for value in hit["parts"].values())
    assert [hit["key"] for hit in explained[:2]] == [own.key, cites.key]
    assert made_of[own.key]["number"] > made_of[cites.key]["number"] > 0
    assert "title_folded" not in made_of[own.key]  # its title has none of the words
    assert {"body_syllable", "body_folded", "body_shingle", "body_word"} <= set(made_of[cites.key])
    assert [hit["parts"] for hit in by_age] == [{}] * len(by_age)


# Generations


def answered(index: Index, text: str = "") -> tuple[int, int]:
    results = index.search(SearchRequest(text=text))
    return results.generation, results.total


def test_without_an_index(tmp_path: Path) -> None:
    with closing(Index(tmp_path / "chưa có")) as index:
        for ask in (index.generation, lambda: index.search(SearchRequest()), lambda: answered(index)):
            with pytest.raises(NoIndex, match="vankho rebuild"):
                ask()
        with pytest.raises(NoIndex):
            index.explain(SearchRequest())
        publish(tmp_path / "chưa có", documents(3))
        assert answered(index) == (1, 3)


def test_a_new_generation_answers_the_next_request(tmp_path: Path) -> None:
    publish(tmp_path, documents(3))
    with closing(Index(tmp_path)) as index:
        assert answered(index) == (1, 3)
        publish(tmp_path, documents(5))
        assert answered(index) == (2, 5)
        assert index.generation().number == 2
        assert index.explain(SearchRequest())["matched"] == 5


def test_rolling_back_and_building_again_are_noticed(tmp_path: Path) -> None:
    """Also where no request came between the two."""
    first = publish(tmp_path, documents(3))
    publish(tmp_path, documents(5))
    with closing(Index(tmp_path)) as index:
        assert answered(index)[1] == 5
        Generations(tmp_path).roll_back()
        assert answered(index) == (first.number, 3)
        publish(tmp_path, documents(6))
        assert answered(index)[1] == 6
        Generations(tmp_path).roll_back()
        publish(tmp_path, documents(7))
        assert answered(index)[1] == 7


def test_a_closed_index_opens_again(tmp_path: Path) -> None:
    publish(tmp_path, documents(3))
    index = Index(tmp_path)
    index.close()
    assert answered(index) == (1, 3)
    index.close()
    index.close()
    assert held(tmp_path) == []
    assert answered(index) == (1, 3)
    index.close()


def held(data: Path) -> list[str]:
    """Files below `data` that this process has open or mapped."""
    opened = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            opened.append(str(link.readlink()))
        except FileNotFoundError:  # the descriptor that was reading this folder
            continue
    mapped = [line.split(maxsplit=5)[-1] for line in Path("/proc/self/maps").read_text("utf-8").splitlines()]
    return [path for path in opened + mapped if str(data) in path]


def test_old_generations_are_closed(tmp_path: Path) -> None:
    original = publish(tmp_path / "gốc", EVERY[:20])
    generations = Generations(tmp_path / "var")
    with closing(Index(generations.data)) as index:
        counts = []
        for _ in range(50):
            copy = again(generations, original)
            assert answered(index, "hội ma")[0] == copy.number
            answered(index, '"ma ma"')
            counts.append(len(held(generations.data)))
        assert all(str(copy.path) in path for path in held(generations.data))
        assert len(set(counts)) == 1
    assert held(generations.data) == []


@pytest.mark.parametrize("ending", [".toc", ".postings", ".documents"])
def test_a_damaged_generation_is_an_error_that_names_the_file(tmp_path: Path, ending: str) -> None:
    original = publish(tmp_path / "gốc", EVERY[:20])
    generations = Generations(tmp_path / "var")
    name = next(name for name in original.manifest.files if name.endswith(ending))
    with closing(Index(generations.data)) as index:
        for harm in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])):
            copy = again(generations, original)
            content = (copy.path / name).read_bytes()
            (copy.path / name).unlink()
            (copy.path / name).write_bytes(content)
            harm(copy.path / name)
            with pytest.raises(GenerationError, match=rf"{name}.*vankho rebuild"):
                answered(index)
        last = again(generations, original)
        assert answered(index) == (last.number, 20)
        assert all(str(last.path) in path for path in held(generations.data))


@pytest.mark.parametrize("ending", [".postings", ".documents", "vocabulary.flat", "headings.flat"])
def test_a_file_cut_short_while_it_is_open_is_an_error_that_names_it(tmp_path: Path, ending: str) -> None:
    """A process that reads a map beyond the end of its file is ended by the system."""
    original = publish(tmp_path / "gốc", EVERY[:20])
    generations = Generations(tmp_path / "var")
    copy = again(generations, original)
    name = next(name for name in original.manifest.files if name.endswith(ending))
    with closing(Index(generations.data)) as index:
        assert answered(index) == (copy.number, 20)
        content = (copy.path / name).read_bytes()
        (copy.path / name).unlink()
        (copy.path / name).write_bytes(content)
        last = again(generations, original)
        assert answered(index) == (last.number, 20)
        os.truncate(last.path / name, 0)
        for _ in range(2):
            with pytest.raises(GenerationError, match=rf"{name}.*vankho rebuild"):
                answered(index, "hội ma")
        with pytest.raises(GenerationError, match=name):
            index.complete("ma")
        generations.roll_back()
        assert answered(index) == (copy.number, 20)


def test_a_generation_removed_while_it_is_opened_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = [publish(tmp_path / str(count), EVERY[:count]) for count in (3, 4, 5)]
    generations = Generations(tmp_path / "var")
    first = again(generations, originals[0])
    opening = open_dir

    def overtaken(path: str, **keywords: Any) -> Any:
        if path == str(first.path):
            for original in originals[1:]:
                again(generations, original)
        return opening(path, **keywords)

    monkeypatch.setattr("index.opened.open_dir", overtaken)
    with closing(Index(generations.data)) as index:
        assert answered(index) == (3, 5)
        assert not first.path.exists()


def variant(data: Path, number: int) -> Generation:
    """A generation in which everything says that it is variant `number`."""
    every = documents(20 + number, seed=number)
    return publish(data, [replace(each, body=f"hội {each.body}", source=f"{number}") for each in every])


def test_threads_never_fail_and_never_mix_generations(tmp_path: Path) -> None:
    variants = [variant(tmp_path / str(number), number) for number in range(3)]
    generations = Generations(tmp_path / "var")
    served = {again(generations, variants[0]).number: 0}
    done = Event()

    def searching(index: Index, text: str) -> list[SearchResults]:
        results = []
        while not done.is_set():
            results.append(index.search(SearchRequest(text=text, size=100)))
        return results

    with closing(Index(generations.data)) as index, ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(searching, index, text) for text in ("", '"hội"', "hội ma nghị sở công")]
        try:
            for turn in range(30):
                served[again(generations, variants[turn % 3]).number] = turn % 3
                assert answered(index)[0] == max(served)
        finally:
            done.set()
        every = [result for future in futures for result in future.result()]
    assert len({result.generation for result in every}) > 10
    for result in every:
        number = served[result.generation]
        assert result.total == len(result.hits) == 20 + number
        assert result.facets["source"] == (FacetValue(str(number), 20 + number),)
