"""From an approved plan down to every unit, and progress from accepted evidence up again."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.kit.outbox import deliver
from caunoi.notifications.models import Message
from caunoi.organisations.choices import Role
from caunoi.organisations.queries import scope_of
from caunoi.plans import actions
from caunoi.plans.actions import cascading
from caunoi.plans.choices import ActivityState, Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Indicator, Plan, PlanTask
from caunoi.plans.queries.following import followers
from caunoi.plans.queries.paper import paper_of
from caunoi.plans.queries.plans import plans_to_decide, tasks_of
from caunoi.plans.queries.rollup import targets_of
from caunoi.plans.queries.sources import Place, source_of
from caunoi.pure.periods import Period
from caunoi.pure.plan_progress import FULL
from tests.cast import AT, Cast
from tests.planning import approve, carried, city_plan, draft, fresh, make_plan, report, send_down

pytestmark = [pytest.mark.room, pytest.mark.django_db]
YEAR = 2026


@pytest.fixture
def second(cast: Cast) -> User:
    return cast.person("ha", "Vũ Thu Hà", cast.units["HN"], Role.ADMINISTRATOR)


@pytest.fixture
def city(cast: Cast, second: User) -> Plan:
    return send_down(city_plan(cast, AT, second, tasks=2), cast.users["dung"], AT)


def test_every_unit_below_gets_a_draft_that_carries_on_the_one_above_it(cast: Cast, city: Plan):
    commune, tasks = carried(cast, "MD", YEAR)
    leaf, below = carried(cast, "MD-1", YEAR)
    assert (commune.above, leaf.above, leaf.origin) == (city, commune, city)
    assert (leaf.state, leaf.answer, leaf.adopt_by_on) == (PlanState.DRAFT, PlanAnswer.SILENT, city.adopt_by_on)
    assert [row.source for row in below] == tasks
    assert {row.adoption for row in below} == {Adoption.ADOPTED}
    # Who has nobody below does the work itself.
    assert ({row.carrier for row in tasks}, {row.carrier for row in below}) == ({Carrier.BELOW}, {Carrier.OWN})
    unions = sum(unit.kind.category == "UNION" for unit in cast.units.values())
    assert Plan.objects.count() == unions
    assert not Plan.objects.filter(unit__kind__category="AGENCY").exists()
    leaves = sum(unit.kind.is_grassroots for unit in cast.units.values())
    assert [row.span for row in city.tasks.order_by("position")] == [leaves, leaves]


def test_going_down_again_makes_nothing_twice_and_a_thousand_at_a_time_is_the_same(cast: Cast, city: Plan, monkeypatch):
    before = (Plan.objects.count(), PlanTask.objects.count())
    monkeypatch.setattr(cascading, "CHUNK", 1)
    actions.carry_down(plan_id=city.pk, after="", by=None, at=AT)
    while deliver():
        pass
    assert (Plan.objects.count(), PlanTask.objects.count()) == before
    Plan.objects.exclude(pk=city.pk).update(state=PlanState.DISCARDED)
    actions.carry_down(plan_id=city.pk, after="", by=None, at=AT)
    while deliver():
        pass
    leaf, tasks = carried(cast, "MD-1", YEAR)
    assert leaf.above == carried(cast, "MD", YEAR)[0]
    assert [row.source.plan for row in tasks] == [leaf.above, leaf.above]
    assert Plan.objects.exclude(state=PlanState.DISCARDED).count() == before[0]


def test_only_the_chosen_kinds_get_it_and_hang_on_the_plan_itself(cast: Cast, second: User):
    plan = city_plan(cast, AT, second)
    send_down(plan, cast.users["dung"], AT, kinds=[cast.kinds["GRASSROOTS"].pk])
    leaf, tasks = carried(cast, "MD-1", YEAR)
    assert (leaf.above, tasks[0].source) == (plan, plan.tasks.get())
    assert not Plan.objects.filter(unit=cast.units["MD"]).exists()


def test_a_draft_that_was_there_is_kept_and_gets_what_it_lacks(cast: Cast, second: User):
    own = make_plan(cast, "MD-1", "minh", AT)
    send_down(city_plan(cast, AT, second), cast.users["dung"], AT)
    plan, tasks = carried(cast, "MD-1", YEAR)
    assert plan == own
    assert [row.adoption for row in tasks] == [Adoption.ADDED, Adoption.ADOPTED]
    assert plan.above == carried(cast, "MD", YEAR)[0]


def test_a_branch_that_had_its_own_plan_before_is_part_of_a_later_cascade(cast: Cast, second: User):
    hoa, dung = cast.users["hoa"], cast.users["dung"]
    commune = send_down(approve(make_plan(cast, "MD", "hoa", AT), hoa, dung, AT), hoa, AT)
    leaf, _tasks = carried(cast, "MD-1", YEAR)
    assert (leaf.above, leaf.origin) == (commune, commune)
    city = send_down(city_plan(cast, AT, second), dung, AT)
    assert (fresh(commune).origin, fresh(leaf).above, fresh(leaf).origin) == (city, commune, city)
    root = cast.units["HN"].placements.get().path
    under = fresh(commune).unit.placements.get().path
    assert leaf in followers(city, root, AT.date())
    assert leaf in followers(fresh(commune), under, AT.date())


def test_evidence_accepted_at_the_bottom_moves_every_level(cast: Cast, city: Plan):
    leaf, tasks = carried(cast, "MD-1", YEAR)
    row = report(tasks[0], AT)
    leaves = city.tasks.order_by("position")[0].span
    under = carried(cast, "MD", YEAR)[1][0].span
    assert fresh(tasks[0]).progress == FULL
    assert fresh(leaf).progress == FULL // 2
    commune, tasks_of_commune = carried(cast, "MD", YEAR)
    assert tasks_of_commune[0].progress == FULL // under
    assert commune.progress == FULL // under // 2
    assert fresh(city).progress == FULL // leaves // 2
    assert fresh(city).evidence_count == 1
    row.state = ActivityState.RETURNED
    row.save()
    actions.refresh_tasks([tasks[0].pk], AT)
    assert (fresh(city).progress, fresh(city).evidence_count, fresh(leaf).progress) == (0, 0, 0)


def test_what_waits_or_was_returned_counts_nothing(cast: Cast, city: Plan):
    task = carried(cast, "MD-1", YEAR)[1][0]
    for state in (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.RETURNED, ActivityState.WITHDRAWN):
        report(task, AT, state)
    assert (fresh(task).progress, fresh(city).progress) == (0, 0)


def test_a_target_is_counted_in_the_number_of_its_indicator(cast: Cast):
    indicator = Indicator.objects.create(
        code="luot", name="Lượt người dự", measure="lượt", aggregation="SUM", source="ACTIVITIES", form="MEETING",
        number="attendance_count", position=900,
    )  # fmt: skip
    plan = make_plan(cast, "MD-1", "minh", AT, tasks=0)
    words = draft(indicator=indicator, target=Decimal(200))
    task = actions.add_task(plan=plan, draft=words, by=cast.users["minh"], at=AT)
    report(task, AT, form="MEETING", attendance_count=90)
    # Of another form: evidence, but not of this indicator.
    report(task, AT, form="TRAINING", attendance_count=500)
    task = fresh(task)
    assert (task.done_value, task.progress, task.accepted_count) == (90, 4500, 2)
    report(task, AT, form="MEETING", attendance_count=300)
    assert fresh(task).progress == FULL


@pytest.mark.parametrize("model", [Plan, PlanTask])
def test_the_database_refuses_progress_without_evidence(cast: Cast, model):
    make_plan(cast, "MD-1", "minh", AT)
    for value in (1, FULL):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(progress=value)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(progress=FULL + 1, evidence_count=1)


def test_a_declined_or_cancelled_task_counts_nowhere(cast: Cast, city: Plan):
    leaf, tasks = carried(cast, "MD-1", YEAR)
    top = city.tasks.order_by("position")[0]
    minh = cast.users["minh"]
    actions.decline_task(task=tasks[0], reason="Đơn vị đã giải thể tổ sản xuất", seen=99, by=minh, at=AT)
    assert fresh(top).span == top.span - 1
    actions.adopt_task(task=fresh(tasks[0]), by=minh, at=AT)
    assert fresh(top).span == top.span
    report(tasks[0], AT)
    done = fresh(top).progress
    actions.cancel_task(task=fresh(tasks[0]), reason="Trùng việc", seen=99, by=minh, at=AT)
    assert (fresh(top).span, fresh(top).progress) == (top.span - 1, 0)
    assert done > 0
    assert fresh(leaf).evidence_count == 0


def test_progress_costs_the_same_however_many_units_there_are(cast: Cast, city: Plan):
    task = carried(cast, "MD-1", YEAR)[1][0]
    with CaptureQueriesContext(connection) as few:
        report(task, AT)
    for n in range(20):
        cast.unit(f"MD-X{n}", "GRASSROOTS", f"CĐCS số {n}", cast.units["MD"])
    actions.carry_down(plan_id=city.pk, after="", by=None, at=AT)
    with CaptureQueriesContext(connection) as many:
        report(task, AT)
    assert len(many) == len(few)


def test_a_plan_taken_word_for_word_needs_no_second_approval(cast: Cast, city: Plan):
    leaf, _tasks = carried(cast, "MD-1", YEAR)
    adopted = actions.adopt_plan(plan=leaf, by=cast.users["minh"], at=AT)
    assert (adopted.state, adopted.answer, adopted.revision) == (PlanState.APPROVED, PlanAnswer.ADOPTED, 1)


def test_a_changed_plan_must_be_submitted_with_reasons(cast: Cast, city: Plan):
    leaf, tasks = carried(cast, "MD-1", YEAR)
    minh = cast.users["minh"]
    words = draft(title=tasks[0].title, from_on=date(YEAR, 3, 1))
    with pytest.raises(ValidationError, match="lý do"):
        actions.edit_task(task=tasks[0], draft=words, seen=99, by=minh, at=AT)
    words = draft(title=tasks[0].title, from_on=date(YEAR, 3, 1), reason="Tháng 1, 2 đơn vị nghỉ sản xuất")
    row = actions.edit_task(task=tasks[0], draft=words, seen=99, by=minh, at=AT)
    assert (row.adoption, row.reason) == (Adoption.ADAPTED, words.reason)
    with pytest.raises(ValidationError):
        actions.adopt_plan(plan=leaf, by=minh, at=AT)
    approve(leaf, minh, cast.users["hoa"], AT)
    assert fresh(leaf).answer == PlanAnswer.ADAPTED


def test_a_plan_that_is_closed_again_is_what_it_was(cast: Cast, second: User):
    dung, later, plan = cast.users["dung"], AT + timedelta(days=200), city_plan(cast, AT, second, tasks=2)
    actions.amend_plan(plan=plan, by=dung, at=AT)
    actions.cancel_task(task=plan.tasks.order_by("position")[0], reason="Hết kinh phí", seen=99, by=dung, at=AT)
    plan = approve(plan, dung, second, AT)
    actions.amend_plan(plan=plan, by=dung, at=later)
    # A cancellation that is taken back is a change: it needs an approval.
    task = actions.restore_task(task=plan.tasks.order_by("position")[0], by=dung, at=later)
    with pytest.raises(ValidationError, match="chỗ sửa"):
        actions.drop_amendment(plan=plan, by=dung, at=later)
    actions.submit_plan(plan=plan, by=dung, at=later)
    actions.return_plan(plan=plan, note="Chưa có tiền", by=second, at=later)
    actions.cancel_task(task=task, reason="Hết kinh phí", seen=99, by=dung, at=later)
    kept = actions.drop_amendment(plan=plan, by=dung, at=later)
    # The refusal of the change is not the decision on the version in force.
    assert (kept.state, kept.decided_at, kept.decision_note) == (PlanState.APPROVED, AT, "")
    source = source_of("so_ke_hoach_ban_hanh")
    path = plan.unit.placements.get().path
    place = Place(plan.unit_id, path, later.date())
    for opened in (False, True):
        if opened:
            actions.amend_plan(plan=plan, by=dung, at=later)
        assert source.count(place, [Period(AT.date(), AT.date())])["so_ke_hoach_ban_hanh"] == [1]


def test_a_year_is_over_where_the_federation_works(cast: Cast, second: User):
    plan, dung = city_plan(cast, AT, second), cast.users["dung"]
    midnight = datetime(YEAR + 1, 1, 1, tzinfo=timezone.get_default_timezone())
    with pytest.raises(ValidationError, match="chưa hết"):
        actions.close_plan(plan=plan, by=dung, at=midnight - timedelta(minutes=1))
    closed = actions.close_plan(plan=plan, by=dung, at=midnight)
    # What was in force is not printed as a draft.
    paper = paper_of(closed, tasks_of(closed), midnight.date())
    assert (paper.footnote, paper.on) == ("", timezone.localtime(AT).date())


def test_a_new_unit_takes_the_plan_later(cast: Cast, city: Plan):
    unit = cast.unit("MD-9", "GRASSROOTS", "CĐCS Trạm Y tế", cast.units["MD"])
    chair = cast.person("nam", "Lê Nam", unit, Role.CHAIR)
    span = city.tasks.order_by("position")[0].span
    plan = actions.take_plan(unit=unit, year=YEAR, by=chair, at=AT)
    assert plan.above == carried(cast, "MD", YEAR)[0]
    assert fresh(city.tasks.order_by("position")[0]).span == span + 1
    assert actions.take_plan(unit=unit, year=YEAR, by=chair, at=AT) == plan
    assert plan.tasks.count() == 2


def test_units_below_are_told_once(cast: Cast, city: Plan):
    while deliver():
        pass
    told = Message.objects.filter(recipient=cast.users["minh"], title__startswith="Cấp trên giao kế hoạch")
    assert told.filter(channel="IN_APP").count() == 1
    assert city.unit.name not in told.get(channel="IN_APP").body  # the nearest unit above is named
    assert cast.units["MD"].name in told.get(channel="IN_APP").body


def test_a_plan_that_is_submitted_and_returned_again_is_told_again(cast: Cast):
    plan, minh, hoa = make_plan(cast, "MD-1", "minh", AT), cast.users["minh"], cast.users["hoa"]
    for day in range(2):
        at = AT + timedelta(days=day)
        actions.submit_plan(plan=plan, by=minh, at=at)
        while deliver():
            pass
        actions.return_plan(plan=plan, note="Thiếu chỉ tiêu", by=hoa, at=at)
        while deliver():
            pass
    told = Message.objects.filter(channel="IN_APP")
    assert told.filter(recipient=hoa, title__startswith="Kế hoạch chờ duyệt").count() == 2
    assert told.filter(recipient=minh, title__startswith="Kế hoạch được trả lại").count() == 2


def test_a_cascade_needs_a_day_to_come_something_to_send_and_someone_below(cast: Cast, second: User):
    plan = city_plan(cast, AT, second)
    dung = cast.users["dung"]
    with pytest.raises(ValidationError, match="Hạn"):
        actions.cascade_plan(plan=plan, adopt_by_on=AT.date() - timedelta(days=1), by=dung, at=AT)
    kinds = [cast.kinds["CITY_FEDERATION"].pk]
    with pytest.raises(ValidationError, match="loại"):
        actions.cascade_plan(plan=plan, adopt_by_on=AT.date(), kinds=kinds, by=dung, at=AT)
    PlanTask.objects.update(carrier=Carrier.OWN)
    with pytest.raises(ValidationError, match="giao cấp dưới"):
        actions.cascade_plan(plan=plan, adopt_by_on=AT.date(), by=dung, at=AT)


def test_what_is_approved_is_what_was_read(cast: Cast, second: User):
    plan, dung = make_plan(cast, "HN", "dung", AT), cast.users["dung"]
    read = actions.submit_plan(plan=plan, by=dung, at=AT).edit_count
    actions.withdraw_submission(plan=plan, by=dung, at=AT)
    actions.edit_task(task=plan.tasks.get(), draft=draft(title="Việc khác"), seen=read, by=dung, at=AT)
    actions.submit_plan(plan=plan, by=dung, at=AT)
    with pytest.raises(actions.StaleEditError):
        actions.approve_plan(plan=plan, seen=read, by=second, at=AT)
    assert actions.approve_plan(plan=plan, seen=fresh(plan).edit_count, by=second, at=AT).revision == 1


def test_the_nearest_unit_above_in_which_somebody_decides_is_told_and_sees_it(cast: Cast, second: User):
    plan = make_plan(cast, "MD-1", "minh", AT)
    for post in cast.users["hoa"].grants.all():
        post.to_on = AT.date()
        post.save()
    actions.submit_plan(plan=plan, by=cast.users["minh"], at=AT)
    deliver()
    told = Message.objects.filter(event="plans.plan_submitted").values_list("recipient__full_name", flat=True)
    assert set(told) == {cast.users["dung"].full_name, second.full_name}
    scope = scope_of(second, AT.date())
    assert plans_to_decide(scope, second, AT.date()) == [plan]


def test_the_target_of_a_branch_is_that_of_each_unit_as_often_as_units_do_it(cast: Cast, second: User):
    actions.ensure_indicators()
    indicator = Indicator.objects.get(code="so_buoi_sinh_hoat")
    plan, dung = make_plan(cast, "HN", "dung", AT, tasks=0), cast.users["dung"]
    words = draft(indicator=indicator, target=Decimal(2), carrier=Carrier.BELOW)
    actions.add_task(plan=plan, draft=words, by=dung, at=AT)
    approve(plan, dung, second, AT)
    assert targets_of(plan.unit, YEAR) == {}
    send_down(plan, dung, AT)
    units = plan.tasks.get().span
    assert units > 1
    assert targets_of(plan.unit, YEAR) == {indicator.pk: 2 * units}


def test_units_are_reminded_once_a_day_and_the_number_says_who_is(cast: Cast, city: Plan):
    leaf, _tasks = carried(cast, "MD-1", YEAR)
    rows = Plan.objects.filter(origin=city)
    given = {"plan": city, "plan_ids": list(rows.values_list("pk", flat=True)), "by": cast.users["dung"]}
    silent = rows.filter(answer=PlanAnswer.SILENT).count()
    assert actions.remind_followers(**given, at=AT) == silent
    assert actions.remind_followers(**given, at=AT + timedelta(hours=1)) == 0
    actions.adopt_plan(plan=leaf, by=cast.users["minh"], at=AT)
    assert actions.remind_followers(**given, at=AT + timedelta(days=1)) == silent - 1


def test_a_later_day_is_for_those_who_have_not_answered(cast: Cast, city: Plan):
    leaf, _tasks = carried(cast, "MD-1", YEAR)
    actions.adopt_plan(plan=leaf, by=cast.users["minh"], at=AT)
    later = AT.date() + timedelta(days=30)
    send_down(city, cast.users["dung"], AT, adopt_by_on=later)
    days = [carried(cast, code, YEAR)[0].adopt_by_on for code in ("MD-1", "MD-2")]
    assert days == [AT.date() + timedelta(days=14), later]
