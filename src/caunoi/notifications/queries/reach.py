"""Which channels reach a person, in which order; when a person rests. Rooms above and transports register what they know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from caunoi.notifications.choices import Channel
from caunoi.pure import quiet_hours
from caunoi.pure.quiet_hours import Quiet

Reaching = Callable[[Sequence["Person"]], Collection[int]]
Calendars = Callable[[Collection[int], date], Mapping[int, quiet_hours.Days]]
_reaching: dict[str, Reaching] = {}
_calendars: list[Calendars] = []


@dataclass(frozen=True)
class Person:
    """What is asked of an account to reach it."""

    pk: int
    full_name: str
    email: str
    phone: str
    language: str


def register_reach(channel: str, reaching: Reaching) -> None:
    """Let a channel say whom it reaches: ids among the people given. A channel that is off reaches nobody."""
    _reaching[channel] = reaching


def register_calendars(calendars: Calendars) -> None:
    """Let a room say by which working calendar people rest: of each id, on a day."""
    _calendars[:] = [calendars]


def channels_of(people: Sequence[Person]) -> dict[int, set[str]]:
    """The channels that reach each of the people."""
    found = {person.pk: {str(Channel.IN_APP)} | ({str(Channel.EMAIL)} if person.email else set()) for person in people}
    for channel, reaching in _reaching.items():
        for pk in reaching(people):
            found[pk].add(channel)
    return found


def calendars_of(ids: Collection[int], on: date) -> Mapping[int, quiet_hours.Days]:
    """The working calendar of each person whose room knows one."""
    return _calendars[0](ids, on) if _calendars and ids else {}


def house_quiet() -> Quiet:
    """The house's hours of rest."""
    return Quiet(settings.CAUNOI.quiet_from_hour, settings.CAUNOI.quiet_until_hour)


def quiet_until(at: datetime) -> datetime:
    """The moment itself, or the end of the house's quiet hours that it lies in."""
    return quiet_hours.wakes_at(at, house_quiet(), timezone.get_current_timezone())
