"""Delivered is what a message did that stands, of the version that it told of; what comes back is taken back."""

import threading
import time
from datetime import date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from caunoi.directives import actions, queries, rules
from caunoi.directives.actions import delivering
from caunoi.directives.models import PastReceipt, ReturnedDelivery
from caunoi.directives.receivers import note_deliveries, note_returns
from caunoi.kit import clock, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.notifications import actions as notifications
from caunoi.notifications.models import AddressHealth, Message
from caunoi.notifications.queries import standing
from caunoi.notifications.queries.bounces import bounce_address
from tests.cast import AT
from tests.directives.deeds import acknowledge, issue, recipient, tell
from tests.notifications.ways import set_options
from tests.pure.test_returned import report

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER, TODAY, ADDRESS = AT + timedelta(hours=1), date(2026, 11, 23), "khong-con@example.vn"


def deliver(at: datetime = AT) -> None:
    with clock.frozen(at):
        notifications.send_due(at=at)
        while outbox.deliver():
            pass


def come_back(message: Message, at: datetime = LATER) -> None:
    data = report().replace(b"tra-thu+abc@congdoan.vn", bounce_address(message.public_id).encode())
    with clock.frozen(at):
        assert notifications.take_returned(data=data, by=None, at=at)
    deliver(at)


@pytest.fixture
def mailed(cast, settings, monkeypatch):
    """A directive whose unit MD-2 has nobody but a mailbox."""
    set_options(monkeypatch, settings, email_bounces="tra-thu@congdoan.vn")
    cast.units["MD-2"].email = ADDRESS
    cast.units["MD-2"].save()
    directive = issue(cast)
    deliver()
    deliver()
    yield directive
    cache.clear()  # proofs are kept by keys that the next test has, too


def letter(directive) -> Message:
    return Message.objects.get(subject=queries.own_subject(row_of(directive)), recipient=None)


def row_of(directive, code="MD-2"):
    return recipient(directive, code)


def test_a_letter_that_comes_back_is_no_delivery_any_more(mailed):
    before = queries.totals(mailed).delivered
    assert row_of(mailed).delivered_at == AT
    come_back(letter(mailed))
    assert (row_of(mailed).delivered_at, queries.totals(mailed).delivered) == (None, before - 1)
    kept = ReturnedDelivery.objects.get()
    facts = (kept.recipient_id, kept.version_number, kept.delivered_at, kept.returned_at, kept.channel, kept.code)
    assert facts == (row_of(mailed).pk, 1, AT, LATER, "EMAIL", "SMTP 5.1.1")
    assert AuditRow.objects.get(verb="directives.take_back_deliveries").facts["count"] == 1


def test_minutes_from_before_it_came_back_stay_true(mailed, cast):
    facts = {"unit": cast.units["HN"], "path": f"/{cast.units['HN'].pk}/", "by": cast.dung}
    minutes = actions.make_minutes(directive=mailed, at=AT + timedelta(minutes=5), **facts)
    come_back(letter(mailed))
    assert queries.proof_of(minutes).is_same
    later = actions.make_minutes(directive=mailed, at=LATER + timedelta(minutes=5), **facts)
    assert (later.figures["delivered"], later.rows_sha256 != minutes.rows_sha256) == (
        minutes.figures["delivered"] - 1,
        True,
    )
    acknowledge(mailed, "MD-2", at=LATER + timedelta(hours=1))
    cache.clear()
    assert queries.proof_of(minutes).is_same
    assert queries.proof_of(later).is_same


def test_another_message_that_stands_keeps_the_delivery(mailed):
    first = letter(mailed)
    tell(mailed, "MD-2", address="khac@example.vn")
    come_back(first)
    assert row_of(mailed).delivered_at == AT


def test_who_acknowledged_was_reached_whatever_a_server_says(mailed):
    acknowledge(mailed, "MD-2")
    come_back(letter(mailed))
    assert (row_of(mailed).delivered_at, ReturnedDelivery.objects.count()) == (AT, 0)


