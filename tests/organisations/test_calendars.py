"""Working calendars: which holds for whom, what changes them, and that every change is seen at once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.actions import (
    ensure_calendar,
    make_calendar,
    remove_calendar_day,
    save_calendar_day,
    set_office_hours,
)
from caunoi.organisations.choices import CalendarDayKind as Kind
from caunoi.organisations.choices import CalendarDayStatus as Status
from caunoi.organisations.models import CalendarDay, WorkCalendar
from caunoi.organisations.queries import calendars as reading
from caunoi.organisations.queries import scope_of
from caunoi.pure.workdays import OFFICE, OFFICIAL, ZONE, DayKind, Limit, Unit, due_at
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def federation(cast) -> WorkCalendar:
    return ensure_calendar(by=None, at=AT)


def own(cast, code: str = "MD") -> WorkCalendar:
    return make_calendar(unit=cast.units[code], name="Lịch riêng", by=cast.hoa, at=AT)


def save(calendar: WorkCalendar, on: date = FRIDAY, kind: Kind = Kind.CLOSURE, **given) -> list[CalendarDay]:
    rest = {"name": "Nghỉ bão", "source": "12/TB", "status": Status.OFFICIAL, "by": None, "at": AT} | given
    return save_calendar_day(calendar=calendar, on=on, kind=kind, **rest)


def is_working(cast, code: str | None, on: date = FRIDAY) -> bool:
    return reading.calendar_for(cast.units[code] if code else None, TODAY).is_working(on)


def events() -> list[dict]:
    rows = OutboxEvent.objects.filter(name="organisations.calendar_changed").order_by("id")
    return [row.payload for row in rows]


def test_without_any_calendar_the_official_days_hold(cast):
    assert reading.calendar_for(cast.units["MD-1"], TODAY) is reading.BUILT_IN
    assert reading.calendar_for(None, TODAY) is reading.BUILT_IN
    assert reading.work_calendar_for(cast.units["MD-1"], TODAY) is None


def test_the_federations_calendar_begins_with_the_official_days(federation):
    assert CalendarDay.objects.filter(calendar=federation).count() == len(OFFICIAL)
    swap = CalendarDay.objects.get(on=date(2026, 1, 2))
    assert (swap.kind, swap.status, swap.source) == (
        "SWAP_OFF", "OFFICIAL", "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
    )  # fmt: skip
    provisional = CalendarDay.objects.filter(status=Status.PROVISIONAL).values_list("on__year", flat=True)
    assert sorted(set(provisional)) == [2026, 2027]
    assert list(CalendarDay.objects.filter(status=Status.PROVISIONAL, on__year=2026).values_list("on", flat=True)) == [
        date(2026, 11, 24)
    ]


def test_what_a_person_changed_or_removed_is_not_put_in_again(federation):
    save(federation, date(2027, 4, 16), Kind.HOLIDAY, name="Giỗ Tổ, đã có văn bản")
    remove_calendar_day(day=CalendarDay.objects.get(on=date(2027, 2, 4)), by=None, at=AT)
    again = ensure_calendar(by=None, at=AT)
    assert again == federation
    assert CalendarDay.objects.get(on=date(2027, 4, 16)).name == "Giỗ Tổ, đã có văn bản"
    assert not CalendarDay.objects.filter(on=date(2027, 2, 4)).exists()


def test_days_that_became_known_later_are_added_and_told(federation):
    CalendarDay.objects.filter(on__year=2027).delete()
    WorkCalendar.objects.update(seeded_until_on=date(2026, 12, 31))
    ensure_calendar(by=None, at=AT)
    assert CalendarDay.objects.filter(on__year=2027).count() == sum(on.year == 2027 for on in OFFICIAL)
    assert events() == [{"calendar_id": federation.pk, "from_on": "2027-01-01", "to_on": "2027-11-24"}]


def test_a_units_calendar_holds_for_its_branch_and_nowhere_else(cast, federation):
    save(own(cast))
    assert {code: is_working(cast, code) for code in ("MD", "MD-1", "MD-2", "HD-1", "HN")} == {
        "MD": False, "MD-1": False, "MD-2": False, "HD-1": True, "HN": True,
    }  # fmt: skip
    assert is_working(cast, None)


def test_the_nearest_calendar_above_holds(cast, federation):
    save(own(cast, "MD"))
    own(cast, "MD-1")
    assert (is_working(cast, "MD-1"), is_working(cast, "MD-2")) == (True, False)


def test_a_units_calendar_lies_over_the_federations(cast, federation):
    calendar = own(cast)
    save(federation, FRIDAY)
    assert not is_working(cast, "MD-1")
    save(calendar, FRIDAY, Kind.USUAL, name="Không nghỉ", status=Status.PROVISIONAL, source="")
    assert (is_working(cast, "MD-1"), is_working(cast, "HD-1")) == (True, False)


def test_without_the_federations_a_units_calendar_lies_over_the_official_days(cast):
    save(own(cast))
    calendar = reading.calendar_for(cast.units["MD-1"], TODAY)
    assert calendar.special[date(2026, 1, 2)].kind is DayKind.SWAP_OFF
    assert not calendar.is_working(FRIDAY)


def test_a_change_is_seen_at_once_and_an_unchanged_calendar_is_kept(cast, federation):
    first = reading.calendar_for(None, TODAY)
    assert reading.calendar_for(None, TODAY) is first
    save(federation)
    assert not is_working(cast, None)
    remove_calendar_day(day=CalendarDay.objects.get(on=FRIDAY), by=None, at=AT)
    assert is_working(cast, None)


def test_a_change_that_was_rolled_back_is_forgotten(cast, federation):
    with transaction.atomic():
        save(federation)
        assert not is_working(cast, None)
        transaction.set_rollback(True)
    assert is_working(cast, None)
    save(federation, FRIDAY - timedelta(days=1))
    assert is_working(cast, None)


def test_calendars_of_many_units_cost_two_statements(cast, federation):
    save(own(cast))
    units = [cast.units[code].pk for code in ("MD-1", "MD-2", "HD-1", "HN", "UB-MD")]
    reading.calendars_for(units, TODAY)
    for asked in (units[:1], units):
        with CaptureQueriesContext(connection) as seen:
            found = reading.calendars_for(asked, TODAY)
        assert len(seen) == 2
    assert [found[pk].is_working(FRIDAY) for pk in [*units, None]] == [False, False, True, True, True, True]


def test_a_unit_that_has_ended_keeps_the_calendar_of_where_it_stood(cast, federation):
    save(own(cast))
    cast.units["MD-1"].placements.update(to_on=TODAY)
    assert not is_working(cast, "MD-1")


def test_office_hours_move_a_deadline_in_hours(cast, federation):
    came = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)
    week = [*([((time(8), time(18)),)] * 5), (), ()]
    given = {"is_next_day_when_late": True, "is_rolled": True, "by": None, "at": AT}
    set_office_hours(calendar=federation, week=week, **given)
    assert due_at(came, Limit(2, Unit.WH), reading.calendar_for(None, TODAY)) == came + timedelta(hours=2)
    assert events() == [{"calendar_id": federation.pk, "from_on": "2026-11-23", "to_on": None}]


def test_a_week_without_a_working_day_is_refused(federation):
    with pytest.raises(ValidationError, match="ít nhất một ngày làm việc"):
        set_office_hours(
            calendar=federation, week=[()] * 7, is_next_day_when_late=True, is_rolled=True, by=None, at=AT
        )  # fmt: skip
    assert WorkCalendar.objects.get().hours == federation.hours


def test_a_new_calendar_begins_with_the_federations_hours(cast, federation):
    week = [*([OFFICE] * 6), ()]
    set_office_hours(calendar=federation, week=week, is_next_day_when_late=False, is_rolled=True, by=None, at=AT)
    made = own(cast)
    assert (made.hours, made.is_next_day_when_late) == (federation.hours, False)


def test_a_unit_has_one_calendar_and_the_federation_too(cast, federation):
    own(cast)
    with pytest.raises(ValidationError, match="đã có lịch riêng"):
        own(cast)
    for unit in (None, cast.units["MD"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkCalendar.objects.create(unit=unit, name="Thứ hai", changed_at=AT)


def test_a_run_of_days_is_written_at_once(federation):
    rows = save(federation, date(2028, 1, 24), Kind.HOLIDAY, until=date(2028, 1, 28), name="Tết Nguyên đán")
    assert [row.on.day for row in rows] == [24, 25, 26, 27, 28]
    assert events() == [{"calendar_id": federation.pk, "from_on": "2028-01-24", "to_on": "2028-01-28"}]
    row = AuditRow.objects.get(verb="organisations.save_calendar_day")
    assert (row.facts["from_on"], row.facts["to_on"], row.facts["source"]) == ("2028-01-24", "2028-01-28", "12/TB")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"source": " "}, "cần văn bản làm căn cứ"),
        ({"until": FRIDAY - timedelta(days=1)}, "không trước ngày đầu"),
        ({"until": FRIDAY + timedelta(days=31)}, "nhiều nhất 31 ngày"),
        ({"on": date(1999, 12, 31)}, "Năm từ 2000"),
        ({"kind": Kind.SWAP_WORK}, "vốn là ngày làm việc"),
    ],
    ids=["no text", "backwards", "too long", "too early", "works already"],
)
def test_a_day_that_cannot_be_is_refused(federation, given, message):
    with pytest.raises(ValidationError, match=message):
        save(federation, **{"on": FRIDAY, "kind": Kind.HOLIDAY} | given)
    assert events() == []


def test_a_removed_day_leaves_its_words_in_the_audit(cast, federation):
    day = save(federation)[0]
    remove_calendar_day(day=day, by=cast.dung, at=AT)
    facts = AuditRow.objects.get(verb="organisations.remove_calendar_day").facts
    assert (facts["on"], facts["kind"], facts["name"], facts["source"]) == (
        "2026-11-27",
        "CLOSURE",
        "Nghỉ bão",
        "12/TB",
    )


@pytest.mark.parametrize(
    ("name", "federations", "units"), [("dung", True, True), ("hoa", False, True), ("minh", False, False), ("quang", False, False)]
)  # fmt: skip
def test_who_keeps_which_calendar(cast, federation, name, federations, units):
    scope, made = scope_of(cast.users[name], TODAY), own(cast)
    assert (reading.keeps(scope, federation, TODAY), reading.keeps(scope, made, TODAY)) == (federations, units)


def test_the_runs_of_a_year_are_what_decides_in_order(cast, federation):
    made = own(cast)
    save(made, date(2026, 1, 2), Kind.USUAL, name="Không theo hoán đổi")
    runs = reading.runs_in(made, 2026)
    assert [(run.first.on.day, run.last.on.day, run.first.kind, run.is_own) for run in runs[:4]] == [
        (1, 1, "HOLIDAY", False),
        (2, 2, "USUAL", True),
        (10, 10, "SWAP_WORK", False),
        (16, 20, "HOLIDAY", False),
    ]
    assert sum(len(run.days) for run in runs) == sum(on.year == 2026 for on in OFFICIAL)
    assert (reading.day_on(made, date(2026, 1, 2)).calendar, reading.day_on(made, date(2026, 1, 3))) == (made, None)
