"""What queues and sends messages."""

from caunoi.notifications.actions.digesting import make_digest, make_digests, note_delivered
from caunoi.notifications.actions.notifying import Notice, notify
from caunoi.notifications.actions.preferring import Choices, opt_in_again, opt_out, save_setting
from caunoi.notifications.actions.queueing import MessageDraft, mark_read, queue_messages
from caunoi.notifications.actions.sending import ring, send_due

__all__ = [
    "Choices",
    "MessageDraft",
    "Notice",
    "make_digest",
    "make_digests",
    "mark_read",
    "note_delivered",
    "notify",
    "opt_in_again",
    "opt_out",
    "queue_messages",
    "ring",
    "save_setting",
    "send_due",
]
