"""What queues and sends messages."""

from caunoi.notifications.actions.digesting import make_digest, make_digests, note_delivered
from caunoi.notifications.actions.notifying import Notice, notify
from caunoi.notifications.actions.queueing import MessageDraft, mark_read, queue_messages
from caunoi.notifications.actions.sending import ring, send_due

__all__ = [
    "MessageDraft",
    "Notice",
    "make_digest",
    "make_digests",
    "mark_read",
    "note_delivered",
    "notify",
    "queue_messages",
    "ring",
    "send_due",
]
