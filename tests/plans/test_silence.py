"""Who was asked and said nothing: each way of asking, each way of speaking, and the day between them."""

from datetime import timedelta

import pytest

from caunoi.directives.actions import acknowledge, add_recipients
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.kit import clock
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityForm, ActivityState, Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Activity, Plan, PlanTask
from caunoi.plans.queries.activities import open_tasks
from caunoi.plans.queries.silence import Silence, silent_below
from caunoi.pure.periods import Period
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.room


@pytest.fixture
def asked(world: World) -> Unit:
    """A union of its own below Mỹ Đức that was sent the directive and has said nothing."""
    unit = world.cast.unit("MD-7", "GRASSROOTS", "CĐCS Số 7", world.cast.units["MD"])
    due_on = world.directive.due_on
    add_recipients(directive=world.directive, unit_ids=[unit.pk], due_on=due_on, by=None, at=clock.now())
    return unit


def counted(world: World, days: int = 30) -> Silence:
    return silent_below(path(world), month(days), start=0, limit=5)[0]


def path(world: World) -> str:
    return world.cast.units["MD"].placements.get(to_on=None).path


def month(days: int = 30) -> Period:
    return Period(clock.today() - timedelta(days=days - 1), clock.today())


def test_whoever_has_said_anything_is_not_silent(world: World, asked: Unit):
    assert counted(world) == Silence(3, 1)
    row = world.directive.recipients.get(unit=asked)
    acknowledge(recipient=row, channel=Channel.LINK, by=None, at=clock.now())
    assert counted(world) == Silence(3, 0)


def test_what_was_said_before_the_period_does_not_count(world: World):
    assert counted(world).silent_count == 0
    with clock.frozen(clock.now() + timedelta(days=40)):
        assert counted(world) == Silence(2, 2)
        assert counted(world, 90) == Silence(2, 0)


def test_a_report_of_an_activity_speaks_when_it_is_sent(world: World, asked: Unit):
    report = Activity.objects.create(
        key="0190a0a0-0000-7000-8000-000000000001", unit=asked, path=path(world), form=ActivityForm.MEETING,
        title="Họp", happened_on=clock.today(), created_at=clock.now(),
    )  # fmt: skip
    assert counted(world).silent_count == 1
    Activity.objects.filter(pk=report.pk).update(state=ActivityState.SUBMITTED, submitted_at=clock.now())
    assert counted(world).silent_count == 0


def test_a_plan_that_waits_for_an_answer_asks(world: World):
    unit = world.cast.unit("MD-8", "GRASSROOTS", "CĐCS Số 8", world.cast.units["MD"])
    assert counted(world) == Silence(2, 0)
    plan = Plan.objects.create(
        unit=unit, year=clock.today().year, title="Kế hoạch", answer=PlanAnswer.SILENT, created_at=clock.now()
    )
    assert counted(world) == Silence(3, 1)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.SUBMITTED, submitted_at=clock.now())
    assert counted(world) == Silence(2, 0)


def test_a_task_that_a_unit_declined_or_leaves_to_others_asks_it_nothing(world: World):
    unit, today = world.cast.unit("MD-8", "GRASSROOTS", "CĐCS Số 8", world.cast.units["MD"]), clock.today()
    plan = Plan.objects.create(
        unit=unit, year=today.year, title="Kế hoạch", state=PlanState.APPROVED, revision=1, created_at=clock.now()
    )
    task = PlanTask.objects.create(plan=plan, position=1, title="Việc", owner=unit, from_on=today, to_on=today)
    assert counted(world) == Silence(3, 1)
    for given in ({"carrier": Carrier.BELOW}, {"carrier": Carrier.OWN, "adoption": Adoption.DECLINED}):
        PlanTask.objects.filter(pk=task.pk).update(**given)
        assert counted(world) == Silence(2, 0)
    assert not open_tasks([unit], today).exists()


def test_tasks_of_this_year_are_offered_before_last_years_and_those_to_come(world: World):
    unit, today = world.cast.unit("MD-8", "GRASSROOTS", "CĐCS Số 8", world.cast.units["MD"]), clock.today()
    for year in (today.year + 1, today.year - 1, today.year, today.year - 2):
        plan = Plan.objects.create(
            unit=unit, year=year, title="Kế hoạch", state=PlanState.APPROVED, revision=1, created_at=clock.now()
        )
        day = today.replace(year=year, day=1)
        PlanTask.objects.create(plan=plan, position=1, title="Việc", owner=unit, from_on=day, to_on=day)
    years = open_tasks([unit], today).values_list("plan__year", flat=True)
    assert list(years) == [today.year, today.year - 1, today.year + 1]


def test_the_rows_say_when_a_unit_was_last_heard_and_whom_to_call(world: World, asked: Unit):
    _counts, (row,) = silent_below(path(world), month(), start=0, limit=5)
    assert (row.placement.unit, row.heard_at, list(row.people)) == (asked, None, [])
    with clock.frozen(clock.now() + timedelta(days=40)):
        _counts, rows = silent_below(path(world), month(), start=0, limit=5)
    heard = {row.placement.unit.code: row for row in rows}
    assert heard["MD-1"].heard_at is not None
    assert [user.full_name for user in heard["MD-1"].people] == ["Trần Văn Minh"]


def test_every_way_of_speaking_is_the_last_that_was_heard(world: World, asked: Unit):
    told_at = clock.now()
    Plan.objects.create(unit=asked, year=2025, title="Kế hoạch", created_at=told_at, submitted_at=told_at)
    with clock.frozen(told_at + timedelta(days=40)):
        _counts, rows = silent_below(path(world), month(), start=0, limit=5)
    assert {row.placement.unit.code: row.heard_at for row in rows}["MD-7"] == told_at


def test_other_branches_and_agencies_are_not_counted(world: World):
    elsewhere = world.cast.units["HD"].placements.get(to_on=None).path
    assert silent_below(elsewhere, month(), start=0, limit=5)[0].asked_count == 1


def test_a_page_says_how_many_there_are_wherever_it_begins(world: World):
    with clock.frozen(clock.now() + timedelta(days=40)):
        pages = [silent_below(path(world), month(), start=start, limit=1) for start in (0, 1, 9)]
    assert [counts for counts, _rows in pages] == [Silence(2, 2)] * 3
    assert [len(rows) for _counts, rows in pages] == [1, 1, 0]
