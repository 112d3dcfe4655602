"""Which plans a person sees, and what a plan says. Load is authorise: loaders raise DoesNotExist out of scope (404)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.models import Directive, DirectiveObligation
from caunoi.directives.queries import Offer
from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Placement, RoleGrant, Succession, Unit
from caunoi.organisations.queries import MANAGING, Scope, path_on, placed_today
from caunoi.plans.choices import Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Plan, PlanRevision, PlanTask
from caunoi.pure import timetree
from caunoi.pure.plan_changes import PlanChanges, compared

IN_FORCE = (PlanState.APPROVED, PlanState.CLOSED)
WRITING = (Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR)
# What a version of a plan keeps, and what is compared.
WORDS = ("title", "symbol", "purpose", "requirements", "organisation")
TASK_WORDS = (
    "title", "area", "form", "audience", "owner", "from_on", "to_on", "indicator", "target", "budget",
    "evidence_required", "weight", "carrier", "adoption", "reason",
)  # fmt: skip
# What makes a task that came down another one when it is changed.
ADOPTED_WORDS = ("title", "area", "form", "audience", "from_on", "to_on", "indicator_id", "target", "evidence_required")
CARRIED = Q(carrier__in=[Carrier.BELOW, Carrier.BOTH], cancelled_at=None) & ~Q(adoption=Adoption.DECLINED)
# What a unit has added to its draft goes down when it is approved; what came down to it has been.
CARRIED &= Q(plan__revision__gt=0) | Q(source__isnull=False)


def _writing_units(scope: Scope) -> list[int]:
    return [post.unit.pk for post in scope.posts if post.role in WRITING and post.category == UnitCategory.UNION]


def visible_plans(user: Any, scope: Scope) -> QuerySet[Plan]:
    """Plans of one's own unit and of the branch that one manages; what is in force of one's own unit and of those above."""
    if not isinstance(user, User) or not scope.posts:
        return Plan.objects.none()
    above = {pk for post in scope.posts for pk in timetree.ids_of(post.path)}
    mine = Q(unit__in=_writing_units(scope)) | Q(unit__in=placed_today(scope).values("unit"))
    # The plan of a unit that ended is its successors'.
    ended = Q(unit__ended_on__isnull=False, unit__successions_out__successor__in=_writing_units(scope))
    ended |= Q(unit__ended_on__isnull=False, unit__successions_out__successor__in=placed_today(scope).values("unit"))
    in_force = Q(unit__in=above, revision__gt=0)
    ids = Plan.objects.filter(mine | ended | in_force).exclude(state=PlanState.DISCARDED).values("pk")
    return Plan.objects.filter(pk__in=ids).select_related("unit", "unit__kind", "above__unit", "directive__document")


def plan_for(user: Any, public_id: UUID, scope: Scope) -> Plan:
    """A plan that the person may see. Raises Plan.DoesNotExist otherwise, also when it exists."""
    return visible_plans(user, scope).get(public_id=public_id)


def task_for(user: Any, public_id: UUID, scope: Scope) -> PlanTask:
    """A task of a plan that the person may see. Raises PlanTask.DoesNotExist otherwise."""
    rows = PlanTask.objects.filter(plan__in=visible_plans(user, scope).values("pk"))
    return rows.select_related("plan__unit", "source__plan__unit", "indicator", "owner").get(public_id=public_id)


def tasks_of(plan: Plan) -> list[PlanTask]:
    """The tasks of a plan in order, with what a page says of them."""
    rows = plan.tasks.select_related("indicator", "owner", "source__plan__unit", "taken_from__unit", "obligation")
    return list(rows.order_by("position", "pk"))


def plan_of(unit: Unit, year: int) -> Plan | None:
    """The unit's plan for a year; none when there is none, or it was discarded."""
    rows = Plan.objects.filter(unit=unit, year=year).exclude(state=PlanState.DISCARDED)
    return rows.select_related("unit", "above__unit").first()


def years_planned(units: Iterable[Unit]) -> list[Plan]:
    """The plans of units, the newest year first."""
    rows = Plan.objects.filter(unit__in=[unit.pk for unit in units]).exclude(state=PlanState.DISCARDED)
    return list(rows.select_related("unit", "above__unit").order_by("-year", "unit__folded_name")[:60])


