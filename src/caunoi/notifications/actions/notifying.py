"""How rooms tell people: each notice goes where and when its person wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.kit import bulk
from caunoi.notifications.actions.queueing import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel, Frequency, Part
from caunoi.notifications.models import DigestItem
from caunoi.notifications.queries import key_on, listed_keys, told_keys
from caunoi.notifications.queries.events import EventKind, event_of
from caunoi.notifications.queries.preferences import Wish, wishes_of
from caunoi.notifications.queries.reach import calendars_of
from caunoi.notifications.queries.texts import Worded, language_of, parts_of, say, spoken, worded
from caunoi.pure import quiet_hours

BATCH = 1000


@dataclass(frozen=True)
class Notice:
    """One thing that one person is to hear. `key` makes it one however often it is asked for.

    `event` is a registered code; `subject` names the row it is about, `topic` the object that it is grouped by and
    `topic_label` its name. `values` fill the places of the event's texts: texts, lazy texts, or functions called in the
    person's language; `title` and `body` are among them. `path` leads to it inside the site, `link` (a personal one) from
    messages that leave.
    """

    person: User
    event: str
    subject: str
    key: str
    title: Any = ""
    body: Any = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    topic: str = ""
    topic_label: Any = ""
    path: str = ""
    link: str = ""
    is_mine: bool | None = None


@dataclass(frozen=True)
class _Told:
    """A notice and what was found out about it."""

    notice: Notice
    kind: EventKind
    wish: Wish
    texts: Worded
    calendars: Mapping[int, quiet_hours.Days]
    memo: dict[str, str] = field(default_factory=dict)

    @property
    def is_mine(self) -> bool:
        """Whether it concerns the person: the notice says, or the kind does."""
        return self.kind.is_mine_default if self.notice.is_mine is None else self.notice.is_mine

    @property
    def language(self) -> str:
        """The person's."""
        return language_of(self.wish.person.language)

    def spoken(self, value: Any) -> str:
        """A lazy text in the person's language."""
        return spoken(value, self.language)

    def said(self, part: str) -> str:
        """A text of it in the person's language; channels share it."""
        if part not in self.memo:
            notice = self.notice
            common = {"person": self.wish.person.full_name, "site": settings.SITE_NAME}
            values = {"title": notice.title, "body": notice.body, **common, **notice.values}
            self.memo[part] = say(self.kind, part, self.language, values, self.texts)
        return self.memo[part]

    def leaves_at(self, channel: str, at: datetime) -> datetime:
        """When a message on the channel may disturb the person."""
        is_still = channel == Channel.IN_APP or (channel == Channel.EMAIL and not self.kind.holds_mail)
        if is_still:
            return at
        calendar = self.calendars.get(self.wish.person.pk) if self.kind.is_work else None
        return quiet_hours.wakes_at(at, self.wish.quiet, timezone.get_current_timezone(), calendar)


def _draft(told: _Told, channel: str, ways: Mapping[str, str], at: datetime) -> MessageDraft:
    notice, is_inside = told.notice, channel == Channel.IN_APP
    title, body = parts_of(channel)
    return MessageDraft(
        channel=channel, title=told.said(title), body=told.said(body), subject=notice.subject, topic=notice.topic,
        event=notice.event, key=key_on(notice.key, channel), recipient=notice.person,
        path=notice.path if is_inside else notice.link or notice.path,
        not_before_at=told.leaves_at(channel, at), fallbacks=told.wish.after(told.kind, channel, ways),
    )  # fmt: skip


def _item(told: _Told, channel: str, frequency: str, at: datetime) -> DigestItem:
    notice, wish, title = told.notice, told.wish, told.said(Part.TITLE)[:200]
    weekday = wish.weekly_on if frequency == Frequency.WEEKLY else None
    return DigestItem(
        user_id=wish.person.pk, channel=channel, frequency=frequency, event=notice.event,
        subject=notice.subject, topic=notice.topic or notice.subject, topic_label=(told.spoken(notice.topic_label) or title)[:200], title=title,
        path=notice.path, key=key_on(notice.key, channel)[:160], noted_at=at,
        due_at=quiet_hours.next_slot(at, wish.digest_hour, timezone.get_current_timezone(), weekday),
    )  # fmt: skip


def _fresh(notices: Sequence[Notice]) -> tuple[list[Notice], dict[int, Wish]]:
    """The notices that nobody was told yet, of people who can be told, and what these people want."""
    listed = listed_keys([notice.key for notice in notices])
    fresh = {notice.key: notice for notice in notices if notice.key not in listed}
    wishes = wishes_of({notice.person.pk for notice in fresh.values()})
    # Who keeps things out of the list of notices may have been told elsewhere.
    apart = [key for key, notice in fresh.items() if (wish := wishes.get(notice.person.pk)) and wish.cells]
    told = told_keys(apart) if apart else set()
    return [row for key, row in fresh.items() if key not in told and row.person.pk in wishes], wishes


def _gather(notices: Sequence[Notice], at: datetime) -> list[_Told]:
    fresh, wishes = _fresh(notices)
    if not fresh:
        return []
    kinds = {notice.event: event_of(notice.event) for notice in fresh}
    at_work = {notice.person.pk for notice in fresh if kinds[notice.event].is_work}
    calendars = calendars_of(at_work, timezone.localtime(at).date())
    texts = worded(kinds)
    return [_Told(notice, kinds[notice.event], wishes[notice.person.pk], texts, calendars) for notice in fresh]


@transaction.atomic
def notify(*, notices: Iterable[Notice], by: User | None, at: datetime, rings: bool = True) -> int:
    """Tell people, each by the channels and at the time that they chose: at once, in quiet hours later, or in a digest.

    Returns how many messages were queued and things noted for digests. Raises LookupError for an event nobody
    registered, wordings.MissingValueError when a text asks for a value that the notice does not bring.
    """
    count, rest = 0, iter(notices)
    while part := list(islice(rest, BATCH)):
        drafts, items = [], []
        for told in _gather(part, at):
            ways = told.wish.ways(told.kind, is_mine=told.is_mine)
            for channel, frequency in ways.items():
                if frequency == Frequency.AT_ONCE:
                    drafts.append(_draft(told, channel, ways, at))
                else:
                    items.append(_item(told, channel, frequency, at))
        bulk.insert(items, ignore_conflicts=True)
        count += queue_messages(drafts=drafts, by=by, at=at, are_new=True, rings=rings) + len(items)
    return count
