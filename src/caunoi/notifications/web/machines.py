"""Notices on my machines: switch them on in this browser, see where they are on, switch them off."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.notifications import actions, queries
from caunoi.notifications.actions.webpush.keys import public_key
from caunoi.notifications.rules import MACHINE_COOKIE

MACHINE_SECONDS = 400 * 24 * 3600  # as long as browsers keep any
FIELDS = ("endpoint", "p256dh", "auth", "label")


@cache
def _worker() -> str:
    return Path(str(finders.find("notifications/push-worker.js"))).read_text(encoding="utf-8")


@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows notices; it stands here so that it may serve what lies below /notices/."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def machines(request: HttpRequest) -> HttpResponse:
    """Where notices are on; a POST switches them on in the browser that sends it."""
    if request.method == "POST":
        given = posted(request)
        try:
            values = {name: given.get(name, "").strip() for name in FIELDS}
            machine = actions.subscribe(user=request.user, by=request.user, at=clock.now(), **values)
        except ValidationError as error:
            return _page(request, problem=" ".join(error.messages), status=422)
        messages.success(request, _("Máy này sẽ hiện thông báo."))
        response = redirect("notifications:machines")
        # Only signing in and out ask which machine this is; pages for everybody stay without a cookie.
        response.set_cookie(
            MACHINE_COOKIE, machine.public_id.hex, max_age=MACHINE_SECONDS, path="/accounts/", httponly=True,
            samesite="Lax", secure=settings.CAUNOI.is_https,
        )  # fmt: skip
        return response
    return _page(request)


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"machines": queries.machines_of(request.user), "key": public_key(), "problem": problem}
    return render(request, "notifications/machines.html", context, status=status)


@require_POST
@login_required
@idempotent
def forget_machine(request: HttpRequest, machine_id: UUID) -> HttpResponse:
    """Switch notices off on one of my machines."""
    machine = queries.machines_of(request.user).get(public_id=machine_id)
    actions.unsubscribe(user=request.user, endpoint=machine.endpoint, by=request.user, at=clock.now())
    messages.success(request, _("Đã tắt thông báo trên máy đó."))
    return redirect("notifications:machines")
