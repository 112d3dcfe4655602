"""Which messages a worker takes in hand: a batch of one channel, at the pace that the channel bears."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from caunoi.notifications.actions.withdrawing import leave_unwilling
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import ChannelState, Message
from caunoi.notifications.queries.channels import is_resting
from caunoi.notifications.queries.preferences import quiets_of
from caunoi.notifications.queries.reach import house_quiet
from caunoi.notifications.rules import RINGING
from caunoi.pure import quiet_hours

BATCH = 250
# A worker that dies without leaving a journal here holds its batch no longer than this…
CLAIM = timedelta(minutes=5)
# …so whoever is still sending after this long lets go of the rest.
HOLD_SECONDS = 240


@dataclass(frozen=True)
class Batch:
    """Messages in hand, under a word that nobody else has."""

    claim: str
    messages: list[Message]


def pace_of(channel: str) -> int:
    """Messages a second for all workers together; 0: as fast as it goes. A batch is what may go in one second."""
    options = {
        Channel.EMAIL: "email_per_second", Channel.SMS: "sms_per_second", Channel.ZALO: "zalo_per_second",
        Channel.WEBPUSH: "webpush_per_second",
    }  # fmt: skip
    return int(getattr(settings.CAUNOI, options[Channel(channel)]))


def _due(channel: str, at: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(state=MessageState.QUEUED, channel=channel, not_before_at__lte=at)
    rows = rows.order_by("not_before_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("recipient")


def _leave_sleeping(rows: list[Message], at: datetime) -> list[Message]:
    """Of messages that ring, those that wake nobody; the others wait for the end of their people's rest.

    They are late, because their channel was down or stood still. What was queued in this very night to leave in it was asked
    for (a test send).
    """
    quiets, house = quiets_of({row.recipient_id for row in rows if row.recipient_id}), house_quiet()
    zone, awake = timezone.get_current_timezone(), []
    late: dict[datetime, list[int]] = {}
    for row in rows:
        quiet = quiets.get(row.recipient_id or 0, house)
        wakes_at = quiet_hours.wakes_at(at, quiet, zone)
        if wakes_at == at or quiet_hours.wakes_at(row.queued_at, quiet, zone) == wakes_at:
            awake.append(row)
        else:
            late.setdefault(wakes_at, []).append(row.pk)
    for wakes_at, pks in late.items():
        Message.objects.filter(pk__in=pks).update(not_before_at=wakes_at)
    return awake


@transaction.atomic
def claim(channel: str, at: datetime) -> Batch:
    """Take a batch in hand; an empty one when the channel rests, nothing is due, or it is not this worker's turn."""
    mark, pace = secrets.token_hex(16), pace_of(channel)
    state = state_of(channel, is_locked=pace > 0)
    if is_resting(state, at) or (pace and state.free_at is not None and state.free_at > at):
        return Batch(mark, [])
    rows = leave_unwilling(list(_due(channel, at)[: min(BATCH, pace or BATCH)]), at)
    rows = _leave_sleeping(rows, at) if channel in RINGING else rows
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(not_before_at=at + CLAIM, claim=mark)
    if pace and rows:
        ChannelState.objects.filter(pk=state.pk).update(free_at=at + timedelta(seconds=len(rows) / pace))
    return Batch(mark, rows)


def state_of(channel: str, *, is_locked: bool = False) -> ChannelState:
    """The channel's row, made when it is first asked for; locked where the pace is shared out."""
    rows = ChannelState.objects.all()
    if is_locked and connection.features.has_select_for_update:
        rows = rows.select_for_update()
    found = rows.filter(channel=channel).first()
    if found is None:
        ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
        found = rows.get(channel=channel)
    return found
