"""Days of rungs, and which one is climbed."""

from datetime import date, timedelta

import pytest

from caunoi.pure.ladders import Rung, day_of, reached

pytestmark = pytest.mark.pure
DUE, START = date(2026, 12, 11), date(2026, 11, 20)  # both Fridays
LONG_AGO = date(2026, 1, 1)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def rung(offset: int, *, working: bool = False, since: date = LONG_AGO) -> Rung:
    return Rung(offset, offset, working, since)


def climbed(today: date, rungs=None, start: date = START):
    found = reached(rungs or [rung(-7), rung(-3), rung(-1), rung(0)], DUE, start=start, today=today, is_working=weekday)
    return (found.key, sorted(found.missed)) if found else None


@pytest.mark.parametrize(("offset", "due", "expected"), [
    (-7, DUE, date(2026, 12, 2)),
    (-3, DUE, date(2026, 12, 8)),
    (0, DUE, DUE),
    (1, DUE, date(2026, 12, 14)),
    # A deadline on a Sunday: its own day is the Friday before, one day over it the Monday after.
    (0, date(2026, 12, 13), DUE),
    (-1, date(2026, 12, 13), date(2026, 12, 10)),
    (1, date(2026, 12, 13), date(2026, 12, 14)),
])  # fmt: skip
def test_days_are_counted_in_working_days(offset, due, expected):
    assert day_of(rung(offset, working=True), due, weekday) == expected


def test_calendar_days_are_plain():
    assert [day_of(rung(n), DUE, weekday) for n in (-7, 0, 2)] == [DUE - timedelta(days=7), DUE, date(2026, 12, 13)]


def test_a_calendar_without_working_days_comes_to_an_end():
    assert day_of(rung(-1, working=True), DUE, lambda _day: False) < DUE


def test_each_day_finds_its_rung_and_between_them_the_one_before():
    found = [climbed(DUE + timedelta(days=n)) for n in (-8, -7, -6, -3, -1, 0, 30)]
    assert found == [None, (-7, []), (-7, []), (-3, [-7]), (-1, [-7, -3]), (0, [-7, -3, -1]), (0, [-7, -3, -1])]


def test_what_stands_before_the_first_notice_or_on_its_day_is_no_rung():
    assert climbed(DUE - timedelta(days=3), start=DUE - timedelta(days=3)) is None
    assert climbed(DUE - timedelta(days=1), start=DUE - timedelta(days=3)) == (-1, [])


def test_a_rung_put_up_today_does_not_reach_back():
    late = [rung(-7, since=DUE - timedelta(days=5)), rung(-3, since=DUE - timedelta(days=5))]
    assert climbed(DUE - timedelta(days=4), late) is None
    assert climbed(DUE - timedelta(days=3), late) == (-3, [])
