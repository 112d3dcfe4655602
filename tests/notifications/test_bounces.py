"""Letters that come back by the mailbox or the pipe: the address is noted, the message failed, and nobody can forge it."""

from datetime import timedelta

import pytest

from caunoi.channels.email.actions import receive_letter
from caunoi.notifications import actions
from caunoi.notifications.models import AddressHealth, Message
from caunoi.notifications.queries.bounces import bounce_address, message_id_of
from tests.cast import AT
from tests.notifications.sink import Sink
from tests.notifications.ways import draft, queue, set_options, told
from tests.pure.test_returned import report

pytestmark = [pytest.mark.room, pytest.mark.django_db]
ADDRESS = "khong-con@example.vn"


@pytest.fixture(autouse=True)
def sink(settings, monkeypatch):
    with Sink() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 5
        set_options(monkeypatch, settings, email_bounces="tra-thu@congdoan.vn")
        yield made


def letter(number: int = 1, **values):
    values = {"address": ADDRESS} | values
    return draft(number, "EMAIL", **values)


def come_back(number: int = 1, to: str = "", **facts: str) -> None:
    message = Message.objects.get(key=f"issued:{number}")
    data = report(**facts).replace(b"tra-thu+abc@congdoan.vn", (to or bounce_address(message.public_id)).encode())
    receive_letter(data=data, by=None, at=AT)


def sent(number: int = 1, **values) -> Message:
    queue(letter(number, **values))
    actions.send_due(at=AT)
    return Message.objects.get(key=f"issued:{number}")


def test_each_letter_comes_back_to_an_address_of_its_own_that_nobody_can_make_up(sink):
    message = sent()
    assert sink.senders == [bounce_address(message.public_id)]
    assert message_id_of(sink.senders[0].upper()) == message.public_id
    assert message_id_of(sink.senders[0][:-14] + "x" + sink.senders[0][-13:]) is None
    assert [message_id_of(text) for text in ("tra-thu@congdoan.vn", "tra-thu+x@congdoan.vn", "x", "")] == [None] * 4


def test_a_mailbox_that_is_gone_is_noted_and_not_written_to_again(sink):
    sent()
    come_back()
    message = Message.objects.get()
    assert (message.state, message.code, told("notifications.messages_returned")) == (
        "FAILED",
        "SMTP 5.1.1",
        ["directives.recipient:1"],
    )
    assert (sent(2).code, len(sink.letters)) == ("DEAD", 1)
    row = AddressHealth.objects.get()
    assert (row.dead_at, row.code) == (AT, "SMTP 5.1.1")


def test_the_same_letter_again_changes_nothing(sink):
    sent()
    come_back()
    come_back()
    assert told("notifications.messages_returned") == ["directives.recipient:1"]


def test_a_full_mailbox_loses_this_letter_and_keeps_the_address(sink):
    sent()
    come_back(status="5.2.2", code="552")
    assert (Message.objects.get().state, AddressHealth.objects.get().dead_at) == ("FAILED", None)
    assert sent(2).state == "SENT"


def test_five_troubles_in_a_row_are_taken_for_the_end(sink):
    for number in range(5):
        sent(number)
        come_back(number, status="4.2.2", action="delayed", code="452")
    row = AddressHealth.objects.get()
    assert (row.soft_count, row.dead_at) == (5, AT)
    assert set(Message.objects.values_list("state", flat=True)) == {"SENT"}


def test_who_writes_to_another_address_says_nothing_of_ours(sink):
    sent()
    come_back(to="tra-thu+aaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbb@congdoan.vn")
    assert (Message.objects.get().state, AddressHealth.objects.count()) == ("SENT", 0)


def test_a_person_hears_by_the_next_channel_with_the_same_link(sink, cast, settings, monkeypatch):
    cast.minh.phone = "+84912345678"
    cast.minh.save()
    set_options(monkeypatch, settings, sms_url="http://127.0.0.1:9/", sms_key="x", phone_basis="Điều lệ")
    sent(1, recipient=cast.minh, address="", fallbacks=("SMS",))
    come_back()
    follower = Message.objects.get(channel="SMS")
    assert (follower.path, follower.state, told("notifications.messages_returned")) == (
        "/d/abc/",
        "QUEUED",
        ["directives.recipient:1"],
    )


def test_the_way_is_forgotten_a_day_later_when_nothing_came_back(sink, cast):
    sent(1, recipient=cast.minh, fallbacks=("SMS",))
    actions.give_up_waiting(at=AT + timedelta(days=1))
    message = Message.objects.get()
    assert (message.path, message.state, message.code, Message.objects.count()) == ("", "SENT", "", 1)


@pytest.mark.parametrize(
    ("reply", "is_dead"),
    [("550 5.1.1 no such user", True), ("550 unknown", True), ("550 5.7.1 spam", False), ("552 5.2.2 full", False)],
)
def test_a_server_that_refuses_at_once_says_the_same(sink, reply, is_dead):
    sink.refused[ADDRESS] = reply
    assert sent().state == "FAILED"
    assert AddressHealth.objects.filter(dead_at__isnull=False).exists() is is_dead
