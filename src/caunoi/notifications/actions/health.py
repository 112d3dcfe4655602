"""What is noted of addresses: dead ones are not written to again, until somebody corrects or revives them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.notifications.choices import AddressKind, Channel
from caunoi.notifications.models import AddressHealth, Message
from caunoi.notifications.queries.addresses import Address, email_address, phone_address

# So many troubles in a row that each may pass are one that does not.
SOFT_MOST = 5


def address_of(message: Message) -> Address | None:
    """Where a message goes."""
    person = message.recipient
    if message.channel == Channel.EMAIL:
        text = message.address or (person.email if person else "") or ""
        return email_address(text) if text else None
    text = message.address or (person.phone if person else "") or ""
    return phone_address(text) if text and message.channel in {Channel.SMS, Channel.ZALO} else None


def note_dead(message: Message, code: str, at: datetime) -> None:
    """Nothing is sent to the message's address any more."""
    address = address_of(message)
    if address is not None:
        _note(address, code, at, is_hard=True)


def note_soft(message: Message, code: str, at: datetime) -> None:
    """A trouble that may pass; the fifth in a row is taken for one that does not."""
    address = address_of(message)
    if address is not None:
        _note(address, code, at, is_hard=False)


def note_alive(message: Message) -> None:
    """A message certainly arrived: earlier troubles count no more."""
    address = address_of(message)
    if address is not None:
        AddressHealth.objects.filter(kind=address.kind, fingerprint=address.fingerprint).delete()


def _note(address: Address, code: str, at: datetime, *, is_hard: bool) -> None:
    first = {"noted_at": at}
    rows = AddressHealth.objects.select_for_update()
    row, _is_new = rows.get_or_create(kind=address.kind, fingerprint=address.fingerprint, defaults=first)
    row.soft_count = min(row.soft_count + (not is_hard), 1000)
    row.code, row.noted_at = code[:24], at
    if row.dead_at is None and (is_hard or row.soft_count >= SOFT_MOST):
        row.dead_at = at
    row.save()


@transaction.atomic
def revive_address(*, kind: str, text: str, by: User | None, at: datetime) -> bool:
    """Somebody says that the address is right: it is tried again. False when nothing was noted of it."""
    address = email_address(text) if kind == AddressKind.EMAIL else phone_address(text)
    rows = AddressHealth.objects.filter(kind=address.kind, fingerprint=address.fingerprint)
    row = rows.first()
    if row is None:
        return False
    audit.record(row, "notifications.revive_address", by=by, at=at, code=row.code)
    row.delete()
    return True
