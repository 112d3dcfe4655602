"""When a channel fails, the next one takes over; a thing is told once."""

from datetime import timedelta
from itertools import permutations

import pytest

from caunoi.notifications import actions
from caunoi.notifications.models import AddressHealth, Message, NoticeSetting
from tests.cast import AT
from tests.notifications.gateway import Gateway
from tests.notifications.ways import PHONE, draft, queue, set_options, state_of, told

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOURS_7 = AT + timedelta(hours=7)


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch, cast, mailoutbox):
    cast.minh.phone = PHONE
    cast.minh.save()
    with Gateway() as made:
        set_options(monkeypatch, settings, sms_url=made.url, sms_key=made.key, sms_per_second=0, phone_basis="Điều lệ")
        yield made


def notice(cast, number: int = 1, **values):
    return draft(number, recipient=cast.minh, **values)


def receipt(status: str, number: int = 1, code: str = "") -> bool:
    reference = Message.objects.get(key=f"issued:{number}").public_id
    return actions.take_receipt(reference=reference, channel="SMS", status=status, code=code, by=None, at=AT)


def test_arrival_counts_when_it_is_reported_and_once(gateway, cast):
    queue(notice(cast))
    actions.send_due(at=AT)
    assert (receipt("DELIVERED"), receipt("DELIVERED"), receipt("FAILED")) == (True, True, True)
    assert (state_of(), told(), Message.objects.get().path) == ("DELIVERED", ["directives.recipient:1"], "")


def test_a_transport_that_says_yes_and_never_delivers_is_followed_by_the_next_one(gateway, cast, mailoutbox):
    queue(notice(cast))
    actions.send_due(at=AT)
    assert (actions.give_up_waiting(at=AT + timedelta(hours=5)), actions.give_up_waiting(at=HOURS_7)) == (0, 1)
    assert (actions.give_up_waiting(at=HOURS_7), actions.send_due(at=HOURS_7)) == (0, 1)
    assert [(mail.to, "/d/abc/" in mail.body) for mail in mailoutbox] == [(["minh@example.vn"], True)]
    first = Message.objects.get(key="issued:1")
    assert (first.state, first.code, first.path) == ("SENT", "NO_RECEIPT", "")
    assert told() == ["directives.recipient:1"]  # by the mail


def test_a_late_report_calls_off_what_was_queued_in_its_place(gateway, cast, mailoutbox):
    queue(notice(cast))
    actions.send_due(at=AT)
    actions.give_up_waiting(at=HOURS_7)
    receipt("DELIVERED")
    assert (actions.send_due(at=HOURS_7), mailoutbox, state_of(1, ">EMAIL")) == (0, [], "CANCELLED")
    assert told() == ["directives.recipient:1"]


def test_a_report_of_failure_tries_the_next_channel_and_marks_a_dead_number(gateway, cast):
    queue(notice(cast))
    actions.send_due(at=AT)
    receipt("FAILED", code="UNKNOWN_NUMBER")
    assert (state_of(), state_of(1, ">EMAIL"), told("notifications.messages_returned")) == ("FAILED", "QUEUED", [])
    assert AddressHealth.objects.get().code == "UNKNOWN_NUMBER"


def test_a_report_that_is_quicker_than_the_mark_is_not_lost(gateway, cast, monkeypatch):
    from caunoi.notifications.actions import sending

    settle = sending._settle

    def late(hand, at):
        receipt("DELIVERED")
        return settle(hand, at)

    monkeypatch.setattr(sending, "_settle", late)
    queue(notice(cast))
    actions.send_due(at=AT)
    assert (state_of(), told()) == ("DELIVERED", ["directives.recipient:1"])


@pytest.mark.parametrize("order", list(permutations(["DELIVERED", "FAILED", "expired"])))
def test_in_whatever_order_reports_come_a_person_is_told_at_most_by_two_and_it_is_counted_once(
    order, gateway, cast, mailoutbox
):
    """F7: reordered, doubled and late."""
    queue(notice(cast))
    actions.send_due(at=AT)
    for event in order:
        for _twice in range(2):
            actions.give_up_waiting(at=HOURS_7) if event == "expired" else receipt(event)
    actions.send_due(at=HOURS_7)
    assert (len(gateway.taken), len(mailoutbox) <= 1, Message.objects.count() <= 2) == (1, True, True)
    if order[0] == "DELIVERED":
        assert (mailoutbox, told()) == ([], ["directives.recipient:1"])


