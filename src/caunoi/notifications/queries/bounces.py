"""Which message a returned letter speaks of: by the sealed address that it comes back to."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SEAL_LENGTH, ID_LENGTH = 12, 26


def _seal(public_id: UUID) -> str:
    digest = salted_hmac("caunoi.notifications.bounce", public_id.hex, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SEAL_LENGTH]


def bounce_address(public_id: UUID) -> str:
    """Where the letter comes back to when it cannot be delivered; empty when no mailbox takes returned mail."""
    name, _at, domain = str(settings.CAUNOI.email_bounces).partition("@")
    token = base64.b32encode(public_id.bytes).decode().lower().rstrip("=") + _seal(public_id)
    return f"{name}+{token}@{domain}" if domain else ""


def message_id_of(address: str) -> UUID | None:
    """The message whose letter comes back to that address; None for any address that we did not seal."""
    name, _at, domain = str(settings.CAUNOI.email_bounces).lower().partition("@")
    local, _at, host = address.strip().lower().partition("@")
    token = local.removeprefix(f"{name}+")
    if not domain or host != domain or token == local or len(token) != ID_LENGTH + SEAL_LENGTH:
        return None
    try:
        found = UUID(bytes=base64.b32decode(token[:ID_LENGTH].upper() + "======"))
    except (binascii.Error, ValueError):
        return None
    return found if constant_time_compare(token[ID_LENGTH:], _seal(found)) else None
