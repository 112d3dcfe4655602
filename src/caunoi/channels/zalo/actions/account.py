"""The account's side of Zalo's API: say something to a person, change keys for new ones (developers.zalo.me, OA API v3; v4
for keys). Not tried against the service; see docs/mechanisms/zalo.md."""

from __future__ import annotations

import http.client
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from caunoi.channels.models import ZaloAccess

SECONDS = 10
ANSWER_MOST = 64 * 1024
# The key is no longer good; the person cannot be written to (left, blocked, silent for more than a week, unknown).
SPARE, CLAIM = timedelta(minutes=5), timedelta(seconds=30)
KEY_CODES = frozenset({-216, -124, -220})
PERSON_CODES = frozenset({-201, -213, -214, -217, -218, -227, -230, -240, -244})


class Refused(Exception):  # noqa: N818 - Zalo's word
    """Zalo will never take it; the code says why."""


class KeyExpired(Exception):  # noqa: N818 - a state, mended by a new key
    """The key must be changed for a new one."""


def _post(url: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("POST", parts.path, body, headers)
        with connection.getresponse() as response:
            if response.status != 200:
                raise OSError(f"HTTP {response.status}")
            answer = json.loads(response.read(ANSWER_MOST))
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(type(error).__name__) from error
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else {}


def _renewed(refresh: str, at: datetime) -> dict[str, Any]:
    form = {"refresh_token": refresh, "app_id": settings.CAUNOI.zalo_app_id, "grant_type": "refresh_token"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "secret_key": settings.CAUNOI.zalo_app_secret,
    }
    url = f"{settings.CAUNOI.zalo_oauth_url.rstrip('/')}/v4/oa/access_token"
    given = _post(url, urlencode(form).encode(), headers)
    if not given.get("access_token") or not given.get("refresh_token"):
        raise OSError(f"no key: {given.get('error', '')}"[:80])
    life = timedelta(seconds=int(given.get("expires_in") or 3600))
    return {
        "access_token": str(given["access_token"]), "refresh_token": str(given["refresh_token"]), "expires_at": at + life,
    }  # fmt: skip


def access_token(at: datetime, *, is_spent: bool = False) -> str:
    """A key that is good now; one that ran out, or was refused, is changed for a new one. Raises OSError.

    One process changes it at a time, because a refresh token counts once; no transaction is open while Zalo is asked.
    """
    first = {"refresh_token": settings.CAUNOI.zalo_refresh_token, "expires_at": at, "claimed_until": at}
    row, _is_new = ZaloAccess.objects.get_or_create(pk=1, defaults=first)
    if row.access_token and row.expires_at > at + SPARE and not is_spent:
        return row.access_token
    own = ZaloAccess.objects.filter(pk=1, claimed_until__lte=at)
    if not own.update(claimed_until=at + CLAIM):
        raise OSError("another process changes the key")
    fresh = _renewed(row.refresh_token, at)
    for name, value in fresh.items():
        setattr(row, name, value)
    row.claimed_until = at
    row.save()
    return row.access_token


def send(token: str, peer: str, text: str) -> None:
    """Say something to a person. Raises Refused, KeyExpired, or OSError (try again)."""
    url = f"{settings.CAUNOI.zalo_api_url.rstrip('/')}/v3.0/oa/message/cs"
    body = json.dumps({"recipient": {"user_id": peer}, "message": {"text": text}}, ensure_ascii=False).encode()
    answer = _post(url, body, {"Content-Type": "application/json", "access_token": token})
    code = answer.get("error", 0)
    if code in KEY_CODES:
        raise KeyExpired
    if code in PERSON_CODES:
        raise Refused(f"Zalo {code}")
    if code != 0:
        raise OSError(f"Zalo {code}")
