"""The webhook: signed, small, answered at once."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caunoi.channels.zalo import actions, queries
from caunoi.kit import clock
from caunoi.notifications.actions import take_receipt
from caunoi.notifications.choices import Channel, ReceiptStatus
from caunoi.pure.zalo import is_signed, read_arrival, read_event

BODY_MOST = 256 * 1024


def _note_arrival(mark: str) -> None:
    with suppress(ValueError):  # a notice that another program sent through the account
        take_receipt(
            reference=UUID(mark), channel=Channel.ZALO, status=ReceiptStatus.DELIVERED, by=None, at=clock.now()
        )


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Take an event; what Zalo did not sign is refused. Zalo sends again what is not answered with 200."""
    if not queries.is_on():
        raise Http404
    body = request.read(BODY_MOST + 1)
    facts = {"app_id": settings.CAUNOI.zalo_app_id, "secret": settings.CAUNOI.zalo_secret}
    if len(body) > BODY_MOST or not is_signed(request.headers.get("X-ZEvent-Signature", ""), body=body, **facts):
        return HttpResponse(status=401, content_type="text/plain")
    if mark := read_arrival(body):  # of a notice that was sent, not of the talk
        _note_arrival(mark)
        return HttpResponse("ok", content_type="text/plain")
    event = read_event(body)
    if event is not None:
        actions.take_event(event=event, by=None, at=clock.now())
    return HttpResponse("ok", content_type="text/plain")
