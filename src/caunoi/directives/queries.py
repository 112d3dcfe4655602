"""Reading directives: who is reached, who is missing, what must be done. Load is authorise."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from caunoi.accounts.models import User
from caunoi.directives.choices import EvidenceState, Level, RecipientRule
from caunoi.directives.models import CoverageMinutes, Directive, DirectiveObligation, Evidence, Recipient
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import ACTING, Scope, path_on, scope_of

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
ENDED = -1  # stands for the units that ended after the day of freezing
PATH = re.compile(r"/(?:[0-9]{1,18}/)*")
BRANCH_SQL = """
SELECT %s AS place, counted.*, unit.public_id, unit.name FROM (
  SELECT CASE WHEN path = %s THEN '' ELSE {segment} END AS child, COUNT(*) AS total, COUNT(delivered_at) AS delivered,
    COUNT(opened_at) AS opened, COUNT(acknowledged_at) AS acknowledged, COUNT(implemented_at) AS implemented,
    MAX(path) AS longest
  FROM {source} WHERE directive_id = %s AND path >= %s AND path < %s GROUP BY 1
) counted LEFT JOIN organisations_unit unit ON unit.id = CAST(NULLIF(child, '') AS bigint)"""
# The frozen denominator, each unit where it stands on another day; units that ended since stand together in one branch.
MOVED_SQL = """(
  SELECT r.directive_id, r.delivered_at, r.opened_at, r.acknowledged_at, r.implemented_at,
    COALESCE(p.path, CASE WHEN r.path >= '{root}' AND r.path < '{end}' THEN '{root}{ended}/' ELSE '' END) AS path
  FROM directives_recipient r LEFT JOIN organisations_placement p ON p.unit_id = r.unit_id
    AND p.from_on <= '{on}' AND (p.to_on IS NULL OR p.to_on > '{on}')
) moved"""
NAMED_SQL = """
SELECT '', CAST(id AS varchar(20)), 0, 0, 0, 0, 0, '', public_id, name FROM organisations_unit WHERE id IN ({ids})"""


def _row(place: str, child: str, *rest: Any) -> CoverageRow:
    total, delivered, opened, acknowledged, implemented, longest, public_id, name = rest
    path = f"{place}{child}/" if child else place
    is_leaf = child not in {"", str(ENDED)} and total == 1 and longest == path
    key = UUID(str(public_id)) if public_id else None
    return CoverageRow(
        int(child or 0), key, name or "", path, place.count("/") - 1,
        total, delivered, opened, acknowledged, implemented, is_leaf,
    )  # fmt: skip


def _moved(root: str, on: date) -> str:
    if not PATH.fullmatch(root):
        raise ValueError(root)
    return MOVED_SQL.format(root=root, end=root[:-1] + "0", ended=ENDED, on=on.isoformat())


def branches(
    directive: Directive, paths: Collection[str], *, on: date | None = None, named: Collection[int] = ()
) -> dict[str, list[CoverageRow]]:
    """The branches below each of the paths, by name, in one statement: under the frozen tree, or under that of a day.

    They sum to the branch of their path: a recipient at the path itself is a row with the unit 0; on another day, the
    units of the outermost path that ended since are a row of it with the unit ENDED. The units in `named` stand,
    without figures, under the path "". Paths must be of our own making: they are written into the statement.
    """
    segment = SPLIT_SQL[connection.vendor]
    source = _moved(min(paths, key=len), on) if on else "directives_recipient"
    part = BRANCH_SQL.format(segment=segment, source=source)
    parts: list[str] = []
    arguments: list[int | str] = []
    for path in dict.fromkeys(paths):
        parts.append(part)
        start = [len(path) + 1] * segment.count("%s")
        arguments += [path, path, *start, directive.pk, path, path[:-1] + "0"]
    if named:
        parts.append(NAMED_SQL.format(ids=", ".join(str(int(pk)) for pk in named)))
    found: dict[str, list[CoverageRow]] = {path: [] for path in ["", *paths]}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), arguments)
        for place, *rest in cursor.fetchall():
            found[place].append(_row(place, *rest))
    return {place: sorted(rows, key=_by_name) for place, rows in found.items()}


def _by_name(row: CoverageRow) -> tuple[bool, bool, str]:
    return row.is_leaf, row.acknowledged == row.total, row.name


def summed(path: str, rows: Collection[CoverageRow]) -> CoverageRow:
    """The branch of a path from all the rows below it."""
    names = ("total", "delivered", "opened", "acknowledged", "implemented")
    return CoverageRow(0, None, "", path, 0, *(sum(getattr(row, name) for row in rows) for name in names))


def is_missing_some(row: CoverageRow) -> bool:
    """Whether anyone of the branch still owes something."""
    return row.acknowledged < row.total or row.implemented < row.total


def children(directive: Directive, path: str) -> list[CoverageRow]:
    """The branches below one path, without a recipient at the path itself."""
    return [row for row in branches(directive, [path])[path] if row.unit_id]


def missing(directive: Directive, path: str, level: str, *, limit: int = 100) -> list[Recipient]:
    """Recipients of a branch that have not reached a level, oldest deadline first."""
    rows = Recipient.objects.filter(MISSING[level], directive=directive, path__gte=path, path__lt=path[:-1] + "0")
    return list(rows.select_related("unit").order_by("due_on", "unit_name")[:limit])


# The people are looked up only for the rows shown.
PEOPLE_SQL = """organisations_rolegrant g JOIN accounts_user a ON a.id = g.user_id AND a.is_active
  WHERE g.from_on <= %(on)s AND (g.to_on IS NULL OR g.to_on > %(on)s) AND g.role IN ({roles}) AND g.unit_id"""
ABOVE_SQL = """SELECT a.full_name FROM {people} IN (
    SELECT p.unit_id FROM organisations_placement p
    WHERE p.path = substr(r.path, 1, length(r.path) - length(CAST(r.unit_id AS varchar(20))) - 1)
  ) ORDER BY g.id LIMIT 1"""
MISSING_SQL = """
SELECT r.*, u.public_id AS unit_key, EXISTS (SELECT 1 FROM {people} = r.unit_id) AS has_people,
  ({above}) AS chaser, ({above} OFFSET 1) AS other_chaser
