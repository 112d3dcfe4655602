"""Reading units; who may see what. Load is authorise: loaders raise DoesNotExist for what is out of scope (404)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.models import User
from caunoi.accounts.queries import live_links
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Placement, RoleGrant, Unit, UnitEvent, UnitName
from caunoi.pure import timetree
from caunoi.pure.vietnamese import fold

MANAGING = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
ACTING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR, Role.OFFICIAL})


@dataclass(frozen=True)
class Post:
    """A role at a unit, with the unit's path on the day and the category of its kind."""

    role: str
    unit: Unit
    path: str
    category: str


@dataclass(frozen=True)
class Scope:
    """All posts of a person on a day. OFFICER and ADMINISTRATOR reach a whole branch, others the unit itself.

    `inherited` are paths outside these branches where predecessors of the branch's units stood, and where the person's
    units stood earlier: what was frozen there is the branch's now.
    """

    posts: tuple[Post, ...]
    inherited: tuple[str, ...] = ()
    on: date | None = None

    def branches(self) -> list[str]:
        """Paths whose whole branch the person manages."""
        return [post.path for post in self.posts if post.role in MANAGING]

    def frozen_branches(self) -> list[str]:
        """Paths whose rows of earlier days are the person's: today's branches, and the inherited ones."""
        return [*self.branches(), *self.inherited]

    def own_units(self, roles: Collection[str] = ACTING) -> list[Unit]:
        """Units the person acts for."""
        return [post.unit for post in self.posts if post.role in roles]

    def manages(self, path: str) -> bool:
        """Whether a path lies in a branch that the person manages."""
        return any(path.startswith(branch) for branch in self.branches())

    def acts_for(self, unit_id: int) -> bool:
        """Whether the person acts for exactly this unit."""
        return any(unit.pk == unit_id for unit in self.own_units())


# The units that the branches of a person took over from, however many times over; and the places of those that ended.
# It names no column of the outer statement, so that the database works it out once.
INHERITED_SQL = """WITH RECURSIVE posts(unit_id, path, stop) AS (
  SELECT p.unit_id, p.path, substr(p.path, 1, length(p.path) - 1) || '0'
  FROM organisations_rolegrant g JOIN organisations_placement p ON p.unit_id = g.unit_id
  WHERE g.user_id = %(user)s AND g.role IN ({roles}) AND g.from_on <= %(on)s AND (g.to_on IS NULL OR g.to_on > %(on)s)
    AND p.from_on <= %(on)s AND (p.to_on IS NULL OR p.to_on > %(on)s)
), past(unit_id) AS (
  SELECT unit_id FROM posts
  UNION SELECT s.predecessor_id
    FROM posts CROSS JOIN organisations_succession s CROSS JOIN organisations_placement p
    WHERE p.unit_id = s.successor_id AND p.path >= posts.path AND p.path < posts.stop
      AND p.from_on <= %(on)s AND (p.to_on IS NULL OR p.to_on > %(on)s)
  UNION SELECT s.predecessor_id FROM past JOIN organisations_succession s ON s.successor_id = past.unit_id
)
SELECT {joined} FROM past JOIN organisations_placement p ON p.unit_id = past.unit_id
  JOIN organisations_unit u ON u.id = past.unit_id
WHERE (u.ended_on <= %(on)s OR u.id IN (SELECT unit_id FROM posts))
  AND NOT EXISTS (SELECT 1 FROM posts WHERE p.path >= posts.path AND p.path < posts.stop)"""
JOINED_SQL = {"sqlite": "group_concat(DISTINCT p.path)", "postgresql": "string_agg(DISTINCT p.path, ',')"}


