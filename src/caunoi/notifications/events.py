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
class MessagesReturned:
    """Messages that were told of as delivered, at `delivered_at`, came back after all. Whether anything else reached the rows that they are
    about, `queries.standing` says: another message may stand, or be on its way."""

    subjects: list[str]
    channel: str
    delivered_at: str
    code: str
    name: ClassVar[str] = "notifications.messages_returned"
