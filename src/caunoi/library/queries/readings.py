"""Files that were brought in and are being read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from caunoi.accounts.models import User
from caunoi.library.choices import ReadingState
from caunoi.library.models import DocumentReading
from caunoi.organisations.queries import Scope, scope_of


def readings_of(user: User, scope: Scope) -> QuerySet[DocumentReading]:
    """Files that the person, or someone of the same units, brought in."""
    own = [unit.pk for unit in scope.own_units()]
    rows = DocumentReading.objects.filter(Q(started_by=user) | Q(owner__in=own))
    return rows.select_related("file", "document").defer("text", "found").order_by("-started_at", "-id")


def reading_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> DocumentReading:
    """A reading that the person may confirm. Raises DocumentReading.DoesNotExist otherwise."""
    own = [unit.pk for unit in (scope or scope_of(user, on)).own_units()]
    rows = DocumentReading.objects.filter(Q(started_by=user) | Q(owner__in=own))
    return rows.select_related("file", "owner").get(public_id=public_id)


UNREAD = (ReadingState.QUEUED, ReadingState.READING)
QUEUED_MOST = timedelta(minutes=10)


def lost_before(at: datetime) -> datetime:
    """A reading without a sign of life since then has no worker: four pages may take as long as the option says."""
    return at - timedelta(seconds=settings.CAUNOI.reading_timeout_seconds) - timedelta(minutes=2)


def lost_readings(at: datetime) -> QuerySet[DocumentReading]:
    """Readings whose job seems lost, longest first. A queue that is only long is asked again, which does no harm."""
    queued = Q(state=ReadingState.QUEUED, seen_at__lt=at - QUEUED_MOST)
    reading = Q(state=ReadingState.READING, seen_at__lt=lost_before(at))
    return DocumentReading.objects.filter(queued | reading).only("attempts_count").order_by("seen_at", "id")
