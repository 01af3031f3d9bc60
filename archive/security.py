"""What every response carries so that a browser only shows the page, and what a request may weigh."""

from typing import Final

from flask import Flask, Response, abort, request

from archive.config import Settings

MAX_BODY: Final = 16 * 1024
"""Bytes of a request's body: the site only reads, so no body is ever needed."""
MAX_QUERY: Final = 128 * 1024
"""Bytes of a query string: ten thousand characters of four bytes each, percent-encoded, and some filters."""

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from elsewhere, nothing inline. JSON-LD is a data block, which no browser runs or blocks."""

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers older than frame-ancestors
    "Referrer-Policy": "same-origin",  # a search is nobody else's business
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

API_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Any page on the web may read the API: it holds nothing private and knows no sessions."""

STRICT_TRANSPORT: Final = "max-age=31536000"


def protect(app: Flask, settings: Settings) -> None:
    """Bound requests and add the headers to every response of `app`, errors and static files included."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(refuse_oversize)
    secure = settings.site_url.startswith("https://")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_api():
            response.headers.update(API_HEADERS)
        if secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


def is_api() -> bool:
    """True when the request is for a program: an error is answered as problem+json."""
    return request.path.startswith("/api/")


def refuse_oversize() -> None:
    """Answer 413 or 414 before anything is read of a request that is larger than any the site needs."""
    if (request.content_length or 0) > MAX_BODY:
        abort(413)
    if len(request.query_string) > MAX_QUERY:
        abort(414)
