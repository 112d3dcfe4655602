"""The house's signing key for push services (VAPID, RFC 8292)."""

from __future__ import annotations

import base64
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

# A signature serves a whole batch.
SECONDS_VALID = 12 * 3600


@cache
def _signer(key: str) -> Vapid02:
    return Vapid02.from_raw(key.encode())


def public_key() -> str:
    """What a browser needs to subscribe: the public point in base64url; empty when there is no key."""
    if not settings.CAUNOI.vapid_key:
        return ""
    point = _signer(settings.CAUNOI.vapid_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def authorization(endpoint: str, now_seconds: int) -> str:
    """The header that says who sends, for the push service of an endpoint."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}", "exp": now_seconds + SECONDS_VALID,
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }  # fmt: skip
    return str(_signer(settings.CAUNOI.vapid_key).sign(claims)["Authorization"])
