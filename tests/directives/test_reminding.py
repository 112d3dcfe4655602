"""Reminders: one a day for each recipient, to who acts for it now, never in quiet hours."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from caunoi.directives import actions, queries
from caunoi.directives.models import Directive, Reminder
from caunoi.kit import clock, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.notifications.models import Message
from caunoi.organisations.actions import end_role, grant_role
from caunoi.organisations.choices import Role
from tests.cast import AT
from tests.directives.deeds import TODAY, accept, acknowledge, issue, recipient, submit, tell

pytestmark = [pytest.mark.room, pytest.mark.django_db]

LATER = AT + timedelta(hours=5)
TOMORROW = AT + timedelta(days=1)


def remind(directive: Directive, cast, at=AT) -> int:
    rows = queries.missing(directive, "/", "implemented")
    return actions.remind(directive=directive, recipients=rows, by=cast.hoa, at=at)


def deliver(at: datetime) -> None:
    with clock.frozen(at):
        while outbox.deliver():
            pass


def reminded(channel: str = "EMAIL") -> list[str]:
    rows = Message.objects.filter(key__startswith="reminded:", channel=channel)
    return sorted(row.recipient.email if row.recipient else row.address for row in rows)


def test_who_still_owes_something_and_has_people_is_reminded(cast):
    """MD-2 has neither people nor an address."""
    assert remind(issue(cast), cast) == 2
    assert sorted(Reminder.objects.values_list("recipient__unit__code", flat=True)) == ["HD-1", "MD-1"]


def test_a_unit_is_reminded_once_a_day(cast):
    directive = issue(cast)
    assert [remind(directive, cast, at) for at in (AT, LATER, TOMORROW)] == [2, 0, 2]


def test_the_day_is_the_local_one(cast):
    """16:30 and 17:30 UTC are two days in Hà Nội."""
    directive = issue(cast)
    assert [remind(directive, cast, AT.replace(hour=hour, minute=30)) for hour in (16, 17)] == [2, 2]


def test_who_carried_it_out_is_not_reminded(cast):
    directive = issue(cast)
    accept(submit(directive, "MD-1", cast), cast)
    rows = [recipient(directive, "MD-1")]
    assert actions.remind(directive=directive, recipients=rows, by=cast.hoa, at=AT) == 0


def test_who_acknowledged_but_shows_nothing_is_reminded(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    assert remind(directive, cast) == 2


def test_a_recipient_of_another_directive_is_not_reminded(cast):
    one, other = issue(cast), issue(cast)
    assert actions.remind(directive=one, recipients=[recipient(other, "MD-1")], by=cast.hoa, at=AT) == 0


def test_a_unit_with_an_address_and_no_people_is_reminded_there(cast):
    cast.units["MD-2"].email = "hoasen@example.vn"
    cast.units["MD-2"].save()
    assert remind(issue(cast), cast) == 3
    deliver(AT)
    assert reminded() == ["hoasen@example.vn", "minh@example.vn", "quang@example.vn"]


def test_a_reminder_reaches_who_acts_for_the_unit_now(cast):
    directive = issue(cast)
    end_role(grant=cast.minh.grants.get(), on=TODAY + timedelta(days=1), by=cast.hoa, at=AT)
    grant_role(
        user=cast.lan, unit=cast.units["MD-1"], role=Role.CHAIR, on=TODAY + timedelta(days=1), by=cast.hoa, at=AT
    )
    with clock.frozen(TOMORROW):
        remind(directive, cast, TOMORROW)
    deliver(TOMORROW)
    assert reminded() == ["lan@example.vn", "quang@example.vn"]


def test_a_reminder_told_again_after_a_crash_sends_no_second_message(cast):
    directive = issue(cast)
    remind(directive, cast)
    deliver(AT)
    ids = list(Reminder.objects.values_list("pk", flat=True))
    actions.send_reminders(directive_id=directive.pk, reminder_ids=ids, at=AT)
    assert (len(reminded()), len(reminded("IN_APP"))) == (2, 2)


def test_a_reminder_says_what_and_by_when(cast):
    remind(issue(cast), cast)
    deliver(AT)
    message = Message.objects.get(key__startswith="reminded:", channel="EMAIL", recipient=cast.minh)
    assert message.title == "Nhắc: Phổ biến Hướng dẫn số 12"
    assert message.body.startswith("CĐCS Công ty TNHH May Sông Đáy chưa làm xong việc này. Hạn: 7/12/2026.")


@pytest.mark.parametrize(("moment", "goes_out_at"), [
    ("2026-11-23 06:59", "2026-11-23 07:00"),
    ("2026-11-23 07:00", "2026-11-23 07:00"),
    ("2026-11-23 19:59", "2026-11-23 19:59"),
    # The 24th is a holiday since 2026, by the working calendar of who is reminded.
    ("2026-11-23 20:00", "2026-11-25 07:00"),
    ("2026-11-24 00:30", "2026-11-25 07:00"),
    ("2026-11-25 20:00", "2026-11-26 07:00"),
    ("2026-11-27 21:00", "2026-11-30 07:00"),
])  # fmt: skip
def test_a_reminder_waits_for_the_end_of_the_quiet_hours(cast, moment, goes_out_at):
    local = [datetime.fromisoformat(f"{text}+07:00").astimezone(UTC) for text in (moment, goes_out_at)]
    directive = issue(cast)
    with clock.frozen(local[0]):
        remind(directive, cast, local[0])
        while outbox.deliver():
            pass
    message = Message.objects.get(key__startswith="reminded:", channel="EMAIL", recipient=cast.minh)
    assert message.not_before_at == local[1]


def test_a_notice_of_issue_does_not_wait_for_the_morning(cast):
    night = AT.replace(hour=15)
    with clock.frozen(night):
        issue(cast, at=night)
        while outbox.deliver():
            pass
    assert set(Message.objects.values_list("not_before_at", flat=True)) == {night}


def test_the_audit_counts_the_reminded(cast):
    directive = issue(cast)
    remind(directive, cast)
    remind(directive, cast)
    assert AuditRow.objects.get(verb="directives.remind_recipients").facts == {"count": 2}


def test_the_first_message_marks_the_delivery(cast):
    directive = issue(cast)
    tell(directive, "MD-1")
    subjects = [f"directives.recipient:{recipient(directive, 'MD-1').pk}", "directives.evidence:7"]
    counts = [actions.mark_delivered(subjects=subjects, at=at) for at in (AT, LATER)]
    assert (counts, recipient(directive, "MD-1").delivered_at) == ([1, 0], AT)


def test_reminding_costs_the_same_number_of_queries_for_1_and_2_recipients(cast):
    used = []
    for issuer in ("HD", "HN"):
        directive = issue(cast, issuer)
        with CaptureQueriesContext(connection) as caught:
            remind(directive, cast)
        used.append(len(caught))
    assert used[0] == used[1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_officers_who_press_at_once_remind_once(cast):
    directive = issue(cast)
    rows, start, found = list(directive.recipients.select_related("unit")), threading.Barrier(4), []

    def press() -> None:
        start.wait(timeout=10)
        try:
            found.append(actions.remind(directive=directive, recipients=rows, by=cast.hoa, at=AT))
        except DatabaseError as error:
            found.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _number in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(found) == [0, 0, 0, 2]
    assert Reminder.objects.count() == 2
