"""Rest, and the moments of digests, by the clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.quiet_hours import Quiet, next_slot, wakes_at
from caunoi.pure.workdays import OFFICIAL, Calendar

pytestmark = pytest.mark.pure
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# A zone that puts its clock forward and back.
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT, NOON = Quiet(20, 7), Quiet(12, 14)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
HOURS = st.integers(0, 23)
ZONES = st.sampled_from([HANOI, BERLIN])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(("moment", "quiet", "wakes"), [
    ("2026-11-23 06:59", NIGHT, "2026-11-23 07:00"), ("2026-11-23 07:00", NIGHT, "2026-11-23 07:00"),
    ("2026-11-23 19:59", NIGHT, "2026-11-23 19:59"), ("2026-11-23 20:00", NIGHT, "2026-11-24 07:00"),
    ("2026-11-23 13:10", NOON, "2026-11-23 14:00"), ("2026-11-23 14:00", NOON, "2026-11-23 14:00"),
    ("2026-11-23 03:00", Quiet(0, 0), "2026-11-23 03:00"), ("2026-11-23 23:00", Quiet(22, 0), "2026-11-24 00:00"),
])  # fmt: skip
def test_rest_ends_at_its_hour(moment, quiet, wakes):
    assert wakes_at(at(moment), quiet, HANOI) == at(wakes)


@pytest.mark.parametrize(("moment", "wakes"), [
    ("2026-11-20 21:00", "2026-11-23 07:00"),  # a Friday evening
    ("2026-11-21 10:00", "2026-11-23 07:00"),  # a Saturday
    ("2026-11-23 21:00", "2026-11-25 07:00"),  # the 24th is a holiday since 2026
])  # fmt: skip
def test_on_a_calendar_days_off_are_rest(moment, wakes):
    assert wakes_at(at(moment), NIGHT, HANOI, Calendar(special=OFFICIAL)) == at(wakes)


@given(MOMENTS, HOURS, HOURS)
def test_nobody_is_woken(moment, start, until):
    quiet = Quiet(start, until)
    found = wakes_at(moment, quiet, HANOI)
    assert not quiet.holds(found.astimezone(HANOI).hour)
    assert moment <= found <= moment + timedelta(hours=25)


@given(MOMENTS, HOURS, ZONES, st.none() | st.integers(0, 6))
def test_a_digest_has_a_moment_ahead(moment, hour, zone, weekday):
    found = next_slot(moment, hour, zone, weekday)
    assert moment < found <= moment + (timedelta(days=8) if weekday is not None else timedelta(hours=26))
    assert weekday is None or found.astimezone(zone).weekday() == weekday


@given(st.lists(MOMENTS, min_size=2, max_size=2).map(sorted), HOURS)
def test_moments_of_digests_never_go_back(moments, hour):
    assert next_slot(moments[0], hour, BERLIN) <= next_slot(moments[1], hour, BERLIN)


def test_a_weekly_digest_comes_on_its_day():
    assert next_slot(at("2026-11-23 07:00"), 7, HANOI, 0) == at("2026-11-30 07:00")
    assert next_slot(at("2026-11-23 06:59"), 7, HANOI, 0) == at("2026-11-23 07:00")
    assert next_slot(at("2026-11-23 09:00"), 7, HANOI, 4).date() == date(2026, 11, 27)
