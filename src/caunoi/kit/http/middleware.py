"""What every request passes: an id, a language, a theme, and no cache for what is not public."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from caunoi.kit import ids
from caunoi.kit.http import errors, logs

Next = Callable[[HttpRequest], HttpResponse]
access = logging.getLogger("caunoi.access")


def compress_pages(get_response: Next) -> Next:
    """Send pages compressed; files and exports are compressed in themselves. Django pads against BREACH."""
    gzip = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            gzip.process_response(request, response)  # changes it in place
        return response

    return middleware


def request_identity(get_response: Next) -> Next:
    """Give the request an id, return it as `X-Request-Id`, and log one line without personal data."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = str(ids.new_id())
        token = logs.request_id.set(request_id)
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-Id"] = request_id
            match = request.resolver_match
            access.info(
                "request",
                extra={
                    "method": request.method,
                    # The route's name, never the address: addresses hold tokens and search words.
                    "route": match.view_name if match else "-",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
            return response
        finally:
            logs.request_id.reset(token)

    return middleware


def language_and_theme(get_response: Next) -> Next:
    """Vietnamese unless the person chose English by the link in the footer; the browser's wish is not asked,
    because phones sold in Việt Nam often ask for English."""
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = language if language in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def missing_is_not_found(get_response: Next) -> Next:
    """A loader that finds nothing in the person's scope raises DoesNotExist: everywhere that is 404."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.page_not_found(request) if isinstance(exception, ObjectDoesNotExist) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def no_store(get_response: Next) -> Next:
    """Pages of signed-in people and personal links are kept by no cache and by no search engine; nothing of ours is
    embedded elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        is_personal = logs.KEYS.search(request.path) or (user is not None and user.is_authenticated)
        if is_personal or request.method == "POST":
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex, noarchive")
        return response

    return middleware
