"""`caunoi check`: channels that somebody began to set up, and keys that would go in the clear."""

import pytest

from caunoi.conf.management.commands.check_installation import half_set_up, stuck
from caunoi.notifications.actions import pause_channel
from tests.cast import AT
from tests.notifications.ways import set_options

pytestmark = pytest.mark.room


def test_a_channel_that_nobody_began_is_simply_off():
    assert list(half_set_up()) == []


def test_what_is_missing_is_named(settings, monkeypatch):
    set_options(
        monkeypatch, settings, sms_url="http://sms.example.vn/", zns_template="1", zns_parameters=["ten=nhan:5"]
    )
    found = list(half_set_up())
    assert found == [
        "SMS: CAUNOI_SMS_KEY missing, so the channel is off",
        "ZALO: CAUNOI_ZALO_APP_ID, CAUNOI_ZALO_APP_SECRET missing, so the channel is off",
        "SMS: CAUNOI_SMS_RECEIPT_SECRET is missing: no report of arrival is taken in, so none counts as delivered",
        "CAUNOI_SMS_URL: expected an https address; the key would go over the wire in the clear",
        "CAUNOI_ZNS_PARAMETERS: ten=nhan:5",
    ]


@pytest.mark.django_db
def test_a_channel_that_stands_still_is_said(cast):
    pause_channel(channel="SMS", reason="", by=cast.dung, at=AT)
    assert list(stuck()) == ["SMS: paused since 2026-11-23 09:00; resume it at /desk/channels/"]
