"""The ladder: each rung once, none in the night, no burst after a night that was missed."""

import threading
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from functools import partial
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from caunoi.directives import actions, queries
from caunoi.directives.actions import LadderDraft, climbing
from caunoi.directives.models import Directive, Reminder, RungStep
from caunoi.directives.queries import ladder
from caunoi.kit import clock, outbox
from caunoi.notifications.models import Message
from tests.cast import AT
from tests.directives.deeds import accept, acknowledge, issue, recipient, submit

pytestmark = [pytest.mark.room, pytest.mark.django_db]
DUE = date(2026, 12, 11)
# Seven, three and one working days before that Friday.
DAYS = [date(2026, 12, 2), date(2026, 12, 8), date(2026, 12, 10), DUE, date(2026, 12, 14)]


def morning(day: date, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00+07:00")


def start(cast, issuer: str = "HN", draft: LadderDraft | None = None, **values) -> Directive:
    directive = issue(cast, issuer, due_on=DUE, **values)
    actions.set_ladder(directive=directive, draft=draft or LadderDraft(), by=cast.dung, at=AT)
    return directive


def climb(directive: Directive, day: date, hour: int = 9) -> int:
    with clock.frozen(morning(day, hour)):
        told = actions.climb_ladder(directive_id=directive.pk, at=clock.now())
        while outbox.deliver():
            pass
    return told


def titles(person) -> list[str]:
    rows = (
        Message.objects.filter(recipient=person, channel="IN_APP")
        .exclude(key__startswith="issued:")
        .exclude(key__startswith="evidence:")
    )
    return list(rows.order_by("pk").values_list("title", flat=True))


def test_a_unit_hears_each_rung_once_and_the_level_above_when_it_is_overdue(cast):
    directive = start(cast)
    days = (AT.date() + timedelta(days=n) for n in range(1, 40))
    assert [day for day in days if climb(directive, day)] == DAYS
    assert titles(cast.minh) == [
        "Còn 9 ngày: Phổ biến Hướng dẫn số 12", "Còn 3 ngày: Phổ biến Hướng dẫn số 12",
        "Còn 1 ngày: Phổ biến Hướng dẫn số 12", "Hôm nay đến hạn: Phổ biến Hướng dẫn số 12",
    ]  # fmt: skip
    assert titles(cast.hoa)[-1] == "2 đơn vị quá hạn: Phổ biến Hướng dẫn số 12"


def test_it_stops_when_the_unit_is_done(cast):
    directive = start(cast)
    climb(directive, DAYS[0])
    acknowledge(directive, "MD-1")
    assert climb(directive, DAYS[1]) == 1
    assert len(titles(cast.minh)) == 1


def test_where_evidence_is_asked_for_done_is_implemented(cast):
    directive = start(cast, obligations=[{"text": "Họp", "actor": "", "due_on": None, "evidence_required": "Ảnh"}])
    acknowledge(directive, "MD-1")
    climb(directive, DAYS[0])
    assert "báo kết quả" in Message.objects.get(key__startswith="rung:", recipient=cast.minh, channel="IN_APP").body
    accept(submit(directive, "MD-1", cast, obligation=directive.obligations.get()), cast)
    climb(directive, DAYS[1])
    assert len(titles(cast.minh)) == 1


def test_who_waits_for_a_review_is_not_reminded_of_what_lies_elsewhere(cast):
    directive = start(cast)
    duty = {"text": "Họp", "actor": "", "due_on": None, "evidence_required": "Ảnh"}
    directive.obligations.create(position=1, **duty)
    submit(directive, "MD-1", cast, obligation=directive.obligations.get())
    climb(directive, DAYS[0])
    assert titles(cast.minh) == []
    assert RungStep.objects.get(recipient__unit__code="MD-1").outcome == "WAITING"


@pytest.mark.parametrize(("keeps", "outcome"), [(False, "TOLD"), (True, "WAITING")])
def test_evidence_of_the_version_before_keeps_off_reminders_only_while_it_counts(cast, keeps, outcome):
    duty = {"text": "Họp", "actor": "", "due_on": None, "evidence_required": "Ảnh"}
    directive = start(cast, obligations=[duty])
    submit(directive, "MD-1", cast, obligation=directive.obligations.get())
    draft = actions.VersionDraft(
        title="Bản hai", due_on=DUE, change_note="Thêm hạn báo cáo.", keeps_evidence=keeps,
        kept=[directive.obligations.get().pk],
    )  # fmt: skip
    later = AT + timedelta(hours=1)
    actions.issue_version(directive=directive, draft=draft, after=1, by=cast.dung, at=later)
    acknowledge(directive, "MD-1", at=later)
    climb(directive, DAYS[0])
    assert RungStep.objects.get(recipient__unit__code="MD-1").outcome == outcome


@pytest.mark.parametrize("hour", [3, 6, 20, 23])
def test_nothing_is_climbed_in_quiet_hours(cast, hour):
    directive = start(cast)
    assert (climb(directive, DAYS[0], hour), climb(directive, DAYS[0], 7)) == (0, 2)


def test_missed_days_bring_one_reminder_not_four(cast):
    directive = start(cast)
    assert climb(directive, DUE) == 2
    assert titles(cast.minh) == ["Hôm nay đến hạn: Phổ biến Hướng dẫn số 12"]
    outcomes = RungStep.objects.filter(recipient__unit__code="MD-1").order_by("on").values_list("outcome", flat=True)
    assert list(outcomes) == ["MISSED", "MISSED", "MISSED", "TOLD"]
    assert climb(directive, DUE) == 0


def test_a_rung_that_fell_into_a_weekend_without_a_worker_waits_for_monday(cast):
    directive = start(cast, draft=LadderDraft(before=(5,), is_at_due=False, above=()))
    assert [climb(directive, date(2026, 12, day)) for day in (5, 6, 7)] == [0, 0, 2]


def test_a_unit_without_anybody_is_told_to_the_level_above_once(cast):
    directive = start(cast)
    for day in DAYS[:3]:
        climb(directive, day)
    assert titles(cast.hoa)[0] == "1 đơn vị chưa có người nhận: Phổ biến Hướng dẫn số 12"
    message = Message.objects.filter(recipient=cast.hoa, title__startswith="1 đơn vị chưa").first()
    assert "CĐCS Trường Mầm non Hoa Sen" in message.body
    assert not Reminder.objects.filter(recipient__unit__code="MD-2").exists()


def test_who_was_reminded_by_hand_that_day_is_not_told_twice(cast):
    directive = start(cast)
    actions.remind(directive=directive, recipients=[recipient(directive, "MD-1")], by=cast.hoa, at=morning(DAYS[0], 8))
    assert climb(directive, DAYS[0]) == 1
    assert RungStep.objects.get(recipient__unit__code="MD-1").outcome == "ALREADY"


def test_a_unit_added_later_has_the_rungs_of_its_own_deadline(cast):
    directive = start(cast, rule="LIST", units=[cast.units["MD-1"].pk])
    actions.add_recipients(
        directive=directive, unit_ids=[cast.units["HD-1"].pk], due_on=date(2026, 12, 18), by=cast.dung,
        at=morning(date(2026, 12, 9)),
    )  # fmt: skip
    assert [climb(directive, day) for day in (DAYS[2], date(2026, 12, 15))] == [1, 3]
    assert titles(cast.quang) == ["Còn 3 ngày: Phổ biến Hướng dẫn số 12"]


def test_a_new_version_has_its_rungs_again(cast):
    directive = start(cast)
    climb(directive, DUE)
    draft = actions.VersionDraft(title="Bản hai", due_on=date(2026, 12, 25), change_note="Thêm hạn báo cáo.")
    directive.refresh_from_db()
    actions.issue_version(directive=directive, draft=draft, after=1, by=cast.dung, at=morning(DUE, 10))
    assert climb(directive, date(2026, 12, 16)) == 2


def test_a_ladder_changed_today_does_not_reach_back(cast):
    directive = start(cast, draft=LadderDraft(before=(1,)))
    actions.set_ladder(directive=directive, draft=LadderDraft(), by=cast.dung, at=morning(date(2026, 12, 3)))
    assert [climb(directive, date(2026, 12, day)) for day in (4, 8)] == [0, 2]


def test_a_ladder_taken_down_is_not_climbed(cast):
    directive = start(cast)
    actions.set_ladder(directive=directive, draft=LadderDraft(is_on=False), by=cast.dung, at=AT)
    assert (climb(directive, DAYS[0]), queries.laddered(DAYS[0])) == (0, [])


@pytest.mark.parametrize("draft", [LadderDraft(before=tuple(range(1, 14))), LadderDraft(above=(61,))])
def test_a_ladder_that_nobody_would_stand_is_refused(cast, draft):
    with pytest.raises(ValidationError):
        start(cast, draft=draft)


def test_telling_again_after_a_crash_says_nothing_twice(cast):
    directive = start(cast)
    climb(directive, DAYS[0])
    count, step = Message.objects.count(), RungStep.objects.filter(outcome="TOLD").first()
    actions.send_rung(directive_id=directive.pk, rung_id=step.rung_id, version_number=1, stepped_at=step.at, at=step.at)
    assert Message.objects.count() == count


def test_who_is_done_between_the_step_and_the_telling_is_spared(cast):
    directive = start(cast)
    with clock.frozen(morning(DAYS[0])):
        actions.climb_ladder(directive_id=directive.pk, at=clock.now())
        acknowledge(directive, "MD-1", at=clock.now())
        while outbox.deliver():
            pass
    assert titles(cast.minh) == []


def test_the_page_says_who_will_be_told_when(cast):
    directive = start(cast)
    silent = {cast.units["MD-2"].pk}
    (part,) = queries.ladder_of(directive, queries.rungs_of(directive), silent, AT.date())
    assert [line.day for line in part.lines] == DAYS
    assert {(line.owing_count, line.silent_count) for line in part.lines} == {(3, 1)}


def test_a_climb_costs_the_same_number_of_statements_for_1_and_3_recipients(cast):
    used = []
    for issuer in ("HD", "HN"):
        directive = start(cast, issuer)
        with clock.frozen(morning(DAYS[0])), CaptureQueriesContext(connection) as caught:
            actions.climb_ladder(directive_id=directive.pk, at=clock.now())
        used.append(len(caught))
    assert used[0] == used[1]


def test_the_database_itself_refuses_a_second_step(cast):
    directive = start(cast)
    climb(directive, DAYS[0])
    step = RungStep.objects.first()
    step.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save(force_insert=True)


def test_a_climb_goes_part_by_part_and_reaches_everybody_once(cast, monkeypatch):
    directive = start(cast)
    monkeypatch.setattr(ladder, "PART", 1)
    (climb,) = queries.climbs_due(directive, morning(DAYS[0]))
    assert [len(part) for part in climb.parts()] == [1] * directive.recipients.count()
    assert actions.climb_ladder(directive_id=directive.pk, at=morning(DAYS[0])) == 2
    assert RungStep.objects.filter(outcome="TOLD").values("recipient").distinct().count() == 2
    assert queries.climbs_due(directive, morning(DAYS[0])) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_workers_that_climb_at_once_tell_once(cast, is_locked):
    """Without the lock every worker believes that it told them, and posts an event of its own."""
    directive = start(cast)
    found = climb_at_once(directive, is_locked=is_locked)
    assert (sorted(map(str, found)) == ["0", "0", "0", "2"]) is is_locked
    assert RungStep.objects.filter(outcome="TOLD").count() == 2


def read_now(climbs: list[ladder.Climb]) -> None:
    """Let a worker go on with what it read before any other wrote."""
    for climb in climbs:
        object.__setattr__(climb, "parts", partial(iter, list(climb.parts())))


def climb_at_once(directive: Directive, *, is_locked: bool) -> list:
    """What four workers find that climb at the same moment."""
    gate, found = threading.Barrier(4), []
    at, due = morning(DAYS[0]), queries.climbs_due

    def late(*given):
        climbs = due(*given)
        if not is_locked:
            read_now(climbs)
            gate.wait(timeout=10)
        return climbs

    def work() -> None:
        try:
            if is_locked:
                gate.wait(timeout=10)
            found.append(actions.climb_ladder(directive_id=directive.pk, at=at))
        except DatabaseError as error:
            found.append(error)
        finally:
            connection.close()

    unlocked = patch.object(type(Directive.objects), "select_for_update", lambda self, **_kw: self.all())
    with patch.object(climbing.queries, "climbs_due", late), nullcontext() if is_locked else unlocked:
        workers = [threading.Thread(target=work) for _number in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
    return found