# Asked by nearly every request of a signed-in person; compiling it anew each time would cost more than running it.
POSTS_SQL = """
SELECT u.*, g.role AS post_role, p.path AS post_path, k.category AS post_category,
  ({inherited}) AS post_inherited
FROM organisations_rolegrant g
JOIN organisations_unit u ON u.id = g.unit_id
JOIN organisations_unitkind k ON k.id = u.kind_id
JOIN organisations_placement p ON p.unit_id = u.id
  AND p.from_on <= %(on)s AND (p.to_on IS NULL OR p.to_on > %(on)s)
WHERE g.user_id = %(user)s AND g.from_on <= %(on)s AND (g.to_on IS NULL OR g.to_on > %(on)s)
ORDER BY g.id"""


@cache
def _posts_sql(vendor: str) -> str:
    roles = ", ".join(f"'{role.value}'" for role in sorted(MANAGING))
    return POSTS_SQL.format(inherited=INHERITED_SQL.format(roles=roles, joined=JOINED_SQL[vendor]))


def _outermost(paths: str | None) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted((paths or "").split(",")):
        if path and not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def scope_of(user: User | AnonymousUser, on: date) -> Scope:
    """One query; an empty scope for people without an account."""
    if not isinstance(user, User):
        return Scope(())
    units: list[Any] = list(Unit.objects.raw(_posts_sql(connection.vendor), {"user": user.pk, "on": on.isoformat()}))
    inherited = _outermost(units[0].post_inherited) if units else ()
    posts = tuple(Post(unit.post_role, unit, unit.post_path, unit.post_category) for unit in units)
    return Scope(posts, inherited, on)


class Asker(Protocol):
    """A request: whoever brings a person along."""

    user: Any


def scope_asked(request: Asker, on: date) -> Scope:
    """The scope of the person who asks, looked up once a request and forgotten with it."""
    known: dict[tuple[Any, date], Scope] = request.__dict__.setdefault("_scopes", {})
    key = (request.user.pk, on)
    if key not in known:
        known[key] = scope_of(request.user, on)
    return known[key]


def placed_today(scope: Scope) -> QuerySet[Placement]:
    """Placements in the branches of a scope on its day."""
    if scope.on is None:
        return Placement.objects.none()
    within = Q(pk__in=[])
    for path in scope.branches():
        within |= Q(path__gte=path, path__lt=path[:-1] + "0")
    return Placement.objects.on(scope.on).filter(within)


def path_on(unit: Unit, on: date) -> str | None:
    """The unit's path on the day, or None when it had no place in the tree."""
    return Placement.objects.on(on).filter(unit=unit).values_list("path", flat=True).first()


