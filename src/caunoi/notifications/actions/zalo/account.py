"""Keys of the Official Account (developers.zalo.me, OAuth v4): one opens for a day, the other is changed for a new pair,
once. What answers people (channels) and what sends notices use the same ones. Not tried against the service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from caunoi.kit.http import partner
from caunoi.notifications.models import ZaloKeys

SECONDS = 10.0
SPARE, CLAIM = timedelta(minutes=5), timedelta(seconds=30)
# The access token is no longer good.
KEY_CODES = frozenset({-216, -124, -220})


class KeyExpired(Exception):  # noqa: N818 - a state, mended by a new key
    """The key must be changed for a new one."""


class KeyBusy(OSError):  # noqa: N818 - a state, over in a moment
    """Another process is changing the key."""


def content_of(reply: partner.Reply) -> dict[str, Any]:
    """Zalo answers with 200 and says in the body what happened. Raises OSError for any other status."""
    if reply.status != 200:
        raise OSError(f"HTTP {reply.status}")
    return reply.content


def _renewed(refresh: str, at: datetime) -> dict[str, Any]:
    form = {"refresh_token": refresh, "app_id": settings.CAUNOI.zalo_app_id, "grant_type": "refresh_token"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "secret_key": settings.CAUNOI.zalo_app_secret,
    }
    url = f"{settings.CAUNOI.zalo_oauth_url.rstrip('/')}/v4/oa/access_token"
    given = content_of(partner.post(url, urlencode(form).encode(), headers, seconds=SECONDS))
    if not given.get("access_token") or not given.get("refresh_token"):
        raise OSError(f"no key: {given.get('error', '')}"[:80])
    life = timedelta(seconds=int(given.get("expires_in") or 3600))
    return {
        "access_token": str(given["access_token"]), "refresh_token": str(given["refresh_token"]), "expires_at": at + life,
    }  # fmt: skip


def access_token(at: datetime, *, is_spent: bool = False) -> str:
    """A key that is good now; one that ran out, or was refused, is changed for a new one. Raises OSError (KeyBusy: ask again).

    One process changes it at a time, because a refresh token counts once; no transaction is open while Zalo is asked.
    """
    first = {"refresh_token": settings.CAUNOI.zalo_refresh_token, "expires_at": at, "claimed_until": at}
    row, _is_new = ZaloKeys.objects.get_or_create(pk=1, defaults=first)
    if row.access_token and row.expires_at > at + SPARE and not is_spent:
        return row.access_token
    # Who read the old pair before another process changed it may not use it: it is spent.
    own = ZaloKeys.objects.filter(pk=1, claimed_until__lte=at, expires_at=row.expires_at)
    if not own.update(claimed_until=at + CLAIM):
        raise KeyBusy("another process changes the key")
    fresh = _renewed(row.refresh_token, at)
    for name, value in fresh.items():
        setattr(row, name, value)
    row.claimed_until = at
    row.save()
    return row.access_token
