"""When a channel fails, the next one of the person's order takes over. A chain of channels tells a thing once."""

from __future__ import annotations

from datetime import datetime

from caunoi.kit import bulk
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message, PushSubscription
from caunoi.notifications.queries.channels import is_on
from caunoi.notifications.queries.preferences import has_stopped
from caunoi.notifications.queries.reach import BY_PHONE, may_be_phoned, quiet_until
from caunoi.notifications.rules import may_disturb_at

JOINT = ">"


def key_after(key: str, channel: str) -> str:
    """The key of what follows on that channel: asked for twice, it is one message."""
    root = key.partition(JOINT)[0]
    return f"{root[:140]}{JOINT}{channel}"


def _reaches(message: Message, channel: str) -> bool:
    person = message.recipient
    if person is None:  # a number alone: whether its person stopped is looked at before it is sent
        return bool(message.address) and channel in BY_PHONE and is_on(channel)
    if not is_on(channel) or has_stopped(person.pk, message.event, channel):
        return False
    if channel == Channel.EMAIL:
        return bool(person.email)
    if channel in {Channel.SMS, Channel.ZALO}:
        return bool(person.phone) and bool(may_be_phoned([person.pk]))
    return channel == Channel.WEBPUSH and PushSubscription.objects.filter(user=person).exists()


def fall_back(message: Message, at: datetime) -> bool:
    """Queue the message on the next channel that reaches the person, for the next sweep; False when there is none."""
    order = [channel for channel in message.fallbacks.split(",") if channel]
    for place, channel in enumerate(order):
        if not _reaches(message, channel):
            continue
        person = message.recipient
        follower = Message(
            channel=channel, recipient=person, address=message.address if person is None else "", subject=message.subject, topic=message.topic, event=message.event,
            title=message.title, body=message.title if channel == Channel.SMS else message.body, path=message.path,
            reply_to=message.reply_to, key=key_after(message.key, channel), fallbacks=",".join(order[place + 1 :]),
            queued_at=at, not_before_at=may_disturb_at(channel, person, at) if person else quiet_until(at),
        )  # fmt: skip
        bulk.insert([follower], ignore_conflicts=True)
        return True
    return False


def call_off(message: Message, at: datetime) -> int:
    """The message arrived after all: what was queued in its place is not sent, if nobody has it in hand yet."""
    order = [channel for channel in message.fallbacks.split(",") if channel]
    keys = [key_after(message.key, channel) for channel in order]
    waiting = Message.objects.filter(key__in=keys, state=MessageState.QUEUED, claim="")
    return waiting.update(state=MessageState.CANCELLED, path="")
