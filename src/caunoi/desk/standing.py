"""What the page of one's own unit says beside what is due: coverage, plan, the unit among its siblings.

Every figure comes from the room that keeps it; here they are put together. The number of statements does not depend on
the number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from caunoi.accounts.models import User
from caunoi.directives.models import Directive
from caunoi.directives.queries import CoverageRow, current_directives, summed, totals_of
from caunoi.directives.queries.standing import answered_below, directives_due, own_totals
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import ACTING, MANAGING, Post, Scope
from caunoi.plans.choices import PlanAnswer, PlanState
from caunoi.plans.models import Plan, PlanTask
from caunoi.plans.queries.following import PlanBranch, branches, periods_of
from caunoi.plans.queries.following import summed as plans_summed
from caunoi.pure import timetree
from caunoi.pure.plan_progress import FULL, expected
from caunoi.pure.siblings import Comparison, Sibling, compared


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
