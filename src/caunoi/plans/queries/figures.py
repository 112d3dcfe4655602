"""Figures that units enter: what stands, what a new one would stand against, and when a period is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityState, Aggregation, FigureSource
from caunoi.plans.models import Activity, Figure, Indicator, ReportingPeriod
from caunoi.plans.queries.counting import counted, number_at
from caunoi.pure.indicators import amount
from caunoi.pure.periods import Period, named_around


@dataclass
class Question:
    """A number that a unit would enter, and what is there already. It is asked about, and never added."""

    indicator: Indicator
    value: Decimal
    same: Figure | None = None
    # What the unit's own accepted activities count in the period.
    activities: Decimal | None = None
    # A figure of a part that is more than the whole, or of a whole that is less than the part.
    crossing: list[Figure] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether there is anything to ask."""
        return self.same is not None or self.activities is not None or bool(self.crossing)


@dataclass(frozen=True)
class Opening:
    """Whether a period takes figures on a day: why not, or whether they come late."""

    refusal: str = ""
    is_late: bool = False
    row: ReportingPeriod | None = None


def reporting_period(period: Period) -> ReportingPeriod | None:
    """When figures of exactly this period are taken, if that is set."""
    return ReportingPeriod.objects.filter(from_on=period.from_on, to_on=period.to_on).first()


def opening_of(period: Period, today: date) -> Opening:
    """A period that has its days opens and closes by them; another takes figures from its first day on."""
    row = reporting_period(period)
    opens_on = row.opens_on if row else period.from_on
    if today < opens_on:
        return Opening("NOT_OPEN", row=row)
    return Opening(is_late=bool(row and today > row.closes_on), row=row)


def closed_period_of(day: date, today: date) -> ReportingPeriod | None:
    """The shortest reporting period of a day that has closed, if any: what is dated in it comes late.

    What happened after a period closed could not be reported in it, and is not late for it.
    """
    rows = ReportingPeriod.objects.filter(from_on__lte=day, to_on__gte=day, closes_on__lt=today, closes_on__gte=day)
    found = list(rows.order_by("closes_on"))
    return min(found, key=lambda row: (row.to_on - row.from_on, row.closes_on)) if found else None


def reporting_periods() -> list[ReportingPeriod]:
    """All of them, the newest first."""
    return list(ReportingPeriod.objects.order_by("-to_on", "-from_on"))


def enterable() -> list[Indicator]:
    """Lines that a unit may enter: those nobody else counts, and those that activities count (instead of them)."""
    rows = Indicator.objects.filter(is_retired=False, source__in=(FigureSource.ENTERED, FigureSource.ACTIVITIES))
    return list(rows.exclude(aggregation=Aggregation.RATIO).order_by("position", "code"))


def entered_ratios() -> list[Indicator]:
    """Shares of lines that units enter."""
    rows = Indicator.objects.filter(is_retired=False, source=FigureSource.ENTERED, aggregation=Aggregation.RATIO)
    return list(rows.select_related("numerator", "denominator").order_by("position"))


def standing_figures(unit_ids: Sequence[int], period: Period) -> list[Figure]:
    """Figures that stand for exactly this period."""
    rows = Figure.objects.filter(unit__in=unit_ids, from_on=period.from_on, to_on=period.to_on, superseded_at=None)
    return list(
        rows.select_related("indicator", "unit", "recorded_by").order_by("unit__folded_name", "indicator__position")
    )


def own_counts(unit_ids: Sequence[int], period: Period) -> dict[int, dict[str, tuple[int, ...]]]:
    """What units' own accepted activities come to in a period, by unit and form, from the activities themselves."""
    rows = Activity.objects.filter(
        unit__in=unit_ids, happened_on__range=(period.from_on, period.to_on), state=ActivityState.ACCEPTED
    ).order_by()
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for unit_id, form, *numbers in rows.values_list("unit_id", "form").annotate(**counted()):
        found.setdefault(unit_id, {})[form] = tuple(numbers)
    return found


