"""Doors of the transports: signed reports, machines, the page of channels, addresses that nothing arrives at."""

import hashlib
import hmac
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from caunoi.kit import clock
from caunoi.kit.encryption import fingerprint
from caunoi.notifications import actions
from caunoi.notifications.actions.health import _note
from caunoi.notifications.actions.webpush import keys
from caunoi.notifications.models import AddressHealth, ChannelState, Message, PushSubscription
from caunoi.notifications.queries.addresses import email_address, phone_address
from caunoi.notifications.rules import MACHINE_COOKIE
from caunoi.organisations.models import Member
from tests.doors import KEY, text_of
from tests.notifications.machines import Browser, machine_of
from tests.notifications.ways import PHONE, draft, set_options
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
SECRET = "bao-nhan"


@pytest.fixture
def sent(world: World, settings, monkeypatch) -> Message:
    set_options(monkeypatch, settings, sms_receipt_secret=SECRET)
    actions.queue_messages(drafts=[draft(address=PHONE)], by=None, at=clock.now())
    Message.objects.filter(key="issued:1").update(state="SENT", sent_at=clock.now())
    return Message.objects.get(key="issued:1")


def report(message: Message, secret: str = SECRET, age: int = 0, body: bytes | None = None, status: str = "DELIVERED"):
    data = json.dumps({"reference": str(message.public_id), "status": status}).encode() if body is None else body
    moment = str(int(clock.now().timestamp()) - age)
    mac = hmac.new(secret.encode(), moment.encode() + b"." + data, hashlib.sha256).hexdigest()
    headers = {"X-Caunoi-Timestamp": moment, "X-Caunoi-Signature": f"sha256={mac}"}
    client = Client(enforce_csrf_checks=True)
    return client.post("/notices/receipts/sms/", data, "application/json", headers=headers).status_code


def test_a_signed_report_marks_its_message_and_the_same_again_is_fine(sent):
    assert [report(sent), report(sent)] == [200, 200]
    assert Message.objects.get(pk=sent.pk).state == "DELIVERED"


@pytest.mark.parametrize("facts", [{"secret": "khac"}, {"age": 3600}, {"age": -3600}])
def test_who_cannot_sign_or_comes_late_says_nothing(sent, facts):
    assert report(sent, **facts) == 401
    assert Message.objects.get(pk=sent.pk).state == "SENT"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"reference": 1, "status": "DELIVERED"}', b'{"status": "DELIVERED"}']
)
def test_a_report_that_is_none(sent, body):
    assert report(sent, body=body) == 400


def test_a_report_of_a_message_that_nobody_sent(sent):
    unknown = b'{"reference": "00000000-0000-7000-8000-000000000000", "status": "DELIVERED"}'
    assert report(sent, body=unknown) == 404


def test_a_browser_is_kept_shown_and_switched_off_by_its_person_only(world: World, settings, monkeypatch):
    set_options(monkeypatch, settings, vapid_key="A" * 42 + "E")
    browser = Browser("https://fcm.googleapis.com/fcm/send/moi")
    client = world.client("minh")
    given = KEY | {"endpoint": browser.endpoint, "label": "<b>Chrome</b>"} | browser.keys
    assert client.post("/notices/machines/", given).status_code == 302
    page = text_of(client.get("/notices/machines/"))
    assert "&lt;b&gt;Chrome" in page
    assert f'data-push-key="{keys.public_key()}"' in page
    machine = PushSubscription.objects.get(user=world.cast.users["minh"])
    forget = f"/notices/machines/{machine.public_id}/forget/"
    assert (world.client("lan").post(forget, KEY).status_code, client.post(forget, KEY).status_code) == (404, 302)
    assert not PushSubscription.objects.filter(pk=machine.pk).exists()


def test_a_browser_of_another_push_service_is_told_so(world: World):
    given = KEY | {"endpoint": "https://evil.vn/x"} | Browser("").keys
    page = world.client("minh").post("/notices/machines/", given)
    assert (page.status_code, "dịch vụ thông báo chưa được phép" in text_of(page)) == (422, True)


def test_the_worker_of_notices_is_a_script_of_ours(world: World):
    page = world.client("an").get("/notices/push-worker.js")
    assert (page["Content-Type"], b"showNotification" in page.content) == ("text/javascript; charset=utf-8", True)


