"""Messages enter here: in bulk, each asked for at most once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from caunoi.accounts.models import User
from caunoi.kit import audit, bulk, outbox, queue
from caunoi.notifications.choices import DEFAULT_FALLBACKS, Channel, MessageState
from caunoi.notifications.events import MessagesDelivered
from caunoi.notifications.models import Message
from caunoi.notifications.queries import known_keys
from caunoi.notifications.queries.reach import BY_PHONE

BATCH = 1000


@dataclass(frozen=True)
class MessageDraft:
    """A message to be. `key` makes it one however often it is asked for; `subject` names the row it is about."""

    channel: str
    title: str
    body: str
    subject: str
    key: str
    recipient: User | None = None
    address: str = ""
    topic: str = ""
    event: str = ""
    path: str = ""
    not_before_at: datetime | None = None
    reply_to: str = ""
    # Channels that are tried after this one fails, in order; None: the usual ones.
    fallbacks: tuple[str, ...] | None = None


def _fallbacks(draft: MessageDraft) -> str:
    """People have other ways; a number alone has the other channel of telephones, where the draft says so."""
    if draft.recipient is None:
        order: Iterable[str] = [channel for channel in draft.fallbacks or () if channel in BY_PHONE]
    else:
        order = DEFAULT_FALLBACKS.get(draft.channel, ()) if draft.fallbacks is None else draft.fallbacks
    return ",".join(str(channel) for channel in order if channel not in {draft.channel, Channel.IN_APP})


def _row(draft: MessageDraft, at: datetime) -> Message:
    is_done = draft.channel == Channel.IN_APP
    return Message(
        channel=draft.channel,
        state=MessageState.SENT if is_done else MessageState.QUEUED,
        sent_at=at if is_done else None,
        recipient=draft.recipient,
        address=draft.address,
        subject=draft.subject,
        topic=draft.topic,
        event=draft.event,
        title=draft.title[:200],
        body=draft.body,
        path=draft.path,
        reply_to=draft.reply_to,
        key=draft.key[:160],
        fallbacks=_fallbacks(draft),
        queued_at=at,
        not_before_at=draft.not_before_at or at,
    )


@transaction.atomic
def queue_messages(
    *, drafts: Iterable[MessageDraft], by: User | None, at: datetime, rings: bool = True, are_new: bool = False
) -> int:
    """Queue messages; those whose key is known are left out. In-app messages are delivered by being written.

    Returns how many drafts were taken. Three statements for each thousand. Whoever queues without end lets no worker be
    rung for each part, and rings for all of them; whoever has looked at the keys already says that they `are_new`.
    """
    rows, taken_count = list(drafts), 0
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        known = set() if are_new else known_keys([row.key for row in part])
        fresh = list({row.key: row for row in part if row.key not in known}.values())
        taken_count += len(fresh)
        bulk.insert([_row(row, at) for row in fresh], ignore_conflicts=True)
        shown = list(dict.fromkeys(row.subject for row in fresh if row.channel == Channel.IN_APP))
        if shown:
            outbox.post(MessagesDelivered(shown, Channel.IN_APP, at.isoformat()))
    if taken_count:
        audit.record("notifications.message", "notifications.queue_messages", by=by, at=at, count=taken_count)
        if rings:
            queue.enqueue("caunoi.notifications.jobs.send_messages")
    return taken_count


@transaction.atomic
def mark_read(*, user: User, at: datetime, topic: str | None = None) -> int:
    """Mark a person's in-app messages as read, all or those of one object; returns how many were unread."""
    rows = Message.objects.filter(recipient=user, channel=Channel.IN_APP, read_at=None)
    if topic is not None:
        rows = rows.filter(Q(topic=topic) | Q(topic="", subject=topic))
    return rows.update(read_at=at)
