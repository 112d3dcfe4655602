"""Working calendars: everybody may read them, because deadlines must be checkable; officers keep those of their branch."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.organisations import actions, queries, rules
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.models import CalendarDay, Unit, WorkCalendar
from caunoi.organisations.queries import calendars as reading
from caunoi.organisations.web.calendar_forms import WEEKDAYS, CalendarForm, DayForm, HoursForm, TryForm
from caunoi.organisations.web.fields import suggested
from caunoi.organisations.web.forms import day_of
from caunoi.pure.workdays import Calendar, due_at, unfold
from caunoi.pure.workdays import Unit as LimitUnit

FIRST_YEAR, LAST_YEAR = 2000, 2190


def _scope(request: HttpRequest) -> queries.Scope:
    return queries.scope_asked(request, clock.today())


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def _units(request: HttpRequest) -> Any:
    places = queries.managed_placements(request.user, clock.today(), _scope(request))
    return Unit.objects.filter(placements__in=places)


def _list(request: HttpRequest, form: CalendarForm | None) -> HttpResponse:
    names = suggested(_units(request).order_by("folded_name")) if form else []
    context = {"calendars": reading.calendars(), "form": form, "suggested": names}
    status = 422 if form and form.is_bound else 200
    return render(request, "organisations/calendars.html", context, status=status)


@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """Every calendar, the federation's first; officers may make one for a unit of theirs."""
    may_make = rules.may_make_calendar(_scope(request))
    return _list(request, CalendarForm(units=_units(request)) if may_make else None)


@require_POST
@login_required
@idempotent
def make_calendar(request: HttpRequest) -> HttpResponse:
    """A calendar of a unit's own."""
    if not rules.may_make_calendar(_scope(request)):
        raise WorkCalendar.DoesNotExist
    form = CalendarForm(posted(request), units=_units(request))
    if form.is_valid():
        try:
            made = actions.make_calendar(**form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error("unit", error)
        else:
            messages.success(request, _("Đã lập lịch riêng. Chỉ cần ghi những ngày khác lịch chung."))
            return redirect("organisations:calendar", calendar_id=made.public_id)
    return _list(request, form)


def _tried(request: HttpRequest, calendar: Calendar) -> dict[str, Any]:
    """What the clock answers to the question in the address."""
    today = clock.today()
    if "amount" not in request.GET:
        form = TryForm(initial={"came_on": today, "came_at": "09:00", "amount": 10, "counted_in": "WD"})
        return {"try_form": form}
    form = TryForm(request.GET)
    if not form.is_valid():
        return {"try_form": form}
    lines = unfold(form.start(), form.limit(), calendar)
    due = due_at(form.start(), form.limit(), calendar)
    return {"try_form": form, "lines": lines, "due": due, "is_hours": form.limit().unit is LimitUnit.WH}


def _page(request: HttpRequest, row: WorkCalendar, form: DayForm | None = None) -> HttpResponse:
    calendar = reading.compiled(row)
    if form is not None and form.is_bound and "on" in getattr(form, "cleaned_data", {}):
        year = form.cleaned_data["on"].year
    else:
        year = _year(request.GET.get("year", ""))
    is_kept = reading.keeps(_scope(request), row, clock.today())
    edited = None
    if is_kept and form is None:
        edited, form = _day_form(request, row)
    context = {
        "calendar": row,
        "compiled": calendar,
        "year": year,
        "months": [date(year, month, 1) for month in range(1, 13)],
        "runs": reading.runs_in(row, year),
        "edited": edited,
        "week": list(zip(WEEKDAYS, row.hours, strict=True)),
        "is_kept": is_kept,
        "form": form if is_kept else None,
        **_tried(request, calendar),
    }
    return render(request, "organisations/calendar.html", context, status=422 if form and form.is_bound else 200)


def _day_form(request: HttpRequest, row: WorkCalendar) -> tuple[CalendarDay | None, DayForm]:
    """Empty, or filled with the day that is to be changed; and that day, where it is the calendar's own."""
    if "edit" not in request.GET:
        return None, DayForm()
    on = day_of(request.GET["edit"])
    day = reading.day_on(row, on)
    if day is None:
        return None, DayForm(initial={"on": on})
    initial = {"on": on, "kind": day.kind, "name": day.name, "source": day.source, "status": day.status}
    return day if day.calendar_id == row.pk else None, DayForm(initial=initial)


@require_GET
def calendar(request: HttpRequest, calendar_id: UUID) -> HttpResponse:
    """One calendar in one year, month by month, with the texts it rests on; and a question to its clock."""
    return _page(request, WorkCalendar.objects.select_related("unit").get(public_id=calendar_id))


def _year_page(row: WorkCalendar, year: int) -> HttpResponse:
    return redirect(f"{reverse('organisations:calendar', args=[row.public_id])}?year={year}")


@require_POST
@login_required
@idempotent
def save_calendar_day(request: HttpRequest, calendar_id: UUID) -> HttpResponse:
    """Say what a date, or a run of dates, is."""
    row = reading.kept_calendar_for(_scope(request), calendar_id, clock.today())
    form = DayForm(posted(request))
    if form.is_valid():
        given = dict(form.cleaned_data)
        kind, status = CalendarDayKind(given.pop("kind")), CalendarDayStatus(given.pop("status"))
        try:
            actions.save_calendar_day(calendar=row, kind=kind, status=status, **given, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã ghi. Hạn đang mở được tính lại; không hạn nào đã hứa bị ngắn đi."))
            return _year_page(row, given["on"].year)
    return _page(request, row, form)


@require_POST
@login_required
@idempotent
def remove_calendar_day(request: HttpRequest, calendar_id: UUID, day_id: UUID) -> HttpResponse:
    """Take a date away."""
    row = reading.kept_calendar_for(_scope(request), calendar_id, clock.today())
    day = CalendarDay.objects.select_related("calendar").get(calendar=row, public_id=day_id)
    actions.remove_calendar_day(day=day, by=request.user, at=clock.now())
    messages.success(request, _("Đã bỏ ngày này khỏi lịch. Không hạn nào đã hứa bị ngắn đi."))
    return _year_page(row, day.on.year)


@login_required
@idempotent
def set_office_hours(request: HttpRequest, calendar_id: UUID) -> HttpResponse:
    """Office hours of the week, and the rules of reckoning."""
    row = reading.kept_calendar_for(_scope(request), calendar_id, clock.today())
    initial = {"is_next_day_when_late": row.is_next_day_when_late, "is_rolled": row.is_rolled}
    form = HoursForm(posted(request), hours=row.hours, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in initial}
        try:
            actions.set_office_hours(calendar=row, week=form.week(), **given, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã đổi giờ làm việc."))
            return redirect("organisations:calendar", calendar_id=row.public_id)
    context = {"calendar": row, "form": form}
    return render(request, "organisations/office_hours.html", context, status=422 if form.errors else 200)
