"""Rules of the room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from caunoi.notifications.choices import Channel

# These ring; mail lies until somebody looks.
RINGING = frozenset({Channel.SMS, Channel.ZALO, Channel.WEBPUSH})


def may_disturb_at(channel: str, at: datetime) -> datetime:
    """When something that is sent in place of another may ring: now, or at the end of the house's quiet hours."""
    if channel not in RINGING:
        return at
    local = timezone.localtime(at)
    until, start = settings.CAUNOI.quiet_until_hour, settings.CAUNOI.quiet_from_hour
    if until <= local.hour < start:
        return at
    day = local if local.hour < until else local + timedelta(days=1)
    return day.replace(hour=until, minute=0, second=0, microsecond=0)
