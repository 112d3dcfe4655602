"""The clock of the directives' tests stands at one morning; a test that needs another moment says so."""

from typing import Any

import pytest

from caunoi.kit import clock
from caunoi.organisations.models import Member
from tests.cast import AT, Cast
from tests.directives.rosters import roster


@pytest.fixture(autouse=True)
def still_clock():
    with clock.frozen(AT):
        yield


@pytest.fixture
def sms(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.CAUNOI._values, "sms_url", "http://127.0.0.1:9/sms")
    monkeypatch.setitem(settings.CAUNOI._values, "sms_key", "khoa")
    monkeypatch.setitem(settings.CAUNOI._values, "phone_basis", "Điều lệ")


@pytest.fixture
def rosters(cast: Cast) -> None:
    """Beside Lan, who has an account: telephones, mailboxes, and somebody whom nothing reaches."""
    for n, row in enumerate(roster(cast, "MD-1", 4, phone="0912345670")):
        Member.objects.filter(pk=row.pk).update(phone=f"091234567{n}")
    roster(cast, "MD-2", 3, email="a@example.vn")
    gone = roster(cast, "HD-1", 1, phone="0987654321")[0]
    Member.objects.filter(pk=gone.pk).update(left_on=AT.date(), code="gone")
    roster(cast, "HD-1", 1)
