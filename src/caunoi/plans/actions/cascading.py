"""A plan goes down: every unit below gets a draft that carries it on, a thousand units at a time.

The drafts follow the tree: each carries on the plan of the nearest unit above that is part of the cascade, so that progress
comes up level by level. Safe to run again: a unit has one plan a year, and a task is carried once by a plan.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, bulk, outbox
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import path_on, subtree_on
from caunoi.plans.actions.approving import answer_of
from caunoi.plans.actions.editing import TOUCHED, locked, require, touch
from caunoi.plans.actions.progress import refresh_branch, refresh_tasks
from caunoi.plans.choices import Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.events import CascadeWanted, PlansCascaded, PlansReminded
from caunoi.plans.models import Plan, PlanTask
from caunoi.plans.queries.plans import CARRIED, plan_above, plan_of, tasks_going_down
from caunoi.pure import timetree

CHUNK = 1000
COPIED = (
    "title", "area", "form", "audience", "from_on", "to_on", "indicator_id", "target", "evidence_required", "weight",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A unit that the cascade reaches; `has_below`: whether it reaches units under it, too."""

    unit_id: int
    path: str
    has_below: bool = False


@dataclass
class Known:
    """Plans of the cascade by unit, and the tasks of each that go down."""

    plans: dict[int, Plan]
    tasks: dict[int, list[PlanTask]] = field(default_factory=dict)

    def above(self, place: Place) -> Plan:
        """The plan of the nearest unit above."""
        return next(self.plans[pk] for pk in reversed(timetree.ids_of(place.path)[:-1]) if pk in self.plans)

    def load(self, plans: Collection[Plan]) -> None:
        """Read the tasks that go down from these plans, once."""
        missing = [plan.pk for plan in plans if plan.pk not in self.tasks]
        self.tasks |= {pk: [] for pk in missing}
        for row in tasks_going_down(missing):
            self.tasks[row.plan_id].append(row)


@transaction.atomic
def cascade_plan(*, plan: Plan, adopt_by_on: date, kinds: Sequence[int] = (), by: User, at: datetime) -> Plan:
    """Send an approved plan to the units below, all or of some kinds, who answer by a day.

    The drafts are made from the event, so that the page does not wait. Raises ValidationError: nothing goes down, a day
    that is past, nobody below.
    """
    row = locked(plan)
    require(row, "cascade_plan")
    today = timezone.localtime(at).date()
    if adopt_by_on < today:
        raise ValidationError({"adopt_by_on": _("Hạn trả lời phải từ hôm nay trở đi.")})
    if not PlanTask.objects.filter(CARRIED, plan=row).exists():
        raise ValidationError(_("Chưa có việc nào giao cấp dưới. Sửa ô “Ai làm” của ít nhất một việc."))
    count = reached(row, kinds, today).count()
    if not count:
        raise ValidationError({"kinds": _("Không có đơn vị nào bên dưới thuộc loại đã chọn.")})
    row.adopt_by_on, row.cascaded_at = adopt_by_on, at
    row.cascade_facts = {"kinds": list(kinds), "count": count}
    touch(row, by, at)
    row.save(update_fields=["adopt_by_on", "cascaded_at", "cascade_facts", *TOUCHED])
    audit.record(row, "plans.cascade_plan", by=by, at=at, count=count, kinds=list(kinds))
    outbox.post(CascadeWanted(row.pk, "", list(kinds)))
    return row


def reached(plan: Plan, kinds: Collection[int], on: date) -> Any:
    """Places of the unions that a cascade reaches on a day, in the order of the tree."""
    path = path_on(plan.unit, on)
    rows = subtree_on(path, on) if path else Placement.objects.none()
    rows = rows.filter(unit__kind__category=UnitCategory.UNION).exclude(unit=plan.unit_id)
    return (rows.filter(unit__kind__in=kinds) if kinds else rows).order_by("path")


def _places(plan: Plan, kinds: Collection[int], after: str, on: date) -> list[Place]:
    rows = reached(plan, kinds, on).filter(path__gt=after)
    found = list(rows.values_list("unit_id", "path")[: CHUNK + 1])
    if not found:
        return []
    paths = [*(path for _pk, path in found[1:]), ""]
    return [Place(pk, path, following.startswith(path)) for (pk, path), following in zip(found, paths, strict=True)]


def _known(root: Plan, places: Sequence[Place]) -> tuple[Known, dict[int, Plan]]:
    """The plans that belong to the cascade, and all plans of the year of these units."""
    ids = {pk for place in places for pk in timetree.ids_of(place.path)}
    rows = Plan.objects.filter(unit__in=ids, year=root.year).exclude(state=PlanState.DISCARDED)
    all_plans = {row.unit_id: row for row in rows}
    origin = root.origin_id or root.pk
    known = {pk: row for pk, row in all_plans.items() if row.origin_id == origin or row.pk == root.pk}
    return Known(known | {root.unit_id: root}), all_plans


