"""Which lane a letter of somebody unknown takes: straight in, past a person first, or back to its form.

Nothing about the sender's address or device is asked or kept.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from caunoi.kit import clock, ids
from caunoi.kit.http import proof
from caunoi.kit.http.models import Spent

PROOF, OPENED, TRAP = "proof", "opened", "website"
FIELDS = (PROOF, OPENED, TRAP)
QUICKEST, LONGEST = timedelta(seconds=3), timedelta(hours=24)
_signer = Signer(salt="caunoi.opened")


class Lane(Enum):
    """FAST: the device has proved its work. SLOW: it has not (no JavaScript); a person looks before it goes on.
    BACK: a machine's hand, or a form too old: show the form again, with what was written."""

    FAST = "FAST"
    SLOW = "SLOW"
    BACK = "BACK"


def opened() -> str:
    """A signed note of when the form was opened."""
    return _signer.sign(f"{ids.new_id().hex}.{int(clock.now().timestamp() * 1000)}")


def _opened_at(token: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(_signer.unsign(token).rpartition(".")[2]) / 1000, UTC)
    except (BadSignature, ValueError):
        return None


def lane_of(given: QueryDict) -> Lane:
    """The lane for a form that carries `{% proof_of_work %}`; what it uses up comes back if the transaction is undone."""
    token, at = given.get(OPENED, ""), clock.now()
    since = _opened_at(token)
    if given.get(TRAP) or since is None or not QUICKEST <= at - since <= LONGEST:
        return Lane.BACK
    if proof.is_solved(given.get(PROOF, "")):
        return Lane.FAST
    is_first = proof.spend(Spent.FORM, token.partition(".")[0], until=since + LONGEST)
    return Lane.SLOW if is_first else Lane.BACK