FROM directives_recipient r JOIN organisations_unit u ON u.id = r.unit_id
WHERE r.id IN (
  SELECT id FROM directives_recipient
  WHERE directive_id = %(directive)s AND path >= %(start)s AND path < %(stop)s AND {level}_at IS NULL
  ORDER BY due_on, unit_name, id LIMIT %(limit)s OFFSET %(skipped)s
) ORDER BY r.due_on, r.unit_name, r.id"""


def missing_with_people(
    directive: Directive, path: str, level: str, on: date, *, limit: int, start: int = 0
) -> list[Any]:
    """The same for a screen, in one statement: `unit_key` is the unit's public id, `has_people` says whether anyone
    acts for the unit on a day, `chaser` and `other_chaser` name two who act for the unit above it."""
    if level not in MISSING:
        raise ValueError(level)
    people = PEOPLE_SQL.format(roles=", ".join(f"'{role.value}'" for role in ACTING))
    sql = MISSING_SQL.format(people=people, above=ABOVE_SQL.format(people=people), level=level)
    facts = {"on": on.isoformat(), "directive": directive.pk, "start": path, "stop": path[:-1] + "0"}
    facts |= {"limit": limit, "skipped": start}
    rows: list[Any] = list(Recipient.objects.raw(sql, facts))
    for row in rows:
        row.unit_key = UUID(str(row.unit_key))
    return rows


def visible_directives(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> QuerySet[Directive]:
    """Public ones; those that concern the person's units; those of branches that the person manages."""
    rows = Directive.objects.all()
    if not isinstance(user, User):
        return rows.filter(is_public=True)
    scope = scope or scope_of(user, on)
    own = [unit.pk for unit in scope.own_units()]
    reached = Recipient.objects.filter(directive=OuterRef("pk"))
    mine = Q(is_public=True) | Q(issuer__in=own) | Q(Exists(reached.filter(unit__in=own)))
    for path in scope.branches():
        mine |= Q(Exists(reached.filter(path__gte=path, path__lt=path[:-1] + "0")))
    return rows.filter(mine)