def count_in(indicator: Indicator, forms: Mapping[str, tuple[int, ...]]) -> Decimal:
    """What activities by form come to for an indicator."""
    fitting = [numbers for form, numbers in forms.items() if indicator.form in {"", form}]
    return Decimal(sum(numbers[number_at(indicator)] for numbers in fitting))


def _same(row: Figure) -> tuple[object, ...]:
    return row.unit_id, row.indicator_id, row.from_on, row.to_on


def _crossing(
    unit_ids: Sequence[int], period: Period, entered: Sequence[Figure]
) -> dict[tuple[int, int], list[Figure]]:
    """Figures that stand for parts of the period, or for a period that holds it; `entered` stand instead of their like."""
    longer = [held for held in named_around(period) if held != period]
    holding = Q(pk__in=[])
    for held in longer:
        holding |= Q(from_on=held.from_on, to_on=held.to_on)
    inside = Q(from_on__gte=period.from_on, to_on__lte=period.to_on) & ~Q(from_on=period.from_on, to_on=period.to_on)
    rows = Figure.objects.filter(inside | holding, unit__in=unit_ids, superseded_at=None).select_related("indicator")
    new = {_same(row): row for row in entered if row.unit_id in unit_ids and _meets(row, period)}
    found: dict[tuple[int, int], list[Figure]] = {}
    for row in [*(row for row in rows.order_by("from_on", "to_on") if _same(row) not in new), *new.values()]:
        found.setdefault((row.unit_id, row.indicator_id), []).append(row)
    return found


def _meets(figure: Figure, period: Period) -> bool:
    other = Period(figure.from_on, figure.to_on)
    return other != period and (period.holds(other) or other.holds(period))


def _contradicts(value: Decimal, figure: Figure, period: Period) -> bool:
    is_part = period.holds(Period(figure.from_on, figure.to_on))
    if figure.indicator.aggregation != Aggregation.SUM:
        return False
    return value < figure.value if is_part else value > figure.value


def questions_about(
    values: Mapping[tuple[int, int], Decimal],
    indicators: Mapping[int, Indicator],
    units: Sequence[Unit],
    period: Period,
    entered: Sequence[Figure] = (),
) -> dict[tuple[int, int], Question]:
    """What each number (by unit and indicator) would stand against. Three statements, however many.

    `entered` are figures that the same file would enter for other periods: they are asked about as if they stood.
    """
    unit_ids = [unit.pk for unit in units]
    same = {(row.unit_id, row.indicator_id): row for row in standing_figures(unit_ids, period)}
    counts, crossing = own_counts(unit_ids, period), _crossing(unit_ids, period, entered)
    asked = {}
    for key, value in values.items():
        indicator, known = indicators[key[1]], same.get(key)
        question = Question(indicator, value)
        if known is not None and known.value != value:
            question.same = known
        if known is None and indicator.source == FigureSource.ACTIVITIES:
            number = count_in(indicator, counts.get(key[0], {}))
            question.activities = number if number and number != value else None
        question.crossing = [row for row in crossing.get(key, []) if _contradicts(value, row, period)]
        if known is not None and known.value == value:
            question.crossing = []
        if question.is_open:
            asked[key] = question
    return asked


def above_whole(ratio: Indicator, given: Mapping[int, Decimal], standing: Mapping[int, Decimal]) -> str:
    """What is wrong when the part of a ratio would be more than its whole, of numbers (by indicator) given now or before.

    Empty when nothing is.
    """
    part, whole = ratio.numerator, ratio.denominator
    if part is None or whole is None or not {part.pk, whole.pk} & given.keys():
        return ""
    count, total = (given.get(line.pk, standing.get(line.pk)) for line in (part, whole))
    if count is None or total is None or count <= total:
        return ""
    text = _("“%(part)s” (%(n)s) không nhiều hơn “%(whole)s” (%(all)s).")
    return text % {"part": part.said_name, "whole": whole.said_name, "n": amount(count), "all": amount(total)}
