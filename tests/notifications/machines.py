"""A browser that shows notices: its keys, and what it reads of what is sent to it."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from caunoi.accounts.models import User
from caunoi.notifications.actions.webpush.subscribing import _print
from caunoi.notifications.models import PushSubscription
from tests.cast import AT


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Browser:
    """One browser at a push service."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(point), "auth": _text(self.secret)}

    def read(self, body: bytes) -> dict[str, Any]:
        """What the page's worker gets, by the library's own other half."""
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(plain)


def machine_of(user: User, browser: Browser | None = None) -> PushSubscription:
    """The person lets a browser show notices."""
    browser = browser or Browser("https://fcm.googleapis.com/fcm/send/abc")
    row, _is_new = PushSubscription.objects.get_or_create(
        endpoint_print=_print(browser.endpoint),
        defaults={"user": user, "endpoint": browser.endpoint, "made_at": AT, "label": "Chrome, Android"} | browser.keys,
    )
    return row
