"""One link of a channel's chain of jobs."""

from __future__ import annotations

from datetime import datetime

from caunoi.kit import clock
from caunoi.notifications.actions.ringing import ask_for, hold, let_go
from caunoi.notifications.actions.sending import send_some
from caunoi.notifications.queries.channels import due_channels


def send_channel(*, channel: str, at: datetime) -> int:
    """Send a batch, and ask for the next job when more is due; returns how many messages the transport took.

    Who rang while this batch was sent was not heard, so the chain looks once more before it ends. After a transport that is
    closed it does not: the sweep asks again.
    """
    hold(channel, at)
    sent = send_some(channel=channel, at=at)
    let_go(channel)
    now = clock.now()
    if sent.may_go_on and channel in due_channels(now):
        ask_for(channel, now)
    return sent.count
