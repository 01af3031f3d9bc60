"""A document's metadata as labelled facts, each linked into search where a search exists for it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Final
from urllib.parse import urlsplit

from archive import links, wording
from archive.pages.base import Link, told
from index.document import VIETNAM, Document

LANGUAGES: Final = {"vi": "Tiếng Việt", "en": "Tiếng Anh", "fr": "Tiếng Pháp", "zh": "Tiếng Trung"}
"""Names of languages that a Vietnamese archive meets; others are shown by their code."""

EXTRA_LABELS: Final = {
    "nguoi-ky": "Người ký",
    "nguoi-ky-ten": "Người ký",
    "signer": "Người ký",
    "chuc-vu": "Chức vụ",
    "trang-thai": "Trạng thái",
    "tinh-trang": "Tình trạng",
    "status": "Trạng thái",
    "ngay-hieu-luc": "Ngày có hiệu lực",
    "ngay-het-hieu-luc": "Ngày hết hiệu lực",
    "trich-yeu": "Trích yếu",
    "co-so-phap-ly": "Cơ sở pháp lý",
    "noi-nhan": "Nơi nhận",
    "ghi-chu": "Ghi chú",
    "note": "Ghi chú",
    "do-khan": "Độ khẩn",
    "pham-vi": "Phạm vi",
    "van-ban-thay-the": "Văn bản thay thế",
    "van-ban-bi-thay-the": "Văn bản bị thay thế",
    "van-ban-bi-bai": "Văn bản bị bãi bỏ",
    "van-ban-lien-quan": "Văn bản liên quan",
}
"""Names for metadata that sources often carry beside the import form; others are shown as they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of metadata."""

    label: str = field(metadata=told("What it is, for people."))
    values: tuple[Link, ...] = field(metadata=told("Its values; a value without href is plain text."))
    machine: str = field(default="", metadata=told("ISO date for <time datetime>, or empty."))


def facts(document: Document) -> Iterator[Fact]:
    """What the archive knows of a document, in the order a reader asks for it; absent facts are left out."""
    published = wording.moment(document.published, date_only=document.date_only)
    lines = (
        ("Số hiệu", (_plain(document.number),), ""),
        (wording.FACET_LABELS["type"], (_facet("type", document),), ""),
        (wording.FACET_LABELS["issuer"], (_facet("issuer", document),), ""),
        (
            "Ngày ban hành" if document.number else "Ngày đăng",
            (_dated(document, published),),
            _machine(document),
        ),
        ("Cập nhật", (_plain(_updated(document, wording.moment)),), _updated(document, wording.machine)),
        (wording.FACET_LABELS["category"], (_facet("category", document),), ""),
        ("Tác giả", (_quoted(document.author),), ""),
        ("Từ khóa", tuple(_quoted(tag) for tag in document.tags), ""),
        (wording.FACET_LABELS["source"], (_facet("source", document),), ""),
        ("Địa chỉ gốc", (_outside(document.url),), ""),
        ("Ngôn ngữ", (_plain(LANGUAGES.get(document.language, document.language)),), ""),
        ("Tiêu đề trang nguồn", (_plain(document.page_title),), ""),
    )
    for label, links_of, machine in lines:
        if values := tuple(link for link in links_of if link.text):
            yield Fact(label=label, values=values, machine=machine)


def extra_facts(extra: Mapping[str, Any]) -> Iterator[Fact]:
    """Metadata that the import form does not know, in its order, every value as text."""
    for name, value in extra.items():
        values = value if isinstance(value, list | tuple) else (value,)
        if texts := tuple(_plain(text) for one in values if (text := _text(one))):
            yield Fact(label=EXTRA_LABELS.get(name.replace("_", "-").lower(), _named(name)), values=texts)


def _named(name: str) -> str:
    words = " ".join(name.replace("_", " ").replace("-", " ").split()) or name
    return words[:1].upper() + words[1:]


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def _plain(text: str) -> Link:
    return Link(text=text, href="")


def _linked(text: str, href: Callable[[], str]) -> Link:
    return Link(text=text, href=href() if text else "")


def _facet(name: str, document: Document) -> Link:
    value = document.facet(name)
    return _linked(value, lambda: links.search_path(facets={name: (value,)}))


def _quoted(text: str) -> Link:
    """A name or keyword, linked to a search for exactly these words."""
    return _linked(text, lambda: links.search_path(text='"' + text.replace('"', " ") + '"'))


def _dated(document: Document, published: str) -> Link:
    return _linked(published, lambda: links.search_path(facets={"year": (document.year,)}))


def _machine(document: Document) -> str:
    return wording.machine(document.published, date_only=document.date_only)


def _updated(document: Document, form: Callable[..., str]) -> str:
    """`updated` in a form of `wording`. Midnight sharp is a day whose time the source did not give."""
    local = document.updated.astimezone(VIETNAM) if document.updated else None
    return form(local, date_only=local is not None and local.time() == time())


def _outside(url: str) -> Link:
    """An address elsewhere; anything but http and https (`javascript:`, a path) is text, not a link."""
    try:
        parts = urlsplit(url)
        web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        web = False
    return Link(text=url, href=url if web else "", rel="external noopener nofollow")
