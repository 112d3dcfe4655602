"""One tap out of a message: an address that needs no sign-in, and opens nothing but this."""

from __future__ import annotations

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

from caunoi.accounts.models import User
from caunoi.notifications.models import Message

SALT = "notifications.opt-out"
LENGTH = 16


def _seal(number: str) -> str:
    digest = salted_hmac(SALT, number, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def opt_out_token(user_id: int) -> str:
    """What stands in the address: whose it is, and a seal of 96 bits that only this house can set."""
    return f"{user_id}-{_seal(str(user_id))}"


def opt_out_person(token: str) -> User:
    """Whose address it is. Raises User.DoesNotExist for a forged one."""
    number, _dash, seal = token.partition("-")
    if not constant_time_compare(seal, _seal(number)):
        raise User.DoesNotExist
    return User.objects.get(pk=int(number), is_active=True)


def opt_out_path(message: Message) -> str:
    """The path for a message to a person with an account; empty for others. Touches no database."""
    if message.recipient_id is None or not message.event:
        return ""
    return f"/notices/stop/{opt_out_token(message.recipient_id)}/{message.channel}/{message.event}/"
