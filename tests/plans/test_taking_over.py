"""A unit ends in the middle of the year: nothing of its plan is lost, and nothing is counted twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from caunoi.kit import clock
from caunoi.organisations.actions import Step, reorganise
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.plans import actions
from caunoi.plans.choices import Adoption, PlanAnswer, PlanState
from caunoi.plans.models import Plan
from caunoi.plans.queries.plans import plans_left_behind
from caunoi.pure.plan_progress import FULL
from tests.doors import refused, text_of
from tests.planning import carried, fresh, make_plan, report
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def merge_away(world: World, ended: str, successor: str) -> None:
    step = Step(kind=UnitEventKind.MERGE, unit=world.cast.units[ended], successors=[world.cast.units[successor]])
    reorganise([step], on=clock.today(), decision="7/QĐ-LĐLĐ", by=world.cast.users["dung"], at=clock.now())


def test_a_successor_takes_over_tasks_with_their_evidence_and_the_same_task_is_one(world: World):
    at, minh = clock.now(), world.cast.users["minh"]
    year = world.plans.city.year
    top = world.plans.city.tasks.get()
    left, tasks = carried(world.cast, "MD-2", year)
    actions.withdraw_submission(plan=left, by=minh, at=at)
    extra = actions.add_task(
        plan=left, draft=actions.TaskDraft("Riêng của Hoa Sen", top.from_on, top.to_on), by=minh, at=at
    )
    report(tasks[0], at)
    report(extra, at)
    before = (fresh(top).span, fresh(top).evidence_count)
    merge_away(world, "MD-2", "MD-1")
    assert [row.pk for row in plans_left_behind([world.cast.units["MD-1"]], year)] == [left.pk]
    client = world.client("minh")
    assert "Nhận việc còn lại" in text_of(client.get(reverse("plans:plans")))
    url = reverse("plans:take_over_plan", args=[left.public_id])
    given: dict[str, Any] = {"unit": str(world.cast.units["MD-1"].public_id), "tasks": []}
    refused(client.post(url, given))
    given["tasks"] = [str(row.public_id) for row in left.tasks.all()]
    assert client.post(url, given).status_code == 302
    plan, now = carried(world.cast, "MD-1", year)
    moved = next(row for row in now if row.title == "Riêng của Hoa Sen")
    assert (moved.taken_from, moved.progress, moved.owner) == (left, FULL, plan.unit)
    same = next(row for row in now if row.source_id)
    assert (same.accepted_count, same.progress) == (1, FULL)
    # One unit fewer does the work; what was accepted is still there, once.
    assert (fresh(top).span, fresh(top).evidence_count) == (before[0] - 1, before[1])
    assert fresh(left).state == PlanState.CLOSED
    assert plans_left_behind([plan.unit], year) == []
    assert "nhận từ" in text_of(client.get(reverse("plans:plan", args=[plan.public_id])))


def test_what_was_done_counts_although_the_successor_had_declined_the_task(world: World):
    at, minh, year = clock.now(), world.cast.users["minh"], world.plans.city.year
    left, tasks = carried(world.cast, "MD-2", year)
    report(tasks[0], at)
    plan, own = carried(world.cast, "MD-1", year)
    actions.decline_task(task=own[0], reason="Không có người", seen=plan.edit_count, by=minh, at=at)
    merge_away(world, "MD-2", "MD-1")
    given = {"left": left, "unit": plan.unit, "tasks": tasks, "by": minh, "at": clock.now()}
    actions.take_over_plan(**given)
    assert (fresh(own[0]).adoption, fresh(own[0]).progress) == (Adoption.ADOPTED, FULL)
    assert fresh(world.plans.city.tasks.get()).evidence_count == 1
    # The same tasks, as a second person saw them before.
    with pytest.raises(ValidationError, match="ít nhất một việc"):
        actions.take_over_plan(**given)


def test_a_unit_founded_by_a_merger_answers_the_plan_above_like_any_other(world: World):
    at, year = clock.now(), world.plans.city.year
    left, tasks = carried(world.cast, "MD-2", year)
    report(tasks[0], at)
    unit = world.cast.unit("MD-9", "GRASSROOTS", "CĐCS Khu công nghiệp", world.cast.units["MD"])
    chair = world.cast.person("nam", "Lê Nam", unit, Role.CHAIR)
    merge_away(world, "MD-2", "MD-9")
    actions.take_over_plan(left=left, unit=unit, tasks=tasks, by=chair, at=clock.now())
    plan, _tasks = carried(world.cast, "MD-9", year)
    assert (plan.above, plan.origin, plan.answer) == (world.plans.commune, world.plans.city, PlanAnswer.SILENT)
    adopted = actions.adopt_plan(plan=plan, by=chair, at=clock.now())
    assert (adopted.answer, fresh(plan).progress) == (PlanAnswer.ADOPTED, FULL)
    assert fresh(world.plans.city.tasks.get()).evidence_count == 1


def test_only_a_successor_and_only_after_the_end(world: World):
    at, minh = clock.now(), world.cast.users["minh"]
    left, tasks = carried(world.cast, "MD-2", world.plans.city.year)
    with pytest.raises(ValidationError, match="còn hoạt động"):
        actions.take_over_plan(left=left, unit=world.cast.units["MD-1"], tasks=tasks, by=minh, at=at)
    merge_away(world, "MD-2", "MD-1")
    with pytest.raises(ValidationError, match="không tiếp nhận"):
        actions.take_over_plan(left=left, unit=world.cast.units["HD-1"], tasks=tasks, by=minh, at=at)
    url = reverse("plans:take_over_plan", args=[left.public_id])
    assert [world.client(name).get(url).status_code for name in ("quang", "hoa", "minh")] == [404, 404, 200]


def test_a_plan_for_a_unit_that_ended_names_its_successor(world: World):
    merge_away(world, "MD-2", "MD-1")
    unit = type(world.cast.units["MD-2"]).objects.get(code="MD-2")
    start = actions.PlanStart(clock.today().year + 1)
    with pytest.raises(ValidationError, match="Sông Đáy") as caught:
        actions.make_plan(unit=unit, start=start, by=world.cast.users["dung"], at=clock.now() + timedelta(hours=1))
    assert "unit" in caught.value.message_dict
    assert not Plan.objects.filter(unit=unit, year=start.year).exists()


def test_a_task_that_was_taken_over_is_cancelled_and_does_not_vanish(world: World):
    left = make_plan(world.cast, "MD-2", "minh", clock.now(), year=clock.today().year + 1)
    merge_away(world, "MD-2", "MD-1")
    minh = world.cast.users["minh"]
    plan = actions.take_over_plan(
        left=left, unit=world.cast.units["MD-1"], tasks=list(left.tasks.all()), by=minh, at=clock.now()
    )
    with pytest.raises(ValidationError, match="hủy hoặc từ chối"):
        actions.remove_task(task=plan.tasks.get(), by=minh, at=clock.now())
