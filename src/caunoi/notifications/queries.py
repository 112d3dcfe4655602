"""Reading messages."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message


def has_due(at: datetime) -> bool:
    """Whether any message should be sent by now."""
    return Message.objects.filter(state=MessageState.QUEUED, not_before_at__lte=at).exists()


def notices_of(user: User) -> QuerySet[Message]:
    """A person's in-app notices, newest first."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")


def unread_count(user: User) -> int:
    """How many notices the person has not seen."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP, read_at=None).count()
