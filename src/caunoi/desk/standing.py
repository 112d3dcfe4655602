"""What the page of one's own unit says: what is due, coverage, plan, cases, who is silent, the unit among its siblings.

Every figure comes from the room that keeps it; here they are put together. The number of statements does not depend on
the number of rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.models import User
from caunoi.directives.models import Directive
from caunoi.directives.queries import CoverageRow, current_directives, open_duties, summed, totals_of
from caunoi.directives.queries.standing import answered_below, directives_due, own_totals, returned_to
from caunoi.feedback.queries.inbox import todays_cases
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import ACTING, MANAGING, Post, Scope
from caunoi.plans.choices import ActivityState, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Activity, Plan, PlanTask
from caunoi.plans.queries.activities import activities_of, open_tasks, recipients_served, reporting_units
from caunoi.plans.queries.following import PlanBranch, branches, periods_of
from caunoi.plans.queries.following import summed as plans_summed
from caunoi.pure import timetree
from caunoi.pure.plan_progress import FULL, expected
from caunoi.pure.siblings import Comparison, Sibling, compared

# Tasks of the plan that end later than this are not due yet.
AHEAD = timedelta(days=30)
DUE_MOST = 60


@dataclass(frozen=True)
class Due:
    """One thing that waits for the unit."""

    icon: str
    verb: Any
    title: str
    on: date
    url: str
    note: str = ""
    is_sample: bool = False
    # What was given back has no day of its own: `on` is when that was.
    has_deadline: bool = True


@dataclass(frozen=True)
class Place:
    """A post of the person, as if it were their only one."""

    post: Post
    scope: Scope
    on: date

    @property
    def unit(self) -> Unit:
        """The unit that the page is about."""
        return self.post.unit

    @property
    def is_branch(self) -> bool:
        """Whether the person manages what lies below."""
        return self.post.role in MANAGING

    @property
    def is_union(self) -> bool:
        """Agencies have neither plans nor directives."""
        return self.post.category == UnitCategory.UNION


def places_of(scope: Scope, on: date) -> list[Place]:
    """One for each unit that the person acts for; a role that manages goes before others."""
    ordered = sorted((post for post in scope.posts if post.role in ACTING), key=lambda post: post.role not in MANAGING)
    posts = list({post.unit.pk: post for post in reversed(ordered)}.values())[::-1]
    # What predecessors left is the branch's; with several branches nobody can say here whose.
    inherited = scope.inherited if len(posts) == 1 else ()
    return [Place(post, replace(scope, posts=(post,), inherited=inherited), on) for post in posts]


def due_of(place: Place, user: User, at: datetime, progress: Progress | None) -> list[Due]:
    """What waits for the unit, the earliest day first."""
    given_back = _returned_reports(place) if progress is not None else []
    found = [*_duties(place, user, recipients_served(given_back)), *_cases(place, user, at)]
    if progress is not None:
        found += [*_returned_activities(place, given_back), *_answer(place, progress), *_tasks(place)]
    return sorted(found, key=lambda due: due.on)


def _returned_reports(place: Place) -> list[Activity]:
    rows = activities_of(place.scope).filter(state=ActivityState.RETURNED)
    return list(rows.order_by("decided_at", "pk")[:DUE_MOST])


def _duties(place: Place, user: User, mended: Collection[int]) -> Iterator[Due]:
    """What directives ask for; not the duties of the recipients `mended`, whose report was given back and is listed."""
    reporting = {unit.pk for unit in reporting_units(place.scope)}
    returned = {row.recipient_id: row for row in returned_to([place.unit.pk])[:DUE_MOST]}
    for duty in open_duties(user, place.scope, place.on):
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
        yield Due(icon, verb, directive.title, duty.due_on, url, note, directive.is_sample)


def _cases(place: Place, user: User, at: datetime) -> Iterator[Due]:
    for case in todays_cases(user, place.scope, at).cases:
        on = timezone.localtime(case.due_at).date()
        url = reverse("feedback:case", args=[case.public_id])
        yield Due("messages-square", _("Trả lời"), case.title, on, url, is_sample=case.is_sample)


def _returned_activities(place: Place, rows: Sequence[Activity]) -> Iterator[Due]:
    for row in rows:
        on = timezone.localtime(row.decided_at).date() if row.decided_at else place.on
        url = reverse("plans:report_again", args=[row.public_id])
        yield Due(
            "camera",
            _("Bổ sung hoạt động bị trả lại"),
            row.title,
            on,
            url,
            row.decision_note,
            row.is_sample,
            has_deadline=False,
        )


def _answer(place: Place, progress: Progress) -> Iterator[Due]:
    plan = progress.plan
    if plan is not None and progress.is_asked:
        url, verb = reverse("plans:plan", args=[plan.public_id]), _("Trả lời kế hoạch cấp trên")
        yield Due("clipboard-list", verb, plan.title, plan.adopt_by_on or place.on, url, is_sample=plan.is_sample)


def _tasks(place: Place) -> Iterator[Due]:
    rows = open_tasks([place.unit], place.on).filter(to_on__lte=place.on + AHEAD, own_progress__lt=FULL)
    for task in rows.exclude(carrier=Carrier.BELOW)[:DUE_MOST]:
        url = reverse("plans:plan", args=[task.plan.public_id])
        yield Due(
            "clipboard-list", _("Việc trong kế hoạch"), task.title, task.to_on, url, is_sample=task.plan.is_sample
        )


@dataclass(frozen=True)
class Coverage:
    """The four numerators: of one's own unit over a year's directives, or of the branch over the newest ones."""

    total: CoverageRow
    rows: Sequence[tuple[Directive, CoverageRow]] = ()


def coverage_of(place: Place, user: User) -> Coverage:
    """Two statements for a branch, one for a unit alone."""
    if not place.is_branch:
        return Coverage(own_totals(place.unit.pk, place.on))
    directives = current_directives(user, place.on, scope=place.scope)
    counts = totals_of(directives, place.scope)
    rows = [(row, counts[row.pk]) for row in directives if row.pk in counts]
    return Coverage(summed(place.post.path, [counted for _row, counted in rows]), rows)


@dataclass(frozen=True)
class Progress:
    """The unit's plan of the year, against the time that has passed; how many below have one; what is late."""

    plan: Plan | None
    expected: int
    below: PlanBranch | None
    late_count: int
    task_count: int

    @property
    def is_asked(self) -> bool:
        """Whether the plan came down and waits for the unit's answer."""
        plan = self.plan
        return (
            plan is not None and plan.above_id is not None and plan.revision == 0 and plan.answer == PlanAnswer.SILENT
        )


