"""What Open311 may read: subjects in use, and published cases. Nothing else is reachable by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from caunoi.feedback.choices import DONE_STATES
from caunoi.feedback.models import Case, Publication, Topic

SPAN, MOST = timedelta(days=90), 1000


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; ids go before everything else, as the standard says."""

    ids: Sequence[str] = ()
    service_codes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    start_at: datetime | None = None
    end_at: datetime | None = None


def services() -> QuerySet[Topic]:
    """Subjects and procedures in use."""
    return Topic.objects.filter(is_active=True).select_related("parent").order_by("code")


def service_of(code: str) -> Topic:
    """One of them. Raises Topic.DoesNotExist."""
    return services().get(code=code)


def _span(wanted: Wanted, now: datetime) -> tuple[datetime, datetime]:
    """At most 90 days: from the start that was asked for, else up to the end."""
    if wanted.start_at is not None:
        return wanted.start_at, min(wanted.end_at or now, wanted.start_at + SPAN)
    end = wanted.end_at or now
    return end - SPAN, end


def _uuids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def published(wanted: Wanted, now: datetime) -> list[Publication]:
    """The published cases, newest first; by ids, or within a span of 90 days, at most 1,000."""
    rows = Publication.objects.filter(withdrawn_at=None).select_related("topic", "unit", "case")
    if wanted.ids:
        rows = rows.filter(case__public_id__in=_uuids(wanted.ids))
    else:
        start, end = _span(wanted, now)
        rows = rows.filter(
            received_on__gte=timezone.localtime(start).date(), received_on__lte=timezone.localtime(end).date()
        )
    if wanted.service_codes and not wanted.ids:
        rows = rows.filter(topic__code__in=wanted.service_codes)
    if len(set(wanted.statuses)) == 1 and not wanted.ids:
        closed = Q(case__state__in=DONE_STATES)
        rows = rows.filter(closed if wanted.statuses[0] == "closed" else ~closed)
    return list(rows.order_by("-received_on", "-id")[:MOST])


def is_known(token: str) -> bool:
    """Whether a case has this id; cases are made at once, so that a token is the case's own id."""
    ids = _uuids([token])
    return bool(ids) and Case.objects.filter(public_id=ids[0]).exists()
