"""Reports of arrival from the gateway of text messages: signed, small, answered at once."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.notifications import actions
from caunoi.notifications.choices import Channel, ReceiptStatus

BODY_MOST = 64 * 1024
# A report is signed with its moment, and is no good long after it.
SECONDS_VALID = 600


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of the moment, a dot and the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_signed(request: HttpRequest, body: bytes) -> bool:
    timestamp = request.headers.get("X-Caunoi-Timestamp", "")
    given = request.headers.get("X-Caunoi-Signature", "").removeprefix("sha256=")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(clock.now().timestamp() - int(timestamp)) > SECONDS_VALID:
        return False
    expected = signature(settings.CAUNOI.sms_receipt_secret, timestamp, body)
    return hmac.compare_digest(given.encode(), expected.encode())


def _read(body: bytes) -> tuple[UUID, str, str] | None:
    try:
        given: Any = json.loads(body)
        reference, status = UUID(str(given["reference"])), str(given["status"]).upper()
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    if status not in ReceiptStatus.values:
        return None
    return reference, status, str(given.get("code", ""))[:24].upper()


@csrf_exempt
@require_POST
def sms_receipt(request: HttpRequest) -> HttpResponse:
    """Take a report in; without a secret there is no such address, unsigned it is refused, unknown it is 404."""
    if not settings.CAUNOI.sms_receipt_secret:
        raise Http404
    body = request.read(BODY_MOST + 1)
    if len(body) > BODY_MOST or not _is_signed(request, body):
        return HttpResponse(status=401, content_type="text/plain")
    report = _read(body)
    if report is None:
        return HttpResponse(status=400, content_type="text/plain")
    reference, status, code = report
    is_known = actions.take_receipt(
        reference=reference, channel=Channel.SMS, status=status, code=code, by=None, at=clock.now()
    )
    return HttpResponse("ok" if is_known else "", status=200 if is_known else 404, content_type="text/plain")
