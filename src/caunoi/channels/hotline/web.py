"""One page: type, read back, send, read the receipt out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caunoi.channels.entering import rules
from caunoi.channels.entering.web.forms import IDENTITIES, EnteringForm
from caunoi.channels.entering.web.receipts import receipt_page
from caunoi.channels.entering.web.views import entered, hints_of, key_of_form
from caunoi.feedback.choices import Channel
from caunoi.kit import clock
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.organisations.queries import scope_asked

TITLES = {Channel.HOTLINE: _("Nghe điện thoại"), Channel.IN_PERSON: _("Tiếp tại chỗ")}


@login_required
def hotline(request: HttpRequest) -> HttpResponse:
    """Somebody is on the phone."""
    return _enter(request, Channel.HOTLINE)


@login_required
def in_person(request: HttpRequest) -> HttpResponse:
    """Somebody is at the desk."""
    return _enter(request, Channel.IN_PERSON)


def _enter(request: HttpRequest, channel: Channel) -> HttpResponse:
    desk = rules.desk_of(scope_asked(request, clock.today()))
    form = EnteringForm(posted(request))
    deed = request.POST.get("deed", "")
    is_read_back = request.method == "POST" and deed != "mend" and form.is_valid()
    if is_read_back and deed == "send":
        received = entered(request, form, channel, desk)
        if received is not None:
            return receipt_page(request, received, further=reverse(f"channels:{channel.value.lower()}"))
        is_read_back = False
    context = {
        "form": form, "desk": desk, "title": TITLES[channel], "channel": channel.value, "is_read_back": is_read_back,
        "key": key_of_form(request), "hints": hints_of(request) if request.method == "POST" else None,
        "identity": dict(IDENTITIES).get(form.data.get("identity", "")),
    }  # fmt: skip
    return render(request, "channels/enter.html", context, status=422 if is_wrong(form) and deed != "mend" else 200)
