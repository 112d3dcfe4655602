"""What a figure is made of: by the units right below, then the activities, entered figures and rows of other rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from caunoi.organisations.models import Placement
from caunoi.plans.choices import Aggregation, FigureSource
from caunoi.plans.models import Activity, Figure, FigureTotal, Indicator
from caunoi.plans.queries.counting import counted, counted_by, number_at
from caunoi.plans.queries.places import below, ended_by
from caunoi.plans.queries.rollup import Board, Number, Sight, activity_sums, figure_sums, is_kept, value_of
from caunoi.plans.queries.sources import Place, source_of
from caunoi.pure import indicators, periods, timetree
from caunoi.pure.periods import Period

RANKED_MOST = 300


@dataclass(frozen=True)
class Below:
    """A unit right below, and its part of the figure."""

    public_id: UUID
    name: str
    number: Number


@dataclass(frozen=True)
class Parts:
    """What a figure is made of; `rest` is what the rows shown do not say (other pages, units that moved)."""

    own: Number
    rows: list[Below]
    total_count: int
    rest: Decimal | None


def _child_of(path: str, head: int) -> int | None:
    """The unit right below the head in a path; None for the head itself and for what is not in its branch."""
    ids = timetree.ids_of(path)
    if head not in ids or ids[-1] == head:
        return None
    return ids[ids.index(head) + 1]


def _edge_sums(sight: Sight, indicator: Indicator) -> dict[int | None, Decimal]:
    """Days that make no whole month, by the unit right below that they were done under."""
    days = Q(pk__in=[])
    for edge in periods.edges_of(sight.period):
        days |= Q(happened_on__range=(edge.from_on, edge.to_on))
    rows = Activity.objects.filter(days, below(sight.paths), counted_by(indicator)).order_by()
    place = number_at(indicator)
    sums: dict[int | None, Decimal] = {}
    for path, *numbers in rows.values_list("path").annotate(**counted()):
        child = _child_of(path, sight.unit.pk)
        sums[child] = sums.get(child, Decimal(0)) + numbers[place]
    return sums


def _kept(sight: Sight, indicator: Indicator, children: list[int]) -> dict[int, Decimal | None]:
    """From the kept sums: each thing where it stood on its day."""
    asked, head = [sight.period], sight.unit.pk
    activities = activity_sums(children, asked) | activity_sums([head], asked, is_own=True)
    entered = figure_sums(children, asked) | figure_sums([head], asked, is_own=True)
    found = {pk: value_of(indicator, activities[pk][0], entered[pk][0], {}) for pk in [*children, head]}
    if indicator.source == FigureSource.ACTIVITIES:
        for child, value in _edge_sums(sight, indicator).items():
            pk = head if child is None else child
            if pk in found:
                found[pk] = (found[pk] or Decimal(0)) + value
    return found


def _own_by_unit(sight: Sight, place: Place, indicator: Indicator) -> dict[int, Decimal]:
    """What each unit of the branch did itself and entered, wherever it stood then."""
    inside, period = place.units("unit"), sight.period
    sums: dict[int, Decimal] = {}
    if indicator.source == FigureSource.ACTIVITIES:
        during = Q(happened_on__range=(period.from_on, period.to_on))
        rows = Activity.objects.filter(during, inside, counted_by(indicator)).order_by()
        for unit_id, *numbers in rows.values_list("unit_id").annotate(**counted()):
            sums[unit_id] = Decimal(numbers[number_at(indicator)])
    held = Q(pk__in=[])
    for part in periods.largest_within(period):
        held |= Q(from_on=part.from_on, to_on=part.to_on)
    entered = FigureTotal.objects.filter(held, inside, indicator=indicator).exclude(path="").order_by()
    for unit_id, value in entered.values_list("unit_id").annotate(Sum("value")):
        sums[unit_id] = sums.get(unit_id, Decimal(0)) + value
    return sums


def _by_child(sums: Mapping[int, Decimal], place: Place, carried_to: Mapping[int, int]) -> dict[int, Decimal]:
    """Units' numbers at the unit right below that they stand under on the day of the tree."""
    placed = Placement.objects.on(place.on).below(place.path).filter(unit__in=list(sums))
    where = {pk: _child_of(path, place.unit_id) or place.unit_id for pk, path in placed.values_list("unit_id", "path")}
    found: dict[int, Decimal] = {}
    for unit_id, value in sums.items():
        child = where.get(unit_id) or carried_to.get(unit_id)
        if child is not None:
            found[child] = found.get(child, Decimal(0)) + value
    return found


