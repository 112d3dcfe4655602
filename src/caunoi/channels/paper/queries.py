"""Papers on their way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.channels.choices import PaperState
from caunoi.channels.models import Paper
from caunoi.organisations.queries import ACTING, Scope, scope_of

# A reading that gave no sign of life for so long was cut off.
LOST_AFTER = timedelta(minutes=20)
WAITING = (PaperState.QUEUED, PaperState.READING, PaperState.READY, PaperState.FAILED)


def papers_of(scope: Scope) -> QuerySet[Paper]:
    """Those of the units that the person acts for, newest first."""
    units = [unit.pk for unit in scope.own_units(ACTING)]
    return Paper.objects.filter(desk__in=units).select_related("file", "desk").order_by("-id")


def paper_for(scope: Scope, public_id: UUID, *, or_taken: bool = False) -> Paper:
    """One of them that is not done with; `or_taken` also one that just became a case, for a form that is sent twice.

    Raises Paper.DoesNotExist otherwise, also when it exists.
    """
    states = (*WAITING, PaperState.TAKEN) if or_taken else WAITING
    return papers_of(scope).get(public_id=public_id, state__in=states)


def sees_paper(user: Any, paper_id: int, at: datetime) -> bool:
    """The guard of a paper's pictures."""
    if not getattr(user, "is_authenticated", False):
        return False
    return papers_of(scope_of(user, timezone.localtime(at).date())).filter(pk=paper_id).exists()


def lost_papers(at: datetime) -> QuerySet[Paper]:
    """Papers whose reading was asked for, or begun, and gives no sign of life."""
    return Paper.objects.filter(state__in=(PaperState.QUEUED, PaperState.READING), seen_at__lt=at - LOST_AFTER)
