"""Error pages: what failed, what is safe, what to do."""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caunoi.kit.http import logs

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Trouble:
    """What an error page says."""

    title: str
    failed: str
    safe: str
    todo: str


def page(request: HttpRequest, status: int, trouble: Trouble, template: str = "kit/error.html") -> HttpResponse:
    """The page of a trouble."""
    context = {"trouble": trouble, "status": status, "request_id": logs.request_id.get()}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400; or 413 when too much was sent."""
    if isinstance(exception, TOO_MUCH):
        return too_large(request)
    trouble = Trouble(
        _("Máy chủ không hiểu yêu cầu này"),
        _("Địa chỉ hoặc dữ liệu gửi lên không đúng dạng."),
        _("Chưa có gì được ghi hay thay đổi."),
        _("Quay lại trang trước, tải lại trang rồi thử lại."),
    )
    return page(request, 400, trouble)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    most = settings.CAUNOI.max_upload_bytes // 1024**2
    trouble = Trouble(
        _("Nội dung gửi lên quá lớn"),
        _("Biểu mẫu hoặc tệp vượt mức máy chủ nhận."),
        _("Chưa có gì được ghi. Tệp trên máy của bạn vẫn nguyên."),
        _("Chia nhỏ hoặc giảm kích thước, mỗi tệp tới %(most)d MB, rồi gửi lại.") % {"most": most},
    )
    return page(request, 413, trouble)


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403 looks like 404: whether a thing exists is told only to those who may see it."""
    return page_not_found(request, exception)


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    trouble = Trouble(
        _("Không tìm thấy trang này"),
        _("Có thể đường dẫn đã đổi, gõ thiếu, hoặc trang chỉ dành cho người có quyền xem."),
        _("Không có gì bị mất hay thay đổi."),
        _("Đăng nhập bằng tài khoản có quyền, hoặc tìm từ trang chủ."),
    )
    return page(request, 404, trouble)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database has no room or no turn. The page asks it nothing, because it may be what failed."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return overloaded(request, retry_seconds=10)
    trouble = Trouble(
        _("Máy chủ gặp lỗi"),
        _("Việc vừa gửi có thể chưa làm xong. Lỗi đã được ghi lại."),
        _("Những gì đã lưu trước đó vẫn còn. Việc làm dở không được ghi một nửa."),
        _("Thử lại sau ít phút. Nếu vẫn lỗi, báo người quản trị mã dưới đây."),
    )
    return page(request, 500, trouble, "kit/server_error.html")


@cache
def _overloaded_page(language: str, theme: str) -> str:
    """Made once: when too much comes, there is no time to make it."""
    trouble = Trouble(
        _("Máy chủ đang quá tải"),
        _("Nhiều người gửi cùng lúc nên yêu cầu này chưa được nhận."),
        _("Chưa có gì được ghi. Nội dung vừa nhập còn ở trang trước."),
        _("Quay lại trang trước, đợi một phút rồi gửi lại."),
    )
    context = {
        "trouble": trouble,
        "LANGUAGE_CODE": language,
        "theme": theme,
        "site_name": settings.SITE_NAME,
        "is_sample_site": settings.CAUNOI.is_sample,
    }
    return render_to_string("kit/server_error.html", context)


def overloaded(request: HttpRequest, *, retry_seconds: int) -> HttpResponse:
    """503, and when to come again; for programs as RFC 9457 says."""
    headers = {"Retry-After": str(retry_seconds), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
        return JsonResponse(problem, status=503, content_type="application/problem+json", headers=headers)
    theme = request.COOKIES.get("theme", "")
    page = _overloaded_page(get_language() or settings.LANGUAGE_CODE, theme if theme in {"light", "dark"} else "")
    return HttpResponse(page, status=503, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    trouble = Trouble(
        _("Chưa gửi được biểu mẫu"),
        _("Biểu mẫu mở quá lâu, hoặc trình duyệt chặn cookie."),
        _("Chưa có gì được ghi. Nội dung vừa nhập còn ở trang trước."),
        _("Quay lại trang trước, tải lại trang rồi gửi lại."),
    )
    return page(request, 403, trouble)
