"""Contact fields at rest: encrypted with a key outside the database, findable by a keyed hash."""

import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@cache
def _keys(value: str) -> MultiFernet:
    if not value:
        raise ImproperlyConfigured("CAUNOI_FIELD_KEY is not set: run `caunoi init`")
    return MultiFernet([Fernet(key.strip()) for key in value.split(",")])


def encrypt(text: str) -> str:
    """Encrypt with the first key."""
    return _keys(settings.CAUNOI.field_key).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt with any key of the installation. Raises ImproperlyConfigured when no key fits."""
    try:
        return _keys(settings.CAUNOI.field_key).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured("CAUNOI_FIELD_KEY does not fit the data of this database") from error


def fingerprint(text: str, purpose: str) -> str:
    """Keyed hash of a normalised value, for finding a row without reading it. 64 hexadecimal digits."""
    last_key = settings.CAUNOI.field_key.split(",")[-1].strip().encode()
    return hmac.new(last_key, f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()


class EncryptedField(models.TextField):
    """A text that lies encrypted in the database; empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return decrypt(value) if value else value