def test_a_yes_that_is_heard_after_its_taking_back_counts_for_nothing(cast):
    directive = issue(cast)
    subjects = [queries.own_subject(row_of(directive))]
    tell(directive, "MD-2", state="FAILED")
    note_returns(subjects=subjects, channel="EMAIL", delivered_at=AT.isoformat(), code="SMTP 5.1.1", at=AT)
    note_deliveries(subjects=subjects, channel="EMAIL", delivered_at=AT.isoformat(), at=AT)
    assert row_of(directive).delivered_at is None


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_a_yes_and_its_taking_back_at_the_same_time_end_in_no_delivery(cast, monkeypatch):
    directive, looked = issue(cast), threading.Event()
    message, subjects = tell(directive, "MD-2"), [queries.own_subject(row_of(directive))]

    def look_and_dawdle(asked):
        found = standing(asked)
        if threading.current_thread().name == "yes":
            looked.set()
            time.sleep(0.5)
        return found

    def say_yes():
        try:
            actions.mark_delivered(subjects=subjects, at=AT)
        finally:
            connection.close()

    monkeypatch.setattr(delivering, "standing", look_and_dawdle)
    yes = threading.Thread(target=say_yes, name="yes")
    yes.start()
    assert looked.wait(10)
    Message.objects.filter(pk=message.pk).update(state="FAILED")
    taken = actions.take_back_deliveries(subjects=subjects, channel="EMAIL", code="SMTP 5.1.1", by=None, at=LATER)
    yes.join()
    assert (taken, row_of(directive).delivered_at) == (1, None)


@pytest.mark.parametrize("state", ["QUEUED", "SENT"])
def test_a_gateway_that_says_yes_and_never_reports_delivered_nothing(cast, state):
    directive = issue(cast)
    tell(directive, "MD-2", channel="SMS", state=state)
    assert actions.mark_delivered(subjects=[queries.own_subject(row_of(directive))], at=AT) == 0


def test_a_message_of_the_version_before_says_nothing_of_the_new_one(mailed, cast):
    old = queries.own_subject(row_of(mailed))
    draft = actions.VersionDraft(title="Hai", due_on=date(2026, 12, 20), change_note="Thêm hạn báo cáo.")
    actions.issue_version(directive=mailed, draft=draft, after=1, by=cast.dung, at=LATER)
    assert actions.mark_delivered(subjects=[old], at=LATER) == 0
    deliver(LATER)
    deliver(LATER)
    assert row_of(mailed).delivered_at == LATER
    first, second = Message.objects.filter(subject__startswith=old, recipient=None).order_by("id")
    assert (second.subject, first.subject) == (f"{old}:2", old)
    come_back(first, LATER + timedelta(minutes=1))
    assert row_of(mailed).delivered_at == LATER
    assert PastReceipt.objects.get(recipient=row_of(mailed)).delivered_at == AT


def test_the_chase_list_says_that_nothing_arrived_and_reminds_no_dead_mailbox(mailed, cast):
    come_back(letter(mailed))
    lines = {
        line.recipient.unit.code: line
        for group in queries.chase_groups(mailed, "/", "/", TODAY)
        for line in group.lines
    }
    assert rules.next_step(lines["MD-2"], TODAY) == "MEND_ADDRESS"
    assert lines["MD-2"].lost.label == "không tới: không có hộp thư này (SMTP 5.1.1)"
    assert lines["MD-1"].lost is None
    assert actions.remind(directive=mailed, recipients=[row_of(mailed)], by=cast.hoa, at=LATER) == 0
    assert queries.silent_units(mailed, TODAY) == {cast.units["MD-2"].pk}
    AddressHealth.objects.all().delete()
    assert queries.silent_units(mailed, TODAY) == set()
    assert actions.remind(directive=mailed, recipients=[row_of(mailed)], by=cast.hoa, at=LATER) == 1


def test_what_is_on_its_way_is_not_lost(mailed):
    come_back(letter(mailed))
    tell(mailed, "MD-2", state="QUEUED")
    assert queries.lost_messages([row_of(mailed)]) == {}


@pytest.mark.door
def test_the_pages_of_the_recipient_say_what_became_of_its_messages(mailed, cast, sign_in):
    come_back(letter(mailed))
    tell(mailed, "MD-1", state="FAILED", code="SMTP 5.1.1")
    Authenticator.objects.create(user=cast.dung, type=Authenticator.Type.TOTP, data={"secret": "x"})
    officer = sign_in("dung")
    chase = officer.get(reverse("directives:chase", args=[mailed.public_id])).content.decode()
    assert "không tới: không có hộp thư này (SMTP 5.1.1)." in chase
    contact = officer.get(reverse("directives:note_contact", args=[row_of(mailed).public_id])).content.decode()
    assert "thôi tính lúc" in contact
    own = sign_in("minh").get(reverse("directives:directive", args=[mailed.public_id])).content.decode()
    assert "Sửa địa chỉ nhận tin" in own
