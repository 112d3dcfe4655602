"""Which numbers of an activity indicators count. The same everywhere: kept sums, days at edges, tasks of plans."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Indicator

ACTIVITY_NUMBERS = ("activity_count", "attendance_count", "people_count", "item_count", "spent")
# Distinct people, by the lists that they signed.
PEOPLE = "so_nguoi_du"


def counted() -> dict[str, Any]:
    """The numbers of accepted activities, as aggregates. Where a form counts items and none is said, it is one."""
    return {
        "activities": Count("pk"),
        "attendance": Sum("attendance_count"),
        "people": Sum(Coalesce("people_count", 0)),
        "items": Sum(Coalesce("item_count", 1)),
        "money": Sum(Coalesce("spent", 0)),
    }


def number_at(indicator: Indicator) -> int:
    """Where an indicator's number stands among ACTIVITY_NUMBERS."""
    return ACTIVITY_NUMBERS.index(indicator.number or "activity_count")


def number_of(activity: Mapping[str, Any], indicator: Indicator) -> Decimal:
    """What one accepted activity (its form and numbers) adds to an indicator; 0 when its form is not counted."""
    if indicator.form not in {"", activity["form"]}:
        return Decimal(0)
    if not indicator.number:
        return Decimal(1)
    value = activity[indicator.number]
    return Decimal(value if value is not None else indicator.number == "item_count")


def counted_by(indicator: Indicator) -> Q:
    """The accepted activities that an indicator counts."""
    rows = Q(state=ActivityState.ACCEPTED)
    return rows & Q(form=indicator.form) if indicator.form else rows