def plans_to_decide(scope: Scope, user: User, on: date, *, limit: int = 100) -> list[Plan]:
    """Plans that others submitted in units right below one's own, or in one's own; oldest first. `path` is the unit's place.

    Those from further below, too, where nobody in the unit above could decide: they would wait for ever.
    """
    own = [unit.pk for unit in scope.own_units(MANAGING)]
    places = Placement.objects.on(on)
    mine = Q(unit__in=places.filter(parent__in=own).values("unit")) | Q(unit__in=_writing_units(scope))
    deciding = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on, role__in=MANAGING)
    left_alone = placed_today(scope).exclude(Exists(deciding.filter(unit=OuterRef("parent"), user__is_active=True)))
    mine |= Q(unit__in=left_alone.values("unit"))
    rows = Plan.objects.filter(mine, state=PlanState.SUBMITTED).exclude(submitted_by=user)
    rows = rows.annotate(path=Subquery(places.filter(unit=OuterRef("unit")).values("path")[:1]))
    return list(rows.select_related("unit", "above__unit", "submitted_by").order_by("submitted_at", "pk")[:limit])


@dataclass(frozen=True)
class SubmittedPlan:
    """A plan that waits, as it is read before it is decided: what it says otherwise than the plan above, and all its tasks.

    `held` is its version in force, where there is one.
    """

    plan: Plan
    tasks: list[PlanTask]
    held: dict[str, Any] | None

    @property
    def differing(self) -> list[PlanTask]:
        """Tasks that are not word for word those of the plan above; without one above, all."""
        return [row for row in self.tasks if row.adoption != Adoption.ADOPTED or row.cancelled_at]

    @property
    def same_count(self) -> int:
        """How many are."""
        return len(self.tasks) - len(self.differing)


def to_be_read(plans: Sequence[Plan]) -> list[SubmittedPlan]:
    """What submitted plans say; two statements for any number of them."""
    ids = [plan.pk for plan in plans]
    rows = PlanTask.objects.filter(plan__in=ids).select_related(
        "indicator", "owner", "source__indicator", "source__owner"
    )
    tasks: dict[int, list[PlanTask]] = {pk: [] for pk in ids}
    for row in rows.order_by("position", "pk"):
        tasks[row.plan_id].append(row)
    held = PlanRevision.objects.filter(plan__in=ids, number=F("plan__revision")).values_list("plan", "content")
    contents = dict(held)
    return [SubmittedPlan(plan, tasks[plan.pk], contents.get(plan.pk)) for plan in plans]


def plans_asked(units: Iterable[Unit], year: int) -> list[Plan]:
    """Plans of units, of a year or later, that came down and wait for the unit's answer; the first due before others."""
    rows = Plan.objects.filter(unit__in=list(units), year__gte=year, revision=0, answer=PlanAnswer.SILENT)
    rows = rows.filter(above__isnull=False, state=PlanState.DRAFT).select_related("unit")
    return list(rows.order_by("adopt_by_on", "pk"))


def plans_given_back(units: Iterable[Unit], year: int) -> list[Plan]:
    """Plans of units, of a year or later, that were returned and are not sent again yet."""
    rows = Plan.objects.filter(unit__in=list(units), year__gte=year, state=PlanState.RETURNED).select_related("unit")
    return list(rows.order_by("decided_at", "pk"))


def plan_above(unit: Unit, year: int, on: date) -> Plan | None:
    """The nearest plan above a unit that goes down to others: one that a new unit may take."""
    path = path_on(unit, on)
    ids = timetree.ids_of(path)[:-1] if path else []
    rows = Plan.objects.filter(unit__in=ids, year=year).exclude(state=PlanState.DISCARDED)
    rows = rows.filter(Q(cascaded_at__isnull=False, revision__gt=0) | Q(origin__isnull=False)).select_related("unit")
    found = {row.unit_id: row for row in rows}
    return next((found[pk] for pk in reversed(ids) if pk in found), None)


def tasks_going_down(plan_ids: Collection[int]) -> list[PlanTask]:
    """The tasks of plans that go down, in order. While a change of a plan is being written, only those that its version in
    force holds, too."""
    rows = PlanTask.objects.filter(CARRIED, plan__in=plan_ids).select_related("indicator").order_by("position", "pk")
    changing = Plan.objects.filter(pk__in=plan_ids, revision__gt=0).exclude(state__in=IN_FORCE)
    held = PlanRevision.objects.filter(plan__in=changing, number=F("plan__revision"))
    known = {row.plan_id: {task["id"] for task in row.content["tasks"]} for row in held}
    return [row for row in rows if row.plan_id not in known or str(row.public_id) in known[row.plan_id]]


