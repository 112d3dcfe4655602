"""Who decides on a report, what moves with it, and what a withdrawal undoes."""

import re

import pytest
from django.core.exceptions import ValidationError

from caunoi.directives.models import Evidence
from caunoi.kit.outbox import deliver
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications.models import Message
from caunoi.organisations.queries import scope_of
from caunoi.plans.actions import ensure_indicators
from caunoi.plans.actions.meetings import close_sign_in, open_sign_in
from caunoi.plans.actions.reviewing import decide_activities, decide_activity, withdraw_activity
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity, ActivityTotal
from caunoi.plans.queries.activities import (
    activities_visible_to,
    activity_for,
    duties_open,
    open_tasks,
    waiting_for,
)
from tests.cast import AT, NAMES, Cast
from tests.directives.deeds import acknowledge, issue
from tests.planning import approve, carried, city_plan, fresh, send_down
from tests.plans.reports import day, reported, sent_file

pytestmark = pytest.mark.room


def waits_for(cast: Cast, name: str) -> list[Activity]:
    user = cast.users[name]
    return list(waiting_for(user, scope_of(user, day())))


def sees(cast: Cast, name: str, row: Activity) -> bool:
    return activities_visible_to(scope_of(cast.users[name], day())).filter(pk=row.pk).exists()


def test_the_branch_above_decides_and_nobody_else(cast: Cast):
    row = reported(cast)
    assert [name for name in NAMES if name != "an" and waits_for(cast, name) == [row]] == ["hoa", "dung"]
    assert [name for name in NAMES if name != "an" and sees(cast, name, row)] == ["minh", "hoa", "dung"]


def test_a_unit_does_not_decide_on_its_own_report(cast: Cast):
    row = reported(cast, unit="MD", by="hoa")
    assert waits_for(cast, "hoa") == []
    assert waits_for(cast, "dung") == [row]


def test_whoever_reported_never_decides_and_the_highest_unit_needs_a_second_person(cast: Cast):
    row = reported(cast, unit="HN", by="dung")
    assert waits_for(cast, "dung") == []
    cast.person("quynh", "Ngô Thị Quỳnh", cast.units["HN"], "OFFICER")
    assert waits_for(cast, "quynh") == [row]


def test_whoever_reports_a_meeting_that_another_opened_is_its_reporter(cast: Cast):
    quynh = cast.person("quynh", "Ngô Thị Quỳnh", cast.units["HN"], "OFFICER")
    meeting = open_sign_in(
        unit=cast.units["HN"],
        title="Họp",
        form="MEETING",
        happened_on=day(),
        place="",
        hours=3,
        by=cast.users["dung"],
        at=AT,
    )
    close_sign_in(sign_in=meeting, by=quynh, at=AT)
    row = reported(cast, unit="HN", by="quynh", key=meeting.activity.key)
    assert (row.created_by, waits_for(cast, "quynh"), waits_for(cast, "dung")) == (quynh, [], [row])


def test_a_draft_is_seen_by_its_unit_alone(cast: Cast):
    row = reported(cast)
    Activity.objects.filter(pk=row.pk).update(state=ActivityState.DRAFT)
    assert [name for name in NAMES if name != "an" and sees(cast, name, row)] == ["minh"]
    with pytest.raises(Activity.DoesNotExist):
        activity_for(cast.users["hoa"], row.public_id, scope_of(cast.users["hoa"], day()))


def test_accepting_tells_the_reporter_and_whoever_counts(cast: Cast):
    row = decide_activity(activity=reported(cast), is_accepted=True, note="Tốt", by=cast.users["hoa"], at=AT)
    assert (row.state, row.decided_by, row.decided_at) == (ActivityState.ACCEPTED, cast.users["hoa"], AT)
    assert OutboxEvent.objects.filter(name="plans.activity_decided").count() == 1
    message = Message.objects.get(subject=f"plans.activity:{row.pk}", channel="IN_APP")
    assert (message.recipient, message.title) == (cast.users["minh"], "Báo cáo đã được duyệt")
    assert message.path == f"/plans/activities/{row.public_id}/"


