"""Messages: asked for once, kept until the transport took them, never lost, never held up by a neighbour."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications import actions, jobs, queries
from caunoi.notifications.actions import MessageDraft
from caunoi.notifications.actions.claiming import claim
from caunoi.notifications.actions.email.transport import _Connection
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import ChannelState, Message
from tests.cast import AT
from tests.notifications.sink import Sink

pytestmark = [pytest.mark.room, pytest.mark.django_db]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 5
        yield sink


def draft(number: int = 1, **values) -> MessageDraft:
    facts = {"channel": Channel.EMAIL, "title": "Phổ biến Hướng dẫn số 12", "body": "Hạn: 7/12/2026.\n\nHọp sớm."}
    facts |= {
        "subject": f"directives.recipient:{number}",
        "key": f"issued:{number}",
        "address": f"cs{number}@example.vn",
    }
    return MessageDraft(**facts | values)


def queue(*drafts: MessageDraft, at=AT) -> int:
    return actions.queue_messages(drafts=drafts, by=None, at=at)


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def delivered_subjects() -> list[str]:
    rows = OutboxEvent.objects.filter(name="notifications.messages_delivered").order_by("id")
    return [subject for row in rows for subject in row.payload["subjects"]]


def plain(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


# Through real SMTP


def test_a_letter_arrives_with_its_words_and_its_link(sink):
    queue(draft(path="/d/abc/"))
    assert actions.send_due(at=AT) == 1
    [letter] = sink.letters
    assert (letter["To"], letter["Subject"]) == ("cs1@example.vn", "Phổ biến Hướng dẫn số 12")
    assert plain(letter).startswith("Hạn: 7/12/2026.\n\nHọp sớm.\n\nhttp://127.0.0.1:8000/d/abc/\n")


def test_a_letter_has_an_html_twin_with_the_same_link(sink):
    queue(draft(path="/d/abc/", body="5 < 6"))
    actions.send_due(at=AT)
    html = sink.letters[0].get_body(("html",)).get_content()
    assert '<a href="http://127.0.0.1:8000/d/abc/" ' in html
    assert ">Phổ biến Hướng dẫn số 12</h1>" in html
    assert "<p>5 &lt; 6</p>" in html


def test_a_letter_says_that_a_machine_wrote_it_and_keeps_its_id(sink):
    queue(draft())
    actions.send_due(at=AT)
    letter, message = sink.letters[0], Message.objects.get()
    assert (letter["Auto-Submitted"], letter["Message-ID"]) == ("auto-generated", f"<{message.public_id}@caunoi>")


def test_a_letter_to_a_person_can_be_stopped_with_one_tap(sink, cast):
    """RFC 8058: the address takes a POST; what is of no kind of events cannot be stopped, and names no way to."""
    queue(draft(1, address="", recipient=cast.minh, event="notifications.digest"), draft(2))
    actions.send_due(at=AT)
    one, other = sink.letters
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = one["List-Unsubscribe"].strip().strip("<>")
    assert address.startswith(f"http://127.0.0.1:8000/notices/stop/{cast.minh.pk}-")
    assert (
        Client().post(address.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"}).status_code
        == 200
    )
    assert other["List-Unsubscribe"] is None


def test_a_letter_is_plain_ascii_on_the_wire_so_that_a_relay_signs_what_arrives(sink):
    """DKIM: what a server on the way would have to encode anew breaks the signature."""
    queue(draft(body="Dòng đầu\n.chấm đầu dòng\n" + "dài " * 400))
    actions.send_due(at=AT)
    raw = sink.letters[0].as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\n"))) <= 998
    assert ".chấm đầu dòng" in plain(sink.letters[0])


@pytest.mark.parametrize("reply", ["", "550 5.1.1 no such user", "451 busy"])
def test_a_server_that_takes_commands_together_gets_them_together(sink, reply):
    sink.offers = ["PIPELINING"]
    if reply:
        sink.refused["cs1@example.vn"] = reply
    queue(draft(1, body=".dot\n..two"), draft(2))
    assert actions.send_due(at=AT) == (1 if reply else 2)
    assert (len(sink.letters), sink.connections_count) == (1 if reply else 2, 1)
    if not reply:
        assert plain(sink.letters[0]).startswith(".dot\n..two")


def test_a_person_gets_it_at_the_address_of_the_account(sink, cast):
    queue(draft(address="", recipient=cast.minh))
    actions.send_due(at=AT)
    assert sink.letters[0]["To"] == "minh@example.vn"


def test_a_batch_goes_through_one_connection(sink):
    queue(*(draft(number) for number in range(3)))
    assert (actions.send_due(at=AT), len(sink.letters), sink.connections_count) == (3, 3, 1)


def test_what_the_server_took_is_sent_and_its_key_is_forgotten(sink):
    queue(draft(path="/d/abc/"))
    actions.send_due(at=AT)
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.path, message.error) == (MessageState.SENT, AT, "", "")


def test_what_was_sent_is_not_sent_again(sink):
    queue(draft())
    assert (actions.send_due(at=AT), actions.send_due(at=AT + timedelta(hours=1)), len(sink.letters)) == (1, 0, 1)


def test_the_house_hears_of_every_delivery(sink):
    queue(draft(1), draft(2))
    actions.send_due(at=AT)
    assert delivered_subjects() == ["directives.recipient:1", "directives.recipient:2"]


def test_a_refused_address_fails_for_good_and_holds_up_nobody(sink):
    sink.refused["cs1@example.vn"] = "550 no such user"
    queue(draft(1), draft(2))
    assert (actions.send_due(at=AT), states()) == (1, ["FAILED", "SENT"])
    assert (Message.objects.order_by("id")[0].error, delivered_subjects()) == ("SMTP 550", ["directives.recipient:2"])


def test_an_address_that_is_busy_is_tried_again_in_a_minute(sink):
    sink.refused["cs1@example.vn"] = "451 busy"
    queue(draft())
    assert actions.send_due(at=AT) == 0
    message = Message.objects.get()
    assert (message.state, message.not_before_at, message.error) == ("QUEUED", AT + MINUTE, "SMTP 451")
    sink.refused.clear()
    assert actions.send_due(at=AT + MINUTE) == 1


def test_a_server_that_puts_everybody_off_is_left_alone_and_uses_up_nobodys_tries(sink):
    for number in range(9):
        sink.refused[f"cs{number}@example.vn"] = "450 4.7.1 too many"
    queue(*(draft(number) for number in range(9)))
    assert actions.send_due(at=AT) == 0
    state = ChannelState.objects.get(channel="EMAIL")
    assert (state.rest_code, state.rests_until_at) == ("SMTP 450", AT + 10 * MINUTE)
    assert sorted(Message.objects.values_list("attempts_count", flat=True)) == [0] * 4 + [1] * 5
    sink.refused.clear()
    assert (actions.send_due(at=AT + 9 * MINUTE), actions.send_due(at=AT + 10 * MINUTE)) == (0, 9)


def test_who_has_no_other_way_is_tried_for_a_day_while_the_server_says_not_now(sink, cast):
    sink.refused |= {"cs1@example.vn": "451 busy", cast.minh.email: "451 busy"}
    queue(draft(1), draft(2, address="", recipient=cast.minh, fallbacks=("SMS",)))
    ended = {}
    for minutes in (0, 1, 6, 36, 156, 516, 876, 1236, 1596):
        actions.send_due(at=AT + minutes * MINUTE)
        for row in Message.objects.filter(state="FAILED"):
            ended.setdefault(row.key, minutes)
    assert ended == {"issued:2": 156, "issued:1": 1596}


def test_refused_content_fails_for_good(sink):
    sink.content_reply = "554 spam"
    queue(draft())
    assert (actions.send_due(at=AT), states(), Message.objects.get().error) == (0, ["FAILED"], "SMTP 554")


def test_content_that_the_server_puts_off_is_tried_again(sink):
    sink.content_reply = "452 disk full"
    queue(draft())
    assert (actions.send_due(at=AT), states()) == (0, ["QUEUED"])


def test_after_a_lost_connection_the_rest_goes_through_a_new_one(sink):
    sink.hangs_up_after = 1
    queue(draft(1), draft(2), draft(3))
    actions.send_due(at=AT)
    assert actions.send_due(at=AT + MINUTE) == 1
    assert (states(), len(sink.letters)) == (["SENT", "SENT", "SENT"], 3)


def test_a_line_break_in_a_title_neither_adds_a_header_nor_stops_the_batch(sink):
    queue(draft(1, title="Phổ biến\r\nBcc: all@example.vn"), draft(2))
    assert actions.send_due(at=AT) == 2
    assert (sink.letters[0]["Subject"], sink.letters[0]["Bcc"]) == ("Phổ biến Bcc: all@example.vn", None)


def test_an_address_that_is_none_fails_and_stops_nobody(sink):
    queue(draft(1, address="a@b\n.vn"), draft(2))
    assert (actions.send_due(at=AT), states()) == (1, ["FAILED", "SENT"])


def test_a_person_without_an_address_cannot_be_reached(sink, cast):
    cast.minh.email, cast.minh.phone = None, "+84912345678"
    cast.minh.save()
    queue(draft(address="", recipient=cast.minh))
    actions.send_due(at=AT)
    assert (states(), Message.objects.get().error) == (["FAILED"], "không có địa chỉ thư")


def test_a_server_that_is_down_is_waited_for_with_longer_and_longer_pauses_for_three_days(sink, settings):
    with Sink() as other:
        settings.EMAIL_PORT = other.port
    queue(draft())
    at, pauses = AT, []
    while Message.objects.get().state == "QUEUED":
        actions.send_due(at=at)
        message = Message.objects.get()
        pauses.append(int((message.not_before_at - at) / MINUTE))
        at = message.not_before_at
    assert (pauses[:6], message.state, message.code) == ([1, 5, 30, 120, 360, 360], "FAILED", "UNREACHABLE")
    assert timedelta(days=3) <= at - AT < timedelta(days=3, hours=7)


def test_a_server_that_is_down_is_asked_once_a_batch_and_comes_back_to_everybody(sink, settings):
    port = settings.EMAIL_PORT
    with Sink() as other:
        settings.EMAIL_PORT = other.port
    queue(*(draft(number) for number in range(5)))
    actions.send_due(at=AT)
    assert sorted(Message.objects.values_list("attempts_count", flat=True)) == [0, 0, 0, 0, 1]
    settings.EMAIL_PORT = port
    assert (actions.send_due(at=AT), actions.send_due(at=AT + MINUTE), len(sink.letters)) == (4, 1, 5)


def test_a_worker_that_dies_holds_its_batch_for_five_minutes(sink):
    queue(draft())
    claim("EMAIL", AT)
    assert [actions.send_due(at=AT + MINUTE * minutes) for minutes in (4, 5)] == [0, 1]


def test_a_worker_that_dies_in_the_middle_has_told_of_what_it_sent(sink, monkeypatch):
    """The mark and the event are written together: coverage never misses a letter that went out."""
    send = _Connection.send

    def send_one(self, message):
        if sink.letters:
            raise KeyboardInterrupt
        return send(self, message)

    monkeypatch.setattr(_Connection, "send", send_one)
    queue(draft(1), draft(2))
    with pytest.raises(KeyboardInterrupt):
        actions.send_due(at=AT)
    assert (states(), delivered_subjects()) == (["SENT", "QUEUED"], ["directives.recipient:1"])


# When


def test_a_message_waits_for_its_moment(sink):
    queue(draft(not_before_at=AT + MINUTE))
    assert [(queries.has_due(at), actions.send_due(at=at)) for at in (AT, AT + MINUTE)] == [(False, 0), (True, 1)]


def test_the_jobs_send_what_is_due_now_each_channel_for_itself(sink, django_capture_on_commit_callbacks):
    queue(draft())
    with clock.frozen(AT):
        with django_capture_on_commit_callbacks(execute=True):
            jobs.send_messages.func()
        [asked] = DBTaskResult.objects.filter(task_path="caunoi.notifications.jobs.send_channel")
        jobs.send_channel.func(**asked.args_kwargs["kwargs"])
    assert states() == ["SENT"]


def test_a_server_that_answers_three_times_with_nothing_is_left_alone_for_a_minute(sink, monkeypatch):
    def lose(self, message):
        sink.connections_count += 1
        raise ConnectionResetError

    monkeypatch.setattr(_Connection, "send", lose)
    queue(*(draft(number) for number in range(8)))
    assert (actions.send_due(at=AT), sink.connections_count) == (0, 3)
    assert (actions.send_due(at=AT), sink.connections_count) == (0, 3)
    monkeypatch.undo()
    assert (actions.send_due(at=AT + MINUTE), states()) == (8, ["SENT"] * 8)


# Asked for once


def test_the_same_message_asked_for_twice_is_one(sink):
    assert (queue(draft()), queue(draft()), Message.objects.count()) == (1, 0, 1)


def test_the_same_key_twice_in_one_request_is_one_message():
    queue(draft(), draft())
    assert Message.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_queueing_costs_the_same_number_of_queries_for_1_and_3_messages(count, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as used:
        queue(*(draft(number) for number in range(count)))
    asked = [query["sql"].split(" times: ")[-1] for query in used if "notifications_message" in query["sql"]]
    kinds = sorted(sql.split(" ")[0] for sql in asked)
    assert kinds == ["INSERT", "SELECT"]


def test_address_and_path_lie_encrypted_in_the_database():
    from django.db import connection

    queue(draft(path="/d/abc/"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, path FROM notifications_message")
        assert [value[:5] for value in cursor.fetchone()] == ["gAAAA", "gAAAA"]


# In the application


def in_app(cast, number: int = 1, name: str = "minh") -> MessageDraft:
    return draft(number, channel=Channel.IN_APP, address="", recipient=cast.users[name])


def test_a_notice_in_the_application_is_delivered_by_being_written(cast):
    queue(in_app(cast))
    assert (states(), delivered_subjects()) == (["SENT"], ["directives.recipient:1"])


def test_a_notice_asked_for_again_is_not_delivered_again(cast):
    for _ in range(2):
        queue(in_app(cast))
    assert delivered_subjects() == ["directives.recipient:1"]


def test_everyone_sees_the_own_notices_newest_first(cast):
    queue(in_app(cast, 1), in_app(cast, 2), in_app(cast, 3, "quang"))
    assert [row.subject for row in queries.notices_of(cast.minh)] == [
        "directives.recipient:2",
        "directives.recipient:1",
    ]


def test_reading_marks_only_the_own_notices(cast):
    queue(in_app(cast, 1), in_app(cast, 2), in_app(cast, 3, "quang"))
    assert (actions.mark_read(user=cast.minh, at=AT), actions.mark_read(user=cast.minh, at=AT)) == (2, 0)
    assert (queries.unread_count(cast.minh), queries.unread_count(cast.quang)) == (0, 1)
