"""A member's day, from the rooms' deeds to what a telephone and a mailbox show, over real sockets on the loopback."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from caunoi.accounts.actions import record_consent
from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import User
from caunoi.directives import actions as directives
from caunoi.directives.models import MemberCall
from caunoi.kit import clock, outbox
from caunoi.newsroom.notices import ARTICLE
from caunoi.notifications import actions
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.models import Message
from caunoi.organisations.models import Member
from caunoi.pure.zalo import signature
from tests.cast import AT, Cast
from tests.channels.oa import Account
from tests.directives.deeds import issue
from tests.notifications.gateway import Gateway
from tests.notifications.sink import Sink
from tests.notifications.ways import set_options

pytestmark = [pytest.mark.room, pytest.mark.django_db]
STAMP = "1763258400000"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def oa(settings: Any, monkeypatch: pytest.MonkeyPatch):
    with Account() as made:
        set_options(
            monkeypatch, settings, zalo_app_id="1", zalo_app_secret="app-secret", zalo_refresh_token="refresh-0", zalo_secret="oa-secret",
            zalo_oauth_url=made.url, zalo_business_url=made.url, zns_template="7895417", zalo_per_second=0,
            zns_parameters=["noi_dung=title:100", "doc=path:60"],
        )  # fmt: skip
        yield made


@pytest.fixture
def sink(settings: Any):
    with Sink() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 5
        yield made


def seven(cast: Cast) -> None:
    """A directive told to members, and six pieces of news about three articles."""
    with clock.frozen(AT):
        directive = issue(cast, rule="LIST", units=[cast.units["MD-1"].pk], tells_members=True)
        outbox.deliver()
        directives.tell_members(call_id=MemberCall.objects.get(directive=directive).pk)
    for number in range(6):
        about = number % 3
        notice = Notice(
            person=cast.lan, event=ARTICLE.code, subject=f"newsroom.revision:{number}", key=f"news{number}",
            topic=f"newsroom.article:{about}", topic_label=f"Bài {about}", title=f"Tin {number}", body="Lời", path="/news/",
        )  # fmt: skip
        notify(notices=[notice], by=None, at=AT + number * QUARTER)


def report(notice: dict[str, Any]) -> None:
    """Zalo says that the notice arrived."""
    message = {"msg_id": "z1", "tracking_id": notice["tracking_id"]}
    body = json.dumps({"event_name": "user_received_message", "timestamp": STAMP, "message": message}).encode()
    mac = "mac=" + signature("1", body, STAMP, "oa-secret")
    answer = Client().post("/channels/zalo/", body, "application/json", headers={"X-ZEvent-Signature": mac})
    assert answer.status_code == 200


def live(hours: int, oa: Account, start: Any = AT, *, reports: bool = True) -> None:
    """The workers' sweeps, four times an hour; what Zalo took it reports a quarter later."""
    known = len(oa.notices)
    for quarter in range(hours * 4):
        moment = start + quarter * QUARTER
        with clock.frozen(moment):
            for notice in oa.notices[known:] if reports else ():
                report(notice)
            outbox.deliver()
        known = len(oa.notices)
        actions.make_digests(at=moment)
        actions.send_due(at=moment)
        actions.give_up_waiting(at=moment)


def to_lan(sink: Sink, cast: Cast) -> list[Any]:
    return [letter for letter in sink.letters if cast.lan.email in letter["To"]]


def agree(cast: Cast) -> None:
    User.objects.filter(pk=cast.lan.pk).update(phone="+84912345678")
    record_consent(
        subject=f"accounts.user:{cast.lan.pk}", purpose=ConsentPurpose.PHONE, is_given=True, text="…", channel="WEB",
        by=cast.lan, at=AT,
    )  # fmt: skip


def test_seven_things_are_one_zalo_message_and_one_digest(cast: Cast, oa: Account, sink: Sink):
    agree(cast)
    seven(cast)
    live(30, oa)
    [shown] = oa.notices
    assert (shown["phone"], shown["template_data"]["noi_dung"]) == ("84912345678", "Phổ biến Hướng dẫn số 12")
    # What Zalo's button opens is the member's own page.
    with clock.frozen(AT):
        assert "Tôi đã đọc" in Client().get(f"/{shown['template_data']['doc']}").content.decode()
    [letter] = to_lan(sink, cast)
    assert str(letter["Subject"]) == "6 tin từ Công đoàn Thủ đô"
    plain = letter.get_body(("plain",)).get_content()
    assert [line.strip() for line in plain.splitlines() if "•" in line] == ["• Bài 2 (2)", "• Bài 1 (2)", "• Bài 0 (2)"]
    twin = letter.get_body(("html",)).get_content()
    assert all(f"Tin {number}" in part for number in range(6) for part in (plain, twin))
    assert Message.objects.filter(recipient=cast.lan, channel="IN_APP").count() == 7
    assert Message.objects.get(channel="ZALO").delivered_at is not None
    live(30, oa, AT + timedelta(hours=30))
    assert (len(oa.notices), len(to_lan(sink, cast))) == (1, 1)


def test_where_zalo_does_not_know_the_number_the_same_day_is_two_letters(cast: Cast, oa: Account, sink: Sink):
    agree(cast)
    oa.troubles = [-118]
    seven(cast)
    live(30, oa)
    assert oa.notices == []
    assert [str(letter["Subject"]) for letter in to_lan(sink, cast)] == [
        "Phổ biến Hướng dẫn số 12",
        "6 tin từ Công đoàn Thủ đô",
    ]


def test_who_taps_the_way_out_of_the_digest_gets_no_second_one(cast: Cast, oa: Account, sink: Sink):
    agree(cast)
    seven(cast)
    live(24, oa)
    [letter] = to_lan(sink, cast)
    path = letter["List-Unsubscribe"].strip().strip("<>").removeprefix("http://127.0.0.1:8000")
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    again = Notice(
        person=cast.lan, event=ARTICLE.code, subject="newsroom.revision:9", key="news9", title="Tin 9", body="Lời"
    )
    notify(notices=[again], by=None, at=AT + timedelta(hours=25))
    live(30, oa, AT + timedelta(hours=25))
    assert len(to_lan(sink, cast)) == 1
    assert Message.objects.filter(key="news9:app").exists()


def test_a_number_on_a_roster_that_zalo_does_not_know_gets_a_text_message_once(
    cast: Cast, oa: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    number = "+84912345670"
    Member.objects.create(unit=cast.units["MD-2"], code="x", full_name="Bùi Văn Yến", phone=number)
    Member.objects.create(unit=cast.units["MD-2"], code="y", full_name="Vũ Thị Hà", phone="+84912345671")
    oa.troubles = [-118, 0]
    with Gateway() as gateway:
        set_options(
            monkeypatch, settings, sms_url=gateway.url, sms_key=gateway.key, phone_basis="Điều lệ", sms_per_second=0
        )
        with clock.frozen(AT):
            directive = issue(cast, rule="LIST", units=[cast.units["MD-2"].pk], tells_members=True)
            outbox.deliver()
            directives.tell_members(call_id=MemberCall.objects.get(directive=directive).pk)
        live(8, oa, reports=False)
        actions.give_up_waiting(at=AT + timedelta(hours=24))  # silence of the other one sends nothing more
        live(2, oa, AT + timedelta(hours=24))
        [text] = gateway.taken.values()
    assert (text["to"], len(oa.notices)) == (number, 1)
    assert "/m/" in text["text"]
