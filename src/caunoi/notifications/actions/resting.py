"""Channels that stand still: because a person said so, or because the service did."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit, queue
from caunoi.notifications.models import ChannelState


def rest(channel: str, code: str, until: datetime) -> None:
    """The service takes nothing before."""
    ChannelState.objects.filter(channel=channel).update(rests_until_at=until, rest_code=code[:24])


def note_quota(channel: str, left: int, at: datetime) -> None:
    """How many messages the service takes yet."""
    ChannelState.objects.filter(channel=channel).update(quota_left=left, quota_at=at)


@transaction.atomic
def pause_channel(*, channel: str, reason: str, by: User, at: datetime) -> ChannelState:
    """Stop sending on a channel; what is queued waits. Pausing twice changes nothing."""
    state, _is_new = ChannelState.objects.select_for_update().get_or_create(channel=channel)
    if state.paused_at is None:
        state.paused_at, state.paused_by, state.pause_reason = at, by, reason[:200]
        state.save(update_fields=["paused_at", "paused_by", "pause_reason"])
        audit.record(state, "notifications.pause_channel", by=by, at=at, channel=channel)
    return state


@transaction.atomic
def resume_channel(*, channel: str, by: User, at: datetime) -> ChannelState:
    """Go on, also when the service had told us to wait."""
    state, _is_new = ChannelState.objects.select_for_update().get_or_create(channel=channel)
    if state.paused_at is not None or state.rests_until_at is not None:
        state.paused_at, state.paused_by, state.pause_reason = None, None, ""
        state.rests_until_at, state.rest_code = None, ""
        state.save()
        audit.record(state, "notifications.resume_channel", by=by, at=at, channel=channel)
        queue.enqueue("caunoi.notifications.jobs.send_messages")
    return state
