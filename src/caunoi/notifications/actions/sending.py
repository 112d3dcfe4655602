"""Messages leave here: a batch is claimed, each is sent, and each is marked as soon as the transport took it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction

from caunoi.kit import outbox, queue
from caunoi.notifications.actions.email.transport import EmailTransport, Refused
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.events import MessageFailed, MessagesDelivered
from caunoi.notifications.models import Message

log = logging.getLogger(__name__)
BATCH = 100
ATTEMPTS_MOST = 5
# A worker that dies in the middle holds its batch no longer than this.
CLAIM = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))


@transaction.atomic
def _claim(at: datetime) -> list[Message]:
    rows = Message.objects.filter(state=MessageState.QUEUED, channel=Channel.EMAIL, not_before_at__lte=at)
    rows = rows.order_by("not_before_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    batch = list(rows.select_related("recipient")[:BATCH])
    Message.objects.filter(pk__in=[row.pk for row in batch]).update(not_before_at=at + CLAIM)
    return batch


def _failed(message: Message, error: Exception, at: datetime, *, is_final: bool) -> None:
    message.attempts_count += 1
    is_final = is_final or message.attempts_count >= ATTEMPTS_MOST
    message.state = MessageState.FAILED if is_final else MessageState.QUEUED
    message.error = f"{type(error).__name__}: {error}"[:300]
    message.not_before_at = at + PAUSES[min(message.attempts_count, len(PAUSES)) - 1]
    with transaction.atomic():
        message.save(update_fields=["attempts_count", "state", "error", "not_before_at"])
        if is_final:
            outbox.post(MessageFailed(message.subject, message.channel, message.error))


@transaction.atomic
def _sent(message: Message, at: datetime) -> None:
    """Mark, and tell the house in the same transaction: coverage counts what the transport took."""
    # The token in the path was a key until it was handed over.
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=at, path="", error="")
    outbox.post(MessagesDelivered([message.subject], message.channel, at.isoformat()))


def send_due(*, at: datetime) -> int:
    """Send one batch of what is due; returns how many were taken by the transport.

    A message is marked in its own transaction right after the transport took it: a crash in between may send it again
    (a mail has no undo), and never loses it.
    """
    sent_count = 0
    batch = _claim(at)
    with EmailTransport() as transport:
        for message in batch:
            try:
                transport.send(message)
            except Refused as error:
                _failed(message, error, at, is_final=True)
            except OSError as error:
                log.warning("email: %s", type(error).__name__)
                _failed(message, error, at, is_final=False)
            else:
                _sent(message, at)
                sent_count += 1
    if len(batch) == BATCH:
        ring()
    return sent_count


def ring() -> None:
    """Ask a worker to look at what is due."""
    queue.enqueue("caunoi.notifications.jobs.send_messages")
