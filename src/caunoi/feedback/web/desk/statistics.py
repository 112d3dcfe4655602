"""Figures of the desk, what is being said more often, and the same as a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from caunoi.accounts.models import User
from caunoi.feedback.queries import statistics as counts
from caunoi.feedback.web.desk import drawn
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.feedback.web.desk.statistics_sheet import sheet_of
from caunoi.kit import clock
from caunoi.kit.files.checks import SHEET
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import asked
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope

PERIODS = (
    ("month", _l("Tháng này")), ("three", _l("Ba tháng gần nhất")), ("year", _l("Năm nay")), ("days", _l("Từ ngày đến ngày")),
)  # fmt: skip
FIELDS = ("period", "since", "until", "unit")
# The longest period: each of its months is a row.
DAYS_MOST = 3 * 366


class PeriodForm(forms.Form):
    """Which days and whose cases; it lives in the address."""

    period = forms.ChoiceField(label=_l("Kỳ"), choices=PERIODS, required=False)
    since = DayField(label=_l("Từ ngày"), required=False, help_text=_l("Khi chọn kỳ từ ngày đến ngày"))
    until = DayField(label=_l("Đến hết ngày"), required=False, help_text=_l("Nhiều nhất ba năm"))
    unit = forms.ChoiceField(label=_l("Đơn vị"), required=False)

    def name_units(self, desks: list[Unit], units: list[Unit], chosen: Unit | None) -> None:
        """Offer what the period's cases lie with."""
        known = {unit.pk for unit in (*desks, *units)}
        rest = [chosen] if chosen and chosen.pk not in known else []
        groups = ((_("Nơi tiếp nhận"), desks), (_("Đơn vị trả lời"), units), (_("Đang chọn"), rest))
        choices: list[Any] = [("", _("Mọi đơn vị trong tầm xem"))]
        for label, found in groups:
            if found:
                choices.append((label, [(str(unit.public_id), unit.name) for unit in found]))
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self.initial["unit"] = str(chosen.public_id) if chosen else ""


@dataclass(frozen=True)
class Asked:
    """A period [since, until), and the unit that figures are narrowed to."""

    period: str
    since: date
    until: date
    unit: Unit | None

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.until - timedelta(days=1)

    @property
    def facts(self) -> dict[str, Any]:
        """What every query of figures takes."""
        return {"since": self.since, "until": self.until, "unit": self.unit}


def _months_back(day: date, count: int) -> date:
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def _days(given: dict[str, Any], today: date) -> tuple[str, date, date]:
    """The period in days; from and to that make no sense are the last three months."""
    period, since, last = given.get("period"), given.get("since"), given.get("until") or today
    last = min(last, today)
    if period == "days" and since and timedelta(0) <= last - since <= timedelta(days=DAYS_MOST):
        return "days", since, last + timedelta(days=1)
    starts = {"month": today.replace(day=1), "year": today.replace(month=1, day=1)}
    chosen = period if period in starts else "three"
    return chosen, starts.get(chosen, _months_back(today, 2)), today + timedelta(days=1)


def _unit(text: str) -> Unit | None:
    try:
        return Unit.objects.filter(public_id=UUID(text)).first()
    except ValueError:
        return None


def _asked(request: HttpRequest) -> Asked:
    form = PeriodForm(_plain(request))
    form.fields.pop("unit")
    form.is_valid()
    unit = _unit(asked(request, "unit", 36))
    return Asked(*_days(form.cleaned_data, clock.today()), unit)


def _plain(request: HttpRequest) -> QueryDict:
    plain = QueryDict(mutable=True)
    for name in FIELDS:
        if value := asked(request, name, 36):
            plain[name] = value
    return plain


def _form(user: User, scope: Scope, wanted: Asked) -> PeriodForm:
    initial = {"period": wanted.period, "since": wanted.since, "until": wanted.last}
    form = PeriodForm(initial=initial, label_suffix="")
    form.name_units(*counts.units_counted(user, scope, since=wanted.since, until=wanted.until), wanted.unit)
    return form


@require_GET
@login_required
def statistics(request: HttpRequest) -> HttpResponse:
    """What came, what was answered and how soon, and what is spoken of more than before."""
    scope, wanted, now = at_desk(request), _asked(request), clock.now()
    user: Any = request.user
    lines = {name: counts.by_dimension(user, scope, name, **wanted.facts) for name in counts.DIMENSIONS}
    rising = counts.rising_topics(user, scope, on=wanted.until, unit=wanted.unit)
    context = {
        "scope": scope, "wanted": wanted, "form": _form(user, scope, wanted), "kept": _plain(request).urlencode(), "now": now,
        "figures": counts.figures(user, scope, at=now, **wanted.facts),
        "months": drawn.months_of(counts.by_month(user, scope, **wanted.facts)),
        "tables": [drawn.table_of(name, lines[name]) for name in counts.DIMENSIONS],
        "published": drawn.published_of(*counts.published_table(user, scope, **wanted.facts)),
        "rising": drawn.whiskers_of(rising), "rising_since": wanted.until - timedelta(weeks=4),
        "rising_before": wanted.until - timedelta(weeks=8), "rising_until": wanted.until - timedelta(weeks=4, days=1),
    }  # fmt: skip
    return render(request, "feedback/desk/statistics.html", context)


@require_GET
@login_required
def export_statistics(request: HttpRequest) -> HttpResponse:
    """The same figures as a spreadsheet, with a sheet that says what they mean."""
    scope, wanted = at_desk(request), _asked(request)
    data = sheet_of(request.user, scope, clock.now(), **wanted.facts)  # type: ignore[arg-type]
    response = HttpResponse(data, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{wanted.last:%Y%m%d}.xlsx"'
    return response
