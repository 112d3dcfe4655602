"""A notice in somebody's list."""

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.notifications.actions import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message


def notice_of(user: User, title: str = "Tin thử") -> Message:
    """It leads to the directives; asked for twice it is one."""
    draft = MessageDraft(
        channel=Channel.IN_APP, title=title, body="<script>alert(1)</script>\nDòng hai", subject="test:1", key=title,
        recipient=user, path="/directives/",
    )  # fmt: skip
    queue_messages(drafts=[draft], by=None, at=clock.now())
    return Message.objects.get(key=title)
