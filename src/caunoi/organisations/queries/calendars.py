"""Which working calendar holds for a unit, and what it says: rows compiled for `pure.workdays`, kept per process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.kit import clock
from caunoi.organisations.choices import CalendarDayStatus
from caunoi.organisations.models import CalendarDay, Placement, RoleGrant, Unit, WorkCalendar
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


def _chains(unit_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """Each unit and everything above it, the unit first; of a unit that has ended, where it stood last."""
    rows = Placement.objects.filter(unit__in=unit_ids, from_on__lte=on).order_by("from_on")
    paths = dict(rows.values_list("unit_id", "path"))
    return {pk: timetree.ids_of(paths[pk])[::-1] if pk in paths else [pk] for pk in unit_ids}


def _layers(unit_ids: Collection[int], on: date) -> dict[int | None, list[WorkCalendar]]:
    """The federation's calendar and, over it, that of each unit or of the nearest unit above it that has one."""
    chains = _chains(unit_ids, on) if unit_ids else {}
    above = {pk for chain in chains.values() for pk in chain}
    rows = {row.unit_id: row for row in WorkCalendar.objects.filter(Q(unit=None) | Q(unit__in=above))}
    default = [rows[None]] if None in rows else []
    found: dict[int | None, list[WorkCalendar]] = {None: default}
    for pk, chain in chains.items():
        nearest = next((rows[key] for key in chain if key in rows), None)
        found[pk] = [*default, nearest] if nearest else default
    return found


def work_calendar_for(unit: Unit, on: date | None = None) -> WorkCalendar | None:
    """The row that holds for a unit: its own, the nearest one above, the federation's; None before there is any."""
    layers = _layers([unit.pk], on or clock.today())[unit.pk]
    return layers[-1] if layers else None


def calendars_for(unit_ids: Collection[int], on: date | None = None) -> dict[int | None, workdays.Calendar]:
    """The calendar of each unit, and under None the federation's: two statements for any number of units, and one
    more for each layer that has changed since this process last read it."""
    return {pk: _calendar_of(layers) for pk, layers in _layers(unit_ids, on or clock.today()).items()}


def calendar_for(unit: Unit | None, on: date | None = None) -> workdays.Calendar:
    """The calendar by which deadlines of a unit are reckoned."""
    return calendars_for([unit.pk], on)[unit.pk] if unit else calendars_for([], on)[None]


def calendars_of_people(ids: Collection[int], on: date) -> dict[int, workdays.Calendar]:
    """The calendar by which each person works: that of the unit of their first role, the federation's without one."""
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), user__in=ids, from_on__lte=on)
    units: dict[int, int] = dict(grants.order_by("-id").values_list("user", "unit"))
    found = calendars_for(set(units.values()), on)
    return {pk: found[units.get(pk)] for pk in ids}


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


@dataclass(frozen=True)
class Run:
    """Days in a row that are the same in kind, name and source."""

    days: tuple[CalendarDay, ...]
    is_own: bool

    @property
    def first(self) -> CalendarDay:
        """What the run says, and its first date."""
        return self.days[0]

    @property
    def last(self) -> CalendarDay:
        """Its last date."""
        return self.days[-1]

    def goes_on(self, row: CalendarDay, *, is_own: bool) -> bool:
        """Whether a row belongs to the run."""
        said = (row.kind, row.name, row.source, row.status, is_own)
        return row.on == self.last.on + timedelta(days=1) and said == (
            self.first.kind, self.first.name, self.first.source, self.first.status, self.is_own,
        )  # fmt: skip


def day_on(calendar: WorkCalendar, on: date) -> CalendarDay | None:
    """The row that decides about a date: the calendar's own, or the federation's."""
    rows = CalendarDay.objects.filter(Q(calendar=calendar) | Q(calendar__unit=None), on=on)
    return min(rows, key=lambda row: row.calendar_id != calendar.pk, default=None)


def runs_in(calendar: WorkCalendar, year: int) -> list[Run]:
    """Dates of a year that depart from the week, in order: the calendar's own rows lie over the federation's."""
    rows = CalendarDay.objects.filter(Q(calendar=calendar) | Q(calendar__unit=None), on__year=year)
    decides: dict[date, CalendarDay] = {}
    for row in rows.order_by("on"):
        if row.on not in decides or row.calendar_id == calendar.pk:
            decides[row.on] = row
    runs: list[Run] = []
    for row in decides.values():
        is_own = row.calendar_id == calendar.pk
        if runs and runs[-1].goes_on(row, is_own=is_own):
            runs[-1] = replace(runs[-1], days=(*runs[-1].days, row))
        else:
            runs.append(Run((row,), is_own))
    return runs
