"""What every page may know: the federation's name and the menus of the person who looks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.contests.rules import may_make_contest
from caunoi.kit import clock
from caunoi.newsroom.rules import may_write_article
from caunoi.organisations.queries import scope_asked
from caunoi.plans.rules import planning_units


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; `area` is the first word of the URL that it leads to."""

    label: Any
    url: str
    icon: str
    is_current: bool
    # Stands above the first line of a group.
    heading: Any = ""


def _menu(request: HttpRequest, rows: list[tuple[Any, str, str]]) -> list[MenuItem]:
    items = []
    for label, route, icon in rows:
        url = reverse(route)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        items.append(MenuItem(label, url, icon, is_current))
    longest = max((len(item.url) for item in items if item.is_current), default=0)
    return [replace(item, is_current=item.is_current and len(item.url) == longest) for item in items]


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


def _desk_groups(request: HttpRequest, *, may_keep_contests: bool) -> Iterator[tuple[Any, list[tuple[Any, str, str]]]]:
    """Headings with their lines, as far as the person's posts go."""
    scope, is_officer = scope_asked(request, clock.today()), getattr(request.user, "is_officer", False)

    def when(is_so: object, *lines: tuple[Any, str, str]) -> tuple[tuple[Any, str, str], ...]:
        return lines if is_so else ()

    yield (
        _("Hằng ngày"),
        [
            (_("Việc hôm nay"), "desk:home", "list-checks"),
            *when(scope.own_units(), (_("Đơn vị của tôi"), "desk:unit", "users")),
            (_("Thông báo"), "notifications:notices", "bell"),
        ],
    )
    yield (
        _("Phản ánh, kiến nghị"),
        [
            (_("Hộp việc"), "feedback:inbox", "inbox"),
            *when(is_officer, (_("Nhập hộ"), "channels:hotline", "mic")),
            *when(is_officer, (_("Số liệu"), "feedback:statistics", "chart-no-axes-column")),
        ],
    )
    yield (
        _("Chỉ đạo, kế hoạch"),
        [
            (pgettext_lazy("many", "Chỉ đạo"), "directives:directives", "megaphone"),
            (_("Kế hoạch"), "plans:plans", "clipboard-list"),
            *when(
                planning_units(scope),
                (_("Hoạt động"), "plans:activities", "camera"),
                (_("Chỉ tiêu"), "plans:indicators", "trending-up"),
            ),
        ],
    )
    yield (
        _("Văn bản, tin bài"),
        [
            (_("Văn bản"), "library:documents", "file-text"),
            *when(is_officer, (_("Đọc văn bản mới"), "library:readings", "book-open")),
            *when(is_officer, (_("Làm tin"), "newsroom:desk_articles", "scroll-text")),
            *when(is_officer and may_keep_contests, (_("Cuộc thi"), "contests:kept_contests", "star")),
            *when(not is_officer and scope.posts, (_("Đề cử gương tốt"), "newsroom:nominate", "thumbs-up")),
        ],
    )
    yield _("Tổ chức"), [(_("Sơ đồ tổ chức"), "organisations:units", "network")]


def _desk_menu(request: HttpRequest, *, may_keep_contests: bool) -> list[MenuItem]:
    rows: list[tuple[Any, str, str]] = []
    headings: dict[int, Any] = {}
    for heading, lines in _desk_groups(request, may_keep_contests=may_keep_contests):
        headings[len(rows)] = heading
        rows += lines
    return [replace(item, heading=headings.get(place, "")) for place, item in enumerate(_menu(request, rows))]


DOCK_MOST = 5


def _dock(request: HttpRequest) -> list[MenuItem]:
    """Five doors under the thumb, for people who are no officers: each sees first what their post does."""
    scope = scope_asked(request, clock.today())
    rows = [(pgettext_lazy("many", "Việc"), "desk:home", "list-checks")]
    if planning_units(scope):
        rows.append((_("Hoạt động"), "plans:activities", "camera"))
    if scope.own_units():
        rows.append((_("Hộp việc"), "feedback:inbox", "inbox"))
    else:
        rows.append((_("Thông báo"), "notifications:notices", "bell"))
    rows.append((pgettext_lazy("many", "Chỉ đạo"), "directives:directives", "megaphone"))
    rows.append((_("Văn bản"), "library:documents", "file-text"))
    return _menu(request, [*rows[: DOCK_MOST - 1], (_("Tôi"), "accounts:me", "user")])


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
    def dock(self) -> list[MenuItem]:
        """The bar at the foot of a phone; nothing for officers, whose rail is long, and for who is not signed in."""
        user = self.request.user
        return _dock(self.request) if user.is_authenticated and not user.is_officer else []

    @cached_property
    def may_keep_contests(self) -> bool:
        """Whether an officer's unit is a union; the scope is mostly known, because the page asked for it."""
        user = self.request.user
        return getattr(user, "is_officer", False) and may_make_contest(scope_asked(self.request, clock.today()))

    @cached_property
    def may_write_article(self) -> bool:
        """Whether the person writes articles of a unit, so that a document's page offers to take it up."""
        user = self.request.user
        return getattr(user, "is_officer", False) and may_write_article(scope_asked(self.request, clock.today()))


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor; touches no database: the menu of the desk asks for the scope when a page shows it."""
    return {
        "site_name": settings.SITE_NAME,
        "site_purpose": settings.SITE_PURPOSE,
        "is_sample_site": settings.CAUNOI.is_sample,
        "menus": Menus(request),
        "theme": request.COOKIES.get("theme", ""),
    }
