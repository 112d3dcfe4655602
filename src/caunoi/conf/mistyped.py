"""Options of channels that were typed wrongly: which word, and what is allowed. `caunoi check` asks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator

import phonenumbers
from django.conf import settings

from caunoi.notifications.actions.zalo.contract import SOURCES, parameters
from caunoi.notifications.choices import SENDING_CHANNELS
from caunoi.notifications.queries.events import events

HOURS = ("quiet_from_hour", "quiet_until_hour", "digest_hour")
COUNTS = ("email_per_second", "sms_per_second", "zalo_per_second", "webpush_per_second", "sms_price", "zns_price")
AT_LEAST_ONE = ("email_connections", "sms_parts_most", "sms_receipt_hours", "zalo_receipt_hours", "link_days")
MEANINGS = ("TAKEN", "KEY", "QUOTA", "LATER", "REFUSED")


def _allowed(words: Collection[str]) -> str:
    return "allowed are " + ", ".join(words)


def _orders() -> Iterator[str]:
    known = [str(channel) for channel in SENDING_CHANNELS]
    for name in ("channel_order", "digest_order"):
        words, env = getattr(settings.CAUNOI, name), f"CAUNOI_{name.upper()}"
        if not words:
            yield f"{env} is empty, so nobody is told outside the site; {_allowed(known)}"
        for word, count in Counter(words).items():
            if word not in known:
                yield f"{env}: no channel “{word}”, so it is passed over; {_allowed(known)}"
            elif count > 1:
                yield f"{env}: “{word}” stands there {count} times"


def _regions() -> Iterator[str]:
    for word in settings.CAUNOI.sms_regions:
        if word not in phonenumbers.SUPPORTED_REGIONS:
            yield f"CAUNOI_SMS_REGIONS: no country “{word}”; allowed are codes of two capitals such as VN, LA, KR"


def _sms_form() -> Iterator[str]:
    for line in settings.CAUNOI.sms_codes:
        value, equals, meaning = line.partition("=")
        if not (value and equals) or meaning not in MEANINGS:
            yield f"CAUNOI_SMS_CODES: “{line}” is not value=MEANING; {_allowed(MEANINGS)}"
    if settings.CAUNOI.sms_body:
        try:
            is_form = isinstance(json.loads(settings.CAUNOI.sms_body), dict)
        except ValueError:
            is_form = False
        if not is_form:
            yield 'CAUNOI_SMS_BODY: expected a JSON object such as {"to": "{to}", "text": "{text}"}'


def _zns() -> Iterator[str]:
    try:
        parameters()
    except ValueError as error:
        yield f"{error}: expected name=source:most; {_allowed(sorted(SOURCES))}"
    known = {kind.code for kind in events()}
    for line in settings.CAUNOI.zns_event_templates:
        event, equals, template = line.partition("=")
        if not (equals and template.strip()):
            yield f"CAUNOI_ZNS_EVENT_TEMPLATES: “{line}” is not event=template"
        elif event not in known:
            yield f"CAUNOI_ZNS_EVENT_TEMPLATES: no event “{event}”; {_allowed(sorted(known))}"


def _numbers() -> Iterator[str]:
    ranges: list[tuple[tuple[str, ...], Callable[[int], bool], str]] = [
        (HOURS, lambda value: 0 <= value <= 23, "an hour from 0 to 23"),
        (COUNTS, lambda value: value >= 0, "0 or more"),
        (AT_LEAST_ONE, lambda value: value >= 1, "1 or more"),
    ]
    for names, is_good, expected in ranges:
        for name in names:
            value = getattr(settings.CAUNOI, name)
            if not is_good(value):
                yield f"CAUNOI_{name.upper()}: expected {expected}, got {value}"


def mistyped() -> Iterator[str]:
    """One sentence for each word that means nothing."""
    for part in (_orders, _regions, _sms_form, _zns, _numbers):
        yield from part()
    mailbox = str(settings.CAUNOI.email_bounces)
    if mailbox and not all(mailbox.partition("@")):
        yield f"CAUNOI_EMAIL_BOUNCES: “{mailbox}” is no mailbox; expected name@domain"