def _values(
    sight: Sight, indicator: Indicator, children: Mapping[int, str], place: Place, carried_to: Mapping[int, int]
) -> dict[int, Decimal | None]:
    if not is_kept(indicator, sight.period):
        source = source_of(indicator.code)
        sums = source.by_unit(place, sight.period, indicator.code) if source else {}
    elif sight.tree is None:
        return _kept(sight, indicator, list(children))
    else:
        sums = _own_by_unit(sight, place, indicator)
    by_child = _by_child(sums, place, carried_to)
    is_known = indicator.source != FigureSource.ENTERED
    return {pk: by_child.get(pk, Decimal(0) if is_known else None) for pk in [*children, sight.unit.pk]}


def _numbers(
    sight: Sight, board: Board, indicator: Indicator, children: Mapping[int, str], carried_to: Mapping[int, int]
) -> dict[int, Number]:
    if indicator.aggregation != Aggregation.RATIO:
        return {pk: Number(value) for pk, value in _values(sight, indicator, children, board.place, carried_to).items()}
    halves = [
        _values(sight, cell.indicator, children, board.place, carried_to)
        for pk in (indicator.numerator_id, indicator.denominator_id)
        for cell in board.cells
        if cell.indicator.pk == pk
    ]
    return {
        pk: Number(indicators.share(halves[0][pk], halves[1][pk]), halves[0][pk], halves[1][pk])
        for pk in [*children, sight.unit.pk]
    }


def parts_of(sight: Sight, board: Board, indicator: Indicator, start: int, limit: int) -> Parts:
    """A figure by the units right below in the tree of the day, the largest first; with what the unit did itself.

    Of more than RANKED_MOST units only those of the page are worked out, by name.
    """
    place = board.place
    rows = Placement.objects.on(place.on).filter(parent=sight.unit).order_by("unit__folded_name", "unit_id")
    total_count = rows.count()
    is_ranked = total_count <= RANKED_MOST
    fields = rows.values_list("unit_id", "unit__public_id", "unit__name", "path")
    page = list(fields if is_ranked else fields[start : start + limit])
    children = {unit_id: path for unit_id, _public, _name, path in page}
    ended = ended_by(place.on)
    carried_to = {unit: pk for pk, path in children.items() for unit in ended.into(path)}
    numbers = _numbers(sight, board, indicator, children, carried_to)
    shown = [Below(public, name, numbers[pk]) for pk, public, name, _path in page]
    if is_ranked:
        shown = sorted(shown, key=lambda row: -(row.number.value or Decimal(0)))[start : start + limit]
    own, rest = numbers[sight.unit.pk], None
    total = board.cell(indicator.code).now.value
    if indicator.aggregation != Aggregation.RATIO and total is not None:
        rest = total - sum((row.number.value or Decimal(0) for row in shown), own.value or Decimal(0))
    return Parts(own, shown, total_count, rest)


def activity_rows(sight: Sight, place: Place, indicator: Indicator) -> QuerySet[Activity]:
    """The accepted activities that an indicator counts in a branch and period, the newest first."""
    inside = below(sight.paths) if sight.tree is None else place.units("unit")
    period = sight.period
    rows = Activity.objects.filter(inside, counted_by(indicator), happened_on__range=(period.from_on, period.to_on))
    return rows.select_related("unit").prefetch_related("files__file").order_by("-happened_on", "-pk")


def figure_rows(sight: Sight, place: Place, indicator: Indicator) -> QuerySet[Figure]:
    """The figures that stand in a branch for a period and its parts, the longest of a unit first."""
    inside = below(sight.paths) if sight.tree is None else place.units("unit")
    period = sight.period
    rows = Figure.objects.filter(
        inside, indicator=indicator, from_on__gte=period.from_on, to_on__lte=period.to_on, superseded_at=None
    )
    return rows.select_related("unit", "recorded_by").order_by("unit__folded_name", "unit_id", "from_on", "-to_on")


def held_by_longer(rows: Iterable[Figure]) -> set[int]:
    """Figures that are not counted, because another of the same unit holds their period."""
    held, standing = set(), dict[int, list[Period]]()
    for row in rows:
        period = Period(row.from_on, row.to_on)
        known = standing.setdefault(row.unit_id, [])
        if any(longer.holds(period) for longer in known):
            held.add(row.pk)
        known.append(period)
    return held


def number_in(activity: Activity, indicator: Indicator) -> int:
    """What an activity's row adds, as it is shown beside it."""
    items = 1 if activity.item_count is None else activity.item_count
    own = (1, activity.attendance_count, activity.people_count or 0, items, activity.spent or 0)
    return own[number_at(indicator)]
