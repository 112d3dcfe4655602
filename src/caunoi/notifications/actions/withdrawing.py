"""Who withdraws consent is left alone at once: what waits for their telephone is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from caunoi.accounts.choices import ConsentPurpose
from caunoi.notifications.actions.fallback import fall_back
from caunoi.notifications.choices import FailureCode, MessageState
from caunoi.notifications.models import Message
from caunoi.notifications.queries.reach import BY_PHONE, may_be_phoned

PERSON = "accounts.user:"


def _cancel(messages: Sequence[Message], at: datetime) -> None:
    """Not sent; another way, if the person has one, takes over."""
    Message.objects.filter(pk__in=[row.pk for row in messages]).update(
        state=MessageState.CANCELLED, code=FailureCode.NO_CONSENT
    )
    for message in messages:
        fall_back(message, at)
    Message.objects.filter(pk__in=[row.pk for row in messages]).update(path="")


def leave_unwilling(messages: list[Message], at: datetime) -> list[Message]:
    """Of messages to telephones about to be sent, those whose people still agree; the others are called off.

    The last look before the transport: consent withdrawn a moment ago counts, however long the message waited.
    """
    people = {row.recipient_id for row in messages if row.recipient_id and row.channel in BY_PHONE}
    unwilling = people - may_be_phoned(people)
    _cancel([row for row in messages if row.recipient_id in unwilling], at)
    return [row for row in messages if row.recipient_id not in unwilling]


@transaction.atomic
def heed_consent(*, subject: str, purpose: str, at: datetime) -> int:
    """Call off what waits for the telephone of somebody who does not agree by now; returns how many messages."""
    number = subject.removeprefix(PERSON)
    if purpose != ConsentPurpose.PHONE or not (subject.startswith(PERSON) and number.isdecimal()):
        return 0
    rows = Message.objects.select_for_update(of=("self",)).filter(
        recipient=int(number), channel__in=BY_PHONE, state=MessageState.QUEUED, claim=""
    )
    messages = list(rows.select_related("recipient"))
    return len(messages) - len(leave_unwilling(messages, at))
