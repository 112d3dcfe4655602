"""Who is reached, who is missing, what must be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.directives.choices import EvidenceState, Level, RecipientRule
from caunoi.directives.models import Directive, Recipient
from caunoi.directives.queries.reach import PATH, within
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import ACTING, Scope
from caunoi.pure.vietnamese import collation_key

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
# How the recipients of a version that has ended stood at its end.
PAST_SQL = """(
  SELECT r.directive_id, r.path, p.delivered_at, p.opened_at, p.acknowledged_at, p.implemented_at
  FROM directives_pastreceipt p JOIN directives_recipient r ON r.id = p.recipient_id
  WHERE p.version_number = {number}
) past"""
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
    directive: Directive, paths: Sequence[str], *, on: date | None = None, named: Collection[int] = (),
    past: int | None = None,
) -> dict[str, list[CoverageRow]]:  # fmt: skip
    """The branches below each of the paths, by name, in one statement: under the frozen tree, or under that of a day;
    of the newest version, or of a past one under the frozen tree.

    They sum to the branch of their path: a recipient at the path itself is a row with the unit 0; on another day, the
    units of the first path that ended since are a row of it with the unit ENDED. The units in `named` stand,
    without figures, under the path "". Paths must be of our own making: they are written into the statement.
    """
    segment = SPLIT_SQL[connection.vendor]
    source = _moved(paths[0], on) if on else "directives_recipient"
    source = PAST_SQL.format(number=int(past)) if past else source
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


def _by_name(row: CoverageRow) -> tuple[bool, bool, tuple[str, str]]:
    return row.is_leaf, row.acknowledged == row.total, collation_key(row.name)


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


def totals_of(directives: Collection[Directive], scope: Scope | None = None) -> dict[int, CoverageRow]:
    """The four numerators of several directives in one statement, of all recipients or of those that one manages."""
    is_part = scope is not None and bool(scope.branches())
    rows = Recipient.objects.filter(within(scope) if scope and is_part else Q(), directive__in=directives)
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
