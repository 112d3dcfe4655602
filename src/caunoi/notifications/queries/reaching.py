"""Whom the channels of this room reach: a channel that is off reaches nobody, a landline and a foreign number get no SMS."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumberType

from caunoi.notifications.choices import Channel
from caunoi.notifications.models import PushSubscription
from caunoi.notifications.queries.addresses import dead_of, is_home, phone_address, read_phone
from caunoi.notifications.queries.channels import is_on
from caunoi.notifications.queries.reach import Person, register_reach

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def takes_sms(number: phonenumbers.PhoneNumber) -> bool:
    """Whether text messages may go to the number."""
    region = phonenumbers.region_code_for_number(number)
    return region in settings.CAUNOI.sms_regions and phonenumbers.number_type(number) in MOBILE


def by_sms(people: Sequence[Person]) -> Collection[int]:
    """People with a mobile number of the countries that are allowed, which nobody reported as dead."""
    if not is_on(Channel.SMS):
        return ()
    able = {p.pk: phone_address(p.phone) for p in people if (number := read_phone(p.phone)) and takes_sms(number)}
    dead = dead_of(set(able.values()))
    return [pk for pk, address in able.items() if address not in dead]


def by_zalo(people: Sequence[Person]) -> Collection[int]:
    """People with a Vietnamese number; whether Zalo knows it turns out when it is tried."""
    if not is_on(Channel.ZALO):
        return ()
    return [p.pk for p in people if (number := read_phone(p.phone)) and is_home(number)]


def by_webpush(people: Sequence[Person]) -> Collection[int]:
    """People who let a browser show notices."""
    if not is_on(Channel.WEBPUSH):
        return ()
    ids = [person.pk for person in people]
    return set(PushSubscription.objects.filter(user__in=ids).values_list("user_id", flat=True))


def roster_channels() -> set[str]:
    """Channels by telephone to people on a roster who have no account, and so could agree to nothing: those that are set up,
    where the operator names another basis than consent."""
    return {str(channel) for channel in (Channel.ZALO, Channel.SMS) if settings.CAUNOI.phone_basis and is_on(channel)}


register_reach(Channel.SMS, by_sms)
register_reach(Channel.ZALO, by_zalo)
register_reach(Channel.WEBPUSH, by_webpush)
