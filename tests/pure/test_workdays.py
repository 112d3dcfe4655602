"""The working-day clock, against the official calendar and against a second clock that walks day by day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.walk import Walk
from caunoi.pure.workdays import (
    OFFICE,
    OFFICIAL,
    ZONE,
    Calendar,
    DayKind,
    Limit,
    SpecialDay,
    Unit,
    due_at,
    is_overdue,
    merged,
    promise,
    receipt_day,
    working_days_between,
    working_time_left,
)

pytestmark = pytest.mark.pure

VIETNAM = Calendar(special=OFFICIAL)
ROWS = {day: special.kind.value for day, special in OFFICIAL.items()}


def at(text: str) -> datetime:
    """Local time: "2026-02-13 09:00"; a date alone is nine in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=ZONE)


def closing(text: str) -> datetime:
    return at(f"{text} 17:00")


@pytest.mark.parametrize(
    ("came", "days", "due"),
    [
        ("2025-12-31", 5, "2026-01-09"),
        ("2025-12-31", 6, "2026-01-10"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-13", 10, "2026-03-06"),
        ("2024-04-26", 3, "2024-05-04"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-08-21", 2, "2026-08-24"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2024-02-07", 1, "2024-02-15"),
        ("2027-04-29", 1, "2027-05-04"),
    ],
)
def test_working_days_across_the_official_holidays_and_swaps(came, days, due):
    assert due_at(at(came), Limit(days, Unit.WD), VIETNAM) == closing(due)


@pytest.mark.parametrize(
    ("came", "received"),
    [
        ("2026-03-02 00:00", "2026-03-02"),
        ("2026-03-02 17:00", "2026-03-02"),
        ("2026-03-02 17:01", "2026-03-03"),
        ("2026-03-06 23:59", "2026-03-09"),
        ("2026-03-07 09:00", "2026-03-09"),
        ("2026-02-18 09:00", "2026-02-23"),
        ("2026-01-10 16:00", "2026-01-10"),
    ],
)
def test_what_comes_late_or_on_a_day_off_is_received_the_next_working_day(came, received):
    assert receipt_day(at(came), VIETNAM) == closing(received)


def test_a_calendar_may_receive_at_once_whatever_the_hour():
    calendar = Calendar(special=OFFICIAL, is_next_day_when_late=False)
    assert due_at(at("2026-03-07 22:00"), Limit(1, Unit.WD), calendar) == closing("2026-03-09")
    assert due_at(at("2026-03-06 22:00"), Limit(1, Unit.WD), calendar) == closing("2026-03-09")


def test_a_moment_of_another_zone_is_the_local_day_that_it_falls_on():
    assert due_at(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), Limit(1, Unit.WD), VIETNAM) == closing("2026-03-03")


@pytest.mark.parametrize(("is_rolled", "due"), [(True, "2026-02-23"), (False, "2026-02-15")])
def test_calendar_days_that_end_on_a_day_off(is_rolled, due):
    calendar = Calendar(special=OFFICIAL, is_rolled=is_rolled)
    assert due_at(at("2026-02-05"), Limit(10, Unit.CD), calendar) == closing(due)


@pytest.mark.parametrize(
    ("came", "hours", "due"),
    [
        ("2026-03-02 08:00", 8, "2026-03-03 08:30"),
        ("2026-03-02 07:00", 4, "2026-03-02 11:30"),
        ("2026-03-02 12:00", 1, "2026-03-02 14:30"),
        ("2026-03-06 16:30", 4, "2026-03-09 11:00"),
        ("2026-01-01 09:00", 8, "2026-01-06 08:00"),
        ("2026-01-09 16:00", 4, "2026-01-10 10:30"),
    ],
)
def test_working_hours_pass_only_while_the_office_is_open(came, hours, due):
    assert due_at(at(came), Limit(hours, Unit.WH), VIETNAM) == at(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-03-04 10:00", "2026-03-04 15:00")], "2026-03-09"),
        ([("2026-03-04 10:00", "2026-03-05 08:00")], "2026-03-10"),
        ([("2026-03-06 17:01", "2026-03-09 07:00")], "2026-03-09"),
        ([("2026-03-06 16:00", "2026-03-09 07:00")], "2026-03-10"),
        ([("2026-03-04 10:00", "2026-03-05 08:00"), ("2026-03-04 09:00", "2026-03-05 09:00")], "2026-03-10"),
        ([("2026-03-04 10:00", "2026-03-05 08:00"), ("2026-03-05 08:00", "2026-03-06 08:00")], "2026-03-11"),
        ([("2026-03-10 08:00", "2026-03-20 08:00")], "2026-03-09"),
        ([("2026-02-01 08:00", "2026-03-03 08:00")], "2026-03-09"),
        ([("2026-03-05 08:00", "2026-03-04 08:00")], "2026-03-09"),
    ],
    ids=[
        "within a day",
        "one closing",
        "a weekend",
        "from Friday",
        "overlapping",
        "touching",
        "after",
        "before",
        "void",
    ],
)
def test_the_clock_stands_while_a_case_is_paused(pauses, due):
    """Five working days from Monday 2/3/2026 end on Monday 9/3."""
    stands = [(at(start), at(stop)) for start, stop in pauses]
    assert due_at(at("2026-03-02"), Limit(5, Unit.WD), VIETNAM, stands) == closing(due)


