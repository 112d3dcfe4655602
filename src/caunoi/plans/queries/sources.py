"""What other rooms count for the dictionary: each registers its rows once, and gets sums, branches and lists from here.

Rooms above this one register themselves; strangers are registered by whoever knows both. A source counts by the unit
of a row and a day of it, in the tree of one day: rows carry no frozen place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.utils import timezone

from caunoi.organisations.models import Placement
from caunoi.pure.periods import Period


@dataclass(frozen=True)
class Place:
    """A branch in the tree of a day; `carried` are units that ended and whose successors all stand in it."""

    unit_id: int
    path: str
    on: date
    carried: tuple[int, ...] = ()

    def units(self, lookup: str) -> Q:
        """Rows whose unit stands in the branch, or was carried on into it."""
        inside = Placement.objects.on(self.on).below(self.path).values("unit_id")
        return Q(**{f"{lookup}__in": inside}) | Q(**{f"{lookup}__in": list(self.carried)})


@dataclass(frozen=True)
class Line:
    """One row that a figure was counted from."""

    title: str
    on: date | None
    unit_id: int
    route: str = ""
    key: Any = None
    number: int = 1


class Counter(Protocol):
    """What the roll-up asks of a source; each is one statement, whatever the branch."""

    @property
    def codes(self) -> Collection[str]:
        """What it counts."""
        ...

    @property
    def is_of_units(self) -> bool:
        """Whether it counts units themselves, so that an earlier period is counted in its own tree."""
        ...

    def count(self, place: Place, periods: Sequence[Period]) -> dict[str, list[Decimal]]:
        """Each code's number in each period."""
        ...

    def by_unit(self, place: Place, period: Period, code: str) -> dict[int, Decimal]:
        """A code's number by the unit of its rows."""
        ...

    def lines(self, place: Place, period: Period, code: str, start: int, limit: int) -> tuple[list[Line], int]:
        """The rows behind a number, newest first, and how many there are."""
        ...


@dataclass(frozen=True)
class Measure:
    """What of the rows is counted: all that fit `where`; with `of`, different values of it; with `is_sum`, its sum."""

    where: Q = field(default_factory=Q)
    of: str = "pk"
    is_sum: bool = False

    def during(self, within: Q) -> Any:
        """The aggregate over the rows of a period."""
        if self.is_sum:
            return Sum(self.of, filter=self.where & within, default=0)
        return Count(self.of, filter=self.where & within, distinct=self.of != "pk")


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period, and the first after it, where the federation works."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.from_on, time(), zone)
    after = datetime.combine(period.to_on + timedelta(days=1), time(), zone)
    return first.astimezone(UTC), after.astimezone(UTC)


@dataclass(frozen=True)
class Rows:
    """A source that is a table: `unit` and `on` are lookups from its rows, `measures` what each code counts."""

    measures: Mapping[str, Measure]
    rows: Callable[[], QuerySet[Any]]
    unit: str
    on: str
    title: str = "title"
    route: str = ""
    key: str = "public_id"
    is_moment: bool = True
    # A row that is worth more than one names its number.
    number: str = ""
    # Rows of people, or of what not everybody may see, are counted and never listed here.
    is_each_shown: bool = True

    @property
    def codes(self) -> Collection[str]:
        """What it counts."""
        return self.measures.keys()

    @property
    def is_of_units(self) -> bool:
        """Rows are counted in one tree for both periods."""
        return False

    def _during(self, period: Period) -> Q:
        if self.is_moment:
            first, after = moments(period)
            return Q(**{f"{self.on}__gte": first, f"{self.on}__lt": after})
        return Q(**{f"{self.on}__range": (period.from_on, period.to_on)})

    def _within(self, place: Place, periods: Iterable[Period]) -> QuerySet[Any]:
        asked = Q(pk__in=[])
        for period in periods:
            asked |= self._during(period)
        return self.rows().filter(asked).filter(place.units(self.unit)).order_by()

    def count(self, place: Place, periods: Sequence[Period]) -> dict[str, list[Decimal]]:
        """Each code's number in each period."""
        wanted = {
            f"n{number}_{code}": measure.during(self._during(period))
            for code, measure in self.measures.items()
            for number, period in enumerate(periods)
        }
        found = self._within(place, periods).aggregate(**wanted)
        return {
            code: [Decimal(found[f"n{number}_{code}"] or 0) for number in range(len(periods))] for code in self.measures
        }

    def by_unit(self, place: Place, period: Period, code: str) -> dict[int, Decimal]:
        """A code's number by the unit of its rows."""
        rows = self._within(place, [period]).values_list(self.unit)
        counted = rows.annotate(number=self.measures[code].during(self._during(period)))
        return {unit_id: Decimal(number or 0) for unit_id, number in counted}

    def lines(self, place: Place, period: Period, code: str, start: int, limit: int) -> tuple[list[Line], int]:
        """The rows behind a number, newest first, and how many there are."""
        rows = self._within(place, [period]).filter(self.measures[code].where)
        if not self.is_each_shown:
            return [], rows.count()
        named: dict[str, F | Value] = {
            "title": F(self.title),
            "on": F(self.on),
            "unit": F(self.unit),
            "key": F(self.key),
        }
        named["number"] = F(self.number) if self.number else Value(1)
        fields = rows.annotate(**{f"line_{name}": of for name, of in named.items()}).order_by(f"-{self.on}", "-pk")
        page = fields.values_list(*(f"line_{name}" for name in named))[start : start + limit]
        return [self._line(*row) for row in page], rows.count()

    def _line(self, title: str, on: Any, unit_id: int, key: Any, number: int) -> Line:
        day = timezone.localtime(on).date() if self.is_moment else on
        return Line(str(title), day, unit_id, self.route, key, number)


_sources: list[Counter] = []


def register_source(source: Counter) -> None:
    """Let a room count some codes of the dictionary. Raises ValueError when a code has a source already."""
    taken = {code for known in _sources for code in known.codes}
    if doubled := taken & set(source.codes):
        raise ValueError(f"counted twice: {', '.join(sorted(doubled))}")
    _sources.append(source)


def sources() -> list[Counter]:
    """All that count, in the order in which they registered."""
    return list(_sources)


def source_of(code: str) -> Counter | None:
    """Who counts a code, if anybody does."""
    return next((source for source in _sources if code in source.codes), None)