def directive_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Directive:
    """A directive that the person may see. Raises Directive.DoesNotExist otherwise."""
    rows = visible_directives(user, on, scope).select_related("issuer", "document")
    return rows.get(public_id=public_id)


def directive_for_proof(user: User, public_id: UUID, on: date, scope: Scope) -> Directive:
    """The same for the proof, whose root is looked up next; a statement less where the directive is public.

    It brings along `issuer_path`, the issuer's place on the day that the recipients were frozen, and `has_minutes`.
    """
    frozen = Q(to_on=None) | Q(to_on__gt=OuterRef("frozen_on"))
    placed = Placement.objects.filter(frozen, unit=OuterRef("issuer"), from_on__lte=OuterRef("frozen_on"))
    found: Directive = Directive.objects.annotate(
        issuer_path=Subquery(placed.values("path")[:1]),
        has_minutes=Exists(CoverageMinutes.objects.filter(directive=OuterRef("pk"))),
    ).get(public_id=public_id)
    if not found.is_public and not visible_directives(user, on, scope).filter(pk=found.pk).exists():
        raise Directive.DoesNotExist
    return found


def coverage_root(directive: Directive, scope: Scope, on: date) -> str | None:
    """The highest path of the proof that the person may see: the issuer's branch, or the own branch within it."""
    known = getattr(directive, "issuer_path", None)
    issuer = known or path_on(directive.issuer, directive.frozen_on) or "/"
    seen = []
    for branch in scope.branches():
        if issuer.startswith(branch):
            seen.append(issuer)
        elif branch.startswith(issuer):
            seen.append(branch)
    return min(seen, key=len) if seen else None


def recipient_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> Recipient:
    """A recipient whose unit the person acts for, or manages. Raises Recipient.DoesNotExist otherwise."""
    found = Recipient.objects.select_related("directive__document", "directive__issuer", "unit").get(
        public_id=public_id
    )
    scope = scope or scope_of(user, on)
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


# The newest directives of a document on the document's own page: see library.queries.PARTS_SQL.
OF_DOCUMENT_SQL = """
SELECT 'DIRECTIVE', place, CAST(public_id AS varchar(36)), title, '', '', CAST(due_on AS varchar(10)), 0, 0 FROM (
  SELECT public_id, title, due_on, ROW_NUMBER() OVER (ORDER BY issued_at DESC) AS place FROM directives_directive
  WHERE document_id = %(document)s AND is_public ORDER BY issued_at DESC LIMIT 3
) newest"""


def evidence_to_review(scope: Scope, *, limit: int = 50) -> list[Evidence]:
    """Evidence submitted in the branches that the person manages, oldest first."""
    rows = Evidence.objects.filter(_within(scope.branches(), "recipient__"), state=EvidenceState.SUBMITTED)
    rows = rows.select_related("recipient__directive", "recipient__unit", "obligation", "file")
    return list(rows.order_by("submitted_at", "id")[:limit])


def evidence_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> Evidence:
    """Evidence that the person may decide on. Raises Evidence.DoesNotExist otherwise."""
    found = Evidence.objects.select_related("recipient__directive", "recipient__unit", "obligation").get(
        public_id=public_id
    )
    if (scope or scope_of(user, on)).manages(found.recipient.path):
        return found
    raise Evidence.DoesNotExist


def current_directives(
    user: User | AnonymousUser, on: date, *, limit: int = 5, scope: Scope | None = None
) -> list[Directive]:
    """The newest directives that the person may see."""
    return list(visible_directives(user, on, scope).order_by("-issued_at")[:limit])


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
