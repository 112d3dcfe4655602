"""One tap out of a message. GET shows, POST does; a mail program's POST needs no session (RFC 8058)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.notifications import actions
from caunoi.notifications.choices import AddressKind, Channel
from caunoi.notifications.queries.events import DIGEST, EventKind, event_of
from caunoi.notifications.queries.opting_out import WayOut, has_stopped_address, opt_out_person, read_way_out

ALL, DONE, MOVED, BACK, ALL_AGAIN = "all", "done", "moved", "back", "back_all"


def _kind(channel: str, event: str) -> EventKind:
    """The event that the address names. Raises Http404 for an event or a way out that there is not."""
    if channel not in Channel.values or channel == Channel.IN_APP:
        raise Http404
    try:
        return event_of(event)
    except LookupError as error:
        raise Http404 from error


# The token in the address is the proof: the mail program that posts has no session and no form of ours.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str, channel: str, event: str) -> HttpResponse:
    """Stop what the message was on its channel, or everything that is not required there; or take that back."""
    person, kind = opt_out_person(token), _kind(channel, event)
    if request.method == "POST":
        how = _do(person, kind, channel, request.POST.get("what", "this"))
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return redirect(f"{reverse('notifications:stop', args=[token, channel, event])}?done={how}")
    context = {
        "kind": kind, "channel_label": Channel(channel).label, "done": request.GET.get("done", ""),
        "is_digest": kind.code == DIGEST.code,
    }  # fmt: skip
    return render(request, "notifications/stop.html", context)


def _do(person: User, kind: EventKind, channel: str, what: str) -> str:
    # What is taken back is what was stopped: who takes one kind back has not asked for all the others.
    code = "" if what in {ALL, ALL_AGAIN} else kind.code
    if what in {BACK, ALL_AGAIN}:
        actions.opt_in_again(user=person, event=code, channel=channel, by=person, at=clock.now())
        return BACK
    is_moved = actions.opt_out(user=person, event=code, channel=channel, by=person, at=clock.now())
    return MOVED if is_moved else DONE if code else ALL


def _way(token: str) -> WayOut:
    try:
        return read_way_out(token)
    except LookupError as error:
        raise Http404 from error


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop_address(request: HttpRequest, token: str) -> HttpResponse:
    """The way out for who has no account: one button that stops, and the same button that takes it back."""
    way = _way(token)
    if request.method == "POST":
        deed = actions.resume_address if request.POST.get("what") == BACK else actions.stop_address
        deed(way=way, by=None, at=clock.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return redirect("stop_address", token=token)
    context = {"is_stopped": has_stopped_address(way), "is_phone": way.kind == AddressKind.PHONE}
    return render(request, "notifications/stop_address.html", context)
