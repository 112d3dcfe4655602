"""Who withdraws consent is left alone at once: what waits for their telephone is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import User
from caunoi.accounts.queries import said_of
from caunoi.notifications.actions.fallback import fall_back
from caunoi.notifications.actions.preferring import opt_in_again, opt_out
from caunoi.notifications.choices import Channel, FailureCode, MessageState
from caunoi.notifications.models import Message
from caunoi.notifications.queries.opting_out import leavable_address, stopped_of
from caunoi.notifications.queries.reach import BY_PHONE, may_be_phoned

PERSON = "accounts.user:"


def _cancel(messages: Sequence[Message], code: str, at: datetime) -> None:
    """Not sent; another way, if the person has one, takes over."""
    Message.objects.filter(pk__in=[row.pk for row in messages]).update(state=MessageState.CANCELLED, code=code)
    for message in messages:
        fall_back(message, at)
    Message.objects.filter(pk__in=[row.pk for row in messages]).update(path="")


def leave_unwilling(messages: list[Message], at: datetime) -> list[Message]:
    """Of messages about to be sent, those whose people still agree; the others are called off.

    The last look before the transport: consent withdrawn a moment ago counts, however long the message waited.
    """
    people = {row.recipient_id for row in messages if row.recipient_id and row.channel in BY_PHONE}
    unwilling = people - may_be_phoned(people)
    _cancel([row for row in messages if row.recipient_id in unwilling], FailureCode.NO_CONSENT, at)
    return _leave_stopped([row for row in messages if row.recipient_id not in unwilling], at)


def _leave_stopped(messages: list[Message], at: datetime) -> list[Message]:
    """The same for those who are known by a number or a mailbox only."""
    bare = {row.pk: address for row in messages if (address := leavable_address(row))}
    stopped = stopped_of(set(bare.values()))
    gone = {pk for pk, address in bare.items() if address in stopped}
    _cancel([row for row in messages if row.pk in gone], FailureCode.STOPPED, at)
    return [row for row in messages if row.pk not in gone]


def _person_of(subject: str) -> int | None:
    number = subject.removeprefix(PERSON)
    return int(number) if subject.startswith(PERSON) and number.isdecimal() else None


@transaction.atomic
def heed_notices(*, subject: str, by: User | None = None, at: datetime) -> None:
    """Mail to somebody with an account follows what they say of notices: withdrawn, only duties go; given again, as before."""
    user = User.objects.filter(pk=_person_of(subject) or 0, is_active=True).first()
    if user is None:
        return
    is_willing = said_of([user.pk], ConsentPurpose.NOTICES).get(user.pk, True)
    deed = opt_in_again if is_willing else opt_out
    deed(user=user, event="", channel=Channel.EMAIL, by=by, at=at)


@transaction.atomic
def heed_consent(*, subject: str, purpose: str, at: datetime) -> int:
    """Call off what waits for the telephone of somebody who does not agree by now; returns how many messages."""
    number = _person_of(subject)
    if purpose != ConsentPurpose.PHONE or number is None:
        return 0
    rows = Message.objects.select_for_update(of=("self",)).filter(
        recipient=number, channel__in=BY_PHONE, state=MessageState.QUEUED, claim=""
    )
    messages = list(rows.select_related("recipient"))
    return len(messages) - len(leave_unwilling(messages, at))
