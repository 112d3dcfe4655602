"""Sign-ins by their code or by the unit that keeps them, and who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from caunoi.organisations.queries import Scope
from caunoi.plans.models import Signature, SignIn
from caunoi.plans.queries.activities import own_activity_for


def standing(sign_in: SignIn) -> QuerySet[Signature]:
    """Signatures that were not struck out."""
    return Signature.objects.filter(sign_in=sign_in, struck_at=None)


def is_taking(sign_in: SignIn, at: datetime) -> bool:
    """Whether people may sign: nobody closed the list, and its time is not over."""
    return sign_in.closed_at is None and at < sign_in.closes_at


def sign_in_of(code: str) -> SignIn:
    """The list behind a scanned code. Raises SignIn.DoesNotExist."""
    return SignIn.objects.select_related("activity__unit").get(code=code.lower())


def sign_in_for(user: Any, activity_id: UUID, scope: Scope) -> SignIn:
    """The list of an activity of the person's own union. Raises DoesNotExist otherwise."""
    activity = own_activity_for(user, activity_id, scope)
    return SignIn.objects.select_related("activity__unit").get(activity=activity)


@dataclass(frozen=True)
class SignedSight:
    """A list as its chair sees it."""

    people: list[Signature]
    is_open: bool

    @property
    def count(self) -> int:
        """Distinct people: a phone and a person sign once each."""
        return len(self.people)


def sight_of(sign_in: SignIn, at: datetime) -> SignedSight:
    """Who signed, the newest first, and whether more may."""
    return SignedSight(list(standing(sign_in).order_by("-number")), is_taking(sign_in, at))
