"""Two officers at once, the same report over two lines, one phone pressed twice; and what happens without the lock."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from caunoi.kit.audit.models import AuditRow
from caunoi.plans.actions import meetings
from caunoi.plans.actions.reporting import report_activity
from caunoi.plans.actions.reviewing import decide_activity
from caunoi.plans.choices import ActivityForm
from caunoi.plans.models import Activity, Signature
from tests.cast import AT, Cast
from tests.contests.test_races import at_once
from tests.plans.reports import a_report, day, reported

pytestmark = [
    pytest.mark.room,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"),
    pytest.mark.django_db(transaction=True),
]


def decided(cast: Cast) -> int:
    """Hoa accepts while Dũng returns. How many decisions were written."""
    row = reported(cast)

    def decide(name: str, *, is_accepted: bool) -> Any:
        try:
            return decide_activity(activity=row, is_accepted=is_accepted, note="Thiếu ảnh", by=cast.users[name], at=AT)
        except ValidationError as error:
            return error

    at_once(lambda: decide("hoa", is_accepted=True), lambda: decide("dung", is_accepted=False))
    return AuditRow.objects.filter(verb="plans.decide_activity").count()


def test_two_officers_at_once_make_one_decision(cast: Cast):
    assert decided(cast) == 1
    row = Activity.objects.get()
    assert (row.state == "ACCEPTED") == (row.decided_by == cast.users["hoa"])


def test_without_the_lock_both_decide(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_given: self.all())
    assert max(decided_anew(cast) for _turn in range(10)) == 2


def decided_anew(cast: Cast) -> int:
    before = AuditRow.objects.filter(verb="plans.decide_activity").count()
    Activity.objects.update(state="WITHDRAWN")
    return decided(cast) - before


def test_the_same_report_over_two_lines_is_one(cast: Cast):
    report = a_report()

    def send() -> Any:
        return report_activity(unit=cast.units["MD-1"], report=report, by=cast.users["minh"], at=AT)

    found = at_once(*[send] * 4)
    assert sorted(is_new for _row, is_new in found) == [False, False, False, True]
    assert Activity.objects.count() == AuditRow.objects.filter(verb="plans.report_activity").count() == 1


def test_one_phone_pressed_many_times_signs_once(cast: Cast):
    facts = {"title": "Họp", "form": ActivityForm.MEETING, "happened_on": day(), "place": "", "hours": 3}
    row = meetings.open_sign_in(unit=cast.units["MD-1"], **facts, by=cast.users["minh"], at=AT)

    def sign() -> Any:
        return meetings.sign(sign_in=row, name="Lê Văn An", hint="", token="phone", by=None, at=AT)

    found = at_once(*[sign] * 6)
    assert sum(is_new for _signed, is_new in found) == 1
    assert Signature.objects.count() == 1
