"""Working calendars: making one, its office hours, and the dates that depart from the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.kit.ids import new_id
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.events import CalendarChanged
from caunoi.organisations.models import CalendarDay, Unit, WorkCalendar
from caunoi.organisations.queries.calendars import week_of, week_rows
from caunoi.pure import workdays

LONGEST_RUN = 31
YEARS = range(2000, 2200)


def _touch(calendar: WorkCalendar, first: date, last: date | None, at: datetime) -> None:
    """Mark the calendar as changed, and let others hear which days."""
    calendar.revision, calendar.changed_at = new_id(), at
    calendar.save(update_fields=["revision", "changed_at"])
    outbox.post(CalendarChanged(calendar.pk, first.isoformat(), last.isoformat() if last else None))


@transaction.atomic
def ensure_calendar(*, by: User | None, at: datetime) -> WorkCalendar:
    """The federation's calendar with the official days. Run again, it adds only days that were not known before."""
    calendar, is_new = WorkCalendar.objects.get_or_create(
        unit=None, defaults={"name": "Lịch làm việc khu vực công", "changed_at": at}
    )
    until = calendar.seeded_until_on
    have = set(CalendarDay.objects.filter(calendar=calendar).values_list("on", flat=True))
    fresh = {
        on: day for on, day in sorted(workdays.OFFICIAL.items()) if (until is None or on > until) and on not in have
    }
    if not fresh:
        return calendar
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar, on=on, kind=day.kind.value, name=day.name, source=day.source, recorded_at=at, recorded_by=by,
            status=CalendarDayStatus.PROVISIONAL if day.is_provisional else CalendarDayStatus.OFFICIAL,
        )
        for on, day in fresh.items()
    )  # fmt: skip
    calendar.seeded_until_on = max(fresh)
    calendar.save(update_fields=["seeded_until_on"])
    audit.record(calendar, "organisations.ensure_calendar", by=by, at=at, count=len(fresh))
    if not is_new:
        _touch(calendar, min(fresh), max(fresh), at)
    return calendar


@transaction.atomic
def make_calendar(*, unit: Unit, name: str, by: User | None, at: datetime) -> WorkCalendar:
    """A calendar of a unit's own, beginning with the federation's hours. Raises ValidationError when it has one."""
    if WorkCalendar.objects.filter(unit=unit).exists():
        raise ValidationError(_("Đơn vị này đã có lịch riêng."))
    calendar = WorkCalendar(unit=unit, name=name, changed_at=at)
    default = WorkCalendar.objects.filter(unit=None).first()
    if default:
        calendar.hours = default.hours
        calendar.is_next_day_when_late, calendar.is_rolled = default.is_next_day_when_late, default.is_rolled
    calendar.save(force_insert=True)
    audit.record(calendar, "organisations.make_calendar", by=by, at=at, unit=unit)
    # Deadlines of the branch hang on another row from today on.
    outbox.post(CalendarChanged(calendar.pk, timezone.localtime(at).date().isoformat(), None))
    return calendar


@transaction.atomic
def set_office_hours(
    *,
    calendar: WorkCalendar,
    week: Sequence[workdays.Hours],
    is_next_day_when_late: bool,
    is_rolled: bool,
    by: User | None,
    at: datetime,
) -> WorkCalendar:
    """Change the weekly hours and the two rules of reckoning. Raises ValidationError for an impossible week."""
    try:
        workdays.check_week(tuple(week))
    except ValueError as error:
        raise ValidationError(
            _("Cần ít nhất một ngày làm việc; giờ trong ngày nối tiếp nhau, không chồng lên nhau.")
        ) from error
    old = calendar.hours
    calendar.hours, calendar.is_next_day_when_late, calendar.is_rolled = (
        week_rows(week),
        is_next_day_when_late,
        is_rolled,
    )
    calendar.save(update_fields=["hours", "is_next_day_when_late", "is_rolled"])
    audit.record(
        calendar, "organisations.set_office_hours", by=by, at=at, old=old, new=calendar.hours,
        is_next_day_when_late=is_next_day_when_late, is_rolled=is_rolled,
    )  # fmt: skip
    _touch(calendar, timezone.localtime(at).date(), None, at)
    return calendar


def _run_of(on: date, until: date | None) -> list[date]:
    last = until or on
    if last < on:
        raise ValidationError({"until": _("Ngày cuối không trước ngày đầu.")})
    if (last - on).days >= LONGEST_RUN:
        raise ValidationError({"until": _("Mỗi lần ghi nhiều nhất %(n)s ngày liền nhau.") % {"n": LONGEST_RUN}})
    if on.year not in YEARS or last.year not in YEARS:
        raise ValidationError({"on": _("Năm từ 2000 đến 2199.")})
    return [on + timedelta(days=n) for n in range((last - on).days + 1)]


@transaction.atomic
def save_calendar_day(
    *,
    calendar: WorkCalendar,
    on: date,
    until: date | None = None,
    kind: CalendarDayKind,
    name: str,
    source: str,
    status: CalendarDayStatus,
    by: User | None,
    at: datetime,
) -> list[CalendarDay]:
    """Say what a date (or a run of dates) is. Raises ValidationError; an official date names its text."""
    days = _run_of(on, until)
    if status == CalendarDayStatus.OFFICIAL and not source.strip():
        raise ValidationError({"source": _("Ngày chính thức cần văn bản làm căn cứ.")})
    week = week_of(calendar.hours)
    if kind == CalendarDayKind.SWAP_WORK and any(week[day.weekday()] for day in days):
        raise ValidationError({"kind": _("Ngày này vốn là ngày làm việc, không cần làm bù.")})
    rows = [
        CalendarDay.objects.update_or_create(
            calendar=calendar,
            on=day,
            defaults={
                "kind": kind, "name": name, "source": source, "status": status, "recorded_at": at, "recorded_by": by,
            },
        )[0]
        for day in days
    ]  # fmt: skip
    audit.record(
        calendar, "organisations.save_calendar_day", by=by, at=at, from_on=days[0], to_on=days[-1], kind=kind, name=name,
        source=source, status=status,
    )  # fmt: skip
    _touch(calendar, days[0], days[-1], at)
    return rows


@transaction.atomic
def remove_calendar_day(*, day: CalendarDay, by: User | None, at: datetime) -> None:
    """Take a date away: it follows the week again, or what the federation's calendar says."""
    calendar, on = day.calendar, day.on
    audit.record(
        calendar, "organisations.remove_calendar_day", by=by, at=at, on=on, kind=day.kind, name=day.name, source=day.source,
    )  # fmt: skip
    day.delete()
    _touch(calendar, on, on, at)
