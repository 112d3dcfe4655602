"""Receipt codes at rest: a keyed hash, with the key outside the database (docs/adr/0016)."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from caunoi.pure.receipts import new_receipt


def _keyed(purpose: str, text: str) -> bytes:
    pepper = settings.CAUNOI.receipt_pepper
    if not pepper:
        raise ImproperlyConfigured("CAUNOI_RECEIPT_PEPPER is not set: run `caunoi init`")
    return hmac.new(pepper.encode(), f"{purpose}\x00{text}".encode(), hashlib.sha256).digest()


def receipt_hash(receipt: str) -> str:
    """What is stored of a canonical receipt (16 symbols): HMAC-SHA-256, 64 hexadecimal digits."""
    return _keyed("receipt", receipt).hex()


def receipt_for_key(key: str) -> str:
    """The receipt of a form: the same secret key of a form gives the same receipt, so that sending it again after a lost
    answer shows what the first answer showed, and nothing readable is stored."""
    return new_receipt(_keyed("receipt of key", key)[:10])


def receipt_of_voice(case_id: object, key: str) -> str:
    """The receipt of a voice: of the case (its public id) and the form's key together."""
    return receipt_for_key(f"{case_id} {key}")


def key_hash(key: str) -> str:
    """What is stored of a form's secret key."""
    return _keyed("key", key).hex()


def intake_print(canonical: str) -> str:
    """Keyed hash of what was sent, so that the same key with another text is noticed."""
    return _keyed("intake", canonical).hex()


def contact_print(contact: str) -> str:
    """Keyed hash of a contact in one form: an e-mail or a phone number written in several ways is one contact."""
    plain = contact.strip().lower()
    digits = "".join(char for char in plain if char.isdigit())
    same = plain if "@" in plain else digits.removeprefix("84").lstrip("0")
    return _keyed("contact", same).hex() if same else ""
