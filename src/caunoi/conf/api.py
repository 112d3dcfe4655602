"""The doors for programs under /api/v1/: JSON only, no cookies, errors as RFC 9457 says, described at openapi.json."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as ShapeError
from ninja.parser import Parser

from caunoi.feedback.api import router as feedback
from caunoi.kit.http.problems import of_shape, of_validation, problem

FILES_MOST, TEXT_BYTES = 5, 1024 * 1024


class BoundedParser(Parser):
    """Reads as much as five files in base 64 may take, and not more; Django's own limit is for forms."""

    def parse_body(self, request: HttpRequest) -> Any:
        most = FILES_MOST * settings.CAUNOI.max_upload_bytes * 4 // 3 + TEXT_BYTES
        raw = request.read(most + 1)
        if len(raw) > most:
            raise HttpError(413, _("Nội dung gửi lên quá lớn"))
        request._body = raw  # type: ignore[attr-defined]
        return super().parse_body(request)


api = NinjaAPI(
    title="Cầu Nối",
    version="1",
    description="Send phản ánh and kiến nghị, and follow them by their receipts.",
    urls_namespace="api",
    docs_url=None,
    parser=BoundedParser(),
)
api.add_router("/feedback", feedback)


@api.exception_handler(ShapeError)
def wrong_shape(request: HttpRequest, error: ShapeError) -> HttpResponse:
    """400 when a header is missing or wrong, 422 for the content."""
    is_header = any(line["loc"][0] == "header" for line in error.errors)
    errors = [line for line in error.errors if not is_header or line["loc"][0] == "header"]
    return problem(400 if is_header else 422, _("Có mục cần sửa"), of_shape(errors))


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 when the deed is refused."""
    return problem(422, _("Có mục cần sửa"), of_validation(error))


@api.exception_handler(HttpError)
def plain_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja or the parser refuses."""
    if error.status_code == 400:
        return problem(400, _("Nội dung không phải JSON."))
    return problem(error.status_code, str(error))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such thing."""
    return problem(404, _("Không tìm thấy"))
