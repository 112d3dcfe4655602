"""Reading messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from caunoi.notifications.queries.channels import due_channels


def has_due(at: datetime) -> bool:
    """Whether any message should be sent by now, on a channel that is open."""
    return bool(due_channels(at))


def known_keys(keys: Collection[str]) -> set[str]:
    """Which of these keys have a message already."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def notices_of(user: User) -> QuerySet[Message]:
    """A person's in-app notices, newest first."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")


def unread_count(user: User) -> int:
    """How many notices the person has not seen."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP, read_at=None).count()
