"""What queues and sends messages."""

from caunoi.notifications.actions.queueing import MessageDraft, mark_read, queue_messages
from caunoi.notifications.actions.sending import ring, send_due

__all__ = ["MessageDraft", "mark_read", "queue_messages", "ring", "send_due"]
