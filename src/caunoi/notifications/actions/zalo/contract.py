"""A notice as ZNS wants it (zalo.cloud, "Gửi ZNS"), checked before it is sent, and what the answers mean. Not tried against
the service: chưa đối chiếu. docs/mechanisms/zalo.md is the contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat

from caunoi.notifications.actions.transport import Closed, Later, Refused, Taken
from caunoi.notifications.actions.zalo.account import KEY_CODES
from caunoi.notifications.choices import FailureCode
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import is_home, read_phone
from caunoi.notifications.queries.opting_out import opt_out_path
from caunoi.pure.vietnamese import short_date

# The account or its money: nobody gets anything until somebody mends it.
QUOTA_CODES = frozenset({-115, -121, -126, -137, -144, -147})
TEMPLATE_CODES = frozenset({-109, -117, -125, -127, -130, -131})
CONTENT_CODES = frozenset({-111, -112, -113, -116, -122, -132})
# No Zalo under that number, or the person wants none of it: another channel is tried.
PERSON_CODES = frozenset({-108, -110, -114, -118, -119, -138, -139, -140, -141})
NIGHT_CODE = -133
# ZNS takes nothing at night.
OPENS, CLOSES = 6, 22
REST = timedelta(hours=1)


@dataclass(frozen=True)
class Parameter:
    """One place of a template: its name, what fills it, and how long it may be."""

    name: str
    source: str
    most: int


def parameters() -> list[Parameter]:
    """The places of the templates, as the options say. Raises ValueError for a line that is none."""
    found = []
    for line in settings.CAUNOI.zns_parameters:
        name, _equals, rest = line.partition("=")
        source, _colon, most = rest.partition(":")
        if source not in SOURCES or (most and not most.isdigit()):
            raise ValueError(f"CAUNOI_ZNS_PARAMETERS: {line}")
        found.append(Parameter(name, source, int(most or 100)))
    return found


SOURCES = frozenset({"person", "title", "body", "site", "date", "path", "stop"})
LINKS = frozenset({"path", "stop"})


def _values(message: Message, at: datetime) -> dict[str, str]:
    """What may fill a place."""
    return {
        "person": message.recipient.full_name if message.recipient else "",
        "title": message.title,
        "body": message.body,
        "site": settings.SITE_NAME,
        "date": short_date(timezone.localtime(at).date()),
        "path": message.path.lstrip("/"),
        # Where a template has a button to leave; what cannot be left leads to where one chooses.
        "stop": (opt_out_path(message) or "/notices/settings/").lstrip("/"),
    }


def _fitting(text: str, most: int) -> str:
    """The text in one line, cut between words where it is too long."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def template_of(message: Message) -> str:
    """The template of the message's event, or the house's."""
    own = dict(line.split("=", 1) for line in settings.CAUNOI.zns_event_templates if "=" in line)
    return str(own.get(message.event, settings.CAUNOI.zns_template))


def data_of(message: Message, at: datetime) -> dict[str, str]:
    """What fills the template. Raises Refused with the name of a place that stays empty: before anything is sent."""
    filled: dict[str, str] = {}
    values = _values(message, at)
    for place in parameters():
        text = values[place.source]
        if not text.strip():
            raise Refused(FailureCode.MISSING_PARAMETER, _("mẫu tin thiếu tham số %s") % place.name)
        # A part of an address that is cut leads nowhere.
        if place.source in LINKS and len(text) > place.most:
            raise Refused(FailureCode.TOO_LONG, _("tham số %s quá dài") % place.name)
        filled[place.name] = text if place.source in LINKS else _fitting(text, place.most)
    return filled


def phone_of(text: str) -> str:
    """The number as ZNS writes it (84…). Raises Refused before anything is sent."""
    number = read_phone(text)
    if number is None:
        raise Refused(FailureCode.BAD_ADDRESS, _("số điện thoại viết sai"))
    if not is_home(number):
        raise Refused(FailureCode.FOREIGN, _("số điện thoại nước ngoài, không gửi ZNS"))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).lstrip("+")


def request_of(message: Message, phone: str, at: datetime) -> bytes:
    """The body of a request; `tracking_id` is the message, and comes back with the report of its arrival."""
    body = {
        "phone": phone, "template_id": template_of(message), "template_data": data_of(message, at),
        "tracking_id": message.public_id.hex,
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False).encode()


def await_morning(at: datetime) -> None:
    """Raises Later at night, until the hour at which ZNS opens."""
    local = timezone.localtime(at)
    if OPENS <= local.hour < CLOSES:
        return
    day = local if local.hour < OPENS else local + timedelta(days=1)
    opens_at = day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    raise Later(FailureCode.NIGHT, _("ngoài giờ được gửi"), pause=opens_at - local)


def _quota_left(content: dict[str, Any]) -> int | None:
    data = content.get("data")
    quota = data.get("quota") if isinstance(data, dict) else None
    left = str(quota.get("remainingQuota", "")) if isinstance(quota, dict) else ""
    return int(left) if left.isascii() and left.isdigit() else None


def judge(content: dict[str, Any]) -> Taken:
    """Return when Zalo took the message. Raises Refused, Later or Closed."""
    code = content.get("error")
    if code == 0:
        return Taken(_quota_left(content))
    name = f"ZALO {code}"[:24]
    if code in KEY_CODES:
        raise Closed(FailureCode.KEY, name)
    if code in QUOTA_CODES:
        raise Closed(FailureCode.QUOTA, name, rest=REST)
    if code in TEMPLATE_CODES:
        raise Closed(FailureCode.NO_TEMPLATE, name, rest=REST)
    if code == NIGHT_CODE:
        raise Closed(FailureCode.NIGHT, name, rest=REST)
    if code in PERSON_CODES or code in CONTENT_CODES:
        raise Refused(name, name)
    raise Later(name, name)
