"""Letters that come back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import outbox
from caunoi.notifications.actions.fallback import fall_back
from caunoi.notifications.actions.health import note_dead, note_soft
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.events import MessagesReturned
from caunoi.notifications.models import Message
from caunoi.notifications.queries.bounces import message_id_of
from caunoi.pure.returned import DEAD, PASSING, Returned, read_returned


def _message_of(returned: Returned) -> UUID | None:
    """By the sealed address that it came back to: nobody else can say that an address is dead."""
    return next(filter(None, map(message_id_of, returned.came_to)), None)


@transaction.atomic
def take_returned(*, data: bytes, by: User | None, at: datetime) -> bool:
    """Read a returned letter: the address is noted as dead (5.1.x and the like) or troubled (4.x.x), the message as
    failed, and the next channel is tried. The same letter again changes nothing. False when it is not about one of ours."""
    returned = read_returned(data)
    public_id = _message_of(returned) if returned is not None else None
    if returned is None or public_id is None:
        return False
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    message = rows.filter(public_id=public_id, channel=Channel.EMAIL).first()
    if message is None or message.state != MessageState.SENT:
        return message is not None
    code = f"SMTP {returned.status}"
    if returned.verdict == PASSING:  # the server of the other side goes on trying
        if returned.is_final:
            _came_back(message, code, returned.said, at)
        if message.code != code:
            note_soft(message, code, at)
            Message.objects.filter(pk=message.pk).update(code=code)
        return True
    _came_back(message, code, returned.said, at)
    if returned.verdict == DEAD:
        note_dead(message, code, at)
    else:
        note_soft(message, code, at)
    return True


def _came_back(message: Message, code: str, said: str, at: datetime) -> None:
    """The mail server's yes had counted: the house hears that it was none, also while another way is tried."""
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.FAILED, code=code, error=said[:300], watched_until_at=None
    )
    fall_back(message, at)
    Message.objects.filter(pk=message.pk).update(path="")
    delivered_at = (message.sent_at or message.queued_at).isoformat()
    outbox.post(MessagesReturned([message.subject], message.channel, delivered_at, code[:24]))
