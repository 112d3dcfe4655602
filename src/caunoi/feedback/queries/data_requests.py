"""Requests of people about their own data: the desk's queue, and what the receipt of one opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from caunoi.accounts.models import User
from caunoi.feedback.choices import DataRequestState
from caunoi.feedback.models import DataRequest
from caunoi.feedback.queries.access import recusals_of
from caunoi.feedback.queries.receipts import receipt_hash
from caunoi.organisations.queries import MANAGING, Scope
from caunoi.pure.receipts import ReceiptProblem, parse

OPEN = (DataRequestState.RECEIVED, DataRequestState.ACKNOWLEDGED)


def data_requests_of(user: Any, scope: Scope) -> QuerySet[DataRequest]:
    """Requests to the desks that the person is an officer of, the one due first before; none that hangs on a case which
    names the reader."""
    desks = [post.unit.pk for post in scope.posts if post.role in MANAGING]
    if not isinstance(user, User) or not desks:
        return DataRequest.objects.none()
    rows = DataRequest.objects.filter(desk__in=desks).select_related("desk", "follower__case")
    rows = rows.filter(~Exists(recusals_of(user, scope).filter(case=OuterRef("follower__case"))))
    return rows.order_by("due_at", "id")


def data_request_for(user: Any, public_id: UUID, scope: Scope) -> DataRequest:
    """One of them. Raises DataRequest.DoesNotExist otherwise."""
    return data_requests_of(user, scope).get(public_id=public_id)


def data_request_by_receipt(receipt: str) -> DataRequest | None:
    """What a receipt opens; None for a wrong and an unknown one alike."""
    try:
        canonical = parse(receipt)
    except ReceiptProblem:
        canonical = ""
    return DataRequest.objects.filter(receipt_hash=receipt_hash(canonical)).select_related("desk").first()


def late_acknowledgements(at: datetime) -> QuerySet[DataRequest]:
    """Those that nobody acknowledged in time."""
    return DataRequest.objects.filter(state=DataRequestState.RECEIVED, acknowledge_due_at__lt=at)
