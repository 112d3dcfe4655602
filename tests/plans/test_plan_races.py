"""Two hands at once: evidence accepted in sister units, two officers at one task, two who approve; and without the lock."""

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from caunoi.organisations.choices import Role
from caunoi.plans import actions
from caunoi.plans.actions import progress
from caunoi.plans.choices import ActivityState, PlanState
from caunoi.plans.models import Activity, Plan, ReportingPeriod
from caunoi.pure.periods import parse
from caunoi.pure.plan_progress import FULL
from tests.cast import AT, Cast
from tests.planning import carried, city_plan, draft, fresh, make_plan, report, send_down

pytestmark = [
    pytest.mark.room,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"),
    pytest.mark.django_db(transaction=True),
]
YEAR = 2026


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do them in as many threads; what each gave, or how it was refused."""
    start, found = threading.Barrier(len(deeds)), list[Any]([None] * len(deeds))

    def do(place: int) -> None:
        start.wait(timeout=10)
        try:
            found[place] = deeds[place]()
        except (ValidationError, actions.StaleEditError) as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def accepted_in(task: Any) -> Callable[[], None]:
    """Accept what was reported for a task, and stay in the transaction for a while."""

    def deed() -> None:
        with transaction.atomic():
            Activity.objects.filter(tasks=task).update(state=ActivityState.ACCEPTED)
            actions.refresh_tasks([task.pk], AT)
            time.sleep(0.3)

    return deed


def accepted_together(cast: Cast) -> Plan:
    """Evidence of two sister units is accepted at the same moment; returns the city's plan."""
    second = cast.person("ha", "Vũ Thu Hà", cast.units["HN"], Role.ADMINISTRATOR)
    city = send_down(city_plan(cast, AT, second), cast.users["dung"], AT)
    tasks = [carried(cast, code, YEAR)[1][0] for code in ("MD-1", "MD-2")]
    for task in tasks:
        report(task, AT, ActivityState.SUBMITTED)

    at_once(*(accepted_in(task) for task in tasks))
    return fresh(city)


def test_evidence_accepted_in_sister_units_at_once_counts_twice(cast: Cast):
    city = accepted_together(cast)
    task = city.tasks.get()
    assert (task.evidence_count, task.progress_total, task.progress) == (2, 2 * FULL, 2 * FULL // task.span)
    assert city.evidence_count == 2


def test_evidence_for_two_tasks_of_one_plan_counts_in_the_plan(cast: Cast):
    plan = make_plan(cast, "MD-1", "minh", AT, tasks=2)
    for task in plan.tasks.all():
        report(task, AT, ActivityState.SUBMITTED)
    at_once(*(accepted_in(task) for task in plan.tasks.all()))
    assert (fresh(plan).progress, fresh(plan).evidence_count) == (FULL, 2)


def test_evidence_accepted_while_the_plan_goes_down_counts(cast: Cast):
    second = cast.person("ha", "Vũ Thu Hà", cast.units["HN"], Role.ADMINISTRATOR)
    city = send_down(city_plan(cast, AT, second), cast.users["dung"], AT)
    task = carried(cast, "MD-1", YEAR)[1][0]
    report(task, AT, ActivityState.SUBMITTED)

    def go_down() -> None:
        time.sleep(0.1)
        progress.refresh_branch(city)

    at_once(accepted_in(task), go_down)
    assert (fresh(city).evidence_count, city.tasks.get().progress_total) == (1, FULL)


def test_two_who_begin_the_same_year_make_one_plan(cast: Cast):
    def begin() -> Any:
        with transaction.atomic():
            made = make_plan(cast, "MD", "hoa", AT, tasks=0)
            time.sleep(0.2)
            return made

    found = at_once(begin, begin)
    assert sum(isinstance(each, ValidationError) for each in found) == 1
    assert Plan.objects.filter(unit=cast.units["MD"]).count() == 1


def test_without_the_lock_one_of_them_is_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_given: self.all())
    monkeypatch.setattr(progress, "add_up_plans", lambda _ids: None)
    assert accepted_together(cast).tasks.get().progress_total < 2 * FULL


def test_of_two_officers_at_one_task_the_second_is_asked(cast: Cast):
    plan = make_plan(cast, "MD", "hoa", AT)
    task, hoa = plan.tasks.get(), cast.users["hoa"]
    seen = fresh(plan).edit_count

    def save(title: str) -> Callable[[], Any]:
        words = draft(title=title, from_on=date(YEAR, 2, 1))
        return lambda: actions.edit_task(task=task, draft=words, seen=seen, by=hoa, at=AT)

    found = at_once(save("Một"), save("Hai"))
    assert sum(isinstance(each, actions.StaleEditError) for each in found) == 1
    assert fresh(plan).edit_count == seen + 1


def test_two_who_approve_at_once_make_one_version(cast: Cast):
    plan = make_plan(cast, "MD", "hoa", AT)
    actions.submit_plan(plan=plan, by=cast.users["hoa"], at=AT)
    people = [cast.users["dung"], cast.person("ha", "Vũ Thu Hà", cast.units["HN"], Role.OFFICER)]
    found = at_once(*(lambda by=by: actions.approve_plan(plan=plan, by=by, at=AT) for by in people))
    assert sum(isinstance(each, ValidationError) for each in found) == 1
    assert fresh(plan).revision == plan.revisions.count() == 1


def test_two_who_add_the_same_reporting_period_at_once_make_one_and_the_second_is_told(cast: Cast):
    period = parse("2026-Q2")

    def save() -> Any:
        with transaction.atomic():
            days = {"opens_on": period.from_on, "closes_on": period.to_on, "basis": ""}
            row = actions.save_reporting_period(
                row=None, name="Quý II", period=period, **days, by=cast.users["dung"], at=AT
            )
            time.sleep(0.2)
            return row

    found = at_once(save, save)
    problems = [each for each in found if isinstance(each, ValidationError)]
    assert [list(each.message_dict) for each in problems] == [["period"]]
    assert ReportingPeriod.objects.filter(from_on=period.from_on, to_on=period.to_on).count() == 1


def test_two_who_need_the_template_first_get_the_same(cast: Cast):
    def ensure() -> Any:
        with transaction.atomic():
            row = actions.ensure_templates(by=None, at=AT)
            time.sleep(0.2)
            return row

    first, second = at_once(ensure, ensure)
    assert (first, first.tasks.count()) == (second, 12)


def test_a_plan_that_is_submitted_while_the_cascade_comes_keeps_its_state(cast: Cast):
    """The cascade reads the plan again once it holds it."""
    second = cast.person("ha", "Vũ Thu Hà", cast.units["HN"], Role.ADMINISTRATOR)
    own = make_plan(cast, "MD", "hoa", AT)
    city = city_plan(cast, AT, second)

    def submit() -> None:
        with transaction.atomic():
            actions.submit_plan(plan=own, by=cast.users["hoa"], at=AT)
            time.sleep(0.3)

    def go_down() -> None:
        time.sleep(0.1)
        send_down(city, cast.users["dung"], AT)

    at_once(submit, go_down)
    assert (fresh(own).state, fresh(own).above, own.tasks.count()) == (PlanState.SUBMITTED, city, 1)
