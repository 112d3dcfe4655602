"""What is said to a gateway of text messages, and what its answers mean. docs/mechanisms/transports.md is the contract."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat

from caunoi.kit.http.partner import Reply
from caunoi.notifications.actions.transport import Closed, Later, Refused
from caunoi.notifications.choices import FailureCode
from caunoi.notifications.queries.addresses import read_phone
from caunoi.notifications.queries.reaching import takes_sms
from caunoi.pure import messages

REST = timedelta(minutes=15)
# Words of our contract for a message that is not taken; the first three are about the number for good.
DEAD_WORDS = frozenset({"UNKNOWN_NUMBER", "NUMBER_CLOSED", "NOT_MOBILE"})


def number_of(text: str) -> phonenumbers.PhoneNumber:
    """The number that a message goes to. Raises Refused: before anything is sent, with the reason."""
    number = read_phone(text)
    if number is None:
        raise Refused(FailureCode.BAD_ADDRESS, _("số điện thoại viết sai"), is_dead=True)
    if phonenumbers.region_code_for_number(number) not in settings.CAUNOI.sms_regions:
        raise Refused(FailureCode.FOREIGN, _("số điện thoại nước ngoài, không gửi SMS"))
    if not takes_sms(number):
        raise Refused(FailureCode.BAD_ADDRESS, _("số cố định không nhận được SMS"))
    return number


def request_of(number: phonenumbers.PhoneNumber, text: str, reference: UUID) -> bytes:
    """The body of a request: ours, or the gateway's own with its places filled."""
    options = settings.CAUNOI
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    receipt_url = f"{options.base_url.rstrip('/')}/notices/receipts/sms/"
    if options.sms_body:
        places = {
            "{to}": e164, "{to_plain}": e164.lstrip("+"), "{to_home}": f"0{number.national_number}", "{text}": text,
            "{sender}": options.sms_sender, "{key}": options.sms_key, "{reference}": str(reference),
            "{receipt_url}": receipt_url,
        }  # fmt: skip
        return json.dumps(_filled(json.loads(options.sms_body), places), ensure_ascii=False).encode()
    size = messages.size(text)
    body = {
        "reference": str(reference), "to": e164, "from": options.sms_sender, "text": text,
        "alphabet": str(size.alphabet), "parts": size.parts, "receipt_url": receipt_url,
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False).encode()


def _filled(value: Any, places: dict[str, str]) -> Any:
    """The gateway's own form with each place filled; what is filled in is not looked through again."""
    if isinstance(value, dict):
        return {name: _filled(part, places) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, places) for part in value]
    return places.get(value, value) if isinstance(value, str) else value


def headers_of(reference: UUID) -> dict[str, str]:
    """Who we are, and which message it is: a gateway that keeps references takes each once."""
    return {
        "Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {settings.CAUNOI.sms_key}",
        "Idempotency-Key": str(reference),
    }  # fmt: skip


def _word_of(reply: Reply) -> tuple[str, str]:
    """What became of it in our words (TAKEN, KEY, QUOTA, LATER, REFUSED), and the gateway's own word."""
    options = settings.CAUNOI
    if options.sms_body:
        own = str(reply.content.get(options.sms_code_field, ""))
        meanings = dict(pair.split("=", 1) for pair in options.sms_codes if "=" in pair)
        return meanings.get(own, "REFUSED" if own else "LATER"), own
    status = str(reply.content.get("status", "")).upper()
    if status in {"ACCEPTED", "DUPLICATE"}:
        return "TAKEN", status
    if status == "REFUSED":
        return "REFUSED", str(reply.content.get("code", ""))[:18].upper()
    return "LATER", status[:18]


def _judge_status(reply: Reply) -> None:
    """What HTTP itself says. Raises Closed (key, money, a redirect) or Later."""
    if reply.status in {401, 403}:
        raise Closed(FailureCode.KEY, f"HTTP {reply.status}", rest=REST)
    if reply.status in {402, 429}:
        rest = timedelta(seconds=reply.retry_after) if reply.retry_after is not None else REST
        raise Closed(FailureCode.QUOTA, f"HTTP {reply.status}", rest=rest)
    if reply.status >= 500 or reply.status == 408:
        raise Later(f"SMS {reply.status}", f"HTTP {reply.status}")
    if 300 <= reply.status < 400:
        raise Closed(FailureCode.UNREACHABLE, f"HTTP {reply.status}", rest=REST)


def judge(reply: Reply) -> None:
    """Return when the gateway took the message. Raises Refused, Later or Closed."""
    if reply.status == 409:  # it has the reference already
        return
    _judge_status(reply)
    word, own = _word_of(reply)
    if word == "TAKEN" and reply.status < 300:
        return
    if word in {FailureCode.KEY, FailureCode.QUOTA}:
        raise Closed(word, own, rest=REST)
    if word == "LATER" and reply.status < 300:
        raise Later(f"SMS {own}", own or "no status")
    raise Refused(f"SMS {own or reply.status}", own or f"HTTP {reply.status}", is_dead=own in DEAD_WORDS)