def test_the_page_of_channels_says_what_is_missing_pauses_resumes_and_tries(world: World, settings, monkeypatch):
    client = world.client("dung")
    page = text_of(client.get("/desk/channels/"))
    assert "CAUNOI_SMS_URL" in page
    assert "CAUNOI_ZNS_TEMPLATE" in page
    assert client.post("/desk/channels/EMAIL/pause/", KEY | {"reason": "đối soát"}).status_code == 302
    assert "Đang tạm dừng" in text_of(client.get("/desk/channels/"))
    client.post("/desk/channels/EMAIL/resume/", {"idempotency_key": "resume-email-1"})
    assert ChannelState.objects.get(channel="EMAIL").paused_at is None
    client.post("/desk/channels/EMAIL/try/", {"idempotency_key": "try-email-1"})
    trial = Message.objects.get(subject="notifications.trial")
    assert (trial.recipient, trial.channel, trial.fallbacks) == (world.cast.users["dung"], "EMAIL", "")
    assert "Gửi thử lúc" in text_of(client.get("/desk/channels/"))


def test_what_is_held_for_later_is_told_apart_from_what_waits(world: World):
    Message.objects.all().delete()
    actions.queue_messages(drafts=[draft(n) for n in range(3)], by=None, at=clock.now())
    Message.objects.filter(key="issued:0").update(not_before_at=clock.now() + timedelta(hours=8))
    page = text_of(world.client("dung").get("/desk/channels/"))
    assert re.search(r'<dt>Đang chờ</dt><dd class="big">3</dd><dd class="sm soft">1 tin hẹn giờ gửi sau</dd>', page)


def test_a_test_send_without_consent_says_why_it_did_not_go(world: World, settings, monkeypatch):
    set_options(monkeypatch, settings, sms_url="http://127.0.0.1:9/", sms_key="k", sms_per_second=0)
    world.cast.users["dung"].phone = PHONE
    world.cast.users["dung"].save()
    client = world.client("dung")
    client.post("/desk/channels/SMS/try/", KEY)
    actions.send_due(at=clock.now())
    assert "Đã thôi gửi (chưa đồng ý nhận tin qua SMS, Zalo)" in text_of(client.get("/desk/channels/"))


def test_a_channel_that_is_off_is_not_tried(world: World):
    page = world.client("dung").post("/desk/channels/SMS/try/", KEY, follow=True)
    assert "chưa mở, nên chưa gửi thử được" in text_of(page)
    assert not Message.objects.filter(subject="notifications.trial").exists()


def make_dead(world: World) -> tuple[Member, str]:
    unit = world.recipient.unit
    member = Member.objects.get(unit=unit, code="001")
    member.phone, member.email = PHONE, "hong@example.vn"
    member.save()
    for address in (phone_address(PHONE), email_address("minh@example.vn")):
        _note(address, "SMTP 5.1.1", clock.now(), is_hard=True)
    return member, f"/units/{unit.public_id}/"


def test_a_chair_sees_whose_address_is_dead_and_not_the_whole_of_it(world: World):
    member, base = make_dead(world)
    page = text_of(world.client("minh").get(f"{base}unreached/"))
    assert "2 địa chỉ đã hỏng" in page
    assert ("…678" in page, PHONE in page, "minh@example.vn" in page, member.full_name in page) == (
        True,
        False,
        False,
        True,
    )


def test_a_chairs_desk_says_so(world: World):
    member, base = make_dead(world)
    member.phone_fingerprint = fingerprint(PHONE, "phone")
    member.save()
    page = text_of(world.client("minh").get("/desk/"))
    assert ("1 số điện thoại không gửi tới được" in page, f"{base}unreached/" in page) == (True, True)
    assert "không gửi tới được" not in text_of(world.client("quang").get("/desk/"))


def test_a_corrected_number_is_written_to_again(world: World):
    member, base = make_dead(world)
    client, url = world.client("minh"), f"{base}members/{member.public_id}/contact/"
    wrong = client.post(url, KEY | {"phone": "0912", "email": "x"})
    assert (wrong.status_code, 'value="0912"' in text_of(wrong)) == (422, True)
    assert client.post(url, {"phone": "0987 654 321", "email": "", "idempotency_key": "sua-so-1"}).status_code == 302
    assert Member.objects.get(pk=member.pk).phone == "+84987654321"
    assert "…678" not in text_of(client.get(f"{base}unreached/"))


