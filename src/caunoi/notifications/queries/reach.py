"""Which channels reach a person, in which order; when a person rests. Rooms above and transports register what they know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import User
from caunoi.accounts.queries import said_of
from caunoi.notifications.choices import AddressKind, Channel
from caunoi.notifications.queries.addresses import Address
from caunoi.notifications.queries.opting_out import stopped_of
from caunoi.pure import quiet_hours
from caunoi.pure.quiet_hours import Quiet

Reaching = Callable[[Sequence["Person"]], Collection[int]]
Acting = Callable[[Collection[int], date], Collection[int]]
Calendars = Callable[[Collection[int], date], Mapping[int, quiet_hours.Days]]
# Channels that go by the telephone number, through others' hands.
BY_PHONE = frozenset({"SMS", "ZALO"})
_reaching: dict[str, Reaching] = {}
_calendars: list[Calendars] = []
_acting: list[Acting] = []


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


def register_acting(acting: Acting) -> None:
    """Let a room say who acts for a unit: ids among those given, on a day."""
    _acting[:] = [acting]


def acts(user_id: int, on: date) -> bool:
    """Whether the person acts for any unit, so that duties concern them; everybody does before a room says who."""
    return not _acting or user_id in _acting[0]([user_id], on)


def channels_of(people: Sequence[Person]) -> dict[int, set[str]]:
    """The channels that reach each of the people."""
    found = {person.pk: {str(Channel.IN_APP)} | ({str(Channel.EMAIL)} if person.email else set()) for person in people}
    for channel, reaching in _reaching.items():
        for pk in reaching(people):
            found[pk].add(channel)
    by_phone = [pk for pk, channels in found.items() if channels & BY_PHONE]
    for pk in set(by_phone) - may_be_phoned(by_phone):
        found[pk] -= BY_PHONE
    return found


def may_be_phoned(ids: Collection[int]) -> set[int]:
    """Who may be written to by telephone number: who agreed, or was never asked while the operator names another basis.

    Luật 91/2025/QH15, art. 9: consent is per purpose; who withdrew it is left alone whatever the basis.
    """
    said = said_of(ids, ConsentPurpose.PHONE) if ids else {}
    unasked = [pk for pk in ids if pk not in said] if settings.CAUNOI.phone_basis else []
    return {pk for pk, is_willing in said.items() if is_willing} | (set(unasked) - _stopped_before(unasked))


def _stopped_before(ids: Collection[int]) -> set[int]:
    """Whose number was stopped while it had no account: who then makes one is not asked for less."""
    phones = User.objects.filter(pk__in=ids, phone__isnull=False).values_list("pk", "phone") if ids else ()
    addresses = {pk: Address(AddressKind.PHONE, phone) for pk, phone in phones if phone}
    stopped = stopped_of(set(addresses.values()))
    return {pk for pk, address in addresses.items() if address in stopped}


def calendars_of(ids: Collection[int], on: date) -> Mapping[int, quiet_hours.Days]:
    """The working calendar of each person whose room knows one."""
    return _calendars[0](ids, on) if _calendars and ids else {}


def house_quiet() -> Quiet:
    """The house's hours of rest."""
    return Quiet(settings.CAUNOI.quiet_from_hour, settings.CAUNOI.quiet_until_hour)


def quiet_until(at: datetime) -> datetime:
    """The moment itself, or the end of the house's quiet hours that it lies in."""
    return quiet_hours.wakes_at(at, house_quiet(), timezone.get_current_timezone())