def managed_placements(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> QuerySet[Placement]:
    """Placements in the branches that the person manages."""
    return placed_today(scope or scope_of(user, on))


def managed_unit_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Unit:
    """A unit in the person's branch. Raises Unit.DoesNotExist otherwise, also when it exists elsewhere."""
    rows = managed_placements(user, on, scope)
    placement = rows.select_related("unit__kind").filter(unit__public_id=public_id).first()
    if placement is None:
        raise Unit.DoesNotExist
    return placement.unit


# What a cell must hold, said to the person whose spreadsheet it is.
EXPECTED = {
    "REQUIRED": _("không được để trống"),
    "PHONE": _("số điện thoại Việt Nam, ví dụ 0912 345 678"),
    "EMAIL": _("thư điện tử, ví dụ ten@congty.vn"),
    "DATE": _("ngày dạng 18/6/2021, không sau hôm nay"),
    "NUMBER": _("số nguyên, ví dụ 120"),
    "KIND": _("một loại đơn vị đã có, ví dụ Công đoàn cơ sở"),
    "DOUBLE": _("mã không trùng với dòng %(row)s"),
    "PARENT": _("mã của một đơn vị đang hoạt động trong nhánh của bạn"),
    "FOREIGN": _("mã chưa dùng cho đơn vị nào ngoài nhánh của bạn"),
    "LONG": _("nhiều nhất %(row)s ký tự"),
    "CYCLE": _("cấp trên không nằm dưới chính đơn vị này"),
}


@dataclass(frozen=True)
class Branch:
    """A node of the tree on a day, with how many units lie below it."""

    unit: Unit
    name: str
    path: str
    depth: int
    below_count: int
    is_open: bool = False


def _names_on(unit_ids: Collection[int], on: date) -> dict[int, str]:
    rows = UnitName.objects.filter(Q(to_on=None) | Q(to_on__gt=on), unit__in=unit_ids, from_on__lte=on)
    return dict(rows.values_list("unit_id", "name"))


def name_on(unit: Unit, on: date) -> str:
    """The unit's name on a day (today's when it had none then)."""
    return _names_on([unit.pk], on).get(unit.pk, unit.name)


def children_on(parent: Unit | None, on: date, *, limit: int = 60, offset: int = 0) -> tuple[list[Branch], int]:
    """Children of a unit (roots for None) on a day by name, and how many there are in all. Constant query count."""
    rows = Placement.objects.on(on).filter(parent=parent) if parent else Placement.objects.on(on).filter(parent=None)
    total = rows.count()
    page = list(rows.select_related("unit__kind").order_by("unit__folded_name")[offset : offset + limit])
    counts = below_counts([row.path for row in page], on)
    names = _names_on([row.unit_id for row in page], on)
    return [
        Branch(row.unit, names.get(row.unit_id, row.unit.name), row.path, row.depth, counts.get(row.path, 0))
        for row in page
    ], total


def below_counts(paths: Collection[str], on: date) -> dict[str, int]:
    """How many units lie below each path on a day: one statement, a range of the index for each path."""
    above = OuterRef("path")
    stop = Concat(Substr(above, 1, Length(above) - 1), Value("0"))
    below = Placement.objects.on(on).filter(path__gt=above, path__lt=stop).order_by()
    counted = below.annotate(n=Func(template="COUNT(*)", output_field=IntegerField())).values("n")
    rows = Placement.objects.on(on).filter(path__in=paths).values_list("path", Subquery(counted))
    return dict(rows)


def subtree_on(path: str, on: date) -> QuerySet[Placement]:
    """All placements at or below a path on a day: one range over the index."""
    return Placement.objects.on(on).below(path)


@dataclass(frozen=True)
class Rest:
    """The row that stands for the children not shown."""

    parent: Unit
    rest_count: int
    shown_count: int
    depth: int


def tree_on(on: date, open_ids: Collection[UUID], *, limit: int = 60) -> list[Branch | Rest]:
    """Rows of the tree as it is shown: roots, and the children of each open node, depth first."""
    opened = {unit.pk: unit for unit in Unit.objects.filter(public_id__in=list(open_ids)[:12])}
    children = {pk: children_on(unit, on, limit=limit) for pk, unit in opened.items()}
    rows: list[Branch | Rest] = []

    def show(branches: list[Branch]) -> None:
        for branch in branches:
            is_open = branch.unit.pk in opened
            rows.append(replace(branch, is_open=is_open))
            if is_open:
                below, total = children[branch.unit.pk]
                show(below)
                if total > len(below):
                    rows.append(Rest(branch.unit, total - len(below), len(below), branch.depth + 1))

    show(children_on(None, on, limit=limit)[0])
    return rows


def chain_above(unit: Unit, on: date) -> list[Unit]:
    """From the root down to the unit's parent on a day."""
    path = path_on(unit, on)
    above = timetree.ids_of(path)[:-1] if path else []
    found = Unit.objects.in_bulk(above)
    return [found[pk] for pk in above if pk in found]


def find_units(text: str, on: date, *, limit: int = 20) -> list[Unit]:
    """Units whose name or code holds every word, with or without accents, living on the day."""
    words = fold(text).split()
    if not words:
        return []
    rows = Unit.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), founded_on__lte=on).select_related("kind")
    for word in words:
        rows = rows.filter(Q(folded_name__contains=word) | Q(code__folded=word))
    return list(rows.order_by("folded_name")[:limit])


