"""The indicators of a unit and period: kept sums, the days at the period's edges, what other rooms count, targets.

Every number has two readings of the tree. By default each row counts where its unit stood on its day. With a day, rows
count where their units, or those that carry them on, stand on that day. The number of statements is constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.fields import BooleanField, IntegerField
from django.db.models.functions import Coalesce, Concat

from caunoi.organisations.models import Placement, Unit
from caunoi.plans.choices import ActivityState, Adoption, Aggregation, FigureSource, PlanState
from caunoi.plans.models import Activity, ActivityTotal, FigureTotal, Indicator, PlanTask
from caunoi.plans.queries.branch_units import UNIONS
from caunoi.plans.queries.counting import ACTIVITY_NUMBERS, PEOPLE, counted, number_at
from caunoi.plans.queries.places import Stand, below, ended_by, is_reorganised, place_on, place_then, stands_of
from caunoi.plans.queries.sources import Place, sources
from caunoi.pure import indicators, periods
from caunoi.pure.indicators import Change, Numbers
from caunoi.pure.periods import Period

# Branches so near the root hold too many places to go through: paths of one or two units.
WIDE = 3
ByForm = dict[str, Numbers]
Entered = dict[int, tuple[Decimal, int]]


@dataclass
class Number:
    """A figure, or a ratio with what it is of. None: nobody said."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass
class Cell:
    """One line of the report."""

    indicator: Indicator
    now: Number = field(default_factory=Number)
    before: Number = field(default_factory=Number)
    target: Decimal | None = None
    # Units that entered a figure, in this period.
    entered_count: int = 0

    @property
    def change(self) -> Change | None:
        """Against the same period last year."""
        return indicators.change(self.now.value, self.before.value)

    @property
    def done(self) -> Decimal | None:
        """Per cent of the target."""
        return indicators.share(self.now.value, self.target)

    @property
    def is_ratio(self) -> bool:
        """Whether it is a share of two others."""
        return self.indicator.aggregation == Aggregation.RATIO


@dataclass(frozen=True)
class Sight:
    """A unit, a period, and the tree in which rows are counted (None: where each stood on its day)."""

    unit: Unit
    stands: list[Stand]
    period: Period
    today: date
    tree: date | None = None

    @property
    def before(self) -> Period:
        """The same period last year."""
        return periods.year_before(self.period)

    def day(self, period: Period) -> date:
        """The day of the tree for rows that carry no frozen place."""
        return self.tree or min(period.to_on, self.today)

    @property
    def paths(self) -> set[str]:
        """Everywhere that the unit ever stood."""
        return {stand.path for stand in self.stands}

    def done_below(self) -> QuerySet[Activity]:
        """Activities whose frozen place lies in the branch. Of a wide branch the days find them, not the places."""
        if min(path.count("/") for path in self.paths) > WIDE:
            return Activity.objects.filter(below(self.paths))
        return Activity.objects.annotate(place_then=Concat("path", Value(""))).filter(below(self.paths, "place_then"))