def offered_tasks(plan: Plan) -> list[PlanTask]:
    """Tasks of the plan above that go down, and that this plan does not carry yet: added since, or before it was there."""
    if plan.above_id is None:
        return []
    carried = set(plan.tasks.exclude(source=None).values_list("source", flat=True))
    return [row for row in tasks_going_down([plan.above_id]) if row.pk not in carried]


def open_obligations(plan: Plan, user: Any, visible: QuerySet[Directive]) -> list[DirectiveObligation]:
    """Obligations of the directives that concern the plan's unit and year, and are no task of the plan yet."""
    mine = Q(directive__issuer=plan.unit_id) | Q(directive__recipients__unit=plan.unit_id)
    if plan.directive_id:
        mine |= Q(directive=plan.directive_id)
    taken = plan.tasks.exclude(obligation=None).values("obligation")
    rows = DirectiveObligation.objects.filter(mine, directive__in=visible.values("pk")).exclude(pk__in=taken)
    rows = rows.filter(directive__due_on__gte=date(plan.year - 1, 7, 1)).select_related("directive__document")
    return list(rows.distinct().order_by("-directive__issued_at", "position")[:60])


def obligation_for(public_id: UUID, visible: QuerySet[Directive]) -> DirectiveObligation:
    """An obligation of a directive that the person may see. Raises DirectiveObligation.DoesNotExist otherwise."""
    rows = DirectiveObligation.objects.filter(directive__in=visible.values("pk"))
    return rows.select_related("directive__document").get(public_id=public_id)


def obligation_offers(scope: Scope, obligations: Collection[DirectiveObligation]) -> dict[int, Offer]:
    """Beside each obligation, for who writes plans: put it into the plan, or where it is a task already. One statement."""
    units = _writing_units(scope)
    if not units:
        return {}
    rows = PlanTask.objects.filter(obligation__in=obligations, plan__unit__in=units).select_related("plan")
    tasks = {row.obligation_id: row.plan for row in rows.exclude(plan__state=PlanState.DISCARDED).order_by("pk")}
    offers = {}
    for row in obligations:
        plan = tasks.get(row.pk)
        label = _("Có trong kế hoạch năm %d") % plan.year if plan else _("Đưa vào kế hoạch của đơn vị")
        path = f"/plans/{plan.public_id}/" if plan else f"/plans/obligations/{row.public_id}/take/"
        offers[row.pk] = Offer(label, path, is_post=plan is None)
    return offers


def successors_of(unit: Unit) -> list[Unit]:
    """Who took over from a unit that ended."""
    rows = Succession.objects.filter(predecessor=unit).select_related("successor").order_by("pk")
    return list({row.successor_id: row.successor for row in rows}.values())


def plans_left_behind(units: Iterable[Unit], year: int) -> list[Plan]:
    """Plans for a year, with tasks open, of units that ended and that these units succeed."""
    rows = Plan.objects.filter(
        unit__ended_on__isnull=False, unit__successions_out__successor__in=[unit.pk for unit in units], year__gte=year,
        tasks__cancelled_at=None, tasks__isnull=False,
    ).exclude(state__in=[PlanState.DISCARDED, PlanState.CLOSED])  # fmt: skip
    return list(rows.select_related("unit").distinct().order_by("unit__folded_name")[:20])


def task_words(task: PlanTask) -> dict[str, Any]:
    """A task as a version keeps it: plain words and numbers."""
    return {
        "id": str(task.public_id), "title": task.title, "area": task.area, "form": task.form, "audience": task.audience,
        "owner": task.owner.name, "from_on": task.from_on.isoformat(), "to_on": task.to_on.isoformat(),
        "indicator": task.indicator.name if task.indicator else "",
        "measure": task.indicator.measure if task.indicator else "",
        "target": f"{task.target.normalize():f}" if task.target is not None else "", "budget": task.budget,
        "evidence_required": task.evidence_required, "weight": task.weight, "carrier": task.carrier,
        "adoption": task.adoption, "reason": task.reason, "cancel_reason": task.cancel_reason,
    }  # fmt: skip


def plan_words(plan: Plan, tasks: Iterable[PlanTask]) -> dict[str, Any]:
    """A plan as a version keeps it."""
    words: dict[str, Any] = {name: getattr(plan, name) for name in WORDS}
    return words | {"tasks": [task_words(task) for task in tasks]}


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> PlanChanges:
    """What the later of two versions says otherwise."""
    return compared(before, after, WORDS, TASK_WORDS)


def revision_for(plan: Plan, number: int) -> PlanRevision:
    """A version. Raises PlanRevision.DoesNotExist."""
    return plan.revisions.select_related("by").get(number=number)
