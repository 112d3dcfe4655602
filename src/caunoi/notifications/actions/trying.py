"""A test send: whoever keeps the channels sends one message to themselves, past queue and quiet hours."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, queue
from caunoi.notifications.choices import MessageState
from caunoi.notifications.models import Message


@transaction.atomic
def send_trial(*, channel: str, by: User, at: datetime) -> Message:
    """Queue one message to oneself on the channel, without fallbacks; its row tells what became of it."""
    message = Message.objects.create(
        channel=channel, state=MessageState.QUEUED, recipient=by, subject="notifications.trial", path="/notices/",
        title=_("Tin thử từ %(site)s") % {"site": settings.SITE_NAME},
        body=_("Tin thử từ %(site)s. Kênh này gửi được.") % {"site": settings.SITE_NAME},
        key=f"trial:{channel}:{by.pk}:{at.isoformat()}", queued_at=at, not_before_at=at,
    )  # fmt: skip
    audit.record(message, "notifications.send_trial", by=by, at=at, channel=channel)
    queue.enqueue("caunoi.notifications.jobs.send_messages")
    return message
