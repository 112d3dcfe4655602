"""What every page of indicators is asked for: a unit that the person may see, a period, a tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caunoi.kit import clock
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import asked
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.plans.queries.places import Stand, unit_for_figures
from caunoi.plans.queries.rollup import Sight
from caunoi.plans.rules import may_enter_figures
from caunoi.pure.periods import Kind, Period, around, parse

DAYS_MOST = 366


class DaysForm(forms.Form):
    """Any stretch of days, and the day of the tree."""

    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến ngày"))
    tree = DayField(label=_("Theo sơ đồ ngày"), required=False, help_text=_("Để trống: theo nơi đơn vị đứng lúc đó."))

    def clean(self) -> dict[str, Any]:
        """The days in order, at most a year."""
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until:
            if until < since:
                self.add_error("until", _("Ngày cuối phải từ ngày đầu trở đi."))
            elif (until - since).days >= DAYS_MOST:
                self.add_error("until", _("Chọn nhiều nhất một năm."))
            elif parse(f"{since.isoformat()}..{until.isoformat()}") is None:
                self.add_error("since", _("Chọn năm từ 1990 đến 2199."))
        return values


@dataclass(frozen=True)
class Asked:
    """A page of indicators: whose, when, in which tree."""

    unit: Unit
    stands: list[Stand]
    period: Period
    tree: date | None
    scope: Scope
    form: DaysForm

    @property
    def sight(self) -> Sight:
        """What the roll-up needs of it."""
        return Sight(self.unit, self.stands, self.period, clock.today(), self.tree)

    @property
    def named_period(self) -> Period:
        """Figures are entered for named periods: of any other, for the month of its last day."""
        return self.period if self.period.kind is not Kind.FREE else around(self.period.to_on, Kind.MONTH)

    @property
    def query(self) -> str:
        """The period and the tree, for addresses."""
        return self.with_period(self.period)

    def with_period(self, period: Period) -> str:
        """The same page of another period."""
        tree = {"tree": self.tree.isoformat()} if self.tree else {}
        return urlencode({"period": period.code} | tree)

    def with_tree(self, tree: date | None) -> str:
        """The same page in another tree."""
        return urlencode({"period": self.period.code} | ({"tree": tree.isoformat()} if tree else {}))

    @property
    def may_enter(self) -> bool:
        """Whether the person may enter figures of the unit."""
        return may_enter_figures(self.scope, self.unit.pk, self.stands[-1].path)

    @property
    def may_enter_below(self) -> bool:
        """Whether the person may enter figures of the units below it too."""
        return self.scope.manages(self.stands[-1].path)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked_for(request: HttpRequest, unit_id: UUID) -> Asked:
    """What the address names. Raises Unit.DoesNotExist for a unit that is not the person's; an odd period is this year."""
    today = clock.today()
    scope = scope_asked(request, today)
    period, tree = parse(asked(request, "period", 30)), _day(asked(request, "tree", 10))
    form = DaysForm(request.GET if "since" in request.GET else None)
    if form.is_bound and form.is_valid():
        period, tree = Period(form.cleaned_data["since"], form.cleaned_data["until"]), form.cleaned_data["tree"]
    if period is None or (period.to_on - period.from_on).days >= DAYS_MOST:
        period = around(today, Kind.YEAR)
    unit, stands = unit_for_figures(scope, unit_id, period)
    if not form.is_bound:
        form = DaysForm(initial={"since": period.from_on, "until": period.to_on, "tree": tree})
    return Asked(unit, stands, period, tree, scope, form)


def asked_to_enter(request: HttpRequest, unit_id: UUID) -> Asked:
    """The same, of a unit whose figures the person may enter. Raises Unit.DoesNotExist otherwise."""
    wanted = asked_for(request, unit_id)
    if not wanted.may_enter:
        raise Unit.DoesNotExist
    return wanted
