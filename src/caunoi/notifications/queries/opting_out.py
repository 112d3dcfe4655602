"""One tap out of a message: an address that needs no sign-in, and opens nothing but this.

Of a person with an account it names the person, the channel and the event. Of somebody who is known by a number or a mailbox
only, it names one purpose of that address, by its keyed hash: whoever has the number later, on whatever roster, is left alone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import User
from caunoi.accounts.queries import words_of
from caunoi.notifications.choices import AddressKind, Channel
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import Address, email_address, phone_address
from caunoi.notifications.queries.events import event_of

SALT, ADDRESS_SALT = "notifications.opt-out", "notifications.way-out"
LENGTH = 16
# Of an address: 80 bits of its keyed hash say whose it is, and 40 of a seal that the house made it. Short enough for an SMS.
KEY_DIGITS, SEAL_BYTES = 20, 5
LETTERS = {"p": AddressKind.PHONE, "e": AddressKind.EMAIL}
PURPOSES = {AddressKind.PHONE: ConsentPurpose.PHONE, AddressKind.EMAIL: ConsentPurpose.NOTICES}


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


@dataclass(frozen=True)
class WayOut:
    """One purpose of one address that has no account: by telephone, or by mail."""

    kind: AddressKind
    key: str

    @property
    def purpose(self) -> ConsentPurpose:
        """What is stopped."""
        return PURPOSES[self.kind]

    @property
    def subject(self) -> str:
        """How the ledger of consent names it."""
        return f"{subject_head(self.kind)}{self.key}"

    @property
    def _letter(self) -> str:
        return next(letter for letter, kind in LETTERS.items() if kind == self.kind)

    @property
    def token(self) -> str:
        """What stands in the way out: 21 characters."""
        raw = bytes.fromhex(self.key) + _address_seal(f"{self._letter}{self.key}")
        return self._letter + base64.urlsafe_b64encode(raw).decode()

    @property
    def path(self) -> str:
        """The way out."""
        return f"/o/{self.token}/"


def subject_head(kind: str) -> str:
    """What the ledger writes before the key of an address of that kind."""
    return f"notifications.{kind}:"


def _address_seal(text: str) -> bytes:
    return salted_hmac(ADDRESS_SALT, text, algorithm="sha256").digest()[:SEAL_BYTES]


def way_out_of(address: Address) -> WayOut:
    """The way out of an address. Touches no database."""
    return WayOut(AddressKind(address.kind), address.fingerprint[:KEY_DIGITS])


def read_way_out(token: str) -> WayOut:
    """What a way out leads out of. Raises LookupError for a forged one."""
    try:
        raw = base64.urlsafe_b64decode(token[1:].encode("ascii"))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raw = b""
    size = KEY_DIGITS // 2
    key, seal = raw[:size].hex(), raw[size:]
    if token[:1] not in LETTERS or not constant_time_compare(seal, _address_seal(f"{token[:1]}{key}")):
        raise LookupError("no way out")
    return WayOut(LETTERS[token[0]], key)


def stopped_of(addresses: Collection[Address]) -> set[Address]:
    """Those whose people stopped what comes to them without an account; one statement."""
    subjects = {way_out_of(address).subject: address for address in addresses}
    said = words_of(subjects, list(PURPOSES.values())) if subjects else {}
    return {subjects[subject] for subject, is_given in said.items() if not is_given}


def has_stopped_address(way: WayOut) -> bool:
    """Whether nothing more is sent there."""
    return words_of([way.subject], [way.purpose]).get(way.subject) is False


def leavable_address(message: Message) -> Address | None:
    """The bare address of a message that may be stopped: news and calls, never a unit's duties or an answer to a letter."""
    if message.recipient_id is not None or not message.address or not _may_be_left(message.event):
        return None
    if message.channel == Channel.EMAIL:
        return email_address(message.address)
    return phone_address(message.address) if message.channel in {Channel.SMS, Channel.ZALO} else None


def _may_be_left(event: str) -> bool:
    try:
        return not event_of(event).is_required
    except LookupError:
        return False


def opt_out_path(message: Message) -> str:
    """The way out of a message; empty where there is none. Touches no database."""
    if message.recipient_id is None:
        address = leavable_address(message)
        return way_out_of(address).path if address else ""
    if not message.event:
        return ""
    return f"/notices/stop/{opt_out_token(message.recipient_id)}/{message.channel}/{message.event}/"
