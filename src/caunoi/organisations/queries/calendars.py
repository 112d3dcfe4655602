"""Which working calendar holds for a unit, and what it says: rows compiled for `pure.workdays`, kept per process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.kit import clock
from caunoi.organisations.choices import CalendarDayStatus
from caunoi.organisations.models import CalendarDay, Placement, Unit, WorkCalendar
from caunoi.organisations.queries import Scope
from caunoi.pure import timetree, workdays

# Before an installation has its first calendar, the official days hold.
BUILT_IN = workdays.Calendar(special=workdays.OFFICIAL)
KEPT = 500
_compiled: dict[int, tuple[tuple[UUID, ...], workdays.Calendar]] = {}


def week_of(rows: Sequence[Sequence[Sequence[str]]]) -> tuple[workdays.Hours, ...]:
    """Office hours as the clock needs them, from the stored texts."""
    return tuple(
        tuple((time.fromisoformat(start), time.fromisoformat(stop)) for start, stop in hours) for hours in rows
    )


def week_rows(week: Iterable[workdays.Hours]) -> list[list[list[str]]]:
    """Office hours as they are stored."""
    return [[[f"{start:%H:%M}", f"{stop:%H:%M}"] for start, stop in hours] for hours in week]


def _ids_above(unit: Unit, on: date) -> list[int]:
    """The unit and everything above it, deepest first; of a unit that has ended, where it stood last."""
    rows = Placement.objects.filter(unit=unit, from_on__lte=on).order_by("-from_on")
    path = rows.values_list("path", flat=True).first()
    return timetree.ids_of(path)[::-1] if path else [unit.pk]


def _layers(unit: Unit | None, on: date) -> list[WorkCalendar]:
    """The federation's calendar and, over it, that of the unit or of the nearest unit above it that has one."""
    wanted = Q(unit=None)
    order: list[int] = []
    if unit is not None:
        order = _ids_above(unit, on)
        wanted |= Q(unit__in=order)
    rows = {row.unit_id: row for row in WorkCalendar.objects.filter(wanted)}
    nearest = next((rows[pk] for pk in order if pk in rows), None)
    return [row for row in (rows.get(None), nearest) if row is not None]


def work_calendar_for(unit: Unit | None, on: date | None = None) -> WorkCalendar | None:
    """The row that holds for a unit: its own, the nearest one above, the federation's; None before there is any."""
    layers = _layers(unit, on or clock.today())
    return layers[-1] if layers else None


def calendar_for(unit: Unit | None, on: date | None = None) -> workdays.Calendar:
    """The calendar by which deadlines of a unit are reckoned. Two statements; four when it has just changed."""
    return _calendar_of(_layers(unit, on or clock.today()))


def compiled(calendar: WorkCalendar) -> workdays.Calendar:
    """What a calendar says, over the federation's."""
    default = WorkCalendar.objects.filter(unit=None).exclude(pk=calendar.pk).first()
    return _calendar_of([default, calendar] if default else [calendar])


def _calendar_of(layers: list[WorkCalendar]) -> workdays.Calendar:
    if not layers:
        return BUILT_IN
    top, stamp = layers[-1], tuple(layer.revision for layer in layers)
    known = _compiled.get(top.pk)
    if known and known[0] == stamp:
        return known[1]
    special = {} if layers[0].unit_id is None else dict(workdays.OFFICIAL)
    for layer in layers:
        special |= {row.on: _special(row) for row in CalendarDay.objects.filter(calendar=layer)}
    calendar = workdays.Calendar(
        week=week_of(top.hours),
        special=special,
        is_next_day_when_late=top.is_next_day_when_late,
        is_rolled=top.is_rolled,
        name=top.name,
    )
    if len(_compiled) >= KEPT:
        _compiled.clear()
    _compiled[top.pk] = (stamp, calendar)
    return calendar


def _special(row: CalendarDay) -> workdays.SpecialDay:
    is_provisional = row.status == CalendarDayStatus.PROVISIONAL
    return workdays.SpecialDay(workdays.DayKind(row.kind), row.name, row.source, is_provisional)


def calendars() -> QuerySet[WorkCalendar]:
    """All calendars, the federation's first."""
    return WorkCalendar.objects.select_related("unit").order_by("unit__folded_name", "id")


def keeps(scope: Scope, calendar: WorkCalendar, on: date) -> bool:
    """Whether a person's posts reach a calendar: one of a unit in the branch; the federation's from the root only."""
    if calendar.unit_id is None:
        return any(len(timetree.ids_of(path)) == 1 for path in scope.branches())
    path = Placement.objects.on(on).filter(unit=calendar.unit_id).values_list("path", flat=True).first()
    return path is not None and scope.manages(path)


def kept_calendar_for(scope: Scope, public_id: UUID, on: date) -> WorkCalendar:
    """A calendar that the person keeps. Raises WorkCalendar.DoesNotExist otherwise."""
    calendar = WorkCalendar.objects.select_related("unit").get(public_id=public_id)
    if not keeps(scope, calendar, on):
        raise WorkCalendar.DoesNotExist
    return calendar


def days_in(calendar: WorkCalendar, year: int) -> dict[date, tuple[CalendarDay, Any]]:
    """Dates of a year that depart from the week, in order, each with the row that decides: the calendar's own rows lie
    over the federation's."""
    own_or_default = Q(calendar=calendar) | Q(calendar__unit=None)
    rows = CalendarDay.objects.filter(own_or_default, on__year=year)
    found: dict[date, CalendarDay] = {}
    for row in rows.order_by("on"):
        if row.on not in found or row.calendar_id == calendar.pk:
            found[row.on] = row
    return {on: (row, row.calendar_id == calendar.pk) for on, row in found.items()}
