"""What each person hears at once, in a digest, or not at all: their choices over the house's defaults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from caunoi.accounts.models import User
from caunoi.notifications.choices import Channel, Frequency, Style, Weekday
from caunoi.notifications.models import NoticeSetting, Preference
from caunoi.notifications.queries.events import EventKind, events
from caunoi.notifications.queries.reach import Person, channels_of, house_quiet
from caunoi.pure.quiet_hours import Quiet

FACTS = ("pk", "full_name", "email", "phone", "language")
# The event of a cell that holds for whatever is not required.
ALL = "*"
SET = ("style", "first_channel", "digest_hour", "weekly_on", "quiet_from_hour", "quiet_until_hour")


@dataclass(frozen=True)
class Wish:
    """All that decides how one person is told."""

    person: Person
    channels: Collection[str]
    style: str = Style.MINE
    first_channel: str = ""
    digest_hour: int = 0
    weekly_on: int = Weekday.MONDAY
    quiet: Quiet = field(default_factory=house_quiet)
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The one channel outside the site that is used when nothing else was chosen; empty when none reaches."""
        return self._first_of(settings.CAUNOI.channel_order)

    @property
    def gathering(self) -> str:
        """The one channel of digests when nothing else was chosen."""
        return self._first_of(settings.CAUNOI.digest_order)

    def _first_of(self, order: Collection[str]) -> str:
        return next((channel for channel in (self.first_channel, *order) if channel in self.channels), "")

    def after(self, kind: EventKind, channel: str, told: Collection[str]) -> tuple[str, ...]:
        """What is tried when a channel fails: the person's other ways in order, without those on which they are told anyway
        and those that they stopped; a required event takes any."""
        order = dict.fromkeys([self.first_channel, *settings.CAUNOI.channel_order])
        stopped = {
            way for (event, way), said in self.cells.items() if event in {kind.code, ALL} and said == Frequency.NEVER
        }
        barred = {channel, *told} | (set() if kind.is_required else stopped)
        return tuple(way for way in order if way in self.channels and way not in barred)

    def default(self, kind: EventKind, channel: str, *, is_mine: bool) -> str:
        """What the house does when the person set nothing for that event and channel."""
        if channel == Channel.IN_APP:
            return Frequency.AT_ONCE
        if self.style == Style.REQUIRED and not kind.is_required:
            return Frequency.NEVER
        if kind.is_required or (is_mine and self.style == Style.MINE):
            return Frequency.AT_ONCE if channel == self.first else Frequency.NEVER
        return Frequency.DAILY if channel == self.gathering else Frequency.NEVER

    def frequency(self, kind: EventKind, channel: str, *, is_mine: bool) -> str:
        """When the person hears of such an event on a channel."""
        own = self.cells.get((kind.code, channel))
        if own is None and not kind.is_required:
            own = self.cells.get((ALL, channel))
        return own or self.default(kind, channel, is_mine=is_mine)

    def ways(self, kind: EventKind, *, is_mine: bool) -> dict[str, str]:
        """Channel to frequency, of those on which the person hears of it.

        A required event that every cell silences, or whose channels no longer reach the person, stands in the list of
        notices and goes by the first channel.
        """
        found = {c: f for c in self.channels if (f := self.frequency(kind, c, is_mine=is_mine)) != Frequency.NEVER}
        if kind.is_required and not found:
            found = {c: Frequency.AT_ONCE for c in (Channel.IN_APP, self.first) if c}
        return found


def _own_quiet(start: int | None, until: int | None, house: Quiet) -> Quiet:
    return Quiet(house.from_hour if start is None else start, house.until_hour if until is None else until)


def quiets_of(ids: Collection[int]) -> dict[int, Quiet]:
    """The hours of rest of each person; one statement."""
    house = house_quiet()
    rows = NoticeSetting.objects.filter(user__in=list(ids)).values_list("user", "quiet_from_hour", "quiet_until_hour")
    return dict.fromkeys(ids, house) | {pk: _own_quiet(start, until, house) for pk, start, until in rows}


def has_stopped(user_id: int, event: str, channel: str) -> bool:
    """Whether the person wants nothing of an event on a channel; of a required one they may not say so."""
    if not event or any(kind.code == event and kind.is_required for kind in events()):
        return False
    cells = Preference.objects.filter(user=user_id, channel=channel, event__in=[event, ALL])
    said = dict(cells.values_list("event", "frequency"))
    return said.get(event, said.get(ALL)) == Frequency.NEVER


def _wish(
    row: Mapping[str, Any], person: Person, channels: Collection[str], cells: Mapping[tuple[str, str], str]
) -> Wish:
    quiet, hour = house_quiet(), settings.CAUNOI.digest_hour
    if row["notice_setting__style"] is None:
        return Wish(person, channels, digest_hour=hour, quiet=quiet, cells=cells)
    own = {name: row[f"notice_setting__{name}"] for name in SET}
    return Wish(
        person, channels, own["style"], own["first_channel"],
        hour if own["digest_hour"] is None else own["digest_hour"], own["weekly_on"],
        _own_quiet(own["quiet_from_hour"], own["quiet_until_hour"], quiet), cells,
    )  # fmt: skip


def wishes_of(ids: Iterable[int]) -> dict[int, Wish]:
    """The wishes of active people: two statements for any number, and what the channels ask."""
    wanted = list(ids)
    rows = list(
        User.objects.filter(pk__in=wanted, is_active=True).values(*FACTS, *(f"notice_setting__{name}" for name in SET))
    )
    people = {
        row["pk"]: Person(row["pk"], row["full_name"], row["email"] or "", row["phone"] or "", row["language"])
        for row in rows
    }
    channels = channels_of(list(people.values()))
    cells: dict[int, dict[tuple[str, str], str]] = {}
    for user_id, event, channel, frequency in Preference.objects.filter(user__in=wanted).values_list(
        "user", "event", "channel", "frequency"
    ):
        cells.setdefault(user_id, {})[event, channel] = frequency
    return {row["pk"]: _wish(row, people[row["pk"]], channels[row["pk"]], cells.get(row["pk"], {})) for row in rows}


def wish_of(user: User) -> Wish:
    """The wishes of one active person."""
    return wishes_of([user.pk])[user.pk]


def setting_of(user: User) -> NoticeSetting | None:
    """What the person set; None before they set anything."""
    return NoticeSetting.objects.filter(user=user).first()
