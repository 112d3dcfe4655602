"""The ways out, for those who keep what holds for everybody: what waits, what failed, pause, resume, a test send."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.directives.queries import stuck_calls
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.notifications import actions
from caunoi.notifications.choices import SENDING_CHANNELS, Channel
from caunoi.notifications.queries.channels import DAYS_SHOWN, channel_reports, is_on
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import leads_federation


def _require_keeper(request: HttpRequest) -> None:
    if not leads_federation(scope_asked(request, clock.today())):
        raise PermissionDenied


def _channel(name: str) -> Channel:
    if name not in SENDING_CHANNELS:
        raise Http404
    return Channel(name)


@require_GET
@login_required
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel, with what to do about it."""
    _require_keeper(request)
    now = clock.now()
    context = {"reports": channel_reports(now, request.user), "now": now, "days": DAYS_SHOWN, "stuck": stuck_calls()}
    return render(request, "desk/channels.html", context)


@require_POST
@login_required
@idempotent
def pause_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Stop sending; what is queued waits."""
    _require_keeper(request)
    name = _channel(channel)
    actions.pause_channel(
        channel=name, reason=posted(request).get("reason", "").strip(), by=request.user, at=clock.now()
    )
    messages.success(request, _("%(channel)s tạm dừng. Tin đang chờ vẫn giữ.") % {"channel": name.label})
    return redirect("desk:channels")


@require_POST
@login_required
@idempotent
def resume_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Go on."""
    _require_keeper(request)
    name = _channel(channel)
    actions.resume_channel(channel=name, by=request.user, at=clock.now())
    messages.success(request, _("%(channel)s gửi trở lại.") % {"channel": name.label})
    return redirect("desk:channels")


@require_POST
@login_required
@idempotent
def try_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Send one message to oneself."""
    _require_keeper(request)
    name = _channel(channel)
    if not is_on(name):
        messages.error(request, _("%(channel)s chưa mở, nên chưa gửi thử được.") % {"channel": name.label})
        return redirect("desk:channels")
    actions.send_trial(channel=name, by=request.user, at=clock.now())
    messages.success(request, _("Đang gửi thử bằng %(channel)s. Kết quả hiện ở đây.") % {"channel": name.label})
    return redirect("desk:channels")
