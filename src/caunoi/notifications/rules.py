"""Rules of the room."""

from __future__ import annotations

from datetime import datetime

from caunoi.notifications.choices import Channel
from caunoi.notifications.queries import quiet_until

# These ring; mail lies until somebody looks.
RINGING = frozenset({Channel.SMS, Channel.ZALO, Channel.WEBPUSH})


def may_disturb_at(channel: str, at: datetime) -> datetime:
    """When something that is sent in place of another may ring: now, or at the end of the house's quiet hours."""
    return quiet_until(at) if channel in RINGING else at