def _hold(existing: dict[int, Plan], places: Sequence[Place]) -> None:
    """Hold the plans that units have already, from below upwards as every other deed does, and read them again: an officer
    may be submitting one."""
    known = [place for place in places if place.unit_id in existing]
    for place in sorted(known, key=lambda row: (-row.path.count("/"), existing[row.unit_id].pk)):
        existing[place.unit_id] = locked(existing[place.unit_id])


def _new_plan(root: Plan, above: Plan, place: Place, at: datetime) -> Plan:
    return Plan(
        unit_id=place.unit_id, year=root.year, title=root.title, above=above, origin_id=root.origin_id or root.pk,
        answer=PlanAnswer.SILENT, directive_id=root.directive_id, purpose=root.purpose, requirements=root.requirements,
        organisation=root.organisation, adopt_by_on=root.adopt_by_on, created_at=at, changed_at=at,
        is_sample=root.is_sample,
    )  # fmt: skip


def _copies(plan: Plan, sources: Sequence[PlanTask], *, has_below: bool, first: int = 1) -> list[PlanTask]:
    """What a lower plan carries on; a unit with nobody under it does the work itself."""
    return [
        PlanTask(
            plan=plan, position=number, source_id=source.pk, adoption=Adoption.ADOPTED, owner_id=plan.unit_id,
            carrier=source.carrier if has_below else Carrier.OWN,
            span=0 if has_below and source.carrier == Carrier.BELOW else 1,
            **{name: getattr(source, name) for name in COPIED},
        )
        for number, source in enumerate(sources, first)
    ]  # fmt: skip


# A copy for each new plan of each task of the plan above that goes down: the database makes the rows, because models for
# a hundred thousand of them cost ten times as much.
COPY_SQL = """
INSERT INTO plans_plantask ({columns}) SELECT {values}
FROM plans_plan plan JOIN plans_plantask source ON source.plan_id = plan.above_id
WHERE plan.id IN ({plans}) AND source.id IN ({sources})
ON CONFLICT DO NOTHING"""
KEY_SQL = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