def test_an_open_pause_has_a_deadline_only_as_of_a_moment():
    pauses = [(at("2026-03-04 10:00"), None)]
    with pytest.raises(ValueError, match="still open"):
        due_at(at("2026-03-02"), Limit(5, Unit.WD), VIETNAM, pauses)
    due = due_at(at("2026-03-02"), Limit(5, Unit.WD), VIETNAM, pauses, now=at("2026-03-06 09:00"))
    assert due == closing("2026-03-11")


def test_pauses_are_merged_in_order():
    pauses = [(at("2026-03-05"), at("2026-03-07")), (at("2026-03-01"), at("2026-03-06")), (at("2026-03-09"), None)]
    now = at("2026-03-10")
    assert merged(pauses, now) == [(at("2026-03-01"), at("2026-03-07")), (at("2026-03-09"), now)]


def test_an_extension_adds_to_the_limit():
    longer = Limit(30, Unit.CD) + Limit(15, Unit.CD)
    assert longer == Limit(45, Unit.CD)
    with pytest.raises(ValueError, match="cannot be added"):
        Limit(30, Unit.CD) + Limit(5, Unit.WD)


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_a_limit_has_a_sensible_amount(amount):
    with pytest.raises(ValueError, match="between 1 and 10000"):
        Limit(amount, Unit.WD)


def test_a_holiday_declared_afterwards_never_shortens_an_open_promise():
    """A making-up Saturday declared later would bring the deadline forward; a day off moves it back."""
    came, limit = at("2026-06-01"), Limit(5, Unit.WD)
    old = due_at(came, limit, VIETNAM)
    with_saturday = Calendar(special={**OFFICIAL, date(2026, 6, 6): SpecialDay(DayKind.SWAP_WORK)})
    with_closure = Calendar(special={**OFFICIAL, date(2026, 6, 4): SpecialDay(DayKind.CLOSURE)})
    assert (old, due_at(came, limit, with_saturday)) == (closing("2026-06-08"), closing("2026-06-06"))
    assert promise(old, due_at(came, limit, with_saturday)) == closing("2026-06-08")
    assert promise(old, due_at(came, limit, with_closure)) == closing("2026-06-09")
    assert promise(None, old) == old


@pytest.mark.parametrize(
    ("now", "unit", "is_over"),
    [
        ("2026-03-09 23:59", Unit.WD, False),
        ("2026-03-10 00:00", Unit.WD, True),
        ("2026-03-09 17:00", Unit.WH, False),
        ("2026-03-09 17:01", Unit.WH, True),
    ],
)
def test_days_are_over_on_the_next_day_and_hours_at_once(now, unit, is_over):
    assert is_overdue(at(now), closing("2026-03-09"), unit) is is_over


@pytest.mark.parametrize(
    ("now", "due", "left"),
    [
        ("2026-03-03", "2026-03-09", 4),
        ("2026-03-09", "2026-03-09", 0),
        ("2026-03-11", "2026-03-09", -2),
        ("2026-03-08", "2026-03-06", 0),
        ("2026-02-13", "2026-02-23", 1),
    ],
)
def test_working_days_left_and_late(now, due, left):
    assert working_days_between(at(now), closing(due), VIETNAM) == left


def test_office_time_left_and_late():
    due = at("2026-03-09 10:00")
    assert working_time_left(at("2026-03-06 16:00"), due, VIETNAM) == timedelta(hours=3, minutes=30)
    assert working_time_left(at("2026-03-09 11:00"), due, VIETNAM) == timedelta(hours=-1)


