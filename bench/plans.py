"""A yearly plan goes down to every union, evidence comes up again, and the tree of progress is shown."""

from measure import Bench, p95_ms, timed

bench = Bench("plans", __doc__, is_web=True)

import random
from datetime import date, timedelta
from uuid import uuid4

import federation
import web
from django.db import transaction
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.choices import Role
from caunoi.plans import actions
from caunoi.plans.actions.progress import add_up_plans, refresh_branch
from caunoi.plans.choices import ActivityState, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Activity, ActivityTask, Plan, PlanTask

TASKS, BATCH = 12, 2000


def make_plan(made: federation.Federation, officer: User, second: User) -> Plan:
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


def fill(made: federation.Federation, plan: Plan) -> list[int]:
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
                    key=uuid4(), unit_id=unit, path=made.paths[unit], form="GROUP_MEETING", title="Sinh hoạt", happened_on=today,
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


def main() -> None:
    count = bench.size(1_000, 10_000, 125_000)
    made = federation.build(count)
    officer, second = federation.staff([made.root, made.provinces[0]], Role.OFFICER, is_officer=True)
    plan = make_plan(made, officer, second)
    reached: list[int] = []
    seconds = timed(lambda: reached.append(send_down(plan, officer)))
    bench.add("units", reached[0])
    bench.add("cascade_seconds", round(seconds, 2))
    bench.add("drafts_per_second", round(reached[0] / seconds))
    tasks = fill(made, plan)
    bench.settle()
    chosen = tasks[:: max(1, len(tasks) // 40)][:40]
    bench.add("accept_p95_ms", p95_ms([timed(lambda pk=pk: actions.refresh_tasks([pk], clock.now())) for pk in chosen]))
    cookie, url = web.sign_in(officer), reverse("plans:progress")
    root = made.paths[made.root.pk]
    page = web.cost(f"{url}?path={root}", cookie, rounds=40)
    bench.add("tree_p95_ms", p95_ms(page.walls), "<= 200")
    bench.add("tree_cpu_ms", page.cpu_ms)
    statements = [page.statements]
    place = made.paths[made.provinces[0].pk]
    opened = "&".join(f"open={made.paths[unit.pk]}" for unit in made.communes[:8])
    for name, address in (("province", f"path={place}"), ("eight_rows_open", f"path={place}&{opened}")):
        page = web.cost(f"{url}?{address}", cookie)
        bench.add(f"{name}_p95_ms", p95_ms(page.walls), "<= 200")
        bench.add(f"{name}_cpu_ms", page.cpu_ms)
        statements.append(page.statements)
    followed = web.cost(f"{reverse('plans:followers', args=[plan.public_id])}?path={root}", cookie)
    bench.add("answers_p95_ms", p95_ms(followed.walls))
    bench.add("statements", max(statements))
    bench.add("statements_vary_by", max(statements) - min(statements), "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
