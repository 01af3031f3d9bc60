"""The query string of `/search` and `/api/v1/search`: text from a stranger → `Params`.

    {"q": ["hội nghị"], "year": ["2021"], "page": ["2"]} → Params.request → index.search

Reading never raises. A value that cannot be used becomes a `ParamError` and is replaced by the nearest
usable one, so that a page can answer with a notice while the API refuses. `Params.query_string` writes the
same request back in one canonical order, so that one search has one address.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from re import compile as pattern
from typing import Any, Final, Literal, TypeVar, get_args
from unicodedata import normalize
from urllib.parse import urlencode

from index.facets import ALL_FACETS
from index.periods import period
from index.results import Accents, Match, SearchRequest, Sort

MAX_TEXT: Final = 10_000
"""Characters of `q` that are answered; a longer one is refused (400)."""
MAX_REACH: Final = 10_000
"""Hits that paging can reach: deeper pages cost as much as all pages before them."""
MAX_SIZE: Final = 100
MAX_VALUES: Final = 50
"""Values that one facet parameter may have."""
MAX_VALUE: Final = 300
"""Characters of one facet value."""
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
MATCHES: Final[tuple[Match, ...]] = get_args(Match)
ACCENTS: Final[tuple[Accents, ...]] = get_args(Accents)

_DEFAULT: Final = SearchRequest()
_Choice = TypeVar("_Choice", bound=str)
_NUMBER: Final = pattern(r"[0-9]+")
_YEAR: Final = pattern(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class ParamError:
    """One parameter that could not be used as it came.

    `message` (Vietnamese) says what the parameter takes; `instead` says what a page answered with.
    A `fatal` one leaves nothing to answer: pages answer 400 too.
    """

    name: str
    value: str
    message: str
    instead: str = ""
    fatal: bool = False

    @property
    def notice(self) -> str:
        """What a page shows: the message and what was done instead."""
        return f"{self.message} {self.instead}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """A search as asked for: a request that can be answered, and what was wrong with the query string.

    `since_text` and `until_text` are what a form shows in its date fields: the day as dd/mm/yyyy, or what
    was typed when it is no date.
    """

    request: SearchRequest = field(default_factory=SearchRequest)
    errors: tuple[ParamError, ...] = ()
    since_text: str = ""
    until_text: str = ""

    @property
    def hopeless(self) -> bool:
        """True when there is nothing that a page could answer with."""
        return any(error.fatal for error in self.errors)

    @property
    def filtered(self) -> bool:
        """True when a facet or a date narrows the result."""
        request = self.request
        return bool(request.facets or request.since or request.until)

    def last_page(self, total: int) -> int:
        """The last page (from 1) that paging reaches in a result of `total` hits."""
        size = self.request.size or 1
        return max(1, min(-(-total // size), MAX_REACH // size))

    def changed(self, **changes: Any) -> "Params":
        """These parameters with some fields of the request replaced (names of `SearchRequest`).

        Any change but of the page itself goes back to page 1.
        """
        request = self._request(changes)
        return Params(request=request, since_text=_shown(request.since), until_text=_shown(request.until))

    def _request(self, changes: Mapping[str, Any]) -> SearchRequest:
        asked = {"page": 1, **changes} if changes else {}
        same = all(getattr(self.request, name) == value for name, value in asked.items())
        return self.request if same else replace(self.request, **asked)  # which takes longer than to look

    def query_string(self, **changes: Any) -> str:
        """The query string without `?`, in canonical order and without defaults; `""` for the empty search.

        >>> read({"q": ["hội nghị"], "year": ["2021"], "page": ["3"]}).query_string(page=2)
        'q=h%E1%BB%99i+ngh%E1%BB%8B&year=2021&page=2'
        """
        return "&".join(encoded(*pair) for pair in _pairs(self._request(changes)))

    def toggling(self, facet: str) -> Callable[[str], str]:
        """Value of `facet` → the query string with it chosen if it was not, and the reverse.

        What the links of one facet have in common is written once: a page has two hundred of them.
        """
        place, request = ALL_FACETS.index(facet), self._request({"page": 1})
        before = [encoded(*pair) for pair in _asked(request, ALL_FACETS[:place])]
        following = chain(_chosen(request, ALL_FACETS[place + 1 :]), _options(request))
        after = [encoded(*pair) for pair in following]
        chosen = frozenset(self.request.facets.get(facet, ()))

        def toggled(value: str) -> str:
            values = sorted(chosen ^ {value}) if chosen else (value,)
            return "&".join([*before, *[encoded(facet, one) for one in values], *after])

        return toggled

    def spanning(self, *, without: str) -> Callable[[date, date], str]:
        """First and last day → the query string within them, without the facet that they would contradict.

        What the links of a histogram have in common is written once, as for `toggling`.
        """
        request = self._request({"page": 1, "since": None, "until": None})
        names = [name for name in ALL_FACETS if name != without]
        before = [encoded(*pair) for pair in _asked(request, names)]
        after = [encoded(*pair) for pair in _options(request)]

        def within(since: date, until: date) -> str:
            return "&".join([*before, f"from={since.isoformat()}", f"to={until.isoformat()}", *after])

        return within


def read(args: Mapping[str, Sequence[str]]) -> Params:
    """Parameters from a parsed query string (name → its values in order). Unknown names are ignored."""
    errors: list[ParamError] = []
    text = _text(_first(args, "q"), errors)
    size = _size(_first(args, "size"), errors)
    since, since_text = _day(args, "from", errors)
    until, until_text = _day(args, "to", errors)
    if since and until and since > until:
        errors.append(_crossed(since_text, until_text))
        since, until, since_text, until_text = (
            _opening(until_text),
            _closing(since_text),
            until_text,
            since_text,
        )
    request = SearchRequest(
        text=text,
        page=_page(_first(args, "page"), size, errors),
        size=size,
        sort=_choice(args, "sort", SORTS, errors),
        match=_choice(args, "match", MATCHES, errors),
        accents=_choice(args, "accents", ACCENTS, errors),
        since=since,
        until=until,
        facets={name: values for name in ALL_FACETS if (values := _facet(args, name, errors))},
    )
    return Params(request=request, errors=tuple(errors), since_text=since_text, until_text=until_text)


def encoded(name: str, value: str) -> str:
    """`name=value` in a query string. Remembered, since a page has a hundred links, and the next the same:
    that was a third of the time of a page."""
    return (_encoded if len(value) <= MAX_VALUE else _long_encoded)(name, value)


def _urlencoded(name: str, value: str) -> str:
    return urlencode({name: value})


_encoded = lru_cache(maxsize=10_000)(_urlencoded)
_long_encoded = lru_cache(maxsize=8)(_urlencoded)


def _clean(text: str) -> str:
    return normalize("NFC", text.encode("utf-8", "replace").decode("utf-8")).strip()


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value that is not blank: forms send every field, empty or not."""
    return next((text for value in args.get(name, ()) if (text := _clean(value))), "")


