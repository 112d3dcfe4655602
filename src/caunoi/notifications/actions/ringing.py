"""Workers are asked for here: one job for each channel, which asks for the next one when there is more.

However often somebody rings, and however long the backlog is, a channel has one chain of jobs. Its row says until when a job
that was asked for is waited for; a lost one (a killed worker, an emptied queue) is asked for again after that. A batch that
takes longer lets one more begin, so a channel whose other side is slow has at most five.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from caunoi.kit import queue
from caunoi.notifications.actions.claiming import pace_of, state_of
from caunoi.notifications.choices import SENDING_CHANNELS
from caunoi.notifications.models import ChannelState
from caunoi.notifications.queries.channels import due_channels, is_on

JOB = "caunoi.notifications.jobs.send_channel"
LOST_AFTER = timedelta(minutes=1)


def ring() -> None:
    """Ask a worker to look at what is due."""
    queue.enqueue("caunoi.notifications.jobs.send_messages")


@transaction.atomic
def ask_for(channel: str, at: datetime) -> bool:
    """Ask for a job for the channel; False when one is on its way."""
    state = state_of(channel)
    free = ChannelState.objects.filter(Q(asked_until_at=None) | Q(asked_until_at__lte=at), pk=state.pk)
    if not free.update(asked_until_at=at + LOST_AFTER):
        return False
    queue.enqueue(JOB, channel=channel)
    return True


def hold(channel: str, at: datetime) -> None:
    """The job has begun: it is waited for anew."""
    ChannelState.objects.filter(channel=channel).update(asked_until_at=at + LOST_AFTER)


def let_go(channel: str) -> None:
    """The job has ended, or is known to be lost."""
    ChannelState.objects.filter(channel=channel).update(asked_until_at=None)


def ask_for_due(*, at: datetime) -> int:
    """Ask for a job for each channel that has something due, so that a slow one holds up no other; returns how many."""
    return sum(ask_for(channel, at) for channel in due_channels(at))


def ask_for_paced(*, at: datetime) -> int:
    """The same for channels with a pace, whose next second has come."""
    paced = [channel for channel in SENDING_CHANNELS if is_on(channel) and pace_of(channel)]
    channels = [channel for channel in (due_channels(at) if paced else []) if channel in paced]
    return sum(ask_for(channel, at) for channel in channels)
