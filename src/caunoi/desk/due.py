"""What waits for the units that a person acts for: one list for today's page and for the page of one's own unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.models import User
from caunoi.directives.queries import open_duties
from caunoi.directives.queries.standing import returned_to
from caunoi.feedback.models import Case
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import ACTING, Scope
from caunoi.plans.choices import ActivityState, Carrier, PlanState
from caunoi.plans.models import Activity
from caunoi.plans.queries.activities import activities_of, open_tasks, recipients_served, reporting_units
from caunoi.plans.queries.plans import plans_asked, plans_given_back
from caunoi.pure.plan_progress import FULL

# Tasks of the plan that end later than this are not due yet.
AHEAD = timedelta(days=30)
DUE_MOST, DRAFTS_MOST = 60, 5


@dataclass(frozen=True)
class Due:
    """One thing that waits for a unit."""

    icon: str
    verb: Any
    title: str
    on: date
    url: str
    note: str = ""
    is_sample: bool = False
    # What was given back has no day of its own: `on` is when that was.
    has_deadline: bool = True
    is_draft: bool = False
    # The unit that it waits for, said where a person acts for several; and the working days that are left.
    unit: str = ""
    working: int | None = None


def due_of(user: User, scope: Scope, cases: Iterable[Case], on: date) -> list[Due]:
    """What waits for the units of a scope, the earliest day first; `cases` are those of `todays_cases`."""
    unions = [post.unit for post in scope.posts if post.role in ACTING and post.category == UnitCategory.UNION]
    found = list(_cases(cases))
    given_back = _returned_reports(scope) if unions else []
    found += _duties(user, scope, on, recipients_served(given_back))
    if unions:
        found += _drafts(scope)
        found += [*_returned_activities(given_back, on), *_plans(unions, on), *_tasks(scope, unions, on)]
    return sorted(found, key=lambda due: due.on)


def _returned_reports(scope: Scope) -> list[Activity]:
    rows = activities_of(scope).filter(state=ActivityState.RETURNED).select_related("unit")
    return list(rows.order_by("decided_at", "pk")[:DUE_MOST])


def _drafts(scope: Scope) -> Iterator[Due]:
    """Meetings whose list was opened and whose report nobody has sent: the unit above sees nothing of them yet."""
    rows = activities_of(scope).filter(state=ActivityState.DRAFT).select_related("unit")
    for row in rows.order_by("happened_on", "pk")[:DRAFTS_MOST]:
        url = reverse("plans:activity", args=[row.public_id])
        yield Due(
            "camera", _("Viết tiếp báo cáo"), row.title, row.happened_on, url, is_sample=row.is_sample,
            has_deadline=False, is_draft=True, unit=row.unit.name,
        )  # fmt: skip


def _duties(user: User, scope: Scope, on: date, mended: Collection[int]) -> Iterator[Due]:
    """What directives ask for; not the duties of the recipients `mended`, whose report was given back and is listed."""
    reporting = {unit.pk for unit in reporting_units(scope)}
    owed = open_duties(user, scope, on)
    back_rows = returned_to({duty.recipient.unit_id for duty in owed})[:DUE_MOST] if owed else []
    returned = {row.recipient_id: row for row in back_rows}
    for duty in owed:
        directive, back = duty.recipient.directive, returned.get(duty.recipient.pk)
        if duty.kind != "ACKNOWLEDGE" and duty.recipient.pk in mended:
            continue
        if duty.kind == "ACKNOWLEDGE":
            url, icon, verb = (
                reverse("directives:directive", args=[directive.public_id]),
                "clipboard-check",
                _("Xác nhận"),
            )
        else:
            url, icon, verb = (
                reverse("directives:submit_evidence", args=[duty.recipient.public_id]),
                "camera",
                _("Báo việc đã làm"),
            )
            if back is None and duty.recipient.unit_id in reporting:
                url = f"{reverse('plans:report_activity_new')}?duty={duty.recipient.public_id}"
        if back is not None:
            verb = _("Bổ sung minh chứng bị trả lại")
        note = back.decision_note if back else ""
        yield Due(
            icon, verb, directive.title, duty.due_on, url, note, directive.is_sample, unit=duty.recipient.unit_name
        )


def _cases(cases: Iterable[Case]) -> Iterator[Due]:
    for case in cases:
        on = timezone.localtime(case.due_at).date()
        url = reverse("feedback:case", args=[case.public_id])
        yield Due(
            "messages-square", _("Trả lời"), case.title, on, url, is_sample=case.is_sample,
            unit=case.unit.name if case.unit else "", working=case.working_days_left,
        )  # fmt: skip


def _returned_activities(rows: Sequence[Activity], today: date) -> Iterator[Due]:
    for row in rows:
        on = timezone.localtime(row.decided_at).date() if row.decided_at else today
        url = reverse("plans:report_again", args=[row.public_id])
        verb = _("Bổ sung hoạt động bị trả lại")
        yield Due(
            "camera", verb, row.title, on, url, row.decision_note, row.is_sample, has_deadline=False, unit=row.unit.name
        )


def _plans(unions: Collection[Unit], today: date) -> Iterator[Due]:
    """Plans that came down and wait for the unit's answer, and own plans that were returned."""
    for plan in plans_asked(unions, today.year):
        url, verb = reverse("plans:plan", args=[plan.public_id]), _("Trả lời kế hoạch cấp trên")
        on = plan.adopt_by_on or today
        yield Due("clipboard-list", verb, plan.title, on, url, is_sample=plan.is_sample, unit=plan.unit.name)
    for plan in plans_given_back(unions, today.year):
        url, verb = reverse("plans:plan", args=[plan.public_id]), _("Sửa kế hoạch bị trả lại")
        on = timezone.localtime(plan.decided_at).date() if plan.decided_at else today
        yield Due(
            "clipboard-list", verb, plan.title, on, url, plan.decision_note, plan.is_sample, has_deadline=False,
            unit=plan.unit.name,
        )  # fmt: skip


def _tasks(scope: Scope, unions: Collection[Unit], today: date) -> Iterator[Due]:
    reporting = {unit.pk for unit in reporting_units(scope)}
    rows = open_tasks(unions, today).filter(to_on__lte=today + AHEAD, own_progress__lt=FULL)
    for task in rows.exclude(carrier=Carrier.BELOW)[:DUE_MOST]:
        url = reverse("plans:plan", args=[task.plan.public_id])
        if task.owner_id in reporting and task.plan.state == PlanState.APPROVED:
            url = f"{reverse('plans:report_activity_new')}?task={task.public_id}"
        yield Due(
            "clipboard-list", _("Làm, báo việc kế hoạch"), task.title, task.to_on, url, is_sample=task.plan.is_sample,
            unit=task.owner.name,
        )  # fmt: skip
