"""Where a unit stands in the tree of a day, and which units that ended are carried on into its branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Succession, Unit, UnitEvent
from caunoi.organisations.queries import Scope
from caunoi.plans.queries.sources import Place
from caunoi.pure import indicators
from caunoi.pure.periods import Period


@dataclass(frozen=True)
class Stand:
    """A stretch of days in which a unit stood at one path."""

    path: str
    from_on: date
    to_on: date | None

    def holds(self, day: date) -> bool:
        """Whether it stood there on the day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    def touches(self, period: Period) -> bool:
        """Whether it stood there on a day of the period."""
        return self.from_on <= period.to_on and (self.to_on is None or period.from_on < self.to_on)


def stands_of(unit: Unit) -> list[Stand]:
    """Every place of a unit, the earliest first."""
    rows = Placement.objects.filter(unit=unit).order_by("from_on", "id")
    return [Stand(*row) for row in rows.values_list("path", "from_on", "to_on")]


def below(paths: set[str], lookup: str = "path") -> Q:
    """Rows whose frozen place lies in the branch, wherever its head stood."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{lookup}__gte": path, f"{lookup}__lt": path[:-1] + "0"})
    return found


def _nearest(stands: list[Stand], day: date) -> tuple[Stand, date]:
    held = next((stand for stand in stands if stand.holds(day)), None)
    if held:
        return held, day
    earlier = [stand for stand in stands if stand.to_on and stand.to_on <= day]
    if earlier:
        last = earlier[-1]
        return last, (last.to_on or day) - timedelta(days=1)
    return stands[0], stands[0].from_on


@dataclass(frozen=True)
class Ended:
    """The units that ended by a day: who carries each on, and where each stood last."""

    on: date
    successors: dict[int, list[int]]
    living: dict[int, str]
    last: dict[int, str]

    def into(self, path: str) -> tuple[int, ...]:
        """Those whose successors all stand in a branch; without any, those that stood in it when they ended."""
        inside = []
        for unit, last in self.last.items():
            settled = indicators.settled_in(self.successors, self.living, unit)
            if all(place.startswith(path) for place in settled) if settled else last.startswith(path):
                inside.append(unit)
        return tuple(inside)

    def split_over(self, path: str) -> int:
        """How many have some successors in the branch and some elsewhere: no branch below can have their figures."""
        count = 0
        for unit in self.last:
            settled = indicators.settled_in(self.successors, self.living, unit) or set()
            inside = [place for place in settled if place.startswith(path)]
            count += bool(inside) and len(inside) < len(settled)
        return count


def ended_by(day: date) -> Ended:
    """Three statements, whatever the branch."""
    links = Succession.objects.filter(predecessor__ended_on__lte=day).order_by("id")
    successors: dict[int, list[int]] = {}
    for predecessor, successor in links.values_list("predecessor_id", "successor_id"):
        successors.setdefault(predecessor, []).append(successor)
    places = Placement.objects.on(day).filter(unit__in=links.values("successor_id").order_by())
    living = dict(places.values_list("unit_id", "path"))
    rows = Placement.objects.filter(unit__ended_on__lte=day).order_by("from_on")
    return Ended(day, successors, living, dict(rows.values_list("unit_id", "path")))


def place_then(stands: list[Stand], unit: Unit, day: date) -> Place:
    """The branch of a unit in the tree of a day, with nothing carried on into it."""
    stand, nearest = _nearest(stands, day)
    return Place(unit.pk, stand.path, nearest)


def place_on(stands: list[Stand], unit: Unit, ended: Ended) -> Place:
    """The branch of a unit in the tree of a day; that of its last day when it had ended."""
    stand, day = _nearest(stands, ended.on)
    return Place(unit.pk, stand.path, day, ended.into(stand.path))


def is_reorganised(period: Period, *others: date) -> bool:
    """Whether the tree changed between the first and the last of these days, but for new units."""
    days = (period.from_on, period.to_on, *others)
    return (
        UnitEvent.objects.filter(happened_on__gt=min(days), happened_on__lte=max(days))
        .exclude(kind__in=("FOUND", "RENAME"))
        .exists()
    )


def _may_see(scope: Scope, stands: list[Stand], unit_id: int, period: Period) -> bool:
    branches = scope.frozen_branches()
    # Of a unit that went elsewhere the time in which it stood here; of all others any.
    open_stands = [stand for stand in stands[:-1] if stand.touches(period)] + stands[-1:]
    return scope.acts_for(unit_id) or any(stand.path.startswith(branch) for stand in open_stands for branch in branches)


def unit_for_figures(scope: Scope, public_id: UUID, period: Period) -> tuple[Unit, list[Stand]]:
    """A union whose figures of a period the person may read: their own, or one that is of their branch or was in it.

    Raises Unit.DoesNotExist otherwise.
    """
    unit = Unit.objects.select_related("kind").get(public_id=public_id, kind__category=UnitCategory.UNION)
    stands = stands_of(unit)
    if not stands or not _may_see(scope, stands, unit.pk, period):
        raise Unit.DoesNotExist
    return unit, stands


def first_union(scope: Scope) -> Unit | None:
    """The highest union that the person manages or acts for."""
    own = {unit.pk for unit in scope.own_units()}
    posts = [post for post in scope.posts if post.unit.pk in own and post.category == UnitCategory.UNION]
    return min(posts, key=lambda post: (len(post.path), post.unit.pk)).unit if posts else None
