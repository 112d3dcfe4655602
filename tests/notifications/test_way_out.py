"""Who has no account stops with one tap what comes to a number or a mailbox: kept in the ledger, taken back, never guessed."""

from typing import Any

import pytest
from django.test import Client

from caunoi.accounts.models import ConsentEntry
from caunoi.kit import outbox
from caunoi.notifications import actions
from caunoi.notifications.actions.email.letters import compose
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message
from caunoi.notifications.queries import register_event
from caunoi.notifications.queries.addresses import email_address, phone_address
from caunoi.notifications.queries.opting_out import opt_out_path, read_way_out, stopped_of, way_out_of
from caunoi.pure import messages
from tests.cast import AT
from tests.notifications.gateway import Gateway
from tests.notifications.ways import PHONE, draft, queue, set_options, state_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]
NEWS = register_event("leave.news", "Tin", group="Thử")
DUTY = register_event("leave.duty", "Việc phải làm", group="Thử", is_required=True)
MAIL = "lan@example.vn"
ONE_TAP = {"List-Unsubscribe": "One-Click"}


def test_a_way_out_is_short_of_one_purpose_and_cannot_be_forged():
    by_phone, by_mail = way_out_of(phone_address("0912 345 678")), way_out_of(email_address(" Lan@Example.vn"))
    assert by_phone == way_out_of(phone_address(PHONE)) == read_way_out(by_phone.token)
    assert by_mail == way_out_of(email_address(MAIL))
    assert (by_phone.purpose, by_mail.purpose) == ("PHONE", "NOTICES")
    assert len(by_phone.path) == 25
    other = way_out_of(phone_address("0912345679")).token
    mixed = by_phone.token[:15] + other[15:]
    for forged in ("", "p", "x" * 21, "é", "p€", f"e{by_phone.token[1:]}", mixed, by_phone.token + "AAAA"):
        with pytest.raises(LookupError):
            read_way_out(forged)
        assert Client().get(f"/o/{forged or '-'}/").status_code == 404


@pytest.mark.door
def test_looking_changes_nothing_one_button_stops_and_the_same_page_takes_it_back():
    way = way_out_of(phone_address(PHONE))
    client = Client(enforce_csrf_checks=True)
    page = client.get(way.path)
    assert client.head(way.path).status_code == 405
    assert "Ngừng SMS, Zalo" in page.content.decode()
    assert "345" not in page.content.decode()  # nothing of whose it is
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not ConsentEntry.objects.exists()
    for _again in range(2):
        assert client.post(way.path, {"what": "stop"})["Location"] == way.path
    assert "Đã ngừng" in client.get(way.path).content.decode()
    entry = ConsentEntry.objects.get()
    assert (entry.subject, entry.purpose, entry.is_given) == (way.subject, "PHONE", False)
    assert entry.text.startswith("Công đoàn dùng số điện thoại của tôi")
    assert client.post(way.path, {"what": "back"})["Location"] == way.path
    assert stopped_of([phone_address(PHONE)]) == set()
    assert list(ConsentEntry.objects.order_by("id").values_list("is_given", flat=True)) == [False, True]
    outbox.deliver()  # who hears of consent takes it for nobody's account


def test_the_two_purposes_of_one_person_stand_apart():
    actions.stop_address(way=way_out_of(email_address(MAIL)), by=None, at=AT)
    assert stopped_of([phone_address(PHONE), email_address(MAIL)]) == {email_address(MAIL)}


def letter(event: str, **values: Any) -> Any:
    facts = {
        "channel": Channel.EMAIL,
        "address": MAIL,
        "title": "Tin",
        "body": "Lời <b>",
        "event": event,
        "path": "/m/a/",
    }
    return compose(Message(**facts | values), MAIL)


def test_a_letter_holds_its_way_out_for_mail_programs_and_for_people():
    path = way_out_of(email_address(MAIL)).path
    mail = letter(NEWS.code)
    assert mail.extra_headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://127.0.0.1:8000{path}\n" in mail.body
    twin = mail.alternatives[0].content
    assert f'<a href="http://127.0.0.1:8000{path}" ' in twin
    assert "Lời &lt;b&gt;" in twin
    assert Client(enforce_csrf_checks=True).post(path, ONE_TAP).status_code == 200
    assert stopped_of([email_address(MAIL)])


def test_what_nobody_may_stop_names_no_way_out():
    for event in (DUTY.code, "", "leave.unknown"):
        assert "List-Unsubscribe" not in letter(event).extra_headers
        assert "/o/" not in letter(event).body


@pytest.mark.parametrize(("host", "has_room"), [("https://cd.vn", True), (f"https://{'rat-dai.' * 9}vn", False)])
def test_a_text_message_holds_it_where_it_costs_no_further_part(settings, monkeypatch, host: str, has_room: bool):
    with Gateway() as gateway:
        set_options(monkeypatch, settings, sms_url=gateway.url, sms_key=gateway.key, base_url=host, sms_per_second=0)
        queue(draft(address=PHONE, event=NEWS.code, path=f"/m/{'x' * 32}/"))
        actions.send_due(at=AT)
        [taken] = gateway.taken.values()
    assert (f" Ngung nhan: {host}{way_out_of(phone_address(PHONE)).path}" in taken["text"]) is has_room
    assert messages.size(taken["text"]).parts == 1


def test_who_stopped_after_it_was_queued_is_left_alone_and_nobody_else(mailoutbox):
    queue(*(draft(n, Channel.EMAIL, address=f"{n}-{MAIL}", event=NEWS.code) for n in (1, 2)))
    queue(draft(3, Channel.EMAIL, address=f"1-{MAIL}", event=DUTY.code))
    actions.stop_address(way=way_out_of(email_address(f"1-{MAIL}")), by=None, at=AT)
    actions.send_due(at=AT)
    assert [state_of(n) for n in (1, 2, 3)] == [MessageState.CANCELLED, MessageState.SENT, MessageState.SENT]
    row = Message.objects.get(key="issued:1")
    assert (row.code, row.path) == ("STOPPED", "")
    assert len(mailoutbox) == 2


def test_without_the_last_look_the_letter_would_go(mailoutbox, monkeypatch):
    monkeypatch.setattr("caunoi.notifications.actions.withdrawing.stopped_of", lambda _addresses: set())
    queue(draft(1, Channel.EMAIL, address=MAIL, event=NEWS.code))
    actions.stop_address(way=way_out_of(email_address(MAIL)), by=None, at=AT)
    actions.send_due(at=AT)
    assert len(mailoutbox) == 1


def test_a_template_of_zalo_may_hold_it():
    message = Message(channel=Channel.ZALO, address=PHONE, event=NEWS.code)
    assert opt_out_path(message) == way_out_of(phone_address(PHONE)).path
