"""Browsers that a person lets show notices."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.encryption import fingerprint
from caunoi.kit.http.egress import EgressProblem
from caunoi.notifications.actions.webpush.transport import way_out
from caunoi.notifications.models import PushSubscription

# Machines of one person.
MOST, ENDPOINT_MOST = 10, 600
POINT, SECRET = re.compile(r"[\w-]{87}=?", re.ASCII), re.compile(r"[\w-]{22}(?:==)?", re.ASCII)


def _print(endpoint: str) -> str:
    return fingerprint(endpoint, "notifications.push")


@transaction.atomic
def subscribe(
    *, user: User, endpoint: str, p256dh: str, auth: str, label: str = "", by: User | None, at: datetime
) -> PushSubscription:
    """Keep a browser; one that is known goes to who is signed in there now. The oldest make room for an eleventh.

    Raises ValidationError for an address outside the push services of the options, or keys that are none.
    """
    try:
        way_out()._target(endpoint)
    except EgressProblem as error:
        raise ValidationError(_("Trình duyệt này dùng dịch vụ thông báo chưa được phép.")) from error
    if len(endpoint) > ENDPOINT_MOST or not POINT.fullmatch(p256dh) or not SECRET.fullmatch(auth):
        raise ValidationError(_("Trình duyệt gửi thông tin không đọc được."))
    values = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "label": label[:60], "made_at": at}
    row, _is_new = PushSubscription.objects.update_or_create(endpoint_print=_print(endpoint), defaults=values)
    surplus = PushSubscription.objects.filter(user=user).order_by("-made_at", "-pk").values_list("pk", flat=True)[MOST:]
    PushSubscription.objects.filter(pk__in=list(surplus)).delete()
    audit.record(row, "notifications.subscribe", by=by, at=at)
    return row


@transaction.atomic
def unsubscribe(*, user: User, endpoint: str, by: User | None, at: datetime) -> int:
    """Forget a browser of the person; returns how many were known (0 or 1)."""
    rows = PushSubscription.objects.filter(user=user, endpoint_print=_print(endpoint))
    row = rows.first()
    if row is None:
        return 0
    audit.record(row, "notifications.unsubscribe", by=by, at=at)
    row.delete()
    return 1


@transaction.atomic
def leave_machine(*, user: User, machine_id: UUID, by: User | None, at: datetime) -> int:
    """The person signs out there, or somebody else signs in: titles of their notices are not for whoever sits there next.

    Returns how many browsers were known (0 or 1).
    """
    row = PushSubscription.objects.filter(user=user, public_id=machine_id).first()
    return unsubscribe(user=user, endpoint=row.endpoint, by=by, at=at) if row else 0


@transaction.atomic
def take_machine(*, user: User, machine_id: UUID, by: User | None, at: datetime) -> int:
    """Somebody signed in there: the notices of whoever had it before, and let the session run out, are shown no longer."""
    row = PushSubscription.objects.filter(public_id=machine_id).exclude(user=user).select_related("user").first()
    return unsubscribe(user=row.user, endpoint=row.endpoint, by=by, at=at) if row else 0
