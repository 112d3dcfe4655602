"""What is due goes out, in order, each until Zalo took it or will never take it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction

from caunoi.channels.models import ZaloReply
from caunoi.channels.zalo import queries
from caunoi.channels.zalo.actions import account

log = logging.getLogger(__name__)
BATCH, ATTEMPTS_MOST = 50, 6
# A worker that dies holds what it claimed no longer than this.
CLAIM = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))


@transaction.atomic
def _claim(at: datetime) -> list[ZaloReply]:
    rows = queries.due_replies(at)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    batch = list(rows[:BATCH])
    ZaloReply.objects.filter(pk__in=[row.pk for row in batch]).update(not_before_at=at + CLAIM)
    return batch


def _send(row: ZaloReply, at: datetime) -> None:
    token = account.access_token(at)
    try:
        account.send(token, row.conversation.peer, row.text)
    except account.KeyExpired:
        try:
            account.send(account.access_token(at, is_spent=True), row.conversation.peer, row.text)
        except account.KeyExpired as error:
            raise OSError("no good key") from error


def _try(row: ZaloReply, at: datetime) -> bool:
    row.attempts_count += 1
    try:
        _send(row, at)
        row.sent_at, row.error = at, ""
    except account.Refused as refused:
        row.given_up_at, row.error = at, str(refused)
    except OSError as error:
        row.error = f"{type(error).__name__}: {error}"[:200]
        row.not_before_at = at + PAUSES[min(row.attempts_count, len(PAUSES)) - 1]
        row.given_up_at = at if row.attempts_count >= ATTEMPTS_MOST else None
        log.warning("zalo: %s", row.error)
    row.save(update_fields=["sent_at", "given_up_at", "not_before_at", "attempts_count", "error"])
    return row.sent_at is not None


def send_replies(*, at: datetime) -> int:
    """Send what is due; returns how many were taken. After one that must wait, the same person's later ones wait too."""
    if not queries.is_on():
        return 0
    waiting: set[int] = set()
    count = 0
    for row in _claim(at):
        if row.conversation_id in waiting:
            ZaloReply.objects.filter(pk=row.pk).update(not_before_at=at + PAUSES[0])
        elif _try(row, at):
            count += 1
        elif row.given_up_at is None:
            waiting.add(row.conversation_id)
    return count