def progress_of(place: Place) -> Progress:
    """Four statements at most."""
    year = place.on.year
    plan = Plan.objects.filter(unit=place.unit, year=year).exclude(state=PlanState.DISCARDED).first()
    pace = expected(periods_of([plan]).get(plan.pk, []), place.on) if plan else 0
    rows = PlanTask.objects.filter(plan=plan, cancelled_at=None, span__gt=0) if plan else PlanTask.objects.none()
    ends = list(rows.values_list("to_on", "progress"))
    late = sum(to_on < place.on and share < FULL for to_on, share in ends)
    below = plans_summed(branches([place.post.path], year, place.on)[place.post.path]) if place.is_branch else None
    return Progress(plan, pace, below, late, len(ends))


@dataclass(frozen=True)
class Standing:
    """The unit among those under the same parent: acknowledgements, and the plan."""

    answers: Comparison
    plans: Comparison
    directives_count: int
    own: Sibling


def standing_of(place: Place) -> Standing:
    """Four statements, however many siblings. Members matter only where a union is of the grassroots."""
    on, path, own_pk = place.on, place.post.path, place.unit.pk
    *_above, parent = timetree.ids_of(path)[:-1] or [0]
    rows = Placement.objects.on(on).filter(parent=parent, unit__kind=place.unit.kind_id).order_by("unit_id")
    kinds = rows.values_list("unit_id", "unit__member_count", "unit__kind__is_grassroots")
    members = {pk: (count or 0) if is_grassroots else None for pk, count, is_grassroots in kinds}
    due = directives_due(path, on)
    answered = answered_below(due, path.removesuffix(f"{own_pk}/")) if members else {}
    plans = dict(
        Plan.objects.filter(unit__in=members, year=on.year, revision__gt=0)
        .exclude(state=PlanState.DISCARDED)
        .values_list("unit", "progress")
    )
    answers = {pk: Sibling(pk, *answered.get(pk, (0, 0)), number) for pk, number in members.items()}
    shares = {pk: Sibling(pk, plans.get(pk, 0), FULL if pk in plans else 0, number) for pk, number in members.items()}
    nobody = Sibling(own_pk, 0, 0)
    own, own_plan = answers.pop(own_pk, nobody), shares.pop(own_pk, nobody)
    return Standing(
        compared(own, list(answers.values())), compared(own_plan, list(shares.values()), least_asked=1), len(due), own
    )
