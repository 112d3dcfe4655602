"""Plans for the world and the room's tests: the city's, in force and sent down; those that carry it on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from caunoi.organisations.models import Unit
from caunoi.plans import actions
from caunoi.plans.choices import ActivityForm, ActivityState, Carrier, PlanSource
from caunoi.plans.models import Activity, ActivityTask, Plan, PlanTask, PlanTemplate
from caunoi.plans.queries.plans import plan_of, tasks_of
from tests.cast import Cast


def draft(year: int = 2026, **given: Any) -> actions.TaskDraft:
    """A task of the whole year."""
    given.setdefault("title", "Phổ biến Hướng dẫn 12 đến đoàn viên")
    given.setdefault("form", ActivityForm.GROUP_MEETING)
    return actions.TaskDraft(**{"from_on": date(year, 1, 1), "to_on": date(year, 12, 31)} | given)


def make_plan(cast: Cast, code: str, by: str, at: datetime, tasks: int = 1, **given: Any) -> Plan:
    """A draft with tasks that go down, if the unit is not at the bottom."""
    unit = cast.units[code]
    year = given.pop("year", timezone.localtime(at).year)
    plan = actions.make_plan(unit=unit, start=actions.PlanStart(year, **given), by=cast.users[by], at=at)
    carrier = Carrier.OWN if unit.kind.is_grassroots else Carrier.BELOW
    for n in range(tasks):
        words = draft(year, title=f"Việc thứ {n + 1} của {unit.name}", carrier=carrier)
        actions.add_task(plan=plan, draft=words, by=cast.users[by], at=at)
    return plan


def approve(plan: Plan, by: Any, second: Any, at: datetime) -> Plan:
    """Submitted by one, approved by another."""
    actions.submit_plan(plan=plan, by=by, at=at)
    return actions.approve_plan(plan=plan, by=second, at=at)


def send_down(plan: Plan, by: Any, at: datetime, **given: Any) -> Plan:
    """To the units below, and the drafts are made at once."""
    given.setdefault("adopt_by_on", timezone.localtime(at).date() + timedelta(days=14))
    plan = actions.cascade_plan(plan=plan, by=by, at=at, **given)
    actions.carry_down(plan_id=plan.pk, after="", kinds=given.get("kinds", ()), by=None, at=at)
    return plan


def report(task: PlanTask, at: datetime, state: str = ActivityState.ACCEPTED, **given: Any) -> Activity:
    """An activity that serves a task, and the progress that follows from it."""
    unit: Unit = task.plan.unit
    day = timezone.localtime(at).date()
    given = {"form": ActivityForm.GROUP_MEETING, "title": "Sinh hoạt", "happened_on": day, "path": "/"} | given
    row = Activity.objects.create(key=uuid4(), unit=unit, state=state, created_at=at, **given)
    ActivityTask.objects.create(activity=row, task=task)
    actions.refresh_tasks([task.pk], at)
    return row


def fresh(row: Any) -> Any:
    """The row as the database has it."""
    return type(row).objects.get(pk=row.pk)


def city_plan(cast: Cast, at: datetime, second: Any, **given: Any) -> Plan:
    """The city's plan of the year, in force."""
    plan = make_plan(cast, "HN", "dung", at, **given)
    return approve(plan, cast.users["dung"], second, at)


def carried(cast: Cast, code: str, year: int) -> tuple[Plan, list[PlanTask]]:
    """What a unit got."""
    plan = plan_of(cast.units[code], year)
    assert plan is not None
    return plan, tasks_of(plan)


@dataclass
class Plans:
    """What an address of the room can name."""

    city: Plan
    commune: Plan
    grassroots: Plan
    submitted: Plan
    task: PlanTask
    own_task: PlanTask
    template: PlanTemplate
    token: str

    def objects(self) -> dict[str, dict[str, Any]]:
        """By the name that a policy gives them."""
        one = {"number": 1, "ending": "docx"}
        template = {"template_id": self.template.public_id}
        return {
            "city's plan": {"plan_id": self.city.public_id} | one,
            "commune's plan": {"plan_id": self.commune.public_id} | one,
            "grassroots plan": {"plan_id": self.grassroots.public_id} | one,
            "submitted plan": {"plan_id": self.submitted.public_id} | one,
            "task that came down": {"task_id": self.task.public_id},
            "own task": {"task_id": self.own_task.public_id},
            "plan template": template | {"task_id": self.template.tasks.order_by("position")[0].public_id},
            "calendar feed": {"token": self.token},
        }


def make_plans(cast: Cast, at: datetime) -> Plans:
    """The city's in force and sent down; the commune's and a grassroots union's drafts; one that waits for approval."""
    hoa, dung, minh = (cast.users[name] for name in ("hoa", "dung", "minh"))
    template = actions.ensure_templates(by=None, at=at)
    city = send_down(city_plan(cast, at, hoa), dung, at)
    commune, _tasks = carried(cast, "MD", city.year)
    grassroots, tasks = carried(cast, "MD-1", city.year)
    own = actions.add_task(plan=grassroots, draft=draft(city.year, title="Việc riêng"), by=minh, at=at)
    waiting, _tasks = carried(cast, "MD-2", city.year)
    submitted = actions.submit_plan(plan=waiting, by=minh, at=at)
    token = actions.make_feed(unit=cast.units["MD"], by=hoa, at=at)
    return Plans(city, commune, grassroots, submitted, tasks[0], own, template, token)


__all__ = [
    "PlanSource",
    "Plans",
    "approve",
    "carried",
    "city_plan",
    "draft",
    "fresh",
    "make_plan",
    "report",
    "send_down",
]
