"""`caunoi check`: channels that somebody began to set up, and keys that would go in the clear."""

import pytest

from caunoi.conf.management.commands.check_installation import half_set_up, stuck
from caunoi.conf.mistyped import mistyped
from caunoi.notifications.actions import pause_channel
from tests.cast import AT
from tests.notifications.ways import set_options

pytestmark = pytest.mark.room


def test_a_channel_that_nobody_began_is_simply_off():
    assert list(half_set_up()) == []


def test_what_is_missing_is_named(settings, monkeypatch):
    set_options(monkeypatch, settings, sms_url="http://sms.example.vn/", zns_template="1")
    found = list(half_set_up())
    assert found == [
        "SMS: CAUNOI_SMS_KEY missing, so the channel is off",
        "ZALO: CAUNOI_ZALO_APP_ID, CAUNOI_ZALO_APP_SECRET missing, so the channel is off",
        "SMS: CAUNOI_SMS_RECEIPT_SECRET is missing: no report of arrival is taken in, so none counts as delivered",
        "CAUNOI_SMS_URL: expected an https address; the key would go over the wire in the clear",
    ]


def test_what_is_shipped_is_typed_well():
    assert list(mistyped()) == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("channel_order", ["ZALO", "EMIAL"], "CAUNOI_CHANNEL_ORDER: no channel “EMIAL”, so it is passed over; allowed are EMAIL, SMS, ZALO, WEBPUSH"),
        ("channel_order", ["zalo"], "CAUNOI_CHANNEL_ORDER: no channel “zalo”, so it is passed over; allowed are EMAIL, SMS, ZALO, WEBPUSH"),
        ("digest_order", ["EMAIL", "EMAIL"], "CAUNOI_DIGEST_ORDER: “EMAIL” stands there 2 times"),
        ("digest_order", [], "CAUNOI_DIGEST_ORDER is empty, so nobody is told outside the site; allowed are EMAIL, SMS, ZALO, WEBPUSH"),
        ("sms_regions", ["VN", "VNM"], "CAUNOI_SMS_REGIONS: no country “VNM”; allowed are codes of two capitals such as VN, LA, KR"),
        ("sms_codes", ["100=OK"], "CAUNOI_SMS_CODES: “100=OK” is not value=MEANING; allowed are TAKEN, KEY, QUOTA, LATER, REFUSED"),
        ("sms_body", "{to}", 'CAUNOI_SMS_BODY: expected a JSON object such as {"to": "{to}", "text": "{text}"}'),
        ("zns_parameters", ["ten=nhan:5"], "CAUNOI_ZNS_PARAMETERS: ten=nhan:5: expected name=source:most; allowed are body, date, path, person, site, stop, title"),
        ("zns_event_templates", ["directives.issued"], "CAUNOI_ZNS_EVENT_TEMPLATES: “directives.issued” is not event=template"),
        ("quiet_from_hour", 24, "CAUNOI_QUIET_FROM_HOUR: expected an hour from 0 to 23, got 24"),
        ("sms_per_second", -1, "CAUNOI_SMS_PER_SECOND: expected 0 or more, got -1"),
        ("email_bounces", "tra-thu", "CAUNOI_EMAIL_BOUNCES: “tra-thu” is no mailbox; expected name@domain"),
    ],
)  # fmt: skip
def test_a_mistyped_word_is_named_with_what_is_allowed(settings, monkeypatch, option, value, said):
    set_options(monkeypatch, settings, **{option: value})
    assert list(mistyped()) == [said]


def test_an_event_that_there_is_not_is_named_with_those_that_there_are(settings, monkeypatch):
    set_options(monkeypatch, settings, zns_event_templates=["directives.isued=7"])
    [said] = mistyped()
    assert said.startswith("CAUNOI_ZNS_EVENT_TEMPLATES: no event “directives.isued”; allowed are ")
    assert "directives.issued" in said


@pytest.mark.django_db
def test_a_channel_that_stands_still_is_said(cast):
    pause_channel(channel="SMS", reason="", by=cast.dung, at=AT)
    assert list(stuck()) == ["SMS: paused since 2026-11-23 09:00; resume it at /desk/channels/"]
