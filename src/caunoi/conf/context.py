"""What every page may know: the federation's name and the menus of the person who looks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.contests.rules import may_make_contest
from caunoi.kit import clock
from caunoi.organisations.queries import scope_asked
from caunoi.plans.rules import planning_units


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; `area` is the first word of the URL that it leads to."""

    label: Any
    url: str
    icon: str
    is_current: bool


def _menu(request: HttpRequest, rows: list[tuple[Any, str, str]]) -> list[MenuItem]:
    items = []
    for label, route, icon in rows:
        url = reverse(route)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        items.append(MenuItem(label, url, icon, is_current))
    longest = max((len(item.url) for item in items if item.is_current), default=0)
    return [MenuItem(i.label, i.url, i.icon, i.is_current and len(i.url) == longest) for i in items]


def _public_menu(request: HttpRequest) -> list[MenuItem]:
    rows = [
        (_("Tin"), "newsroom:articles", "megaphone"),
        (_("Văn bản"), "library:documents", "file-text"),
        (_("Gửi phản ánh, kiến nghị"), "feedback:send", "message-square-plus"),
        (_("Tra cứu mã"), "feedback:open_thread", "key-round"),
        (_("Đã trả lời"), "feedback:register", "messages-square"),
        (_("Cuộc thi"), "contests:contests", "star"),
        (_("Việc của tôi"), "portal:mine", "list-checks"),
    ]
    return _menu(request, rows)


def _desk_menu(request: HttpRequest, *, may_keep_contests: bool) -> list[MenuItem]:
    rows = [
        (_("Việc hôm nay"), "desk:home", "list-checks"),
        (_("Hộp việc"), "feedback:inbox", "inbox"),
        (pgettext_lazy("many", "Chỉ đạo"), "directives:directives", "megaphone"),
        (_("Kế hoạch"), "plans:plans", "clipboard-list"),
        (_("Văn bản"), "library:documents", "file-text"),
        (_("Sơ đồ tổ chức"), "organisations:units", "network"),
        (_("Thông báo"), "notifications:notices", "bell"),
    ]
    if getattr(request.user, "is_officer", False):
        rows.insert(5, (_("Đọc văn bản mới"), "library:readings", "book-open"))
        rows.insert(5, (_("Làm tin"), "newsroom:desk_articles", "scroll-text"))
        if may_keep_contests:
            rows.insert(6, (_("Cuộc thi"), "contests:kept_contests", "star"))
        rows.insert(2, (_("Nhập hộ"), "channels:hotline", "mic"))
        rows.insert(3, (_("Số liệu"), "feedback:statistics", "chart-no-axes-column"))
    elif scope_asked(request, clock.today()).posts:
        rows.insert(-1, (_("Đề cử gương tốt"), "newsroom:nominate", "thumbs-up"))
    if planning_units(scope_asked(request, clock.today())):
        after = next(place for place, row in enumerate(rows, 1) if row[1] == "plans:plans")
        rows.insert(after, (_("Chỉ tiêu"), "plans:indicators", "trending-up"))
        rows.insert(after, (_("Hoạt động"), "plans:activities", "camera"))
    if scope_asked(request, clock.today()).own_units():
        rows.insert(1, (_("Đơn vị của tôi"), "desk:unit", "users"))
    return _menu(request, rows)


class Menus:
    """Menus are built only when a template asks for them, and once: the wide and the narrow screen share them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def public(self) -> list[MenuItem]:
        """The masthead's menu."""
        return _public_menu(self.request)

    @cached_property
    def desk(self) -> list[MenuItem]:
        """The officers' rail."""
        return _desk_menu(self.request, may_keep_contests=self.may_keep_contests)

    @cached_property
    def may_keep_contests(self) -> bool:
        """Whether an officer's unit is a union; the scope is mostly known, because the page asked for it."""
        user = self.request.user
        return getattr(user, "is_officer", False) and may_make_contest(scope_asked(self.request, clock.today()))


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor; touches no database: the menu of the desk asks for the scope when a page shows it."""
    return {
        "site_name": settings.SITE_NAME,
        "site_purpose": settings.SITE_PURPOSE,
        "is_sample_site": settings.CAUNOI.is_sample,
        "menus": Menus(request),
        "theme": request.COOKIES.get("theme", ""),
    }
