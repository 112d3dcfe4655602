"""Saying something to a person who wrote to the account (developers.zalo.me, OA API v3, message "cs"). Not tried against
the service; see docs/mechanisms/zalo.md."""

from __future__ import annotations

import json

from django.conf import settings

from caunoi.kit.http import partner
from caunoi.notifications.actions.zalo.account import KEY_CODES, KeyExpired, access_token, content_of

SECONDS = 10.0
# The person cannot be written to (left, blocked, silent for more than a week, unknown).
PERSON_CODES = frozenset({-201, -213, -214, -217, -218, -227, -230, -240, -244})

__all__ = ["KeyExpired", "Refused", "access_token", "send"]


class Refused(Exception):  # noqa: N818 - Zalo's word
    """Zalo will never take it; the code says why."""


def send(token: str, peer: str, text: str) -> None:
    """Say something to a person. Raises Refused, KeyExpired, or OSError (try again)."""
    url = f"{settings.CAUNOI.zalo_api_url.rstrip('/')}/v3.0/oa/message/cs"
    body = json.dumps({"recipient": {"user_id": peer}, "message": {"text": text}}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "access_token": token}
    code = content_of(partner.post(url, body, headers, seconds=SECONDS)).get("error", 0)
    if code in KEY_CODES:
        raise KeyExpired
    if code in PERSON_CODES:
        raise Refused(f"Zalo {code}")
    if code != 0:
        raise OSError(f"Zalo {code}")
