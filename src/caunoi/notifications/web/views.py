"""My notices."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from caunoi.kit import clock
from caunoi.notifications import actions, queries


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first; a POST marks all as read."""
    if request.method == "POST":
        actions.mark_read(user=request.user, at=clock.now())
        return redirect("notifications:notices")
    rows = list(queries.notices_of(request.user)[:60])
    context = {"notices": rows, "has_unread": any(row.read_at is None for row in rows)}
    return render(request, "notifications/notices.html", context)
