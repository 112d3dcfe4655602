"""A made plan of the year: it goes down to every union, and evidence comes up again."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from federation import Federation

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.plans import actions
from caunoi.plans.actions.progress import add_up_plans, refresh_branch
from caunoi.plans.choices import ActivityState, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Activity, ActivityTask, Plan, PlanTask

TASKS, BATCH = 12, 2000


def make_plan(made: Federation, officer: User, second: User) -> Plan:
    """The root's plan of the year, in force: a dozen tasks that units below carry out."""
    at, year = clock.now(), clock.today().year
    plan = actions.make_plan(unit=made.root, start=actions.PlanStart(year), by=officer, at=at)
    for n in range(TASKS):
        days = (date(year, 1 + n % 9, 1), date(year, 12, 10))
        words = actions.TaskDraft(
            f"Tuyên truyền cải cách hành chính, việc {n}", *days, carrier=Carrier.BELOW, weight=1 + n % 4
        )
        actions.add_task(plan=plan, draft=words, by=officer, at=at)
    actions.submit_plan(plan=plan, by=officer, at=at)
    return actions.approve_plan(plan=plan, by=second, at=at)


def send_down(plan: Plan, officer: User) -> int:
    """As the worker does it: event by event until none is left; returns how many units got a draft."""
    at = clock.now()
    actions.cascade_plan(plan=plan, adopt_by_on=clock.today() + timedelta(days=14), by=officer, at=at)
    rows = OutboxEvent.objects.filter(name="plans.cascade_wanted", delivered_at=None)
    count = 0
    while event := rows.order_by("id").first():
        with transaction.atomic():
            count += actions.carry_down(**event.payload, by=None, at=at)
            OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=at)
    return count


def fill(made: Federation, plan: Plan) -> list[int]:
    """Most units have taken the plan, and four in ten of their tasks have an accepted activity; returns tasks at the bottom."""
    rng, at, today = random.Random(7), clock.now(), clock.today()
    below = Plan.objects.filter(origin=plan)
    below.exclude(unit__in=[unit.pk for unit in made.grassroots[::5]]).update(
        state=PlanState.APPROVED, answer=PlanAnswer.ADOPTED, revision=1, submitted_at=at, decided_at=at
    )
    rows = PlanTask.objects.filter(plan__origin=plan, plan__revision__gt=0, carrier=Carrier.OWN).order_by("pk")
    chosen = [row for row in rows.values_list("pk", "plan__unit_id") if rng.random() < 0.4]
    with transaction.atomic():
        for start in range(0, len(chosen), BATCH):
            part = chosen[start : start + BATCH]
            activities = Activity.objects.bulk_create(
                Activity(
                    key=uuid4(), unit_id=unit, path=made.paths[unit], form="GROUP_MEETING", title="Sinh hoạt", folded_title="sinh hoat",
                    happened_on=today,
                    state=ActivityState.ACCEPTED, created_at=at,
                )
                for _task, unit in part
            )  # fmt: skip
            ActivityTask.objects.bulk_create(
                ActivityTask(activity=row, task_id=task) for row, (task, _unit) in zip(activities, part, strict=True)
            )
            ids = [task for task, _unit in part]
            PlanTask.objects.filter(pk__in=ids).update(
                accepted_count=1, own_progress=10_000, evidence_count=1, progress_total=10_000, progress=10_000
            )
        units = Plan.objects.filter(origin=plan).values_list("pk", flat=True)
        for start in range(0, len(units), 500):
            add_up_plans(units[start : start + 500])
        refresh_branch(plan)
    return [task for task, _unit in chosen]
