"""What goes of letters when their case is erased or removed."""

from __future__ import annotations

from caunoi.channels.email import queries
from caunoi.channels.models import InboundMessage
from caunoi.feedback.models import Case
from caunoi.notifications.models import Message


def forget_letters(case: Case) -> None:
    """What we wrote to the sender's address goes, sent or not. Of what came in only the mark stays, with no way to the
    case: a letter that the mailbox delivers once more must not bring back what was erased."""
    ours = Message.objects.filter(topic=f"feedback.case:{case.pk}", subject__startswith=queries.SUBJECT)
    ours.delete()
    InboundMessage.objects.filter(case=case).update(case=None)
