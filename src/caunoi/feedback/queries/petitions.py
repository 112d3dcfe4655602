"""Collective petitions: who may see which, who reads the voices, and what a voice's receipt opens before it is sent on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.feedback.choices import FollowerKind, PetitionState
from caunoi.feedback.models import Follower, Petition, PetitionVoice
from caunoi.feedback.queries.access import recusals_of
from caunoi.feedback.queries.receipts import key_hash, receipt_hash
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today
from caunoi.pure.receipts import ReceiptProblem, parse

# As long as a receipt of a case: a year after the last thing that happened.
VOICE_DAYS = 365


def gathering_units(scope: Scope) -> list[Unit]:
    """Unions that the person acts for themselves: the only ones for which they gather, and read voices."""
    mine = [unit.pk for unit in scope.own_units()]
    rows = Unit.objects.filter(pk__in=mine, kind__category=UnitCategory.UNION).select_related("kind")
    return list(rows.order_by("folded_name"))


def may_gather(scope: Scope, unit_id: int) -> bool:
    """Whether the person acts for this very union; a branch above it does not give that."""
    return scope.acts_for(unit_id) and Unit.objects.filter(pk=unit_id, kind__category=UnitCategory.UNION).exists()


def petitions_visible_to(user: Any, scope: Scope) -> QuerySet[Petition]:
    """Petitions of the unions that the person acts for, and of the branch below them; with the number of voices.

    For an officer above whose own unit is the body, and for whoever is named in the case, there is none.
    """
    if not isinstance(user, User) or not scope.posts:
        return Petition.objects.none()
    own = [unit.pk for unit in gathering_units(scope)]
    posts = [post.unit.pk for post in scope.posts]
    below = Q(unit__in=placed_today(scope).values("unit_id")) & ~Q(body__in=posts)
    # A null body is in no list: said so, because "not in" of nothing is nothing in SQL.
    below |= Q(unit__in=placed_today(scope).values("unit_id"), body=None)
    rows = Petition.objects.filter(Q(unit__in=own) | below)
    rows = rows.filter(Q(case=None) | ~Exists(recusals_of(user, scope).filter(case=OuterRef("case"))))
    return rows.annotate(voices_count=Count("voices")).select_related(
        "unit", "body", "topic", "case__unit", "case__desk"
    )


def petition_for(user: Any, public_id: UUID, scope: Scope) -> Petition:
    """A petition within the person's reach. Raises Petition.DoesNotExist otherwise, also when it exists."""
    return petitions_visible_to(user, scope).get(public_id=public_id)


def voices_of(petition: Petition, scope: Scope) -> list[PetitionVoice]:
    """The voices with their words, newest first, for those who act for the very union; for anybody else none."""
    if not may_gather(scope, petition.unit_id):
        return []
    return list(petition.voices.select_related("entered_by").order_by("-id")[:500])


def joined_petition(token: str) -> Petition | None:
    """The petition whose printed token this is."""
    rows = Petition.objects.select_related("unit", "body")
    return rows.filter(token_hash=key_hash(f"petition {token}")).first()


@dataclass(frozen=True)
class VoiceSight:
    """What the holder of a voice's receipt sees before the petition is sent on, or after it was given up."""

    petition: Petition
    voice: PetitionVoice
    count: int


def petition_voice_for(receipt: str, at: datetime) -> VoiceSight | None:
    """The voice of a receipt that no case follows yet; None for a wrong, an unknown and an expired one alike."""
    try:
        canonical = parse(receipt)
    except ReceiptProblem:
        canonical = ""
    rows = PetitionVoice.objects.select_related("petition__unit", "petition__body").exclude(
        petition__state=PetitionState.FORWARDED
    )
    voice = rows.filter(receipt_hash=receipt_hash(canonical)).first()
    if voice is None:
        return None
    last = max(filter(None, (voice.at, voice.petition.cancelled_at)))
    if (at - last).days >= VOICE_DAYS:
        return None
    return VoiceSight(voice.petition, voice, voice.petition.voices.count())


def origin_of(petition: Petition) -> Follower | None:
    """The union's own way into the case: it asks, answers and rates as the sender does."""
    if petition.case is None:
        return None
    rows = Follower.objects.select_related("case__unit", "case__desk", "case__body", "case__merged_into")
    return rows.filter(case=petition.case, kind=FollowerKind.ORIGIN).first()


def petition_joined_by(follower: Follower) -> Petition | None:
    """The petition that a receipt was given for, once it is a case."""
    if follower.kind != FollowerKind.PETITIONER:
        return None
    return Petition.objects.select_related("unit").filter(voices__receipt_hash=follower.receipt_hash).first()