def test_the_chair_corrects_the_roster_and_the_person_is_told_of_the_accounts_dead_address(world: World):
    """The address of an account opens it by a new password: a chair who could write it could read what members say."""
    member, base = make_dead(world)
    lan = world.cast.users["lan"]
    lan.phone, before = "0987654322", lan.email
    lan.save()
    _note(email_address(before), "SMTP 5.1.1", clock.now(), is_hard=True)
    client = world.client("minh")
    page = text_of(client.get(f"{base}unreached/"))
    assert "chỉ người đó đổi được" in page
    assert "3 địa chỉ đã hỏng" in page  # Lan holds a role and stands on the roster: once
    given = {"phone": "0987 654 321", "email": "cua-minh@example.vn", "idempotency_key": "sua-so-2"}
    page = client.post(f"{base}members/{member.public_id}/contact/", given, follow=True)
    assert "Đã báo để" in text_of(page)
    lan.refresh_from_db()
    assert (lan.email, Member.objects.get(pk=member.pk).email) == (before, "cua-minh@example.vn")
    told = Message.objects.filter(event="organisations.address_dead", recipient=lan)
    assert "Trần Văn Minh vừa sửa" in told.get(channel="IN_APP").body
    client.post(f"{base}members/{member.public_id}/contact/", given | {"idempotency_key": "sua-so-3"})
    assert told.filter(channel="IN_APP").count() == 1


def test_an_address_that_is_right_after_all_is_tried_again_by_the_units_own_people(world: World):
    _member, base = make_dead(world)
    mark = phone_address(PHONE).fingerprint[:32]
    assert world.client("quang").post(f"{base}unreached/revive/", KEY | {"contact": mark}).status_code == 404
    assert AddressHealth.objects.count() == 2
    world.client("minh").post(f"{base}unreached/revive/", KEY | {"contact": mark})
    assert [row.kind for row in AddressHealth.objects.all()] == ["EMAIL"]


def switched_on(world: World) -> tuple[Client, PushSubscription]:
    """Minh's browser, which shows notices."""
    client, browser = world.client("minh"), Browser("https://fcm.googleapis.com/send/chung")
    given = KEY | {"endpoint": browser.endpoint, "label": "Máy chung"} | browser.keys
    assert client.post("/notices/machines/", given).status_code == 302
    return client, PushSubscription.objects.get(label="Máy chung")


def test_who_signs_out_leaves_the_machine(world: World):
    client, _machine = switched_on(world)
    other = machine_of(world.cast.users["minh"], Browser("https://fcm.googleapis.com/send/nha"))
    assert client.cookies[MACHINE_COOKIE]["path"] == "/accounts/"
    assert client.post("/accounts/logout/").status_code == 302
    assert list(PushSubscription.objects.filter(user=world.cast.users["minh"])) == [other]


@pytest.mark.parametrize(("name", "is_kept"), [("minh", True), ("lan", False)])
def test_who_signs_in_after_a_session_that_ran_out_takes_the_machine(world: World, name: str, is_kept: bool):
    client, machine = switched_on(world)
    del client.cookies["sessionid"]
    given = {"login": world.cast.users[name].email, "password": "mat-khau-thu-2026"}
    world.cast.users[name].set_password(given["password"])
    world.cast.users[name].save()
    assert client.post("/accounts/login/", given).status_code == 302
    assert PushSubscription.objects.filter(pk=machine.pk).exists() is is_kept


@pytest.mark.parametrize("said", ["", "x", "0" * 32])
def test_a_machine_that_is_made_up_leaves_nothing(world: World, said: str):
    client, machine = switched_on(world)
    client.cookies[MACHINE_COOKIE] = said
    client.post("/accounts/logout/")
    assert PushSubscription.objects.filter(pk=machine.pk).exists()


def test_machines_cost_the_same_number_of_queries_for_1_and_3(world: World, django_assert_max_num_queries):
    client = world.client("minh")
    counts = []
    for number in range(3):
        machine_of(world.cast.users["minh"], Browser(f"https://fcm.googleapis.com/{number}"))
        if number in {0, 2}:
            with django_assert_max_num_queries(30) as used:
                client.get("/notices/machines/")
            counts.append(len(used))
    assert counts[0] == counts[1]
