"""A deadline unfolded: every day between receipt and deadline, with its number or the reason why it does not count."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.workdays import OFFICIAL, ZONE, Calendar, Limit, Reason, Unit, due_at, unfold

pytestmark = pytest.mark.pure

VIETNAM = Calendar(special=OFFICIAL)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=ZONE)


def told(came: str, limit: Limit, *pauses: tuple[str, str]) -> list[tuple[str, str, int | None]]:
    lines = unfold(at(came), limit, VIETNAM, [(at(start), at(stop)) for start, stop in pauses])
    return [(f"{line.on.day}/{line.on.month}", line.reason.value, line.number) for line in lines]


def test_across_the_new_year_swap_of_2026():
    assert told("2025-12-31", Limit(6, Unit.WD)) == [
        ("31/12", "RECEIVED", None),
        ("1/1", "HOLIDAY", None),
        ("2/1", "SWAP_OFF", None),
        ("3/1", "WEEKEND", None),
        ("4/1", "WEEKEND", None),
        ("5/1", "COUNTED", 1),
        ("6/1", "COUNTED", 2),
        ("7/1", "COUNTED", 3),
        ("8/1", "COUNTED", 4),
        ("9/1", "COUNTED", 5),
        ("10/1", "SWAP_WORK", 6),
    ]


def test_a_day_off_says_its_name_and_its_source():
    line = unfold(at("2025-12-31"), Limit(1, Unit.WD), VIETNAM)[2]
    assert (line.name, line.source, line.is_provisional) == (
        "Nghỉ hoán đổi, làm bù 10/1/2026",
        "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
        False,
    )


def test_a_provisional_day_says_so():
    line = unfold(at("2026-11-23"), Limit(1, Unit.WD), VIETNAM)[1]
    assert (line.reason, line.is_provisional) == (Reason.HOLIDAY, True)


def test_what_comes_on_friday_evening_is_received_on_monday():
    assert told("2026-03-06 18:00", Limit(1, Unit.WD)) == [
        ("6/3", "LATE", None),
        ("7/3", "WEEKEND", None),
        ("8/3", "WEEKEND", None),
        ("9/3", "RECEIVED", None),
        ("10/3", "COUNTED", 1),
    ]


def test_a_paused_day_is_shown_and_a_weekend_in_a_pause_stays_a_weekend():
    assert told("2026-03-05", Limit(2, Unit.WD), ("2026-03-06 10:00", "2026-03-09 10:00")) == [
        ("5/3", "RECEIVED", None),
        ("6/3", "PAUSED", None),
        ("7/3", "WEEKEND", None),
        ("8/3", "WEEKEND", None),
        ("9/3", "COUNTED", 1),
        ("10/3", "COUNTED", 2),
    ]


def test_calendar_days_count_days_off_and_roll_to_a_working_day():
    assert told("2026-03-05", Limit(2, Unit.CD)) == [
        ("5/3", "RECEIVED", None),
        ("6/3", "COUNTED", 1),
        ("7/3", "COUNTED", 2),
        ("8/3", "ROLLED", None),
        ("9/3", "ROLLED", None),
    ]


def test_working_hours_show_the_office_time_of_each_day():
    lines = unfold(at("2026-01-01 09:00"), Limit(8, Unit.WH), VIETNAM)
    assert [(line.reason.value, line.worked) for line in lines] == [
        ("HOLIDAY", timedelta(0)),
        ("SWAP_OFF", timedelta(0)),
        ("WEEKEND", timedelta(0)),
        ("WEEKEND", timedelta(0)),
        ("COUNTED", timedelta(hours=7, minutes=30)),
        ("COUNTED", timedelta(minutes=30)),
    ]


def test_hours_that_come_after_closing_or_are_paused_say_so():
    lines = unfold(
        at("2026-03-02 17:30"), Limit(1, Unit.WH), VIETNAM, [(at("2026-03-03 07:00"), at("2026-03-03 18:00"))]
    )
    assert [line.reason.value for line in lines] == ["LATE", "PAUSED", "COUNTED"]


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 4 * 365 * 1440),
    st.integers(1, 30),
    st.sampled_from(list(Unit)),
    st.lists(st.tuples(st.integers(-3_000, 30_000), st.integers(0, 20_000)), max_size=3),
)
def test_the_last_line_is_the_deadline_and_the_lines_add_up_to_the_limit(came, amount, unit, near):
    start = at("2024-01-01 00:00") + timedelta(minutes=came)
    pauses = [(start + timedelta(minutes=a), start + timedelta(minutes=a + b)) for a, b in near]
    limit = Limit(amount, unit)
    lines = unfold(start, limit, VIETNAM, pauses)
    assert [line.is_due for line in lines] == [False] * (len(lines) - 1) + [True]
    assert lines[-1].on == due_at(start, limit, VIETNAM, pauses).date()
    if unit is Unit.WH:
        assert sum((line.worked for line in lines), timedelta()) == timedelta(hours=amount)
    else:
        assert [line.number for line in lines if line.number] == list(range(1, amount + 1))
