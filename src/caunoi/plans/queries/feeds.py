"""A unit's tasks as iCalendar (RFC 5545): whole days, the same event each time it is asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from caunoi.accounts.models import PersonalLink
from caunoi.organisations.models import Unit
from caunoi.plans.choices import Adoption
from caunoi.plans.models import PlanTask

SUBJECT = "plans.calendar:"
# A task over months would lie over every day of a calendar: its start and its end are what one looks for.
LONG = timedelta(days=14)


def feed_unit(link: PersonalLink) -> Unit:
    """The unit whose calendar a link opens."""
    return Unit.objects.get(pk=int(link.subject.removeprefix(SUBJECT)))


def _event(task: PlanTask, kind: str, days: tuple[date, date], site: str) -> Event:
    event = Event()
    words = {"start": _("Bắt đầu: %s"), "end": _("Hạn: %s"), "whole": "%s"}[kind]
    event.add("uid", f"{task.public_id}-{kind}@caunoi")
    # The stamp of the plan, so that the same plan is the same text.
    event.add("dtstamp", task.plan.changed_at or task.plan.created_at)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + timedelta(days=1))
    event.add("summary", words % task.title)
    parts = [task.plan.title, task.get_form_display(), task.evidence_required]
    event.add("description", "\n".join(part for part in parts if part))
    event.add("url", f"{site}plans/{task.plan.public_id}/")
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def calendar_of(unit: Unit, at: datetime, site: str) -> bytes:
    """The tasks of a unit's plans in force, from last year on, that are neither cancelled nor declined."""
    rows = PlanTask.objects.filter(
        plan__unit=unit, plan__revision__gt=0, plan__year__gte=timezone.localtime(at).year - 1, cancelled_at=None
    )
    calendar = Calendar()
    calendar.add("prodid", "-//Cau Noi//plans//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Kế hoạch: %s") % unit.name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for task in rows.exclude(adoption=Adoption.DECLINED).select_related("plan").order_by("from_on", "pk"):
        if task.to_on - task.from_on <= LONG:
            calendar.add_component(_event(task, "whole", (task.from_on, task.to_on), site))
        else:
            calendar.add_component(_event(task, "start", (task.from_on, task.from_on), site))
            calendar.add_component(_event(task, "end", (task.to_on, task.to_on), site))
    return bytes(calendar.to_ical())
