"""Working calendars: office hours, and the dates that depart from the week, each with the text it rests on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from caunoi.kit.ids import PublicIdField, new_id
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.models.unit import Unit

OFFICE = [["07:30", "11:30"], ["13:30", "17:00"]]


def usual_week() -> list[list[list[str]]]:
    """Monday to Friday."""
    return [OFFICE if day < 5 else [] for day in range(7)]


class WorkCalendar(models.Model):
    """The calendar of a unit and its branch; without a unit, the federation's, which holds for everybody else.

    A unit's calendar says only what is different: its rows lie over the federation's.
    """

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="work_calendars")
    name = models.CharField(max_length=160)
    # Seven days from Monday; each a list of [from, to] such as ["07:30", "11:30"].
    hours: models.JSONField[Any, Any] = models.JSONField(default=usual_week)
    is_next_day_when_late = models.BooleanField(default=True)
    is_rolled = models.BooleanField(default=True)
    # Official rows up to this day were put in once; what people made of them since is not put in again.
    seeded_until_on = models.DateField(null=True, blank=True)
    # New with every change, so that every process sees at once that what it keeps is old.
    revision = models.UUIDField(default=new_id)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Coalesce("unit", 0), name="calendar_once_a_unit")]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """One date that departs from the week."""

    public_id = PublicIdField()
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    kind = models.CharField(max_length=9, choices=CalendarDayKind)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=255, blank=True)
    status = models.CharField(max_length=11, choices=CalendarDayStatus)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="calendar_day_once")]
