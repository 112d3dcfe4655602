"""Error pages: what failed, what is safe, what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "kit/error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return _page(request, 400, _("Máy chủ không hiểu yêu cầu này"), _("Quay lại trang trước rồi thử lại."))


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403 looks like 404: whether a thing exists is told only to those who may see it."""
    return page_not_found(request, exception)


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    text = _("Có thể đường dẫn đã đổi, hoặc trang chỉ dành cho người có quyền xem. Đăng nhập hoặc tìm từ trang chủ.")
    return _page(request, 404, _("Không tìm thấy trang này"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    text = _("Lỗi đã được ghi lại. Những gì đã lưu vẫn còn. Thử lại sau ít phút.")
    return _page(request, 500, _("Máy chủ gặp lỗi"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    text = _(
        "Biểu mẫu đã cũ hoặc trình duyệt chặn cookie. Quay lại, tải lại trang rồi gửi lại; nội dung vừa nhập vẫn còn."
    )
    return _page(request, 403, _("Chưa gửi được biểu mẫu"), text)
