"""What is known of addresses: normal forms, and which of them are dead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import phonenumbers

from caunoi.kit.encryption import fingerprint
from caunoi.notifications.choices import AddressKind
from caunoi.notifications.models import AddressHealth

HOME_REGION = "VN"


class Address(NamedTuple):
    """An address in its normal form."""

    kind: str
    text: str

    @property
    def fingerprint(self) -> str:
        """The keyed hash that finds its row; a number's is the one that rosters keep, so that the two can be joined."""
        return fingerprint(self.text, "phone" if self.kind == AddressKind.PHONE else "notifications.EMAIL")


def email_address(text: str) -> Address:
    """A mail address; capitals do not make another one."""
    return Address(AddressKind.EMAIL, text.strip().lower())


def read_phone(text: str) -> phonenumbers.PhoneNumber | None:
    """A telephone number as people write it here; None when it cannot be one."""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def is_home(number: phonenumbers.PhoneNumber) -> bool:
    """Whether the number is of this country."""
    return phonenumbers.region_code_for_number(number) == HOME_REGION


def phone_address(text: str) -> Address:
    """A number as E.164; what cannot be read stays as it is written."""
    number = read_phone(text)
    return Address(
        AddressKind.PHONE,
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else text.strip(),
    )


def health_of(addresses: Iterable[Address]) -> dict[Address, AddressHealth]:
    """What is noted of those that had trouble; one statement."""
    prints = {address.fingerprint: address for address in addresses}
    rows = AddressHealth.objects.filter(fingerprint__in=list(prints))
    return {prints[row.fingerprint]: row for row in rows if row.kind == prints[row.fingerprint].kind}


def dead_of(addresses: Collection[Address]) -> dict[Address, AddressHealth]:
    """Those that nothing is sent to any more."""
    return {address: row for address, row in health_of(addresses).items() if row.dead_at is not None}
