"""What time does to cases, each thing once, however often and however late the worker comes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caunoi.feedback.actions import (
    escalate_cases,
    follow_up_cases,
    pause_case,
    pressing,
    resume_case,
    send_digests,
)
from caunoi.feedback.choices import PauseGround, State
from caunoi.feedback.models import Case, CaseStep
from caunoi.kit import clock, outbox
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from caunoi.organisations.actions import ensure_calendar, remove_calendar_day, save_calendar_day
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.models import CalendarDay
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
DUE = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)  # ten working days after 16/11: 24/11 is a holiday
SHUTDOWN = "Nghỉ bù theo Công văn 99"


def climb(*days: date) -> list[int]:
    """The step that a case stands on after each morning, 9:00."""
    found = []
    for day in days:
        escalate_cases(at=datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC))
        found.append(Case.objects.get().escalation)
    return found


def verbs() -> list[str]:
    return list(CaseStep.objects.order_by("id").values_list("verb", flat=True))


def day_off(on: date, kind: str = CalendarDayKind.HOLIDAY) -> None:
    calendar = ensure_calendar(by=None, at=MONDAY)
    save_calendar_day(
        calendar=calendar, on=on, kind=kind, name="Nghỉ đột xuất", source=SHUTDOWN, status=CalendarDayStatus.OFFICIAL,
        by=None, at=MONDAY,
    )  # fmt: skip
    while outbox.deliver():
        pass


@pytest.fixture(autouse=True)
def official(begun: None) -> None:
    ensure_calendar(by=None, at=MONDAY)


def test_the_ladder_step_by_step(cast: Cast):
    assert at_unit(cast).case.due_at == DUE
    days = [date(2026, 11, day) for day in (27, 30)] + [date(2026, 12, day) for day in (1, 2, 3, 4, 7)]
    assert climb(*days) == [0, 0, 1, 2, 2, 3, 3]
    assert verbs().count("escalate_case") == 3


def test_after_days_without_a_worker_one_step_is_taken_and_told(cast: Cast):
    at_unit(cast)
    assert climb(date(2026, 12, 20)) == [3]
    assert (climb(date(2026, 12, 21)), verbs().count("escalate_case")) == ([3], 1)


def test_a_paused_clock_presses_nobody(cast: Cast):
    case = at_unit(cast).case
    pause_case(
        case=case, ground=PauseGround.FORCE_MAJEURE, note="Xã bị ngập lụt, trụ sở đóng cửa", by=cast.tuan, at=MONDAY
    )
    assert climb(date(2026, 12, 20)) == [0]
    resume_case(case=case, by=cast.tuan, at=datetime(2026, 12, 20, 2, 0, tzinfo=UTC))
    assert climb(date(2026, 12, 21)) == [0]


def test_an_answered_case_presses_nobody(cast: Cast):
    answer(at_unit(cast).case, cast, MONDAY)
    assert climb(date(2026, 12, 20)) == [0]


def test_each_step_is_told_to_those_it_concerns(cast: Cast):
    at_unit(cast)

    def told(day: int) -> dict[str, bool]:
        at = datetime(2026, 12, day, 2, 0, tzinfo=UTC)
        Message.objects.all().delete()
        with clock.frozen(at):
            escalate_cases(at=at)
            while outbox.deliver():
                pass
            send_digests(at=at + timedelta(minutes=5))
        rows = Message.objects.filter(channel=Channel.EMAIL).select_related("recipient")
        return {name: any(row.recipient == cast.users[name] for row in rows) for name in ("tuan", "hoa", "dung", "lan")}

    told(1 - 0)
    assert told(2) == {"tuan": True, "hoa": True, "dung": False, "lan": False}
    assert told(3) == {"tuan": False, "hoa": False, "dung": False, "lan": False}
    assert told(4) == {"tuan": False, "hoa": False, "dung": True, "lan": False}


def test_after_28_days_followers_are_asked_and_the_case_is_laid_down(cast: Cast):
    answer(at_unit(cast, user=cast.lan).case, cast, MONDAY)
    assert follow_up_cases(at=MONDAY + timedelta(days=27, hours=23)) == 0
    assert follow_up_cases(at=MONDAY + timedelta(days=31)) == 1
    assert follow_up_cases(at=MONDAY + timedelta(days=31)) == 0
    while outbox.deliver():
        pass
    assert (Case.objects.get().state, verbs()[-2:]) == (State.CLOSED, ["follow_up_case", "close_case"])
    assert (
        Message.objects.filter(recipient=cast.lan, channel=Channel.IN_APP, body__contains="đã xong chưa").count() == 1
    )


def test_a_holiday_declared_after_the_fact_moves_open_promises_later(cast: Cast):
    at_unit(cast)
    send()
    day_off(date(2026, 11, 20))
    dues = set(Case.objects.values_list("due_at", flat=True))
    assert dues == {datetime(2026, 12, 2, 10, 0, tzinfo=UTC)}
    assert verbs().count("reschedule_case") == 2
    step = CaseStep.objects.filter(verb="reschedule_case").first()
    assert step.facts == {"due_before": DUE.isoformat()}


def test_a_day_that_is_worked_after_all_shrinks_no_promise(cast: Cast):
    at_unit(cast)
    remove_calendar_day(day=CalendarDay.objects.get(on=date(2026, 11, 24)), by=None, at=MONDAY)
    while outbox.deliver():
        pass
    assert Case.objects.get().due_at == DUE
    assert "reschedule_case" not in verbs()


def test_a_day_after_the_promise_and_a_finished_case_are_left_alone(cast: Cast):
    answer(at_unit(cast).case, cast, MONDAY)
    send()
    day_off(date(2026, 12, 15))
    day_off(date(2026, 11, 13))
    assert "reschedule_case" not in verbs()


def test_many_cases_are_done_so_many_at_a_time(cast: Cast, monkeypatch):
    monkeypatch.setattr(pressing, "BATCH", 2)
    for _ in range(5):
        send()
    day_off(date(2026, 11, 20))
    assert verbs().count("reschedule_case") == 5


def test_a_late_promise_steps_down_from_the_ladder(cast: Cast):
    at_unit(cast)
    assert climb(date(2026, 12, 1)) == [1]
    with clock.frozen(datetime(2026, 12, 1, 3, 0, tzinfo=UTC)):
        day_off(date(2026, 12, 2))
        day_off(date(2026, 11, 20))
    assert Case.objects.get().escalation == 0
