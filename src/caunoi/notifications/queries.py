"""Reading messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message


def has_due(at: datetime) -> bool:
    """Whether any message should be sent by now."""
    return Message.objects.filter(state=MessageState.QUEUED, not_before_at__lte=at).exists()


def known_keys(keys: Collection[str]) -> set[str]:
    """Which of these keys have a message already."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def notices_of(user: User) -> QuerySet[Message]:
    """A person's in-app notices, newest first."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")


def unread_count(user: User) -> int:
    """How many notices the person has not seen."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP, read_at=None).count()
