"""The JSON API in OpenAPI 3.1, from the same tables that read its parameters."""

from typing import Any

from archive.params import ACCENTS, MATCHES, MAX_SIZE, MAX_TEXT, SORTS
from index.entities import TEXT_FACETS
from index.facets import ALL_FACETS, CITATION

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}


def description(*, title: str, version: str, server: str) -> dict[str, Any]:
    """The OpenAPI document of an archive called `title` at the address `server`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": "API chỉ đọc của kho tài liệu."},
        "servers": [{"url": server}],
        "paths": {
            "/api/v1/search": {"get": _search()},
            "/api/v1/complete": {"get": _complete()},
            "/api/v1/documents/{key}": {"get": _document()},
        },
        "components": {"schemas": _schemas()},
    }


def _search() -> dict[str, Any]:
    return {
        "summary": "Tìm tài liệu",
        "parameters": [
            _parameter("q", "Câu tìm", {"type": "string", "maxLength": MAX_TEXT}),
            _parameter("page", "Trang, đếm từ 1", {"type": "integer", "minimum": 1, "default": 1}),
            _parameter(
                "size",
                "Số kết quả mỗi trang",
                {"type": "integer", "minimum": 0, "maximum": MAX_SIZE, "default": 10},
            ),
            _parameter("sort", "Thứ tự", {"enum": list(SORTS), "default": SORTS[0]}),
            _parameter(
                "match", "Cần đủ các từ hay bất kỳ từ nào", {"enum": list(MATCHES), "default": MATCHES[0]}
            ),
            _parameter(
                "accents",
                "strict: từ gõ không dấu chỉ khớp từ không dấu",
                {"enum": list(ACCENTS), "default": ACCENTS[0]},
            ),
            _parameter("from", "Từ ngày: 30/06/2021, 2021-06-30, 06/2021 hoặc 2021", _TEXT),
            _parameter("to", "Đến hết ngày, tháng hoặc năm", _TEXT),
            *(
                _parameter(name, "Bộ lọc, có thể lặp lại", {"type": "array", "items": _TEXT})
                for name in ALL_FACETS
            ),
        ],
        "responses": {"200": _answers("Kết quả", "Results"), "400": _refused("Tham số không dùng được")},
    }


def _complete() -> dict[str, Any]:
    return {
        "summary": "Gợi ý khi đang gõ: từ ngữ, tiêu đề, số hiệu",
        "parameters": [_parameter("q", "Những gì đã gõ", _TEXT)],
        "responses": {"200": _answers("Gợi ý", "Completions")},
    }


def _document() -> dict[str, Any]:
    key = {"name": "key", "in": "path", "required": True, "schema": _TEXT, "description": "Mã tài liệu"}
    return {
        "summary": "Toàn văn một tài liệu cùng các phiên bản",
        "parameters": [key],
        "responses": {
            "200": {
                "description": "Tài liệu",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "404": _refused("Không có tài liệu này"),
            "410": _refused("Tài liệu đã được rút khỏi kho"),
        },
    }


def _parameter(name: str, help_text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": help_text, "schema": schema}


def _answers(help_text: str, schema: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": help_text, "content": {"application/json": {"schema": reference}}}


def _refused(help_text: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": help_text, "content": {"application/problem+json": {"schema": reference}}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _results() -> dict[str, Any]:
    value = _object(value=_TEXT, label=_TEXT, count=_COUNT, selected={"type": "boolean"}, url=_TEXT)
    return _object(
        query=_object(
            text=_TEXT,
            interpreted=_TEXT,
            match=_TEXT,
            relaxed={"type": "boolean"},
            suggestion=_MAYBE,
            notes={"type": "array", "items": _TEXT},
        ),
        total=_COUNT,
        page=_COUNT,
        size=_COUNT,
        took_ms={"type": "number"},
        hits={"type": "array", "items": {"$ref": "#/components/schemas/Hit"}},
        facets=_object(**{name: {"type": "array", "items": value} for name in ALL_FACETS}),
        links=_object(self=_TEXT, next=_MAYBE, prev=_MAYBE, html=_TEXT),
    )


def _completions() -> dict[str, Any]:
    one = _object(text=_TEXT, kind={"enum": ["title", "word", "number"]}, url=_TEXT)
    return _object(query=_TEXT, completions={"type": "array", "items": one})


def _hit() -> dict[str, Any]:
    return _object(
        id=_TEXT,
        key=_TEXT,
        url=_TEXT,
        title=_TEXT,
        title_html=_TEXT,
        snippet_html=_TEXT,
        published=_MAYBE,
        category=_MAYBE,
        type=_MAYBE,
        issuer=_MAYBE,
        source=_MAYBE,
        score={"type": "number"},
    )


def _whole() -> dict[str, Any]:
    return _object(
        id=_TEXT,
        key=_TEXT,
        url=_TEXT,
        title=_TEXT,
        body=_TEXT,
        published=_MAYBE,
        source_url=_MAYBE,
        tags={"type": "array", "items": _TEXT},
        extra={"type": "object"},
        named=_object(**{name: {"type": "array", "items": _TEXT} for name in (*TEXT_FACETS, CITATION)}),
        version={"type": "integer", "minimum": 1},
        versions={"type": "array", "items": {"type": "object"}},
    )


def _problem() -> dict[str, Any]:
    return _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT)


def _schemas() -> dict[str, Any]:
    return {
        "Results": _results(),
        "Completions": _completions(),
        "Hit": _hit(),
        "Document": _whole(),
        "Problem": _problem(),
    }
