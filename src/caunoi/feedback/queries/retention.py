"""What has been kept long enough."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from caunoi.feedback.choices import RetentionGroup, State
from caunoi.feedback.models import Case, DataRequest, LegalHold, RetentionRule
from caunoi.feedback.queries.data_requests import OPEN

STATES = {
    RetentionGroup.ANSWERED: (State.CLOSED,),
    RetentionGroup.REFUSED: (State.REFUSED,),
    RetentionGroup.WITHDRAWN: (State.WITHDRAWN,),
}


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; of a longer month the last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def expired(rule: RetentionRule, at: datetime) -> QuerySet[Case]:
    """Finished cases of the rule's group whose time has run out: not those on hold, nor with an open question about data."""
    states = STATES[RetentionGroup(rule.group)]
    rows = Case.objects.filter(state__in=states, closed_at__lt=months_before(at, rule.months))
    held = LegalHold.objects.filter(Q(case=OuterRef("pk")) | Q(case__merged_into=OuterRef("pk")), lifted_at=None)
    asked = DataRequest.objects.filter(follower__case=OuterRef("pk"), state__in=OPEN)
    return rows.filter(~Exists(held), ~Exists(asked)).order_by("closed_at", "pk")
