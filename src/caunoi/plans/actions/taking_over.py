"""A unit ended: its successors take over what its plan left open, with what was done for it.

A task moves as it is, with its evidence. Where the successor carries the same task of the plan above already, only the
evidence moves, so that nothing is counted twice and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.organisations.models import Unit
from caunoi.plans.actions.approving import amend_plan
from caunoi.plans.actions.editing import TOUCHED, locked, touch
from caunoi.plans.actions.progress import refresh_tasks
from caunoi.plans.choices import Adoption, PlanAnswer, PlanState
from caunoi.plans.models import ActivityTask, Plan, PlanTask
from caunoi.plans.queries.plans import plan_above, plan_of, successors_of


def _plan_for(unit: Unit, left: Plan, by: User, at: datetime) -> Plan:
    """The successor's own plan of the year, open for writing; when there is none a new one, which carries on the plan above
    where one went down: a unit that was founded by a merger answers like any other."""
    # Whoever makes a plan of the unit at this moment is waited for.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    plan = plan_of(unit, left.year)
    if plan is None:
        above = plan_above(unit, left.year, timezone.localtime(at).date())
        return Plan.objects.create(
            unit=unit, year=left.year, title=left.title, directive=left.directive, copied_from=left, purpose=left.purpose,
            requirements=left.requirements, organisation=left.organisation, created_at=at, created_by=by,
            changed_at=at, changed_by=by, is_sample=left.is_sample, above=above,
            origin=(above.origin or above) if above else None, answer=PlanAnswer.SILENT if above else "",
            adopt_by_on=above.adopt_by_on if above else None,
        )  # fmt: skip
    if plan.state == PlanState.APPROVED:
        return amend_plan(plan=plan, by=by, at=at)
    if plan.state not in {PlanState.DRAFT, PlanState.RETURNED}:
        raise ValidationError(_("Kế hoạch của đơn vị đang chờ duyệt. Rút về trước khi nhận thêm việc."))
    return plan


def _hand_evidence(row: PlanTask, to: PlanTask) -> None:
    """What was done for one task serves the other from now on; an activity that serves both already stays one. Who takes a
    task over does it, also where the own one was declined or cancelled."""
    if to.cancelled_at or to.adoption == Adoption.DECLINED:
        to.cancelled_at, to.cancel_reason, to.adoption, to.reason = None, "", row.adoption, row.reason
        to.changed_in = row.changed_in
        to.save()
    there = ActivityTask.objects.filter(task=to).values("activity")
    ActivityTask.objects.filter(task=row).exclude(activity__in=there).update(task=to)
    ActivityTask.objects.filter(task=row).delete()
    PlanTask.objects.filter(source=row).update(source=to)


@transaction.atomic
def take_over_plan(*, left: Plan, unit: Unit, tasks: Sequence[PlanTask], by: User, at: datetime) -> Plan:
    """A successor takes over tasks of an ended unit's plan; the plan is closed when nothing is left open in it.

    Raises ValidationError for a unit that has not ended, for one that is no successor, and for no task.
    """
    row = locked(left)
    today = timezone.localtime(at).date()
    if row.unit.ended_on is None or row.unit.ended_on > today:
        raise ValidationError(_("%(unit)s còn hoạt động nên giữ kế hoạch của mình.") % {"unit": row.unit.name})
    if unit.pk not in {each.pk for each in successors_of(row.unit)}:
        raise ValidationError(_("%(unit)s không tiếp nhận đơn vị này.") % {"unit": unit.name})
    # Another successor may have taken some of them since they were shown.
    wanted = list(row.tasks.filter(pk__in=[task.pk for task in tasks], cancelled_at=None).order_by("position", "pk"))
    if not wanted:
        raise ValidationError(_("Chọn ít nhất một việc để nhận."))
    plan = locked(_plan_for(unit, row, by, at))
    edit = touch(plan, by, at)
    known = {task.source_id: task for task in plan.tasks.exclude(source=None)}
    last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
    moved: set[int] = set()
    for number, task in enumerate(wanted, last + 1):
        same = known.get(task.source_id) if task.source_id else None
        task.changed_in = edit
        if same is not None:
            _hand_evidence(task, same)
            task.cancelled_at, task.cancel_reason = at, _("%(unit)s làm cùng việc này.") % {"unit": unit.name}
            moved |= {same.pk, task.pk}
        else:
            task.plan, task.owner, task.position, task.taken_from = plan, unit, number, row
            moved.add(task.pk)
        task.save()
    plan.save(update_fields=TOUCHED)
    if not row.tasks.filter(cancelled_at=None).exists():
        row.state = PlanState.CLOSED
        row.save(update_fields=["state"])
    audit.record(plan, "plans.take_over_plan", by=by, at=at, unit=unit, left=row, count=len(wanted))
    refresh_tasks(moved, at)
    refresh_tasks(list(row.tasks.values_list("pk", flat=True)), at)
    return plan