def test_what_fails_for_good_goes_on_at_once_and_the_house_hears_only_of_what_went(gateway, cast, mailoutbox):
    gateway.refusals[PHONE] = {"status": "REFUSED", "code": "BLOCKED"}
    queue(notice(cast))
    actions.send_due(at=AT)
    assert actions.send_due(at=AT) == 1
    assert (state_of(), len(mailoutbox), told()) == ("FAILED", 1, ["directives.recipient:1"])


def test_the_chain_ends_where_nothing_reaches_the_person(gateway, cast):
    gateway.refusals[PHONE] = {"status": "REFUSED", "code": "BLOCKED"}
    cast.minh.email = None
    cast.minh.save()
    queue(notice(cast))
    actions.send_due(at=AT)
    assert (state_of(), Message.objects.count(), told()) == ("FAILED", 1, [])


def test_a_channel_that_is_down_gives_way_after_an_hour(gateway, cast, settings, monkeypatch, mailoutbox):
    set_options(monkeypatch, settings, sms_url="http://127.0.0.1:9/")
    queue(notice(cast))
    at = AT
    while state_of() == "QUEUED":
        actions.send_due(at=at)
        at = Message.objects.get(key="issued:1").not_before_at
    assert timedelta(hours=1) <= at - AT < timedelta(hours=4)
    assert (actions.send_due(at=at), len(mailoutbox)) == (1, 1)


def test_what_rings_in_place_of_mail_waits_for_the_morning(gateway, cast, settings, monkeypatch):
    queue(notice(cast, channel="EMAIL", fallbacks=("SMS",), title="Nhắc"))
    cast.minh.email = None
    cast.minh.save()
    evening = AT + timedelta(hours=13)  # 22:00 in Hà Nội
    actions.send_due(at=evening)
    follower = Message.objects.get(channel="SMS")
    assert (follower.body, follower.not_before_at) == ("Nhắc", AT + timedelta(hours=22))


def test_what_rings_in_place_of_mail_heeds_the_persons_own_hours(gateway, cast):
    NoticeSetting.objects.create(user=cast.minh, quiet_from_hour=8, quiet_until_hour=12, changed_at=AT)
    queue(notice(cast, channel="EMAIL", fallbacks=("SMS",)))
    cast.minh.email = None
    cast.minh.save()
    actions.send_due(at=AT)
    assert Message.objects.get(channel="SMS").not_before_at == AT + timedelta(hours=3)


def test_what_is_late_wakes_nobody_and_what_was_asked_for_at_night_leaves(gateway, cast):
    night = AT + timedelta(hours=17)  # 02:00 in Hà Nội
    queue(notice(cast, 1), draft(2, address="+84912345679"))  # the gateway was down in the evening
    queue(notice(cast, 3), at=night)
    assert (actions.send_due(at=night), state_of(3)) == (1, "SENT")
    waiting = Message.objects.filter(state="QUEUED")
    assert set(waiting.values_list("not_before_at", flat=True)) == {AT + timedelta(hours=22)}
    assert actions.send_due(at=AT + timedelta(hours=22)) == 2


def test_a_channel_that_the_person_stopped_meanwhile_takes_nothing_over(gateway, cast, mailoutbox):
    gateway.refusals[PHONE] = {"status": "REFUSED", "code": "BLOCKED"}
    queue(notice(cast, event="newsroom.told"))
    actions.opt_out(user=cast.minh, event="", channel="EMAIL", by=cast.minh, at=AT)
    actions.send_due(at=AT)
    assert (state_of(), Message.objects.count(), told()) == ("FAILED", 1, [])


def test_an_address_without_an_account_has_no_other_way(gateway):
    queue(draft(address=PHONE))
    assert Message.objects.get().fallbacks == ""
