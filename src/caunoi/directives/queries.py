"""Reading directives: who is reached, who is missing, what must be done. Load is authorise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.directives.choices import EvidenceState, Level, RecipientRule
from caunoi.directives.models import Directive, DirectiveObligation, Evidence, Recipient
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import Scope, path_on, scope_of
from caunoi.pure import timetree

MISSING = {
    "delivered": Q(delivered_at=None),
    "opened": Q(opened_at=None),
    "acknowledged": Q(acknowledged_at=None),
    "implemented": Q(implemented_at=None),
}


@dataclass(frozen=True)
class LevelCount:
    """One of the four numerators over the frozen denominator."""

    label: str
    count: int
    total: int

    @property
    def missing_count(self) -> int:
        """How many are not there yet."""
        return self.total - self.count


@dataclass(frozen=True)
class CoverageRow:
    """A unit of the proof tree: the denominator of its branch, and four numerators."""

    unit_id: int
    public_id: UUID | None
    name: str
    path: str
    depth: int
    total: int
    delivered: int
    opened: int
    acknowledged: int
    implemented: int
    is_leaf: bool = False

    def levels(self) -> list[LevelCount]:
        """The four numerators, in order."""
        numbers = (self.delivered, self.opened, self.acknowledged, self.implemented)
        return [LevelCount(str(level.label), number, self.total) for level, number in zip(Level, numbers, strict=True)]

    @property
    def missing_count(self) -> int:
        """Units of the branch that have not acknowledged."""
        return self.total - self.acknowledged


def totals(directive: Directive, path: str = "/") -> CoverageRow:
    """The four numerators of a branch by its frozen path: one statement over one index."""
    rows = Recipient.objects.filter(directive=directive, path__gte=path, path__lt=path[:-1] + "0")
    counts = rows.aggregate(
        total=Count("id"),
        delivered=Count("delivered_at"),
        opened=Count("opened_at"),
        acknowledged=Count("acknowledged_at"),
        implemented=Count("implemented_at"),
    )
    return CoverageRow(0, None, "", path, 0, **counts)


SPLIT_SQL = {
    # The child's own segment of the path, cut by the database, so that rows never leave it.
    "sqlite": "substr(path, %s, instr(substr(path, %s), '/') - 1)",
    "postgresql": "split_part(substr(path, %s), '/', 1)",
}


def _grouped(directive: Directive, path: str) -> list[tuple[Any, ...]]:
    start = len(path) + 1
    segment = SPLIT_SQL[connection.vendor]
    arguments = [start] * segment.count("%s")
    sql = (
        f"SELECT {segment} AS child, COUNT(*), COUNT(delivered_at), COUNT(opened_at), COUNT(acknowledged_at), "  # noqa: S608 - no outside text
        "COUNT(implemented_at), MAX(path) FROM directives_recipient "
        "WHERE directive_id = %s AND path > %s AND path < %s GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*arguments, directive.pk, path, path[:-1] + "0"])
        return list(cursor.fetchall())


def children(directive: Directive, path: str, *, only_missing: bool = False) -> list[CoverageRow]:
    """The branches below a path with their figures, by name; they sum to the branch (less a recipient at the path itself)."""
    groups = _grouped(directive, path)
    units = Unit.objects.in_bulk([int(row[0]) for row in groups if row[0]])
    rows = []
    for child, total, delivered, opened, acknowledged, implemented, longest in groups:
        if not child:
            continue
        unit = units.get(int(child))
        child_path = f"{path}{child}/"
        row = CoverageRow(
            int(child), unit.public_id if unit else None, unit.name if unit else "", child_path, path.count("/") - 1,
            total, delivered, opened, acknowledged, implemented, is_leaf=total == 1 and longest == child_path,
        )  # fmt: skip
        if not only_missing or row.acknowledged < row.total or row.implemented < row.total:
            rows.append(row)
    return sorted(rows, key=lambda row: (row.is_leaf, row.acknowledged == row.total, row.name))


def present_paths(directive: Directive, on: date) -> dict[int, str]:
    """Where the recipients' units stand on a day; units that have ended are not in it."""
    placed = Placement.objects.on(on).filter(unit__received__directive=directive)
    return dict(placed.values_list("unit_id", "path"))