def test_a_week_of_its_own():
    """Saturday mornings too: what comes then is received then."""
    calendar = Calendar(week=(OFFICE,) * 5 + (((time(8), time(12)),), ()))
    assert due_at(at("2026-03-06"), Limit(1, Unit.WD), calendar) == at("2026-03-07 12:00")
    assert due_at(at("2026-03-07 12:30"), Limit(1, Unit.WD), calendar) == closing("2026-03-10")


@pytest.mark.parametrize(
    "week",
    [((),) * 7, (OFFICE,) * 6, (((time(9), time(8)),),) * 7, (((time(8), time(12)), (time(11), time(17))),) * 7],
    ids=["never open", "six days", "backwards", "overlapping"],
)
def test_an_impossible_week_is_refused(week):
    with pytest.raises(ValueError, match=r"week|hours"):
        Calendar(week=week)


def test_the_calendar_has_an_end_and_says_so():
    with pytest.raises(ValueError, match="begins with 2000"):
        due_at(at("1999-12-31"), Limit(1, Unit.WD), VIETNAM)
    with pytest.raises(ValueError, match="ends with 2200"):
        due_at(at("2209-12-31"), Limit(10, Unit.WD), VIETNAM)


def test_a_usual_day_cancels_a_swap():
    """A private enterprise that does not follow the swap of 2/1/2026: it works on that Friday, not on the Saturday."""
    usual = SpecialDay(DayKind.USUAL)
    calendar = Calendar(special={**OFFICIAL, date(2026, 1, 2): usual, date(2026, 1, 10): usual})
    assert due_at(at("2025-12-31"), Limit(1, Unit.WD), calendar) == closing("2026-01-02")
    assert due_at(at("2026-01-09"), Limit(1, Unit.WD), calendar) == closing("2026-01-12")


MINUTES = st.integers(0, 4 * 365 * 1440)
SPANS = st.lists(st.tuples(MINUTES, st.integers(0, 20_000)), max_size=4)
NEAR = st.lists(st.tuples(st.integers(-3_000, 30_000), st.integers(0, 20_000)), max_size=4)


CALENDARS = {
    (is_next, is_rolled): Calendar(special=OFFICIAL, is_next_day_when_late=is_next, is_rolled=is_rolled)
    for is_next in (True, False)
    for is_rolled in (True, False)
}


def minute(number: int) -> datetime:
    return at("2024-01-01 00:00") + timedelta(minutes=number)


@settings(max_examples=400, deadline=None)
@given(MINUTES, st.integers(1, 30), st.sampled_from([Unit.WD, Unit.CD]), NEAR, st.sampled_from(sorted(CALENDARS)))
def test_days_agree_with_a_walk_day_by_day(came, amount, unit, near, rules):
    pauses = [(minute(came + start), minute(came + start + length)) for start, length in near]
    due = due_at(minute(came), Limit(amount, unit), CALENDARS[rules], pauses)
    walk = Walk(ROWS, is_next_day_when_late=rules[0], is_rolled=rules[1])
    assert due == walk.due(minute(came), amount, unit.value, pauses)


def test_the_walk_notices_a_swap_that_is_missing():
    """The negative control: without letter 12729/VPCP-KGVX the fifth working day after 31/12/2025 is 8/1/2026, not 9/1."""
    without = {on: day for on, day in OFFICIAL.items() if "12729" not in day.source}
    came, limit = at("2025-12-31"), Limit(5, Unit.WD)
    assert due_at(came, limit, Calendar(special=without)) == closing("2026-01-08")
    assert Walk(ROWS).due(came, 5, "WD", []) == closing("2026-01-09")


@settings(max_examples=100, deadline=None)
@given(MINUTES, st.integers(1, 12), NEAR)
def test_hours_agree_with_a_walk_minute_by_minute(came, amount, near):
    pauses = [(minute(came + start), minute(came + start + length)) for start, length in near]
    due = due_at(minute(came), Limit(amount, Unit.WH), VIETNAM, pauses)
    assert due == Walk(ROWS).due(minute(came), amount, "WH", pauses)


@settings(max_examples=200, deadline=None)
@given(MINUTES, st.integers(1, 30), st.sampled_from(list(Unit)), NEAR, SPANS)
def test_a_pause_never_brings_a_deadline_forward(came, amount, unit, near, more):
    limit = Limit(amount, unit)
    pauses = [(minute(came + start), minute(came + start + length)) for start, length in near]
    longer = pauses + [(minute(start), minute(start + length)) for start, length in more]
    assert due_at(minute(came), limit, VIETNAM, pauses) <= due_at(minute(came), limit, VIETNAM, longer)
