"""Drafts, and channels that are set up, for the tests of this folder."""

from typing import Any

from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications import actions
from caunoi.notifications.actions import MessageDraft
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from tests.cast import AT

PHONE = "+84912345678"


def draft(number: int = 1, channel: str = Channel.SMS, **values: Any) -> MessageDraft:
    """A message about one recipient."""
    facts: dict[str, Any] = {
        "channel": channel, "title": "Phổ biến Hướng dẫn số 12", "body": "Phổ biến Hướng dẫn số 12",
        "subject": f"directives.recipient:{number}", "key": f"issued:{number}", "path": "/d/abc/",
    }  # fmt: skip
    return MessageDraft(**facts | values)


def queue(*drafts: MessageDraft, at: Any = AT) -> int:
    return actions.queue_messages(drafts=drafts, by=None, at=at)


def state_of(number: int = 1, suffix: str = "") -> str:
    return Message.objects.get(key=f"issued:{number}{suffix}").state


def told(name: str = "notifications.messages_delivered") -> list[str]:
    rows = OutboxEvent.objects.filter(name=name).order_by("id")
    return [subject for row in rows for subject in row.payload.get("subjects", [row.payload.get("subject")])]


def set_options(monkeypatch: Any, settings: Any, **values: Any) -> None:
    for name, value in values.items():
        monkeypatch.setitem(settings.CAUNOI._values, name, value)
