"""Notices on machines: encrypted for one browser, signed by the house, with nothing but a short title in them."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.kit.secrets import MAKERS
from caunoi.notifications import actions
from caunoi.notifications.actions.webpush import keys, subscribing, transport
from caunoi.notifications.models import ChannelState, Message, PushSubscription
from tests.cast import AT
from tests.notifications.machines import Browser, machine_of
from tests.notifications.pushes import PushService
from tests.notifications.ways import draft, queue, set_options, told

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with PushService(tmp_path_factory.mktemp("push")) as made:
        yield made


@pytest.fixture(autouse=True)
def push(service, settings, monkeypatch):
    service.troubles, service.answers, service.headers, service.waiting = [], {}, [], {}
    set_options(monkeypatch, settings, vapid_key=MAKERS["vapid_key"]())
    monkeypatch.setattr(transport, "way_out", lambda: service.way)
    monkeypatch.setattr(subscribing, "way_out", lambda: service.way)
    return service


def notice(cast, number: int = 1, **values):
    values = {"path": "/directives/1/", "fallbacks": ()} | values
    return draft(number, "WEBPUSH", recipient=cast.minh, body="Nội dung riêng", **values)


def only() -> Message:
    return Message.objects.get()


def test_a_browser_reads_a_short_title_and_nothing_else(push, cast):
    browser = Browser(push.address("/a"))
    machine_of(cast.minh, browser)
    queue(notice(cast))
    assert actions.send_due(at=AT) == 1
    [(_where, body)] = push.waiting.items()
    mark = only().public_id.hex
    assert browser.read(body) == {"title": "Phổ biến Hướng dẫn số 12", "path": "/directives/1/", "tag": mark}
    assert "Phổ biến".encode() not in body
    headers = push.headers[0]
    assert (headers["Content-Encoding"], headers["TTL"], headers["Topic"]) == ("aes128gcm", "86400", mark)
    assert told() == ["directives.recipient:1"]


@pytest.mark.parametrize("path", ["/d/khoa/", "/m/khoa/"])
def test_the_key_of_a_personal_link_is_not_in_it(push, cast, path):
    browser = Browser(push.address("/a"))
    machine_of(cast.minh, browser)
    queue(notice(cast, path=path, title="Dài " * 60))
    actions.send_due(at=AT)
    said = browser.read(next(iter(push.waiting.values())))
    assert (said["path"], len(said["title"]) <= 120) == ("/notices/", True)


def test_the_house_signs_for_the_push_service_that_is_asked(push, cast):
    machine_of(cast.minh, Browser(push.address("/a")))
    queue(notice(cast))
    actions.send_due(at=AT)
    scheme, _space, rest = push.headers[0]["Authorization"].partition(" ")
    token = dict(part.strip().split("=", 1) for part in rest.split(","))["t"]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (scheme, claims["aud"], claims["exp"]) == ("vapid", push.address(""), int(AT.timestamp()) + 43200)
    assert len(base64.urlsafe_b64decode(keys.public_key() + "=")) == 65


def test_every_browser_of_a_person_gets_it_and_those_that_are_gone_are_forgotten(push, cast):
    for name in "abc":
        machine_of(cast.minh, Browser(push.address(f"/{name}")))
    push.answers = {"/a": 410, "/b": 404}
    queue(notice(cast))
    assert actions.send_due(at=AT) == 1
    assert [row.endpoint for row in PushSubscription.objects.all()] == [push.address("/c")]
    assert PushSubscription.objects.get().last_sent_at == AT


def test_where_no_browser_is_left_the_next_channel_takes_over(push, cast, mailoutbox):
    machine_of(cast.minh, Browser(push.address("/a")))
    push.answers = {"/a": 410}
    queue(notice(cast, fallbacks=None))
    actions.send_due(at=AT)
    assert (Message.objects.get(channel="WEBPUSH").code, actions.send_due(at=AT)) == ("NO_SUBSCRIPTION", 1)
    assert mailoutbox[0].to == ["minh@example.vn"]


@pytest.mark.parametrize(("trouble", "wait"), [(500, 60), (429, 120), ("hang up", 60)])
def test_a_service_in_trouble_is_asked_again_and_the_notice_is_one(push, cast, trouble, wait):
    machine_of(cast.minh, Browser(push.address("/a")))
    push.troubles = [trouble]
    queue(notice(cast))
    assert (actions.send_due(at=AT), only().not_before_at) == (0, AT + timedelta(seconds=wait))
    assert actions.send_due(at=AT + MINUTE * 2) == 1
    Message.objects.update(state="QUEUED")
    assert (actions.send_due(at=AT + MINUTE * 9), len(push.waiting)) == (1, 1)


@pytest.mark.parametrize("status", [401, 403])
def test_a_browser_of_an_older_key_stands_in_nobodys_way(push, cast, status):
    people = [cast.minh, cast.lan, cast.hoa, cast.dung]
    for number, person in enumerate(people):
        machine_of(person, Browser(push.address(f"/{number}")))
    push.answers = {"/0": status, "/1": status}
    queue(*(draft(number, "WEBPUSH", recipient=person, fallbacks=()) for number, person in enumerate(people)))
    assert actions.send_due(at=AT) == 2
    assert list(Message.objects.order_by("id").values_list("state", "code")[:2]) == [("FAILED", "KEY")] * 2


def test_a_service_that_refuses_our_signature_three_times_is_left_alone(push, cast):
    people = [cast.minh, cast.lan, cast.hoa, cast.dung]
    for number, person in enumerate(people):
        machine_of(person, Browser(push.address(f"/{number}")))
    push.answers = {f"/{number}": 403 for number in range(4)}
    queue(*(draft(number, "WEBPUSH", recipient=person, fallbacks=()) for number, person in enumerate(people)))
    actions.send_due(at=AT)
    state = ChannelState.objects.get(channel="WEBPUSH")
    assert (state.rest_code, state.rests_until_at) == ("KEY", AT + 5 * MINUTE)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["FAILED", "FAILED", "QUEUED", "QUEUED"]


@pytest.mark.parametrize(
    "address",
    ["http://push.example.vn/a", "https://127.0.0.1/a", "https://169.254.169.254/", "https://evil.vn/push.example.vn", "x", ""],
)  # fmt: skip
def test_a_subscription_elsewhere_is_refused(cast, address):
    with pytest.raises(ValidationError):
        actions.subscribe(user=cast.minh, endpoint=address, by=cast.minh, at=AT, **Browser("").keys)
    assert not PushSubscription.objects.exists()


def test_keys_that_are_none_are_refused(push, cast):
    with pytest.raises(ValidationError):
        actions.subscribe(user=cast.minh, endpoint=push.address("/a"), p256dh="x", auth="y", by=cast.minh, at=AT)


def test_a_browser_belongs_to_who_is_signed_in_there_and_a_person_has_ten(push, cast):
    for number in range(12):
        browser = Browser(push.address(f"/{number}"))
        actions.subscribe(
            user=cast.minh, endpoint=browser.endpoint, by=cast.minh, at=AT + MINUTE * number, **browser.keys
        )
    assert PushSubscription.objects.filter(user=cast.minh).count() == 10
    actions.subscribe(user=cast.lan, endpoint=browser.endpoint, by=cast.lan, at=AT, **browser.keys)
    assert PushSubscription.objects.get(user=cast.lan).endpoint == browser.endpoint
    assert actions.unsubscribe(user=cast.minh, endpoint=browser.endpoint, by=cast.minh, at=AT) == 0


def test_endpoints_and_keys_lie_encrypted(push, cast, django_assert_num_queries):
    from django.db import connection

    machine_of(cast.minh, Browser(push.address("/a")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT endpoint, p256dh, auth FROM notifications_pushsubscription")
        assert {value[:5] for value in cursor.fetchone()} == {"gAAAA"}
