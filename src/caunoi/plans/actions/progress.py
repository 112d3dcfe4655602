"""Progress, kept with the deed that moves it: a unit's own part from its accepted activities, then level by level upwards.

Own parts are read from activities and never carried on from what was there, so that calling this twice, or after a
withdrawal, is right too. Above, each level is one statement over the tasks right below, however large the branch is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Coalesce

from caunoi.plans.choices import ActivityState, Adoption, Carrier, FigureSource, PlanState
from caunoi.plans.models import Activity, Plan, PlanTask
from caunoi.plans.queries.counting import number_of
from caunoi.pure.plan_progress import own_share, weighted

LEVELS_MOST = 16
# A task that nobody does any more counts nowhere; what is declined counts only through the units below that do it.
OUT = Q(cancelled_at__isnull=False) | Q(plan__state=PlanState.DISCARDED)
DOES_OWN = Q(carrier__in=[Carrier.OWN, Carrier.BOTH]) & ~Q(adoption=Adoption.DECLINED)
Number = BigIntegerField()


def _number_of(activity: dict[str, Any], task: PlanTask) -> Decimal:
    """What an accepted activity adds to a task's target: the indicator's number; without an indicator, one activity."""
    indicator = task.indicator
    if indicator is None or indicator.source != FigureSource.ACTIVITIES:
        return Decimal(1)
    return number_of(activity, indicator)


def _accepted(task_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The accepted activities of each task."""
    numbers = ("attendance_count", "people_count", "item_count", "spent")
    rows = Activity.objects.filter(state=ActivityState.ACCEPTED, tasks__in=task_ids).values("tasks", "form", *numbers)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["tasks"]].append(row)
    return found


def counted_target(task: PlanTask) -> Decimal | None:
    """The target, where activities can reach it; a ratio or an entered figure is for the report, not for progress."""
    if task.indicator is not None and task.indicator.source != FigureSource.ACTIVITIES:
        return None
    return task.target


def _set_own(task_ids: Collection[int]) -> None:
    tasks = list(PlanTask.objects.filter(pk__in=task_ids).select_related("indicator"))
    accepted = _accepted(task_ids)
    for task in tasks:
        rows = accepted.get(task.pk, [])
        task.accepted_count = len(rows)
        task.done_value = sum((_number_of(row, task) for row in rows), Decimal(0))
        task.own_progress = own_share(task.done_value, counted_target(task), task.accepted_count)
    PlanTask.objects.bulk_update(tasks, ["accepted_count", "done_value", "own_progress"], batch_size=500)


def _below(name: str) -> Coalesce:
    """The sum of a column over the tasks that carry this one on."""
    rows = PlanTask.objects.filter(source=OuterRef("pk")).order_by().values("source")
    return Coalesce(
        Subquery(rows.annotate(n=Sum(name)).values("n"), output_field=Number), Value(0), output_field=Number
    )


def _branch(own: Any, name: str, *, is_out: bool) -> Any:
    if is_out:
        return Value(0)
    return Case(When(DOES_OWN, then=own), default=Value(0), output_field=Number) + _below(name)


def add_up(tasks: QuerySet[PlanTask]) -> None:
    """Set the branch's figures of tasks from their own part and from the tasks right below: the same few statements however
    many there are."""
    # Asked first: an update cannot join, and a subquery over all tasks would read them all.
    out = list(tasks.filter(OUT).values_list("pk", flat=True))
    for rows, is_out in ((tasks.exclude(pk__in=out) if out else tasks, False), (tasks.filter(pk__in=out), True)):
        rows.update(
            # The old share goes first: between two statements it must not stand without evidence.
            progress=Value(0),
            span=_branch(Value(1), "span", is_out=is_out),
            progress_total=_branch(F("own_progress"), "progress_total", is_out=is_out),
            evidence_count=_branch(F("accepted_count"), "evidence_count", is_out=is_out),
        )
    tasks.filter(span__gt=0, evidence_count__gt=0).update(progress=F("progress_total") / F("span"))


def add_up_plans(plan_ids: Iterable[int]) -> None:
    """Set the progress of plans from their tasks. Two statements, and one to write."""
    ids = list(plan_ids)
    rows = PlanTask.objects.filter(plan__in=ids, span__gt=0)
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for plan_id, weight, share, evidence in rows.values_list("plan", "weight", "progress", "evidence_count"):
        found[plan_id].append((weight, share, evidence))
    plans = list(Plan.objects.filter(pk__in=ids).only("pk", "progress", "evidence_count"))
    for plan in plans:
        tasks = found.get(plan.pk, [])
        plan.evidence_count = sum(evidence for _weight, _share, evidence in tasks)
        plan.progress = weighted((weight, share) for weight, share, _evidence in tasks)
    Plan.objects.bulk_update(plans, ["progress", "evidence_count"], batch_size=500)


def _lock(tasks: QuerySet[PlanTask]) -> None:
    """Two units' deeds may move the same plan above: the second waits here, and then adds up what the first did. Plans are
    locked from below upwards, as every other deed locks its own plan before it comes here."""
    ids = set(tasks.values_list("plan", flat=True))
    list(Plan.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _climb(ids: set[int], *, is_own: bool = False) -> None:
    plan_ids: set[int] = set()
    for _level in range(LEVELS_MOST):
        if not ids:
            break
        rows = PlanTask.objects.filter(pk__in=ids)
        _lock(rows)
        if is_own:
            _set_own(ids)
        add_up(rows)
        lines = list(rows.values_list("plan", "source"))
        plan_ids |= {plan for plan, _source in lines}
        ids, is_own = {source for _plan, source in lines if source is not None}, False
    add_up_plans(plan_ids)


@transaction.atomic
def refresh_tasks(task_ids: Iterable[int], at: datetime) -> None:
    """Compute the progress of tasks, of all tasks above that they carry on, and of the plans of both.

    Called by whatever accepts, returns or withdraws an activity, in the same transaction.
    """
    _climb(set(task_ids), is_own=True)


@transaction.atomic
def refresh_branch(plan: Plan) -> None:
    """Add up a whole cascade below a plan, from the lowest level to the highest: after many units got theirs at once."""
    level, levels = [plan.pk], []
    for _depth in range(LEVELS_MOST):
        levels.append(level)
        level = list(Plan.objects.filter(above__in=level).values_list("pk", flat=True))
        if not level:
            break
    # The lowest have nothing below: their figures were written with them.
    for ids in reversed(levels[:-1] or levels):
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            tasks = PlanTask.objects.filter(plan__in=part)
            _lock(tasks)
            add_up(tasks)
            add_up_plans(part)
    source_ids = set(plan.tasks.exclude(source=None).values_list("source", flat=True))
    _climb({pk for pk in source_ids if pk is not None})