def _text(text: str, errors: list[ParamError]) -> str:
    if len(text) <= MAX_TEXT:
        return text
    length = f"{len(text):,}".replace(",", ".")
    message = f"Câu tìm dài {length} ký tự; xin rút gọn còn tối đa 10.000 ký tự."
    errors.append(ParamError("q", _brief(text), message, fatal=True))
    return text[:MAX_VALUE]


def _size(text: str, errors: list[ParamError]) -> int:
    if not text:
        return _DEFAULT.size
    number = _number(text)
    if number is not None and number <= MAX_SIZE:
        return number
    message = f"Số kết quả mỗi trang («size») phải là số nguyên từ 0 đến {MAX_SIZE}."
    size = _DEFAULT.size if number is None else MAX_SIZE
    errors.append(ParamError("size", _brief(text), message, f"Đang hiển thị {size} kết quả mỗi trang."))
    return size


def _page(text: str, size: int, errors: list[ParamError]) -> int:
    if not text:
        return 1
    number, last = _number(text), MAX_REACH // (size or 1)
    if number is not None and 1 <= number <= last:
        return number
    message = "Số trang («page») phải là số nguyên từ 1 trở lên."
    page = 1
    if number is not None and number > last:
        page = last
        message = (
            f"Chỉ xem được 10.000 kết quả đầu tiên, tức đến trang {last}; "
            "xin thêm từ khóa hoặc bộ lọc để thu hẹp kết quả."
        )
    errors.append(ParamError("page", _brief(text), message, f"Đang hiển thị trang {page}."))
    return page


