"""What people ask about their own data: who works on it, which desk it goes to, its clocks, and what its receipt opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.choices import DataRequestState
from caunoi.feedback.models import DataRequest
from caunoi.feedback.queries.access import recusals_of
from caunoi.feedback.queries.clocks import limit_of
from caunoi.feedback.queries.competence import desk_for
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.receipts import receipt_hash
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today, scope_of
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays
from caunoi.pure.receipts import ReceiptProblem, parse

OPEN = (DataRequestState.RECEIVED, DataRequestState.ACKNOWLEDGED)
RECEIPT_LIFE = timedelta(days=365)


def data_requests_visible_to(user: Any, scope: Scope) -> QuerySet[DataRequest]:
    """Requests at the desks of the person's branches; none that comes from a case which names the reader."""
    if not isinstance(user, User) or not scope.branches():
        return DataRequest.objects.none()
    rows = DataRequest.objects.filter(desk__in=placed_today(scope).values("unit_id"))
    rows = rows.filter(Q(follower=None) | ~Exists(recusals_of(user, scope).filter(case=OuterRef("follower__case"))))
    return rows.exclude(user=user).select_related("desk", "follower__case", "voice__petition", "user", "proposed_by")


def data_request_for(user: Any, public_id: UUID, scope: Scope) -> DataRequest:
    """A request within the person's reach, never their own. Raises DataRequest.DoesNotExist otherwise."""
    return data_requests_visible_to(user, scope).get(public_id=public_id)


def open_data_requests(rows: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """Those that somebody still owes something, the first due first."""
    return rows.filter(state__in=OPEN).order_by(F("acknowledged_at").asc(nulls_first=True), "due_at", "id")


def desk_of_person(user: User | None, on: Any) -> Unit:
    """The desk above the union that a person belongs to, or the highest one."""
    posts = scope_of(user, on).posts if user is not None else ()
    return desk_for(body=None, sender_unit=posts[0].unit if posts else None, on=on)


def clocks_of(desk: Unit, at: datetime, *, has_third_party: bool) -> tuple[datetime, datetime]:
    """When a request of `at` must be acknowledged, and when done (NĐ 356/2025: 2 working days; 15, or 20 days)."""
    on = timezone.localtime(at).date()
    calendar = calendar_for(desk)
    acknowledge = workdays.due_at(at, limit_of(rule_for("DATA_ACKNOWLEDGE", topic=None, on=on)), calendar)
    code = "DATA_DO_COMPLEX" if has_third_party else "DATA_DO"
    return acknowledge, workdays.due_at(at, limit_of(rule_for(code, topic=None, on=on)), calendar)


def data_request_of(receipt: str, at: datetime) -> DataRequest | None:
    """The request that a receipt was given for; None for a wrong, an unknown and an expired one alike."""
    try:
        canonical = parse(receipt)
    except ReceiptProblem:
        canonical = ""
    rows = DataRequest.objects.select_related("desk", "follower__case", "voice__petition", "user")
    found = rows.filter(receipt_hash=receipt_hash(canonical)).first()
    if found is None or at >= (found.finished_at or found.due_at) + RECEIPT_LIFE:
        return None
    return found


def late_acknowledgements(at: datetime) -> QuerySet[DataRequest]:
    """Those that nobody acknowledged in time."""
    return DataRequest.objects.filter(state=DataRequestState.RECEIVED, acknowledge_due_at__lt=at)
