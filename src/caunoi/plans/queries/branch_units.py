"""How many grassroots unions a branch has, and in how many of them something was done: each is one, however much it did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from caunoi.directives.models import Recipient
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity, ActivityTotal
from caunoi.plans.queries.sources import Line, Place, moments
from caunoi.pure.periods import Period, edges_of, months_of

ACTIVE, ALL = "so_cdcs_trien_khai", "tong_cdcs"
# No line of the dictionary: all unions of a branch, counted in the same statement.
UNIONS = "unions"
GRASSROOTS = Q(unit__kind__is_grassroots=True)


def _acted(period: Period) -> Any:
    """An accepted activity of the period, or a directive carried out with accepted evidence in it."""
    first, after = moments(period)
    mine = OuterRef("unit_id")
    if (months := months_of(period)) and not edges_of(period):
        # The key of the kept sums says it without looking at an activity.
        done: QuerySet[Any] = ActivityTotal.objects.filter(unit=mine, month_on__range=months).exclude(path="")
    else:
        days = (period.from_on, period.to_on)
        done = Activity.objects.filter(unit=mine, happened_on__range=days, state=ActivityState.ACCEPTED)
    carried_out = Recipient.objects.filter(
        unit=OuterRef("unit_id"), implemented_at__gte=first, implemented_at__lt=after
    )
    return Exists(done) | Exists(carried_out)


class BranchUnits:
    """Grassroots unions of the tree of a day; those that ended are not among them, their successors are."""

    codes: Collection[str] = (ACTIVE, ALL)
    is_of_units = True

    def _unions(self, place: Place) -> QuerySet[Placement]:
        rows = Placement.objects.on(place.on).below(place.path)
        return rows.filter(unit__kind__category=UnitCategory.UNION).order_by()

    def count(self, place: Place, periods: Sequence[Period]) -> dict[str, list[Decimal]]:
        """Those that acted in each period, all of them, and all unions."""
        acted = {
            f"n{number}": Count("pk", filter=GRASSROOTS & Q(_acted(period))) for number, period in enumerate(periods)
        }
        found = self._unions(place).aggregate(total=Count("pk", filter=GRASSROOTS), unions=Count("pk"), **acted)
        return {
            ACTIVE: [Decimal(found[f"n{number}"]) for number in range(len(periods))],
            ALL: [Decimal(found["total"])] * len(periods),
            UNIONS: [Decimal(found["unions"])] * len(periods),
        }

    def _rows(self, place: Place, period: Period, code: str) -> QuerySet[Placement]:
        rows = self._unions(place).filter(GRASSROOTS)
        return rows.filter(_acted(period)) if code == ACTIVE else rows

    def by_unit(self, place: Place, period: Period, code: str) -> dict[int, Decimal]:
        """One for each."""
        return {pk: Decimal(1) for pk in self._rows(place, period, code).values_list("unit_id", flat=True)}

    def lines(self, place: Place, period: Period, code: str, start: int, limit: int) -> tuple[list[Line], int]:
        """The unions by name."""
        rows = self._rows(place, period, code)
        page = rows.order_by("unit__folded_name", "unit_id").values_list("unit__name", "unit_id", "unit__public_id")
        found = [Line(name, None, pk, "organisations:unit", key) for name, pk, key in page[start : start + limit]]
        return found, rows.count()