def children_now(directive: Directive, path: str, on: date) -> list[CoverageRow]:
    """The same denominator under the tree of another day; units that ended since stand in one row of their own."""
    places = present_paths(directive, on)
    facts = Recipient.objects.filter(directive=directive).values_list(
        "unit_id", "delivered_at", "opened_at", "acknowledged_at", "implemented_at"
    )
    sums: dict[int, list[int]] = {}
    leaf: dict[int, bool] = {}
    for unit_id, *moments in facts.iterator(chunk_size=5000):
        place = places.get(unit_id, "")
        if place and not place.startswith(path):
            continue
        if not place and path != "/":
            continue
        child = timetree.ids_of(place[len(path) :])[0] if len(place) > len(path) else 0
        row = sums.setdefault(child, [0, 0, 0, 0, 0])
        row[0] += 1
        for index, moment in enumerate(moments, 1):
            row[index] += moment is not None
        leaf[child] = place == f"{path}{child}/"
    units = Unit.objects.in_bulk([child for child in sums if child])
    rows = [
        CoverageRow(
            child, units[child].public_id if child in units else None, units[child].name if child in units else "",
            f"{path}{child}/", path.count("/") - 1, n[0], n[1], n[2], n[3], n[4], is_leaf=leaf[child] and n[0] == 1,
        )
        for child, n in sums.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.is_leaf, row.name))


def missing(directive: Directive, path: str, level: str, *, limit: int = 100) -> list[Recipient]:
    """Recipients of a branch that have not reached a level, oldest deadline first."""
    rows = Recipient.objects.filter(MISSING[level], directive=directive, path__gte=path, path__lt=path[:-1] + "0")
    return list(rows.select_related("unit").order_by("due_on", "unit_name")[:limit])


def visible_directives(user: User | AnonymousUser, on: date) -> QuerySet[Directive]:
    """Public ones; those that concern the person's units; those of branches that the person manages."""
    rows = Directive.objects.select_related("issuer", "document")
    if not isinstance(user, User):
        return rows.filter(is_public=True)
    scope = scope_of(user, on)
    mine = Q(is_public=True) | Q(recipients__unit__in=[unit.pk for unit in scope.own_units()])
    for path in scope.branches():
        mine |= Q(recipients__path__gte=path, recipients__path__lt=path[:-1] + "0")
    own = [unit.pk for unit in scope.own_units()]
    matching = Directive.objects.filter(mine | Q(issuer__in=own)).values("pk").distinct()
    return rows.filter(pk__in=matching)


def directive_for(user: User | AnonymousUser, public_id: UUID, on: date) -> Directive:
    """A directive that the person may see. Raises Directive.DoesNotExist otherwise."""
    return visible_directives(user, on).get(public_id=public_id)


def coverage_root(directive: Directive, scope: Scope, on: date) -> str | None:
    """The highest path of the proof that the person may see: the issuer's branch, or the own branch within it."""
    issuer = path_on(directive.issuer, directive.frozen_on) or "/"
    seen = []
    for branch in scope.branches():
        if issuer.startswith(branch):
            seen.append(issuer)
        elif branch.startswith(issuer):
            seen.append(branch)
    return min(seen, key=len) if seen else None


def recipient_for(user: User, public_id: UUID, on: date) -> Recipient:
    """A recipient whose unit the person acts for, or manages. Raises Recipient.DoesNotExist otherwise."""
    found = Recipient.objects.select_related("directive__document", "directive__issuer", "unit").get(
        public_id=public_id
    )
    scope = scope_of(user, on)
    if scope.acts_for(found.unit_id) or scope.manages(found.path):
        return found
    raise Recipient.DoesNotExist


def own_recipients(directive: Directive, scope: Scope) -> list[Recipient]:
    """The rows of the units that the person acts for."""
    own = [unit.pk for unit in scope.own_units()]
    rows = Recipient.objects.filter(directive=directive, unit__in=own)
    return list(rows.select_related("unit", "acknowledgement").order_by("id"))


