"""Collective petitions: who keeps them, who joins them, and what a receipt of a voice opens before they are sent on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from caunoi.feedback.choices import PetitionState
from caunoi.feedback.models import Petition, PetitionVoice
from caunoi.feedback.queries.receipts import key_hash, receipt_hash
from caunoi.organisations.queries import Scope
from caunoi.pure.receipts import ReceiptProblem, parse

# A voice's receipt opens what became of the petition for a year after it was given.
VOICE_LIFE = timedelta(days=365)


def petitions_of(scope: Scope) -> QuerySet[Petition]:
    """Petitions of the unions that the person acts for; not those of the branch below: members spoke to their own union."""
    units = [unit.pk for unit in scope.own_units()]
    return Petition.objects.filter(unit__in=units).select_related("unit", "topic", "body", "case").order_by("-id")


def petition_for(user: Any, public_id: UUID, scope: Scope) -> Petition:
    """One of them. Raises Petition.DoesNotExist otherwise."""
    return petitions_of(scope).get(public_id=public_id)


def petition_for_token(token: str) -> Petition:
    """The petition that a printed token opens while it gathers. Raises Petition.DoesNotExist otherwise."""
    rows = Petition.objects.select_related("unit", "topic", "body")
    return rows.get(token_hash=key_hash(f"petition {token}"), state=PetitionState.GATHERING)


def petition_voice_for(receipt: str, at: datetime) -> PetitionVoice | None:
    """The voice that a receipt is of, while its petition is not forwarded (then `follower_for` opens the case); None for a
    wrong, an unknown and an expired one alike, looked up all the same."""
    try:
        canonical = parse(receipt)
    except ReceiptProblem:
        canonical = ""
    rows = PetitionVoice.objects.select_related("petition__unit", "petition__body")
    found = rows.filter(receipt_hash=receipt_hash(canonical)).first()
    return found if found and found.at + VOICE_LIFE > at else None


def voice_count_shown(petition: Petition) -> int | None:
    """How many joined, for everybody's eyes: None below the threshold, so that nobody is counted out."""
    count = PetitionVoice.objects.filter(petition=petition).count()
    return count if count >= petition.threshold else None
