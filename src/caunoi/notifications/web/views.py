"""My notices."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.kit import clock
from caunoi.notifications import actions, queries

SHOWN = 100


@require_http_methods(["GET", "POST"])
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, by object, the newest first; a POST marks all as read."""
    if request.method == "POST":
        actions.mark_read(user=request.user, at=clock.now())
        return redirect("notifications:notices")
    rows = queries.notices_of(request.user)
    is_unread = request.GET.get("unread") == "1"
    if is_unread:
        rows = rows.filter(read_at=None)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    shown = found[:SHOWN]
    context = {
        "groups": queries.notice_groups(shown),
        "has_unread": any(row.read_at is None for row in shown),
        "is_unread": is_unread,
        "older_id": shown[-1].pk if len(found) > SHOWN else None,
    }
    return render(request, "notifications/notices.html", context)


@require_GET
@login_required
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """What my notice is about; it and those of the same object are read with that. Raises Message.DoesNotExist."""
    notice = queries.notices_of(request.user).get(public_id=notice_id)
    actions.mark_read(user=request.user, topic=notice.topic or notice.subject, at=clock.now())
    return redirect(notice.path if notice.path.startswith("/") else "notifications:notices")


@require_POST
@login_required
def read_topic(request: HttpRequest) -> HttpResponse:
    """Mark my notices of one object as read."""
    actions.mark_read(user=request.user, topic=request.POST.get("topic", ""), at=clock.now())
    return redirect("notifications:notices")
