"""What goes out when something happened to a plan; safe to run again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from caunoi.plans import notices
from caunoi.plans.choices import PlanAnswer
from caunoi.plans.models import Plan


def _plan(plan_id: int) -> Plan:
    return Plan.objects.select_related("unit", "above__unit").get(pk=plan_id)


def tell_submitted(*, plan_id: int, at: datetime) -> int:
    """Tell those who approve."""
    return notices.tell_submitted(plan=_plan(plan_id), at=at)


def tell_decided(*, plan_id: int, revision: int, is_approved: bool, at: datetime) -> int:
    """Tell the unit."""
    return notices.tell_decided(plan=_plan(plan_id), revision=revision, is_approved=is_approved, at=at)


def tell_cascaded(*, plan_ids: Sequence[int], at: datetime) -> int:
    """Tell the units that got a draft."""
    return notices.tell_cascaded(plan_ids=plan_ids, at=at)


def tell_reminded(*, plan_ids: Sequence[int], on: str, at: datetime) -> int:
    """Tell the units that have not answered yet, once a day."""
    silent = Plan.objects.filter(pk__in=plan_ids, answer=PlanAnswer.SILENT).values_list("pk", flat=True)
    return notices.tell_cascaded(plan_ids=list(silent), key=f"plan-reminded:{on}", is_reminder=True, at=at)