@dataclass(frozen=True)
class Board:
    """The report of a unit and period."""

    sight: Sight
    cells: list[Cell]
    place: Place
    # Unions in the branch on that day: the denominator of who entered figures.
    unions_count: int
    is_reorganised: bool
    split_count: int

    def cell(self, code: str) -> Cell:
        """One line by its code. Raises KeyError."""
        found = next((cell for cell in self.cells if cell.indicator.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def sight_of(unit: Unit, period: Period, today: date, *, tree: date | None = None) -> Sight:
    """A unit seen in a period."""
    return Sight(unit, stands_of(unit), period, today, tree)


def _in_months(asked: Sequence[Period]) -> Q:
    found = Q(pk__in=[])
    for period in asked:
        if months := periods.months_of(period):
            found |= Q(month_on__range=months)
    return found


def _holding(asked: Sequence[Period], day: date) -> Iterable[int]:
    return (number for number, period in enumerate(asked) if period.has(day))


def _plus(sums: dict[Any, Numbers], key: Any, numbers: Numbers, sign: int = 1) -> None:
    known = sums.get(key, (0,) * len(numbers))
    sums[key] = tuple(a + sign * b for a, b in zip(known, numbers, strict=True))


def activity_sums(unit_ids: Sequence[int], asked: Sequence[Period], *, is_own: bool = False) -> dict[int, list[ByForm]]:
    """Kept sums of whole months by form, for each unit and period: what it did itself, and what was done below it."""
    sums: dict[int, list[ByForm]] = {unit_id: [{} for _period in asked] for unit_id in unit_ids}
    rows = ActivityTotal.objects.filter(_in_months(asked), unit__in=unit_ids)
    rows = rows.exclude(path="") if is_own else rows
    for unit_id, month, form, *numbers in rows.values_list("unit_id", "month_on", "form", *ACTIVITY_NUMBERS):
        for number in _holding(asked, month):
            _plus(sums[unit_id][number], form, tuple(numbers))
    return sums


def _add_edges(sight: Sight, asked: Sequence[Period], sums: list[ByForm]) -> None:
    """Days that make no whole month are counted from the activities themselves."""
    for number, period in enumerate(asked):
        days = Q(pk__in=[])
        for edge in periods.edges_of(period):
            days |= Q(happened_on__range=(edge.from_on, edge.to_on))
        rows = sight.done_below().filter(days, state=ActivityState.ACCEPTED).order_by()
        for form, *numbers in rows.values_list("form").annotate(**counted()):
            _plus(sums[number], form, tuple(numbers))


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _moved(sight: Sight, place: Place, asked: Sequence[Period], tree: date) -> Any:
    """Units that stood in the branch at some time and do not on the day of the tree, or the reverse.

    Only those with another place, or none any more, between the days asked for and the day of the tree.
    """
    first = min(tree, *(period.from_on for period in asked))
    last = max(tree, *(period.to_on for period in asked))
    then = Placement.objects.filter(Q(from_on__gt=first, from_on__lte=last) | Q(to_on__gt=first, to_on__lte=last))
    is_now, inside = place.units("pk"), below(sight.paths)
    ever_in = Q(pk__in=Placement.objects.filter(inside).values("unit_id"))
    ever_out = Q(pk__in=Placement.objects.exclude(inside).values("unit_id"))
    rows = Unit.objects.filter(pk__in=then.values("unit_id"))
    return rows.filter((is_now & ever_out) | (~is_now & ever_in)).values("pk")


def _move_activities(sight: Sight, place: Place, asked: Sequence[Period], sums: list[ByForm]) -> None:
    """Take away what was done in the branch by units that stand elsewhere on the day, and add the reverse."""
    if sight.tree is None:
        return
    # The few units find their activities; by their days alone there would be many.
    which, days, then = [], Q(pk__in=[]), Coalesce("happened_on", "happened_on")
    for number, period in enumerate(asked):
        during = Q(then__range=(period.from_on, period.to_on))
        which.append(When(during, then=Value(number)))
        days |= during
    moved = _moved(sight, place, asked, sight.tree)
    rows = Activity.objects.filter(unit__in=moved, state=ActivityState.ACCEPTED).annotate(then=then).filter(days)
    rows = rows.order_by().annotate(
        which=Case(*which, output_field=IntegerField()), is_now=_flag(place.units("unit")),
        was=_flag(Q(path__contains=f"/{sight.unit.pk}/")),
    ).exclude(is_now=F("was"))  # fmt: skip
    for number, form, is_now, *numbers in rows.values_list("which", "form", "is_now").annotate(**counted()):
        _plus(sums[number], form, tuple(numbers), 1 if is_now else -1)


def figure_sums(unit_ids: Sequence[int], asked: Sequence[Period], *, is_own: bool = False) -> dict[int, list[Entered]]:
    """What entered figures add to each indicator, and by how many units, for each unit and period."""
    sums: dict[int, list[Entered]] = {unit_id: [{} for _period in asked] for unit_id in unit_ids}
    rows = FigureTotal.objects.filter(_named(asked), unit__in=unit_ids)
    rows = rows.exclude(path="") if is_own else rows
    fields = ("unit_id", "indicator_id", "from_on", "to_on", "value", "unit_count")
    _gather(rows.values_list(*fields), asked, sums)
    return sums


def _named(asked: Sequence[Period]) -> Q:
    found = Q(pk__in=[])
    for period in asked:
        found |= Q(from_on__gte=period.from_on, to_on__lte=period.to_on)
    return found


def _gather(rows: Iterable[Any], asked: Sequence[Period], sums: dict[int, list[Entered]], sign: int = 0) -> None:
    """Only the longest named periods that fill the one asked for: theirs hold the shorter ones.

    Units that entered one are counted once over the parts of a period, and added or taken away (`sign`) when they moved.
    """
    wanted = [set(periods.largest_within(period)) for period in asked]
    for unit_id, indicator_id, from_on, to_on, value, count in rows:
        for number, held in enumerate(wanted):
            if Period(from_on, to_on) in held:
                entered = sums[unit_id][number]
                known = entered.get(indicator_id, (Decimal(0), 0))
                units = known[1] + sign * count if sign else max(known[1], count)
                entered[indicator_id] = (known[0] + (sign or 1) * value, units)


def _move_figures(sight: Sight, place: Place, asked: Sequence[Period], sums: dict[int, list[Entered]]) -> None:
    if sight.tree is None:
        return
    rows = (
        FigureTotal.objects.filter(_named(asked), unit__in=_moved(sight, place, asked, sight.tree))
        .exclude(path="")
        .order_by()
    )
    rows = rows.annotate(is_now=_flag(place.units("unit")), was=_flag(Q(path__contains=f"/{sight.unit.pk}/")))
    grouped = rows.exclude(is_now=F("was")).values_list("indicator_id", "from_on", "to_on", "is_now")
    for indicator_id, from_on, to_on, is_now, value, count in grouped.annotate(v=Sum("value"), n=Sum("unit_count")):
        row = (sight.unit.pk, indicator_id, from_on, to_on, value, count)
        _gather([row], asked, sums, 1 if is_now else -1)


def _counted_elsewhere(places: Sequence[Place], asked: Sequence[Period], codes: set[str]) -> list[dict[str, Decimal]]:
    """What the other rooms count, by period: in the tree of this period's day, but for units, of which each period has
    its own."""
    made: list[dict[str, Decimal]] = [{} for _period in asked]
    for source in (one for one in sources() if codes.intersection(one.codes)):
        is_one = not source.is_of_units or places[0] == places[1]
        calls = [(places[0], [0, 1])] if is_one else [(places[0], [0]), (places[1], [1])]
        for place, numbers in calls:
            for code, values in source.count(place, [asked[number] for number in numbers]).items():
                for number, value in zip(numbers, values, strict=True):
                    made[number][code] = value
    return made


def targets_of(unit: Unit, year: int) -> dict[int, Decimal]:
    """The year's targets in the unit's own approved plan; of what is added up the sum, of all else the highest.

    A task's target is that of each unit that does it, and a report's figures are those of the branch: so it is taken as often
    as there are units that do it.
    """
    rows = PlanTask.objects.filter(
        plan__unit=unit, plan__year=year, plan__state__in=(PlanState.APPROVED, PlanState.CLOSED), cancelled_at=None,
        indicator__isnull=False, target__isnull=False,
    ).exclude(adoption=Adoption.DECLINED)  # fmt: skip
    grouped = (
        rows.order_by()
        .values_list("indicator_id", "indicator__aggregation")
        .annotate(total=Sum(F("target") * F("span")), most=Max("target"))
    )
    found = {pk: most if rule != Aggregation.SUM else total for pk, rule, total, most in grouped}
    return {pk: target for pk, target in found.items() if target}


def lines_in_use(only: Indicator | None = None) -> list[Indicator]:
    """The dictionary as it is reported, in its order; or one line, with what it is a ratio of."""
    rows = Indicator.objects.filter(is_retired=False)
    if only is not None:
        rows = Indicator.objects.filter(pk__in=[only.pk, only.numerator_id, only.denominator_id])
    return list(rows.order_by("position", "code"))


def is_kept(indicator: Indicator, period: Period) -> bool:
    """Whether the kept sums say it. People are known within a unit only, so that a branch has the sum of its units'
    people; they are kept for named periods, as those of two periods are no sum of each."""
    is_named = period.kind is not periods.Kind.FREE
    return indicator.source != FigureSource.SYSTEM or (indicator.code == PEOPLE and is_named)


def value_of(
    indicator: Indicator, activities: ByForm, entered: Entered, elsewhere: dict[str, Decimal]
) -> Decimal | None:
    """A line that is no ratio, from the sums of a unit and period; None when nobody said anything."""
    own = entered.get(indicator.pk)
    if indicator.code == PEOPLE and PEOPLE not in elsewhere:
        return own[0] if own else Decimal(0)
    if indicator.source == FigureSource.SYSTEM:
        return elsewhere.get(indicator.code)
    if indicator.source == FigureSource.ENTERED:
        return own[0] if own else None
    place = number_at(indicator)
    rows = [numbers for form, numbers in activities.items() if indicator.form in {"", form}]
    return Decimal(sum(numbers[place] for numbers in rows)) + (own[0] if own else 0)


def _fill_ratios(cells: list[Cell]) -> None:
    """Σnumerator over Σdenominator of the whole branch: shares of units below are never averaged."""
    known = {cell.indicator.pk: cell for cell in cells}
    for cell in cells:
        above, of = cell.indicator.numerator_id, cell.indicator.denominator_id
        if cell.is_ratio and above in known and of in known:
            for name in ("now", "before"):
                number = getattr(cell, name)
                number.numerator = getattr(known[above], name).value
                number.denominator = getattr(known[of], name).value
                number.value = indicators.share(number.numerator, number.denominator)


def board(sight: Sight, only: Indicator | None = None) -> Board:
    """The whole report, or one line of it; see the module for the two readings of the tree."""
    lines = lines_in_use(only)
    asked = [sight.period, sight.before]
    ended = ended_by(sight.day(sight.period))
    place = place_on(sight.stands, sight.unit, ended)
    then = place if sight.tree else place_then(sight.stands, sight.unit, sight.day(sight.before))
    activities = activity_sums([sight.unit.pk], asked)[sight.unit.pk]
    _add_edges(sight, asked, activities)
    _move_activities(sight, place, asked, activities)
    entered = figure_sums([sight.unit.pk], asked)
    _move_figures(sight, place, asked, entered)
    codes = {line.code for line in lines if not is_kept(line, sight.period)}
    elsewhere = _counted_elsewhere([place, then], asked, codes)
    targets = targets_of(sight.unit, sight.period.to_on.year)
    is_new = sight.tree is None and sight.unit.founded_on > sight.before.to_on
    cells = []
    for indicator in lines:
        now, before = (
            value_of(indicator, activities[number], entered[sight.unit.pk][number], elsewhere[number])
            for number in (0, 1)
        )
        count = entered[sight.unit.pk][0].get(indicator.pk, (0, 0))[1]
        cells.append(Cell(indicator, Number(now), Number(None if is_new else before), targets.get(indicator.pk), count))
    _fill_ratios(cells)
    return Board(
        sight, cells, place, int(elsewhere[0].get(UNIONS, 0)), is_reorganised(sight.period, sight.before.from_on, place.on),
        ended.split_over(place.path) if sight.tree else 0,
    )  # fmt: skip
