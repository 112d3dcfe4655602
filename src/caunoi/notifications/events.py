"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MessagesDelivered:
    """Messages reached their transport (or the people's lists of notices). `subjects` name the rows they are about."""

    subjects: list[str]
    channel: str
    delivered_at: str
    name: ClassVar[str] = "notifications.messages_delivered"


@dataclass(frozen=True)
class MessageFailed:
    """A transport refused a message for good."""

    subject: str
    channel: str
    error: str
    name: ClassVar[str] = "notifications.message_failed"