def _copy_rows(plans: Collection[Plan], sources: Collection[PlanTask], carriers: Collection[int]) -> None:
    """The same as `_copies` for many new plans in one statement; `carriers` are the plans with units below them."""
    goes_on = f"plan.id IN ({', '.join(str(int(pk)) for pk in carriers) or 'NULL'})"
    made = {
        "public_id": KEY_SQL[connection.vendor], "plan": "plan.id", "source": "source.id", "owner": "plan.unit_id",
        "adoption": f"'{Adoption.ADOPTED}'", "position": "source.position",
        "carrier": f"CASE WHEN {goes_on} THEN source.carrier ELSE '{Carrier.OWN}' END",
        "span": f"CASE WHEN {goes_on} AND source.carrier = '{Carrier.BELOW}' THEN 0 ELSE 1 END",
    }  # fmt: skip
    columns, values, given = [], [], []
    for each in PlanTask._meta.concrete_fields:
        if each.primary_key:
            continue
        columns.append(str(each.column))
        if each.name in made:
            values.append(made[each.name])
        elif each.attname in COPIED:
            values.append(f"source.{each.column}")
        else:
            values.append("%s")
            given.append(each.get_db_prep_save(each.get_default(), connection))
    sql = COPY_SQL.format(
        columns=", ".join(columns), values=", ".join(values), plans=", ".join(str(int(plan.pk)) for plan in plans),
        sources=", ".join(str(int(row.pk)) for row in sources),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def _level(root: Plan, places: Sequence[Place], known: Known, at: datetime) -> list[int]:
    """Drafts for units of one depth; returns the keys of the plans made."""
    aboves = {place.unit_id: known.above(place) for place in places}
    bulk.insert([_new_plan(root, aboves[place.unit_id], place, at) for place in places], ignore_conflicts=True)
    rows = Plan.objects.filter(unit__in=aboves, year=root.year).exclude(state=PlanState.DISCARDED)
    made = {row.unit_id: row for row in rows}
    known.plans |= made
    known.load(list({plan.pk: plan for plan in aboves.values()}.values()))
    sources = [row for plan in {plan.pk for plan in aboves.values()} for row in known.tasks[plan]]
    if sources:
        _copy_rows(made.values(), sources, [made[place.unit_id].pk for place in places if place.has_below])
    return [row.pk for row in made.values()]


def _join(root: Plan, plan: Plan, place: Place, known: Known, at: datetime) -> bool:
    """A unit that has a plan already: a draft gets what it lacks; one that was submitted or approved is only asked."""
    above = known.above(place)
    known.load([above])
    is_new = plan.above_id is None
    # Also where a unit in between had sent its own plan down before: its branch is part of this cascade now.
    plan.origin_id = root.origin_id or root.pk
    if is_new:
        plan.above, plan.answer = above, PlanAnswer.SILENT
    if plan.adopt_by_on is None or plan.answer == PlanAnswer.SILENT:
        plan.adopt_by_on = root.adopt_by_on
    plan.save(update_fields=["above", "origin", "answer", "adopt_by_on"])
    known.plans[plan.unit_id] = plan
    if plan.revision or plan.state not in {PlanState.DRAFT, PlanState.RETURNED}:
        return is_new
    carried = set(plan.tasks.values_list("source", flat=True))
    wanted = [row for row in known.tasks[above.pk] if row.pk not in carried]
    last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
    bulk.insert(_copies(plan, wanted, has_below=place.has_below, first=last + 1))
    return bool(is_new or wanted)


@transaction.atomic
def carry_down(*, plan_id: int, after: str, kinds: Sequence[int] = (), by: User | None, at: datetime) -> int:
    """Make the drafts of the next thousand units, of all kinds or some, and ask for the rest; returns how many were reached.

    What was asked for with a cascade stays its own: a second one to other kinds meanwhile takes nothing away from it.
    """
    root = Plan.objects.select_related("unit").get(pk=plan_id)
    today = timezone.localtime(at).date()
    places = _places(root, kinds, after, today)
    if not places:
        refresh_branch(root)
        return 0
    chunk = places[:CHUNK]
    known, existing = _known(root, chunk)
    _hold(existing, chunk)
    told: list[int] = []
    for depth in sorted({place.path.count("/") for place in chunk}):
        level = [place for place in chunk if place.path.count("/") == depth]
        told += _level(root, new, known, at) if (new := [row for row in level if row.unit_id not in existing]) else []
        for place in level:
            if place.unit_id in existing and _join(root, existing[place.unit_id], place, known, at):
                told.append(existing[place.unit_id].pk)
    audit.record(root, "plans.carry_down", by=by, at=at, count=len(told))
    if told:
        outbox.post(PlansCascaded(told))
    # The branch is added up from below: not while plans of this chunk are held, which would be from above.
    if len(places) > CHUNK or existing.keys() & {place.unit_id for place in chunk}:
        outbox.post(CascadeWanted(root.pk, chunk[-1].path, list(kinds)))
    else:
        refresh_branch(root)
    return len(chunk)


@transaction.atomic
def take_plan(*, unit: Unit, year: int, by: User, at: datetime) -> Plan:
    """A unit that was not there when the plan came down takes it later. Raises ValidationError when there is none above."""
    today = timezone.localtime(at).date()
    above, path = plan_above(unit, year, today), path_on(unit, today)
    if above is None or path is None:
        raise ValidationError(_("Cấp trên chưa có kế hoạch năm %d giao xuống.") % year)
    root = above.origin or above
    place, known = Place(unit.pk, path), Known({above.unit_id: above})
    own = plan_of(unit, year)
    if own is None:
        _level(root, [place], known, at)
    else:
        _join(root, locked(own), place, known, at)
    plan = plan_of(unit, year)
    if plan is None:
        raise Plan.DoesNotExist
    audit.record(plan, "plans.take_plan", by=by, at=at, unit=unit, above=above)
    refresh_tasks(list(plan.tasks.values_list("pk", flat=True)), at)
    return plan


@transaction.atomic
def take_tasks(*, plan: Plan, sources: Sequence[PlanTask], by: User, at: datetime) -> int:
    """Add tasks of the plan above that this one does not carry yet; returns how many. Raises ValidationError."""
    row = locked(plan)
    require(row, "edit_plan")
    carried = set(row.tasks.values_list("source", flat=True))
    wanted = [source for source in sources if source.pk not in carried and source.plan_id == row.above_id]
    last = row.tasks.aggregate(last=Max("position"))["last"] or 0
    has_below = row.below.exists()
    made = PlanTask.objects.bulk_create(_copies(row, wanted, has_below=has_below, first=last + 1))
    edit = touch(row, by, at)
    PlanTask.objects.filter(pk__in=[task.pk for task in made]).update(changed_in=edit)
    row.answer = answer_of(row) if row.submitted_at else row.answer
    row.save(update_fields=["answer", *TOUCHED])
    audit.record(row, "plans.take_tasks", by=by, at=at, count=len(made))
    refresh_tasks([task.pk for task in made], at)
    return len(made)


@transaction.atomic
def remind_followers(*, plan: Plan, plan_ids: Sequence[int], by: User, at: datetime) -> int:
    """Remind units that have not answered, and were not reminded this day. Returns how many that are."""
    today = timezone.localtime(at).date()
    silent = Plan.objects.filter(pk__in=plan_ids, answer=PlanAnswer.SILENT).exclude(reminded_on=today)
    # From below upwards, as everybody else: two who press at once remind once.
    held = silent.select_for_update(no_key=True).order_by("-pk").values_list("pk", flat=True)
    ids = sorted(held)
    if ids:
        Plan.objects.filter(pk__in=ids).update(reminded_on=today)
        audit.record(plan, "plans.remind_followers", by=by, at=at, count=len(ids))
        outbox.post(PlansReminded(ids, today.isoformat()))
    return len(ids)
