"""Reading messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import DigestItem, Message, PushSubscription
from caunoi.notifications.queries.channels import due_channels
from caunoi.notifications.queries.events import EventKind, event_of, events, register_event
from caunoi.notifications.queries.reach import Person, quiet_until, register_acting, register_calendars, register_reach
from caunoi.notifications.queries.reaching import by_sms, by_webpush, by_zalo
from caunoi.notifications.queries.standing import Fate, failed_of, fates_of, lost_of, standing

__all__ = [
    "EventKind",
    "Fate",
    "NoticeGroup",
    "Person",
    "by_sms",
    "by_webpush",
    "by_zalo",
    "due_channels",
    "event_of",
    "events",
    "failed_of",
    "fates_of",
    "has_due",
    "key_on",
    "known_keys",
    "listed_keys",
    "lost_of",
    "machines_of",
    "notice_groups",
    "notices_of",
    "quiet_until",
    "read_in_app",
    "register_acting",
    "register_calendars",
    "register_event",
    "register_reach",
    "standing",
    "told_keys",
    "told_of",
    "unread_count",
]


# As the messages of directives and cases have always been called.
SUFFIXES: dict[str, str] = {Channel.IN_APP: "app"}


def has_due(at: datetime) -> bool:
    """Whether any message should be sent by now, on a channel that is open."""
    return bool(due_channels(at))


def known_keys(keys: Collection[str]) -> set[str]:
    """Which of these keys have a message already."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def key_on(key: str, channel: str) -> str:
    """The key of a notice's message on a channel."""
    return f"{key}:{SUFFIXES.get(channel, channel.lower())}"


def told_keys(keys: Collection[str]) -> set[str]:
    """Which of these notices were told, or wait for a digest, on whatever channel."""
    whose = {key_on(key, channel): key for key in keys for channel in Channel.values}
    found = known_keys(whose) | set(DigestItem.objects.filter(key__in=list(whose)).values_list("key", flat=True))
    return {whose[key] for key in found} | listed_keys(keys)


def listed_keys(keys: Collection[str]) -> set[str]:
    """Which of these notices stand in a list of notices, as all do but those that their person keeps out of it.

    Notices of earlier versions had one message, by the bare key.
    """
    whose = {key_on(key, Channel.IN_APP): key for key in keys} | {key: key for key in keys}
    return {whose[key] for key in known_keys(whose)}


def told_of(subject: str) -> QuerySet[User]:
    """People who were told of a row, or will be in a digest."""
    told = Message.objects.filter(subject=subject, recipient__isnull=False).values("recipient")
    return User.objects.filter(Q(pk__in=told) | Q(pk__in=DigestItem.objects.filter(subject=subject).values("user")))


def read_in_app(keys: Collection[str]) -> set[str]:
    """Which of these keys, of any channel, are of notices that their person read on the site."""
    whose = {key_on(key.rpartition(":")[0], Channel.IN_APP): key for key in keys}
    rows = Message.objects.filter(key__in=list(whose), read_at__isnull=False)
    return {whose[key] for key in rows.values_list("key", flat=True)}


def notices_of(user: User) -> QuerySet[Message]:
    """A person's in-app notices, newest first."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")


@dataclass(frozen=True)
class NoticeGroup:
    """A person's notices of one object, the newest first."""

    topic: str
    notices: list[Message]

    @property
    def newest(self) -> Message:
        """The one that heads the group."""
        return self.notices[0]

    @property
    def unread_count(self) -> int:
        """How many of them the person has not seen."""
        return sum(notice.read_at is None for notice in self.notices)


def notice_groups(notices: Iterable[Message]) -> list[NoticeGroup]:
    """Notices by object; the object with the newest one first."""
    groups: dict[str, list[Message]] = {}
    for notice in notices:
        groups.setdefault(notice.topic or notice.subject, []).append(notice)
    return [NoticeGroup(topic, rows) for topic, rows in groups.items()]


def unread_count(user: User) -> int:
    """How many notices the person has not seen."""
    return Message.objects.filter(recipient=user, channel=Channel.IN_APP, read_at=None).count()


def machines_of(user: User) -> QuerySet[PushSubscription]:
    """Browsers in which the person lets us show notices, newest first."""
    return PushSubscription.objects.filter(user=user).order_by("-made_at", "-pk")
