"""The estimate before sending says what would really leave: held against the telling itself."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.accounts.actions import record_consent
from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import User
from caunoi.notifications import actions
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.choices import AddressKind, Channel, Frequency, Style
from caunoi.notifications.models import AddressHealth, Message, NoticeSetting, Preference, PushSubscription
from caunoi.notifications.queries import register_event
from caunoi.notifications.queries.addresses import email_address, phone_address
from caunoi.notifications.queries.first_ways import first_ways
from caunoi.notifications.queries.opting_out import way_out_of
from caunoi.organisations.models import Member
from tests.cast import AT, Cast
from tests.notifications.ways import set_options

pytestmark = [pytest.mark.room, pytest.mark.django_db]
CALL = register_event("first.call", "Gọi", group="Thử", is_mine_default=True)
NEWS = register_event("first.news", "Tin", group="Thử")
DUTY = register_event("first.duty", "Việc", group="Thử", is_mine_default=True, is_required=True)


@pytest.fixture(autouse=True)
def channels(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {
        "sms_url": "http://127.0.0.1:9/sms",
        "sms_key": "k",
        "zalo_app_id": "1",
        "zalo_app_secret": "s",
        "zns_template": "7",
    }
    facts |= {"phone_basis": "Điều lệ", "channel_order": ["SMS", "EMAIL", "ZALO", "WEBPUSH"]}
    set_options(monkeypatch, settings, **facts)


def member(cast: Cast, number: int, phone: str = "", email: str = "", user: User | None = None) -> Member:
    return Member.objects.create(
        unit=cast.units["MD-1"], code=f"w{number}", full_name="A", phone=phone, email=email, user=user,
        phone_fingerprint=phone_address(phone).fingerprint if phone else "",
        email_fingerprint=email_address(email).fingerprint if email else "",
    )  # fmt: skip


@pytest.fixture
def people(cast: Cast) -> list[User]:
    """Accounts of all sorts: each phone, mail, browser; each style; each first channel; cells; consent."""
    made = []
    sorts = [
        (phone, email, push, style, first)
        for phone in (True, False) for email in (True, False) for push in (True, False)
        for style in (None, *Style.values) for first in ("", "EMAIL", "ZALO", "WEBPUSH")
        if phone or email
    ]  # fmt: skip
    for n, (phone, email, push, style, first) in enumerate(sorts):
        user = User.objects.create(
            full_name=f"Người {n}", phone=f"+8491234{n:04d}" if phone else None, email=f"n{n}@x.vn" if email else None
        )
        if push:
            PushSubscription.objects.create(
                user=user, endpoint="x", endpoint_print=str(n), p256dh="x", auth="x", made_at=AT
            )
        if style:
            NoticeSetting.objects.create(user=user, style=style, first_channel=first, changed_at=AT)
        cells = {0: [("first.call", "SMS", "AT_ONCE"), ("first.call", "EMAIL", "AT_ONCE")], 3: [("*", "EMAIL", "NEVER")],
                 5: [("first.news", "ZALO", "WEEKLY"), ("*", "ZALO", "NEVER")], 6: [("first.duty", "SMS", "NEVER")]}  # fmt: skip
        for event, channel, frequency in cells.get(n % 7, []):
            Preference.objects.create(user=user, event=event, channel=channel, frequency=Frequency(frequency))
        if n % 5 in {1, 2}:
            for is_given in (n % 5 == 2, n % 5 == 1)[: 1 + n % 2]:
                record_consent(
                    subject=f"accounts.user:{user.pk}", purpose=ConsentPurpose.PHONE, is_given=is_given, text="…",
                    channel="WEB", by=user, at=AT,
                )  # fmt: skip
        member(cast, n, user=user)
        made.append(user)
    return made


@pytest.fixture(params=["Điều lệ", ""])
def basis(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_options(monkeypatch, settings, phone_basis=request.param)


@pytest.mark.parametrize("kind", [CALL, NEWS, DUTY], ids=["mine", "news", "duty"])
def test_of_accounts_it_counts_the_very_messages_that_are_queued(
    cast: Cast, people: list[User], basis: None, kind: Any
):
    rows = Member.objects.filter(user__in=people)
    with CaptureQueriesContext(connection) as asked:
        found = first_ways(rows, kind)
    assert len(asked) == 1
    notices = [Notice(person=user, event=kind.code, subject="t:1", key=f"k{user.pk}", title="T") for user in people]
    notify(notices=notices, by=None, at=AT)
    queued = Counter(Message.objects.exclude(channel=Channel.IN_APP).values_list("channel", flat=True))
    assert dict(found.messages) == dict(queued)
    assert found.total == len(people) == sum(found.people.values())


def test_of_a_roster_it_takes_the_first_way_that_is_alive_and_not_stopped(cast: Cast):
    both, by_mail, dead, gone = "+84912345670", "a@x.vn", "+84912345671", "+84912345672"
    for n, facts in enumerate(
        [(both, by_mail), (dead, "b@x.vn"), (gone, "c@x.vn"), (gone, ""), (dead, ""), ("", "a@x.vn"), ("", "")]
    ):
        member(cast, n, *facts)
    number = phone_address(dead)
    AddressHealth.objects.create(kind=AddressKind.PHONE, fingerprint=number.fingerprint, dead_at=AT, noted_at=AT)
    actions.stop_address(way=way_out_of(phone_address(gone)), by=None, at=AT)
    for deed in (actions.stop_address, actions.resume_address):
        deed(way=way_out_of(phone_address(both)), by=None, at=AT)
    rows = Member.objects.filter(code__startswith="w")
    found = first_ways(rows, CALL)
    assert dict(found.people) == {"SMS": 1, "EMAIL": 3, "STOPPED": 1, "NOTHING": 2}
    assert dict(found.messages) == {"SMS": 1, "EMAIL": 3}
    assert (found.total, found.reachable, found.stopped, found.nothing) == (7, 4, 1, 2)


def test_without_a_basis_no_number_of_a_roster_counts(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch):
    set_options(monkeypatch, settings, phone_basis="")
    member(cast, 1, "+84912345670")
    member(cast, 2, "+84912345671", "a@x.vn")
    found = first_ways(Member.objects.filter(code__startswith="w"), CALL)
    assert dict(found.people) == {"NOTHING": 1, "EMAIL": 1}
    assert found.phones_unused == 1


def test_an_account_that_is_closed_counts_by_the_roster(cast: Cast):
    user = User.objects.create(full_name="Nghỉ", email="nghi@x.vn", is_active=False)
    member(cast, 1, "+84912345670", user=user)
    assert dict(first_ways(Member.objects.filter(code="w1"), CALL).people) == {"SMS": 1}


def test_without_any_open_channel_everybody_is_counted_and_nothing_leaves(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    set_options(monkeypatch, settings, channel_order=["ZALO"], zalo_app_id="")
    member(cast, 1, "+84912345670")
    member(cast, 2, user=User.objects.create(full_name="A", email="a@x.vn"))
    found = first_ways(Member.objects.filter(code__startswith="w"), CALL)
    assert (found.total, dict(found.messages)) == (2, {})
