"""The sample plan of the year from 12/HD-LĐLĐ, sent down to every union: taken, changed, declined, or still unanswered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db.models import F, Q
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.directives.models import Directive
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import officers_of, subtree_on
from caunoi.plans import actions
from caunoi.plans.choices import ActivityForm, ActivityState, PlanAnswer, PlanSource, PlanState
from caunoi.plans.models import Activity, ActivityTask, Plan, PlanRevision, PlanTask
from caunoi.plans.queries.plans import plan_words, tasks_of
from caunoi.pure.vietnamese import fold

SPACE = UUID("6f2d3f5e-2c55-4f0a-9a7c-0d2b7f3c1a11")
DELAY = "Quý I đơn vị dồn đơn hàng, dời sang sau tháng 5"
NO_BOARD = "Đơn vị không có chỗ niêm yết riêng, dùng chung bảng tin với cụm công nghiệp"
BUDGETS = {2: 12_000_000, 3: 45_000_000, 7: 30_000_000, 8: 60_000_000}


def _begun_at(at: datetime) -> datetime:
    """Early in the year; the moment itself when the year has just begun."""
    day = timezone.localtime(at).date()
    early = timezone.make_aware(datetime.combine(date(day.year, 1, 12), time(9)))
    return min(early, at)


def _heard() -> None:
    """The history below stands for the notices: nobody gets real mail about a sample."""
    rows = OutboxEvent.objects.filter(name__startswith="plans.", delivered_at=None)
    rows.update(delivered_at=F("posted_at"))


def load(at: datetime, city: Unit, by: User, second: User) -> None:
    """Made by one officer, approved by another, sent down, answered."""
    begun = _begun_at(at)
    template = actions.ensure_templates(by=None, at=begun)
    directive = Directive.objects.filter(issuer=city, is_sample=True).order_by("pk").first()
    year = timezone.localtime(at).year
    start = actions.PlanStart(year, PlanSource.TEMPLATE, template, directive, is_sample=True)
    plan = actions.make_plan(unit=city, start=start, by=by, at=begun)
    if directive:
        obligations = list(directive.obligations.order_by("position")[:2])
        actions.add_obligations(plan=plan, obligations=obligations, by=by, at=begun)
    for position, budget in BUDGETS.items():
        plan.tasks.filter(position=position).update(budget=budget)
    actions.submit_plan(plan=plan, by=by, at=begun + timedelta(hours=2))
    plan = actions.approve_plan(plan=plan, note="", by=second, at=begun + timedelta(hours=5))
    until = timezone.localtime(begun).date() + timedelta(days=21)
    plan = actions.cascade_plan(plan=plan, adopt_by_on=until, by=by, at=begun + timedelta(hours=6))
    sent_at = begun + timedelta(hours=6)
    while actions.carry_down(plan_id=plan.pk, after=_last_place(plan, sent_at), by=None, at=sent_at):
        pass
    _answer(plan, sent_at)
    _work(plan, at)
    _heard()


def _last_place(plan: Plan, at: datetime) -> str:
    """Where the drafts have come to in the order of the tree."""
    on = timezone.localtime(at).date()
    made = Plan.objects.filter(origin=plan).values("unit")
    place = subtree_on("/", on).filter(unit__in=made).order_by("-path").values_list("path", flat=True).first()
    return place or ""


def _answer(plan: Plan, sent_at: datetime) -> None:
    """Communes and units with people first: of ten some six take it as it is, two change it, two are silent."""
    rows = list(Plan.objects.filter(origin=plan).select_related("unit").order_by("unit__code"))
    people = officers_of([row.unit_id for row in rows], timezone.localtime(sent_at).date())
    taken: list[Plan] = []
    for number, row in enumerate(rows):
        # The chair whose day the sample shows has not answered yet.
        if row.unit_id not in people or "May Sông Đáy" in row.unit.name or number % 10 in {3, 8}:
            continue
        at = sent_at + timedelta(days=1 + number % 18, hours=number % 7)
        if number % 10 == 5 and number % 3 == 0:
            _change(row, people[row.unit_id][0], number // 30, at)
        else:
            row.state, row.answer, row.revision = PlanState.APPROVED, PlanAnswer.ADOPTED, 1
            row.submitted_at = row.decided_at = at
            row.submitted_by = row.decided_by = people[row.unit_id][0]
            taken.append(row)
    names = ["state", "answer", "revision", "submitted_at", "submitted_by", "decided_at", "decided_by"]
    Plan.objects.bulk_update(taken, names, batch_size=200)
    PlanRevision.objects.bulk_create(
        PlanRevision(
            plan=row, number=1, content=plan_words(row, tasks_of(row)), at=row.decided_at or sent_at, by=row.decided_by
        )
        for row in taken
    )


def _change(row: Plan, person: User, number: int, at: datetime) -> None:
    """Two ways: a later beginning, or a task that is declined; every other one is approved already."""
    tasks = list(row.tasks.order_by("position"))
    boards = [task for task in tasks if task.form == ActivityForm.POSTER]
    task = tasks[1] if number % 2 else next(iter(boards), tasks[0])
    if number % 2:
        words = actions.TaskDraft(
            title=task.title, form=task.form, audience=task.audience, area=task.area, owner=task.owner,
            from_on=date(row.year, 5, 15), to_on=date(row.year, 12, 10), indicator=task.indicator, target=task.target,
            evidence_required=task.evidence_required, weight=task.weight, carrier=task.carrier, reason=DELAY,
        )  # fmt: skip
        actions.edit_task(task=task, draft=words, seen=row.edit_count, by=person, at=at)
    else:
        actions.decline_task(task=task, reason=NO_BOARD, seen=row.edit_count, by=person, at=at)
    actions.submit_plan(plan=row, by=person, at=at)
    if number % 4 < 2:
        decider = User.objects.filter(is_sample=True, is_officer=True).exclude(pk=person.pk).order_by("pk")[0]
        actions.approve_plan(plan=row, by=decider, at=at + timedelta(days=1))


def _work(plan: Plan, at: datetime) -> None:
    """What was done for the plans in force, accepted: the further in the year, the more. Unions above do nearly all of theirs."""
    today = timezone.localtime(at).date()
    plans = Q(plan=plan) | Q(plan__origin=plan)
    tasks = PlanTask.objects.filter(plans, plan__revision__gt=0, carrier__in=("OWN", "BOTH"), cancelled_at=None)
    tasks = tasks.exclude(adoption="DECLINED").select_related("plan__unit__kind", "indicator").order_by("pk")
    paths = dict(subtree_on("/", today).values_list("unit_id", "path"))
    activities, serves = [], []
    for number, task in enumerate(tasks):
        is_left = number * 7 % 10 >= 6 if task.plan.unit.kind.is_grassroots else number % 12 == 5
        if task.from_on > today or is_left or task.plan.unit_id not in paths:
            continue
        day = min(today, task.to_on, task.from_on + timedelta(days=number * 13 % 90))
        moment = min(at, timezone.make_aware(datetime.combine(day, time(16))))
        row = Activity(
            key=uuid5(SPACE, str(task.public_id)), unit_id=task.plan.unit_id, path=paths[task.plan.unit_id],
            form=task.indicator.form if task.indicator and task.indicator.form else task.form or ActivityForm.OTHER,
            title=task.title[:300], folded_title=fold(task.title)[:300], happened_on=day, attendance_count=20 + number % 40, item_count=1,
            state=ActivityState.ACCEPTED, created_at=moment, submitted_at=moment, decided_at=moment, is_sample=True,
        )  # fmt: skip
        activities.append(row)
        serves.append((row.key, task.pk))
    Activity.objects.bulk_create(activities)
    ids = dict(Activity.objects.filter(key__in=[row.key for row in activities]).values_list("key", "pk"))
    ActivityTask.objects.bulk_create(ActivityTask(activity_id=ids[key], task_id=pk) for key, pk in serves)
    actions.refresh_tasks([pk for _key, pk in serves], at)
