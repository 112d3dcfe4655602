"""Rules of the room."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries.preferences import quiets_of
from caunoi.pure import quiet_hours

# These ring; mail lies until somebody looks.
RINGING = frozenset({Channel.SMS, Channel.ZALO, Channel.WEBPUSH})

# Says which of a person's machines a browser is.
MACHINE_COOKIE = "caunoi-machine"


def may_disturb_at(channel: str, person: User, at: datetime) -> datetime:
    """When something that is sent in place of another may ring: now, or at the end of the person's quiet hours."""
    if channel not in RINGING:
        return at
    return quiet_hours.wakes_at(at, quiets_of([person.pk])[person.pk], timezone.get_current_timezone())
