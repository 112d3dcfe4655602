"""The address of a unit's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import PersonalLink, User
from caunoi.kit import audit
from caunoi.organisations.models import Unit
from caunoi.plans.queries.feeds import SUBJECT

# Calendars ask again and again; a link outlives the year that it was made in, not the next.
LASTS = timedelta(days=500)


@transaction.atomic
def make_feed(*, unit: Unit, by: User, at: datetime) -> str:
    """A new personal address of the unit's calendar; the person's earlier one for it closes. Returns its token, once."""
    subject = f"{SUBJECT}{unit.pk}"
    earlier = PersonalLink.objects.filter(subject=subject, holder=by, purpose=LinkPurpose.CALENDAR, revoked_at=None)
    earlier.update(revoked_at=at)
    request = LinkRequest(subject, by, by.full_name)
    token = issue_links([request], purpose=LinkPurpose.CALENDAR, expires_at=at + LASTS, by=by, at=at)[0]
    audit.record(unit, "plans.make_feed", by=by, at=at)
    return token
