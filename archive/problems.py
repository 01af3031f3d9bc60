"""Errors → what a person or a program is told: the one place where exceptions become answers.

abort(404), StoreError, GenerationError, a bug → error.html, or application/problem+json below /api/
"""

from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, json, make_response, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from archive.pages.error import error_page
from archive.resources import site
from archive.security import is_api
from archive.store import StoreError
from index.errors import GenerationError

RETRY_AFTER: Final = 10
"""Seconds after which a client may ask again while the archive is not ready."""

SENTENCES: Final = {
    400: "Máy chủ không hiểu yêu cầu này; xin kiểm tra lại địa chỉ.",
    404: "Địa chỉ này không có trong kho; xin kiểm tra lại liên kết hoặc tìm lại từ trang đầu.",
    405: "Địa chỉ này chỉ để đọc: xin dùng phương thức GET.",
    410: "Tài liệu này đã được rút khỏi kho.",
    413: "Yêu cầu mang theo nội dung quá lớn; trang này chỉ để đọc và không nhận nội dung gửi lên.",
    414: "Địa chỉ quá dài; xin rút ngắn câu tìm hoặc bớt bộ lọc.",
    500: "Máy chủ gặp lỗi khi trả lời yêu cầu này; xin thử lại sau ít phút.",
    503: "Kho lưu trữ tạm thời chưa phục vụ được; xin thử lại sau ít giây.",
}
"""What is said when whoever raised the error said nothing of its own."""


def handle_errors(app: Flask) -> None:
    """Register the handlers of every error that leaves a view. A bug arrives as a 500, already logged."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(StoreError, _not_ready)
    app.register_error_handler(GenerationError, _not_ready)


def problem(status: int, detail: str, **more: Any) -> Response:
    """An RFC 9457 answer; `detail` is a sentence that says what to do, `more` further members."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    response = current_app.response_class(json.dumps({**told, **more}), status=status)
    response.content_type = "application/problem+json"
    return _uncached(response)


def error_response(status: int, sentence: str) -> Response:
    """The answer of an error for whoever asked: a page, or problem+json below /api/."""
    if is_api():
        return problem(status, sentence)
    page = error_page(site(), status, sentence)
    return _uncached(make_response(render_template("error.html", page=page), status))


def _refused(error: HTTPException) -> Response | BaseResponse | HTTPException:
    """Any status of 400 and more. Redirects, and responses given to `abort`, go out as they are."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    own = error.description if error.description != type(error).description else None
    response = error_response(error.code, own or SENTENCES.get(error.code, SENTENCES[400]))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _not_ready(error: StoreError | GenerationError) -> Response:
    """The store or the index cannot answer now: the log gets the cause, the reader a reason to come back."""
    current_app.logger.error("%s: %s", type(error).__name__, error)
    response = error_response(503, SENTENCES[503])
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