def candidates(
    rule: str, *, branch: str, on: date, kinds: Collection[int], area: str, units: Collection[int]
) -> QuerySet[Placement]:
    """Union units of a branch that a rule chooses on a day, the branch's own unit left out."""
    rows = Placement.objects.on(on).below(branch, include_self=False).filter(unit__kind__category=UnitCategory.UNION)
    if rule == RecipientRule.KIND:
        rows = rows.filter(unit__kind__in=kinds)
    elif rule == RecipientRule.AREA:
        rows = rows.filter(Q(unit__area_code=area) | Q(parent__area_code=area), unit__kind__is_grassroots=True)
    elif rule == RecipientRule.LIST:
        rows = rows.filter(unit__in=units)
    else:
        rows = rows.filter(unit__kind__is_grassroots=True)
    return rows


@dataclass(frozen=True)
class Duty:
    """Something that waits for the person: a recipient, what to do, by when."""

    kind: str
    recipient: Recipient
    due_on: date


def open_duties(user: User, scope: Scope, on: date, *, limit: int = 50) -> list[Duty]:
    """What the units that the person acts for still owe, oldest deadline first; two statements at most."""
    own = [unit.pk for unit in scope.own_units()]
    if not own:
        return []
    rows = Recipient.objects.filter(unit__in=own, implemented_at=None).select_related("directive", "unit")
    rows = rows.annotate(waiting=Count("evidence", filter=Q(evidence__state=EvidenceState.SUBMITTED)))
    duties = []
    for recipient in rows.order_by("due_on", "id")[:limit]:
        if recipient.acknowledged_at is None:
            duties.append(Duty("ACKNOWLEDGE", recipient, recipient.due_on))
        elif not recipient.waiting:
            duties.append(Duty("EVIDENCE", recipient, recipient.due_on))
    return duties


def _within(branches: Collection[str], prefix: str = "") -> Q:
    """Rows whose frozen path lies in one of the branches; `0` is the character after `/`."""
    within = Q(pk__in=[])
    for path in branches:
        within |= Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": path[:-1] + "0"})
    return within


def documents_received(scope: Scope) -> QuerySet[Recipient, Any]:
    """Keys of the documents that were sent to the person's units, or into the branches that the person manages."""
    own = Q(unit__in=[unit.pk for unit in scope.own_units()])
    return Recipient.objects.filter(own | _within(scope.branches())).values("directive__document")


def evidence_to_review(scope: Scope, *, limit: int = 50) -> list[Evidence]:
    """Evidence submitted in the branches that the person manages, oldest first."""
    rows = Evidence.objects.filter(_within(scope.branches(), "recipient__"), state=EvidenceState.SUBMITTED)
    rows = rows.select_related("recipient__directive", "recipient__unit", "obligation", "file")
    return list(rows.order_by("submitted_at", "id")[:limit])


def evidence_for(user: User, public_id: UUID, on: date) -> Evidence:
    """Evidence that the person may decide on. Raises Evidence.DoesNotExist otherwise."""
    found = Evidence.objects.select_related("recipient__directive", "recipient__unit", "obligation").get(
        public_id=public_id
    )
    if scope_of(user, on).manages(found.recipient.path):
        return found
    raise Evidence.DoesNotExist


def current_directives(user: User | AnonymousUser, on: date, *, limit: int = 5) -> list[Directive]:
    """The newest directives that the person may see."""
    return list(visible_directives(user, on).order_by("-issued_at")[:limit])


def totals_of(directives: Collection[Directive], branches: Collection[str] = ()) -> dict[int, CoverageRow]:
    """The four numerators of several directives in one statement, of all recipients or of those in the branches."""
    rows = Recipient.objects.filter(_within(branches) if branches else Q(), directive__in=directives)
    counted = rows.values("directive_id").annotate(
        total=Count("id"),
        delivered=Count("delivered_at"),
        opened=Count("opened_at"),
        acknowledged=Count("acknowledged_at"),
        implemented=Count("implemented_at"),
    )
    return {
        row["directive_id"]: CoverageRow(
            0, None, "", "/", 0, row["total"], row["delivered"], row["opened"], row["acknowledged"], row["implemented"]
        )
        for row in counted
    }


def required_obligations(directive: Directive) -> list[DirectiveObligation]:
    """Obligations that call for evidence."""
    return list(directive.obligations.exclude(evidence_required="").order_by("position"))