def _number(text: str) -> int | None:
    """A natural number; one of more than nine digits is as good as the greatest of nine."""
    if not _NUMBER.fullmatch(text):
        return None
    return int(text) if len(text) <= 9 else 999_999_999


def _choice(
    args: Mapping[str, Sequence[str]], name: str, choices: tuple[_Choice, ...], errors: list[ParamError]
) -> _Choice:
    """One of `choices`; the first is the default."""
    text = _first(args, name)
    found = next((choice for choice in choices if choice == text), None)
    if text and found is None:
        message = f"«{name}» chỉ nhận một trong các giá trị: {', '.join(choices)}."
        errors.append(ParamError(name, _brief(text), message, f"Đã dùng «{choices[0]}»."))
    return found or choices[0]


def _opening(text: str) -> date | None:
    days = period(text)
    return days[0] if days else None


def _closing(text: str) -> date | None:
    days = period(text)
    return days[1] if days else None


def _day(
    args: Mapping[str, Sequence[str]], name: Literal["from", "to"], errors: list[ParamError]
) -> tuple[date | None, str]:
    text = _first(args, name)[:MAX_VALUE]
    day = (_opening if name == "from" else _closing)(text)
    if text and day is None:
        message = (
            f"«{_brief(text)}» không phải là ngày; xin viết như 30/06/2021, 2021-06-30, 06/2021 hoặc 2021."
        )
        errors.append(ParamError(name, _brief(text), message, "Đã bỏ qua giới hạn này."))
    return day, text


def _crossed(since: str, until: str) -> ParamError:
    message = f"Ngày bắt đầu ({_brief(since)}) muộn hơn ngày kết thúc ({_brief(until)})."
    return ParamError("from", _brief(since), message, "Đã đổi chỗ hai ngày.")


def _facet(args: Mapping[str, Sequence[str]], name: str, errors: list[ParamError]) -> tuple[str, ...]:
    values = sorted({text for value in args.get(name, ()) if (text := _clean(value))})
    wrong = next((value for value in values if not _usable(name, value)), None)
    if wrong is not None:
        takes = "năm gồm bốn chữ số" if name == "year" else f"giá trị dài tối đa {MAX_VALUE} ký tự"
        errors.append(
            ParamError(name, _brief(wrong), f"Bộ lọc «{name}» chỉ nhận {takes}.", "Đã bỏ qua giá trị sai.")
        )
    usable = [value for value in values if _usable(name, value)]
    if len(usable) > MAX_VALUES:
        message = f"Bộ lọc «{name}» chỉ nhận tối đa {MAX_VALUES} giá trị một lần."
        errors.append(ParamError(name, _brief(usable[MAX_VALUES]), message, "Đã bỏ qua các giá trị thừa."))
    return tuple(usable[:MAX_VALUES])


def _usable(name: str, value: str) -> bool:
    return bool(_YEAR.fullmatch(value)) if name == "year" else len(value) <= MAX_VALUE


def _brief(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _shown(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


def _pairs(request: SearchRequest) -> Iterator[tuple[str, str]]:
    """Names and values in canonical order, without defaults."""
    yield from _asked(request, ALL_FACETS)
    yield from _options(request)


def _asked(request: SearchRequest, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if request.text:
        yield "q", request.text
    yield from _chosen(request, names)


def _chosen(request: SearchRequest, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from ((name, value) for value in request.facets.get(name, ()))


def _options(request: SearchRequest) -> Iterator[tuple[str, str]]:
    if request.since:
        yield "from", request.since.isoformat()
    if request.until:
        yield "to", request.until.isoformat()
    for name in ("sort", "match", "accents", "size", "page"):
        if (value := getattr(request, name)) != getattr(_DEFAULT, name):
            yield name, str(value)