def test_accepting_moves_progress_and_kept_sums_at_every_level_and_withdrawing_moves_them_back(cast: Cast, sign_in):
    ensure_indicators()
    second = cast.person("ha", "Vũ Thu Hà", cast.units["HN"], "ADMINISTRATOR")
    city = send_down(city_plan(cast, AT, second), cast.users["dung"], AT)
    leaf, _tasks = carried(cast, "MD-1", 2026)
    assert list(open_tasks([cast.units["MD-1"]], day())) == []  # not before it is approved
    approve(leaf, cast.users["minh"], cast.users["hoa"], AT)
    tasks = tuple(open_tasks([cast.units["MD-1"]], day()))
    page = sign_in("minh").get(f"/plans/{leaf.public_id}/").content.decode()
    assert f"/plans/activities/new/?task={tasks[0].public_id}" in page
    form = sign_in("minh").get(f"/plans/activities/new/?task={tasks[0].public_id}").content.decode()
    assert re.search(f'value="{tasks[0].public_id}"[^>]*checked', form)
    row = reported(cast, tasks=tasks, files=(sent_file(),))

    def moved() -> tuple[bool, ...]:
        while deliver():
            pass
        plans = [fresh(plan).progress for plan in (leaf, carried(cast, "MD", 2026)[0], city)]
        sums = [
            ActivityTotal.objects.filter(unit=cast.units[code], path="", attendance_count=45) for code in ("MD", "HN")
        ]
        return (*(progress > 0 for progress in plans), *(found.exists() for found in sums))

    assert moved() == (False,) * 5
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    assert moved() == (True,) * 5
    withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    assert moved() == (False,) * 5


@pytest.mark.parametrize("note", ["", "  x "])
def test_a_return_needs_a_reason(cast: Cast, note):
    row = reported(cast)
    with pytest.raises(ValidationError) as error:
        decide_activity(activity=row, is_accepted=False, note=note, by=cast.users["hoa"], at=AT)
    assert list(error.value.message_dict) == ["note"]
    row.refresh_from_db()
    assert row.state == ActivityState.SUBMITTED


def test_a_second_decision_is_refused(cast: Cast):
    row = reported(cast)
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    with pytest.raises(ValidationError):
        decide_activity(activity=row, is_accepted=False, note="Thiếu ảnh", by=cast.users["dung"], at=AT)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (ActivityState.ACCEPTED, cast.users["hoa"])


def test_many_are_decided_with_one_reason_and_a_decided_one_is_left_out(cast: Cast):
    rows = [reported(cast, title=f"Việc số {n}") for n in range(3)]
    decide_activity(activity=rows[0], is_accepted=True, note="", by=cast.users["dung"], at=AT)
    count = decide_activities(activities=rows, is_accepted=False, note="Thiếu ảnh", by=cast.users["hoa"], at=AT)
    assert count == 2
    assert sorted(Activity.objects.values_list("state", flat=True)) == ["ACCEPTED", "RETURNED", "RETURNED"]


def test_a_withdrawal_takes_back_what_was_accepted_at_the_directive(cast: Cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    row = reported(cast, duties=tuple(duties_open([cast.units["MD-1"]])))
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    recipient = directive.recipients.get(unit=cast.units["MD-1"])
    assert recipient.implemented_at == AT
    withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    row.refresh_from_db()
    recipient.refresh_from_db()
    assert (row.state, row.withdrawn_by, recipient.implemented_at) == (
        ActivityState.WITHDRAWN,
        cast.users["minh"],
        None,
    )
    assert Evidence.objects.get().state == "RETURNED"
    assert OutboxEvent.objects.filter(name="plans.activity_decided").count() == 2


def test_what_other_evidence_holds_up_stays_carried_out(cast: Cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    duties = tuple(duties_open([cast.units["MD-1"]]))
    first, second = (reported(cast, title=title, duties=duties) for title in ("Họp tổ một", "Phát tờ rơi xưởng may"))
    for row in (first, second):
        decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    withdraw_activity(activity=first, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    assert directive.recipients.get(unit=cast.units["MD-1"]).implemented_at == AT


def test_a_withdrawal_needs_a_reason_and_happens_once(cast: Cast):
    row = reported(cast)
    with pytest.raises(ValidationError):
        withdraw_activity(activity=row, reason=" ", by=cast.users["minh"], at=AT)
    withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["hoa"], at=AT)
    assert Message.objects.get(recipient=cast.users["minh"], channel="IN_APP").title == "Báo cáo đã rút"
    with pytest.raises(ValidationError):
        withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)


def test_the_list_asks_the_same_few_questions_for_one_and_three(cast: Cast, sign_in, django_assert_max_num_queries):
    counts = []
    for n in range(3):
        reported(cast, title=f"Việc số {n}", files=(sent_file(),))
        client = sign_in("minh")
        client.get("/plans/activities/")
        with django_assert_max_num_queries(20) as asked:
            client.get("/plans/activities/")
        counts.append(len(asked))
    assert len(set(counts)) == 1
