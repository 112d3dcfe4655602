"""Proof of work: the sender's device counts for a second, so that ten thousand letters cost an afternoon.

The challenge is ALTCHA's, version 1 (SHA-256), made and checked here: no other site is asked. A solution counts once.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from altcha.v1 import create_challenge, verify_solution
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from caunoi.kit import clock
from caunoi.kit.http.models import Spent

LIFETIME = timedelta(minutes=60)
# A phone of 2017 tries 60,000 numbers a second: 0.8 s on average, 1.7 s at most.
BASE_COST, DEAREST = 100_000, 8
# Intake is calm up to so many solutions a minute, looked at over five minutes, every ten seconds.
CALM_PER_MINUTE, WINDOW, LOOK_SECONDS = 60, timedelta(minutes=5), 10
PAYLOAD_MOST = 1000


def _key() -> bytes:
    return salted_hmac("caunoi.proof", "", algorithm="sha256").digest()


def _count_cost() -> int:
    since = clock.now() - WINDOW
    per_minute = Spent.objects.filter(kind=Spent.PROOF, at__gte=since).count() / (WINDOW.total_seconds() / 60)
    return int(BASE_COST * min(max(per_minute / CALM_PER_MINUTE, 1), DEAREST))


def cost() -> int:
    """The numbers that a challenge of this moment may need: dearer, up to eight times, while many are solved."""
    return int(cache.get_or_set("proof-cost", _count_cost, LOOK_SECONDS) or BASE_COST)


def challenge(numbers: int | None = None) -> dict[str, Any]:
    """A fresh challenge, as ALTCHA's clients understand it."""
    expires = clock.now() + LIFETIME
    return create_challenge(
        algorithm="SHA-256", max_number=numbers or cost(), salt_length=12, hmac_key=_key(), salt="", number=None,
        expires=expires, params=None,
    ).to_dict()  # fmt: skip


def _expiry(payload: str) -> tuple[str, datetime] | None:
    """The challenge that is said to be solved and the end of its life; None for what is no solution of ours."""
    if not payload or len(payload) > PAYLOAD_MOST:
        return None
    try:
        said = json.loads(base64.b64decode(payload, validate=True))
        if said["algorithm"] != "SHA-256" or not verify_solution(said, _key(), check_expires=False)[0]:
            return None
        (expires,) = parse_qs(said["salt"].partition("?")[2])["expires"]
        return str(said["challenge"]), datetime.fromtimestamp(int(expires), UTC)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def is_solved(payload: str) -> bool:
    """Whether this is a solution in time that was not used before; from now on it is used.

    Call it in the transaction of the deed: if the deed is undone, the solution may be sent again.
    """
    found = _expiry(payload)
    return found is not None and found[1] > clock.now() and spend(Spent.PROOF, found[0], until=found[1])


def spend(kind: str, token: str, *, until: datetime) -> bool:
    """Use up what may be used once; False when it was used already. Kept until it would no longer be taken anyway."""
    try:
        with transaction.atomic():
            Spent.objects.create(kind=kind, token=token, until=until, at=clock.now())
    except IntegrityError:
        return False
    return True


def sweep() -> int:
    """Forget what is past its time. Returns how many rows."""
    return Spent.objects.filter(until__lt=clock.now()).delete()[0]