@dataclass(frozen=True)
class Handover:
    """Who took over from whom, how much, and in which scopes."""

    predecessor: Unit
    successor: Unit
    extent: str
    scopes: str


@dataclass(frozen=True)
class HistoryLine:
    """An event of a unit's life, with what was handed over."""

    event: UnitEvent
    handovers: list[Handover]


def _handovers(event: UnitEvent) -> list[Handover]:
    grouped: dict[tuple[Unit, Unit, str], list[str]] = {}
    for row in event.successions.all():
        key = (row.predecessor, row.successor, row.get_extent_display())
        grouped.setdefault(key, []).append(row.get_scope_display())
    return [Handover(*key, ", ".join(scopes)) for key, scopes in grouped.items()]


def history_of(unit: Unit) -> list[HistoryLine]:
    """What happened to the unit, newest first, with successions both ways."""
    rows = UnitEvent.objects.filter(Q(unit=unit) | Q(successions__successor=unit)).distinct()
    rows = rows.select_related("unit").prefetch_related("successions__predecessor", "successions__successor")
    return [HistoryLine(event, _handovers(event)) for event in rows.order_by("-happened_on", "-id")[:100]]


def officers_of(unit_ids: Collection[int], on: date, roles: Collection[str] = ACTING) -> dict[int, list[User]]:
    """Who acts for each unit on a day (officers, chairs, officials), with name and address, in one query."""
    holds = Q(grants__to_on=None) | Q(grants__to_on__gt=on)
    rows = User.objects.filter(
        holds, grants__from_on__lte=on, grants__role__in=roles, grants__unit__in=unit_ids, is_active=True
    )
    rows = rows.only("full_name", "email", "phone").order_by("grants__id")
    people: dict[int, list[User]] = {}
    for user in rows.annotate(acts_for=F("grants__unit_id")):
        people.setdefault(user.acts_for, []).append(user)
    return people


def acting_among(ids: Collection[int], on: date) -> set[int]:
    """Which of these people act for a unit on a day."""
    rows = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), user__in=ids, from_on__lte=on, role__in=ACTING)
    return set(rows.values_list("user", flat=True))


def grants_at(unit: Unit, on: date) -> QuerySet[RoleGrant]:
    """Roles held at the unit on a day."""
    rows = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), unit=unit, from_on__lte=on)
    return rows.select_related("user").order_by("role", "user__full_name")


@dataclass(frozen=True)
class LinkHolder:
    """Someone who acts or acted for a unit, and whose personal links still open something."""

    public_id: UUID
    full_name: str
    count: int
    until_at: datetime


def link_holders(unit: Unit, at: datetime) -> list[LinkHolder]:
    """People with live links who hold or held a role at the unit, in one statement."""
    rows = live_links(at).filter(holder__grants__unit=unit).values("holder__public_id", "holder__full_name")
    rows = rows.annotate(n=Count("id", distinct=True), until=Max("expires_at"))
    return [
        LinkHolder(row["holder__public_id"], row["holder__full_name"], row["n"], row["until"])
        for row in rows.order_by("holder__full_name", "holder__public_id")
    ]


def person_at(unit: Unit, public_id: UUID, on: date | None = None) -> User:
    """Someone who holds or held a role at the unit; with a day, who acts for it then. Raises User.DoesNotExist."""
    rows = RoleGrant.objects.filter(unit=unit, user__public_id=public_id).select_related("user")
    if on:
        rows = rows.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on, role__in=ACTING)
    grant = rows.first()
    if grant is None:
        raise User.DoesNotExist
    return grant.user


def unit_for_roster(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Unit:
    """A unit whose roster the person may keep (its chair, officers above). Raises Unit.DoesNotExist otherwise."""
    unit = Unit.objects.select_related("kind").get(public_id=public_id)
    scope = scope or scope_of(user, on)
    path = path_on(unit, on)
    if scope.acts_for(unit.pk) or (path is not None and scope.manages(path)):
        return unit
    raise Unit.DoesNotExist
