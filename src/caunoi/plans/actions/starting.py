"""A new plan: from a template, from last year's, from what a directive asks for, or empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.models import Directive, DirectiveObligation
from caunoi.directives.queries import obligations_of
from caunoi.kit import audit
from caunoi.organisations.models import Unit
from caunoi.plans.actions.approving import amend_plan
from caunoi.plans.actions.editing import TaskDraft, add_task
from caunoi.plans.actions.progress import refresh_tasks
from caunoi.plans.choices import Adoption, Audience, Carrier, PlanSource, PlanState
from caunoi.plans.models import Indicator, Plan, PlanTask, PlanTemplate
from caunoi.plans.queries.plans import plan_of, successors_of
from caunoi.pure.plan_guesses import area_of, form_of, is_for_below
from caunoi.pure.vietnamese import short_date

YEARS_AHEAD = 5
TITLE = "Kế hoạch thông tin, tuyên truyền cải cách hành chính năm %d"


@dataclass(frozen=True)
class PlanStart:
    """What a new plan begins with; the fields that its source does not need stay empty."""

    year: int
    source: str = PlanSource.BLANK
    template: PlanTemplate | None = None
    directive: Directive | None = None
    # Whether what the directive asks for becomes tasks, too, whatever else the plan begins with.
    takes_obligations: bool = False
    is_sample: bool = False


def require_living(unit: Unit, at: datetime) -> None:
    """Raises ValidationError, with who took over, for a unit that ended."""
    today = timezone.localtime(at).date()
    if unit.ended_on is None or unit.ended_on > today:
        return
    names = ", ".join(row.name for row in successors_of(unit))
    words = _("%(unit)s đã kết thúc ngày %(day)s.") % {"unit": unit.name, "day": short_date(unit.ended_on)}
    raise ValidationError(
        {"unit": f"{words} {_('Đơn vị tiếp nhận: %s. Lập kế hoạch cho đơn vị đó.') % names}" if names else words}
    )


def _checked(unit: Unit, start: PlanStart, at: datetime) -> None:
    require_living(unit, at)
    this_year = timezone.localtime(at).year
    if not this_year - 1 <= start.year <= this_year + YEARS_AHEAD:
        words = _("Năm kế hoạch từ %(first)d đến %(last)d.")
        raise ValidationError({"year": words % {"first": this_year - 1, "last": this_year + YEARS_AHEAD}})
    if plan_of(unit, start.year):
        words = _("%(unit)s đã có kế hoạch năm %(year)d. Mở kế hoạch đó để sửa.")
        raise ValidationError({"year": words % {"unit": unit.name, "year": start.year}})


def _day(year: int, text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, 28)) if month == 2 else date(year, month, day)


def _of_template(plan: Plan, template: PlanTemplate) -> list[PlanTask]:
    known = {row.code: row for row in Indicator.objects.filter(is_retired=False)}
    same = ("title", "area", "form", "audience", "carrier", "target", "evidence_required", "weight")
    return [
        PlanTask(
            plan=plan, owner=plan.unit, from_on=_day(plan.year, row.from_day), to_on=_day(plan.year, row.to_day),
            indicator=known.get(row.indicator), **{name: getattr(row, name) for name in same},
        )
        for row in template.tasks.order_by("position", "pk")
    ]  # fmt: skip


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _of_last_year(plan: Plan, earlier: Plan) -> list[PlanTask]:
    years = plan.year - earlier.year
    rows = earlier.tasks.filter(cancelled_at=None).exclude(adoption=Adoption.DECLINED)
    same = (
        "title", "area", "form", "audience", "carrier", "target", "evidence_required", "weight", "budget", "indicator",
    )  # fmt: skip
    return [
        PlanTask(
            plan=plan, owner=row.owner if row.owner.ended_on is None else plan.unit,
            from_on=_moved(row.from_on, years), to_on=_moved(row.to_on, years),
            **{name: getattr(row, name) for name in same},
        )
        for row in rows.select_related("owner", "indicator").order_by("position", "pk")
    ]  # fmt: skip


def task_of_obligation(obligation: DirectiveObligation, plan: Plan, today: date) -> TaskDraft:
    """An obligation as a task of a plan: a first guess of its form, its area and who does it."""
    said = f"{obligation.text} {obligation.actor}"
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    asked = obligation.due_on or obligation.directive.due_on
    # What fell due before the plan's year goes on through it.
    due = min(asked, last) if asked >= first else last
    is_below = plan.unit_id == obligation.directive.issuer_id and is_for_below(said)
    return TaskDraft(
        title=obligation.text[:500], from_on=min(max(first, today), due), to_on=due, form=form_of(said),
        area=area_of(said), audience=Audience.MEMBERS, evidence_required=obligation.evidence_required,
        carrier=Carrier.BELOW if is_below else Carrier.OWN,
    )  # fmt: skip


def _words(plan: Plan, start: PlanStart, earlier: Plan | None) -> None:
    source: Any = start.template if start.source == PlanSource.TEMPLATE else earlier
    plan.title = TITLE % start.year
    if source is not None:
        plan.purpose, plan.requirements = source.purpose, source.requirements
        plan.organisation = source.organisation
    if start.source == PlanSource.TEMPLATE and start.template:
        plan.title = start.template.title.replace("{year}", str(start.year))[:300]


def _earlier(unit: Unit, start: PlanStart) -> Plan | None:
    if start.source != PlanSource.LAST_YEAR:
        return None
    found = plan_of(unit, start.year - 1)
    if found is None:
        raise ValidationError({"source": _("Không có kế hoạch năm %d để chép. Chọn cách khác.") % (start.year - 1)})
    return found


@transaction.atomic
def make_plan(*, unit: Unit, start: PlanStart, by: User, at: datetime) -> Plan:
    """A new draft. Raises ValidationError by field: a unit that ended, a year that has a plan, nothing to begin with."""
    # Two officers who begin the same year: the second waits here, and finds the first one's plan.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _checked(unit, start, at)
    earlier = _earlier(unit, start)
    if start.source == PlanSource.TEMPLATE and start.template is None:
        raise ValidationError({"template": _("Chọn một mẫu.")})
    if (start.takes_obligations or start.source == PlanSource.DIRECTIVE) and start.directive is None:
        raise ValidationError({"directive": _("Chọn một chỉ đạo.")})
    plan = Plan(
        unit=unit, year=start.year, directive=start.directive, copied_from=earlier, created_at=at, created_by=by,
        changed_at=at, changed_by=by, is_sample=start.is_sample,
    )  # fmt: skip
    _words(plan, start, earlier)
    plan.save()
    rows: list[PlanTask] = []
    if start.source == PlanSource.TEMPLATE and start.template:
        rows = _of_template(plan, start.template)
    elif earlier:
        rows = _of_last_year(plan, earlier)
    for number, row in enumerate(rows, 1):
        row.position = number
    PlanTask.objects.bulk_create(rows)
    audit.record(plan, "plans.make_plan", by=by, at=at, unit=unit, source=start.source)
    if start.directive and (start.takes_obligations or start.source == PlanSource.DIRECTIVE):
        obligations = list(obligations_of(start.directive))
        add_obligations(plan=plan, obligations=obligations, by=by, at=at)
    refresh_tasks([row.pk for row in rows], at)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def add_obligations(
    *, plan: Plan, obligations: Sequence[DirectiveObligation], by: User, at: datetime
) -> list[PlanTask]:
    """Each obligation becomes a task, once; those that are tasks already stay as they are. Raises ValidationError.

    A plan that is in force is opened for a change first.
    """
    if plan.state == PlanState.APPROVED:
        plan = amend_plan(plan=plan, by=by, at=at)
    today = timezone.localtime(at).date()
    return [
        add_task(plan=plan, draft=task_of_obligation(row, plan, today), obligation=row, by=by, at=at)
        for row in obligations
    ]
