"""What a transport tells afterwards: it arrived, it did not, or nothing at all."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from caunoi.accounts.models import User
from caunoi.notifications.actions.fallback import call_off, fall_back
from caunoi.notifications.actions.health import note_alive, note_dead
from caunoi.notifications.actions.marking import fail, mark_arrived, tally
from caunoi.notifications.choices import RECEIPTED_CHANNELS, FailureCode, MessageState, ReceiptStatus
from caunoi.notifications.models import Message

BATCH, PARTS_MOST = 500, 20
# Words of reports that are about the number for good.
DEAD_CODES = frozenset({"UNKNOWN_NUMBER", "NUMBER_CLOSED", "NOT_MOBILE"})


@transaction.atomic
def take_receipt(*, reference: UUID, channel: str, status: str, code: str = "", by: User | None, at: datetime) -> bool:
    """A report about one message; the same again changes nothing. False for a message that nobody sent."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    message = rows.filter(public_id=reference, channel=channel).first()
    if message is None or (message.state == MessageState.QUEUED and not message.claim and message.delivered_at is None):
        return False
    if message.state in {MessageState.DELIVERED, MessageState.CANCELLED} or message.delivered_at is not None:
        return True
    if status == ReceiptStatus.DELIVERED:
        _arrived(message, at)
    elif message.state != MessageState.FAILED:
        # Given up for silence already: its link is gone, and whoever has another way was told by it.
        if message.code != FailureCode.NO_RECEIPT:
            fail(message, code or "FAILED", code, at)
        if code in DEAD_CODES:
            note_dead(message, code, at)
    return True


def _arrived(message: Message, at: datetime) -> None:
    note_alive(message)
    call_off(message, at)
    if message.state == MessageState.QUEUED:  # quicker than the mark of the batch that has it in hand
        Message.objects.filter(pk=message.pk).update(delivered_at=at)
    else:
        mark_arrived(message, at)


def _overdue(at: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(watched_until_at__lte=at).order_by("watched_until_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("recipient")


@transaction.atomic
def _give_up_some(at: datetime) -> tuple[int, int]:
    """How many were looked at, and how many other messages were queued."""
    rows = list(_overdue(at)[:BATCH])
    unheard = [row for row in rows if row.channel in RECEIPTED_CHANNELS and row.state == MessageState.SENT]
    # To a number on a roster silence alone sends no second message: it costs, and where an account reports nothing it would
    # go to all of them.
    count = sum(fall_back(row, at) for row in unheard if row.recipient_id is not None)
    done = Message.objects.filter(pk__in=[row.pk for row in rows])
    done.update(watched_until_at=None, path="")
    done.filter(pk__in=[row.pk for row in unheard]).update(code=FailureCode.NO_RECEIPT)
    for channel, n in sorted(Counter(row.channel for row in unheard).items()):
        tally(channel, {FailureCode.NO_RECEIPT: n}, at)
    return len(rows), count


def give_up_waiting(*, at: datetime) -> int:
    """Messages that were taken and of which nothing was heard in time: the next channel is tried; they stay "sent,
    no report", and count as delivered nowhere. Returns how many other messages were queued."""
    total = 0
    for _part in range(PARTS_MOST):
        looked_at, count = _give_up_some(at)
        total += count
        if looked_at < BATCH:
            break
    return total
