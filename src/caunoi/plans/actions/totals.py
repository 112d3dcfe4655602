"""The sums that are kept of activities and figures: a follower brings them up, and can always make them again.

A unit's own sums say what has been added to the units above it. To follow is to compare them with the rows as they are
and to add the difference everywhere: told twice, late or out of order, it comes to the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.functions import TruncMonth

from caunoi.kit import bulk, outbox
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityState, Aggregation, FigureSource
from caunoi.plans.events import ActivityDecided, FiguresRecorded
from caunoi.plans.models import Activity, ActivityTotal, Figure, FigureTotal, Indicator, Signature
from caunoi.plans.queries.counting import ACTIVITY_NUMBERS, PEOPLE, counted, number_at
from caunoi.pure import indicators, periods, timetree
from caunoi.pure.indicators import Numbers
from caunoi.pure.periods import Period

ACTIVITY_KEY = ("unit_id", "path", "month_on", "form")
FIGURE_KEY = ("unit_id", "path", "indicator_id", "from_on", "to_on")
FIGURE_NUMBERS = ("value", "unit_count")
KEPT: tuple[tuple[type[Model], tuple[str, ...], tuple[str, ...]], ...] = (
    (ActivityTotal, ACTIVITY_KEY, ACTIVITY_NUMBERS),
    (FigureTotal, FIGURE_KEY, FIGURE_NUMBERS),
)
Sums = dict[tuple[Any, ...], Numbers]
MANY = 2000


def _true_activities(units: Collection[int] | None) -> Iterator[tuple[tuple[Any, ...], Numbers]]:
    rows = Activity.objects.filter(state=ActivityState.ACCEPTED)
    rows = rows if units is None else rows.filter(unit__in=units)
    grouped = rows.order_by().annotate(month=TruncMonth("happened_on")).values_list("unit_id", "path", "month", "form")
    for row in grouped.annotate(**counted()).iterator(chunk_size=MANY):
        yield row[:4], row[4:]


def _figure_rows(units: Collection[int] | None) -> Iterator[list[Figure]]:
    """The figures that stand, a unit at a time."""
    rows = Figure.objects.filter(superseded_at=None).select_related("indicator")
    rows = rows if units is None else rows.filter(unit__in=units)
    held: list[Figure] = []
    for row in rows.order_by("unit_id").iterator(chunk_size=MANY):
        if held and held[0].unit_id != row.unit_id:
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def _counts_for(figure: Figure, own: Iterable[tuple[tuple[Any, ...], Numbers]]) -> Decimal:
    """What the unit's own activities count for the figure's indicator in its period."""
    indicator = figure.indicator
    if indicator.source != FigureSource.ACTIVITIES:
        return Decimal(0)
    place = number_at(indicator)
    fits = (
        numbers[place]
        for (_unit, _path, month, form), numbers in own
        if figure.from_on <= month <= figure.to_on and indicator.form in {"", form}
    )
    return Decimal(sum(fits))


def _true_figures(figures: list[Figure], own: list[tuple[tuple[Any, ...], Numbers]]) -> Sums:
    """One unit's figures, as they change what its activities count in each named period, each where it was entered.

    Over a period in which the unit moved it has entered once, where it stood last.
    """
    sums: Sums = {}
    for indicator_id in {row.indicator_id for row in figures}:
        rows = {Period(row.from_on, row.to_on): row for row in figures if row.indicator_id == indicator_id}
        first = next(iter(rows.values()))
        effects = indicators.effects(
            {period: row.value for period, row in rows.items()},
            {period: _counts_for(row, own) for period, row in rows.items()},
            is_latest=first.indicator.aggregation == Aggregation.LATEST,
        )
        last = {effect.period: rows[effect.figure].path for effect in effects}
        for effect in effects:
            path, period = rows[effect.figure].path, effect.period
            key = (first.unit_id, path, indicator_id, period.from_on, period.to_on)
            known = sums.get(key, (Decimal(0), 0))[0]
            sums[key] = (known + effect.value, int(path == last[period]))
    return sums


def _add_people(units: Collection[int] | None, sums: Sums) -> None:
    """How many different people signed at a unit's accepted meetings, in each named period that holds one."""
    line = Indicator.objects.filter(code=PEOPLE).first()
    if line is None:
        return
    rows = Signature.objects.filter(struck_at=None, sign_in__activity__state=ActivityState.ACCEPTED)
    rows = rows if units is None else rows.filter(sign_in__activity__unit__in=units)
    of = "sign_in__activity__"
    people: dict[tuple[Any, ...], set[str]] = {}
    paths: dict[tuple[Any, ...], tuple[date, str]] = {}
    for unit_id, path, day, person in rows.order_by().values_list(f"{of}unit_id", f"{of}path", f"{of}happened_on", "person").iterator(chunk_size=MANY):  # fmt: skip
        for held in periods.named_around(Period(day, day)):
            key = (unit_id, held.from_on, held.to_on)
            people.setdefault(key, set()).add(person)
            paths[key] = max(paths.get(key, (day, path)), (day, path))
    for (unit_id, from_on, to_on), known in people.items():
        sums[unit_id, paths[unit_id, from_on, to_on][1], line.pk, from_on, to_on] = (Decimal(len(known)), 1)


def _kept(model: type[Model], key: tuple[str, ...], numbers: tuple[str, ...], units: Collection[int] | None) -> Sums:
    rows = model._default_manager.exclude(path="")
    rows = rows if units is None else rows.filter(unit__in=units)
    size = len(key)
    return {
        row[:size]: row[size:] for row in rows.values_list(*key, *numbers).iterator(chunk_size=MANY) if any(row[size:])
    }


def _truth(units: Collection[int] | None) -> tuple[Sums, Sums]:
    own = dict(_true_activities(units))
    by_unit: dict[int, list[tuple[tuple[Any, ...], Numbers]]] = {}
    figures: Sums = {}
    for held in _figure_rows(units):
        if not by_unit:
            for key, numbers in own.items():
                by_unit.setdefault(key[0], []).append((key, numbers))
        figures |= _true_figures(held, by_unit.get(held[0].unit_id, []))
    _add_people(units, figures)
    return own, figures


def _with_above(changes: Sums) -> Sums:
    """The changes of units' own sums, and what they come to at each unit above them."""
    sums = dict(changes)
    for (_unit, path, *rest), numbers in changes.items():
        for above in timetree.ids_of(path)[:-1]:
            key = (above, "", *rest)
            known = sums.get(key)
            sums[key] = tuple(a + b for a, b in zip(known, numbers, strict=True)) if known else numbers
    return sums


def _add(model: type[Model], key: tuple[str, ...], numbers: tuple[str, ...], changes: Sums) -> None:
    """Add to the rows that are there, and make those that are not; always in one order, so that nobody waits in a ring."""
    columns_of = {field.attname: field for field in model._meta.concrete_fields}
    fields = [columns_of[name] for name in (*key, *numbers)]
    columns = ", ".join(str(field.column) for field in fields)
    table, sums = (
        model._meta.db_table,
        ", ".join(f"{name} = {model._meta.db_table}.{name} + excluded.{name}" for name in numbers),
    )
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sums}"  # noqa: S608 - names of our own
    rows = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, (*row, *added), strict=True)]
        for row, added in sorted(changes.items())
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _lock(*, is_alone: bool) -> None:
    """Followers go beside each other; whoever makes the sums again goes alone. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        mode = "SHARE ROW EXCLUSIVE" if is_alone else "ROW EXCLUSIVE"
        tables = ", ".join(model._meta.db_table for model, _key, _numbers in KEPT)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN {mode} MODE")


@transaction.atomic
def follow_units(*, unit_ids: Collection[int]) -> int:
    """Bring the sums of some units, and of all above them, to what their rows say now; returns how many sums changed."""
    _lock(is_alone=False)
    # Two events of one unit must not both find the same difference.
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("pk").values_list("pk"))
    count = 0
    for (model, key, numbers), truth in zip(KEPT, _truth(unit_ids), strict=True):
        changes = indicators.differences(truth, _kept(model, key, numbers, unit_ids))
        _add(model, key, numbers, _with_above(changes))
        count += len(changes)
    # That a row is there says that something was done.
    ActivityTotal.objects.filter(unit__in=unit_ids, activity_count=0).delete()
    return count


def _made(model: type[Model], key: tuple[str, ...], numbers: tuple[str, ...], sums: Sums) -> Iterator[list[Model]]:
    rows = []
    for row, values in sums.items():
        rows.append(model(**dict(zip((*key, *numbers), (*row, *values), strict=True))))
        if len(rows) == MANY * 5:
            yield rows
            rows = []
    yield rows


@transaction.atomic
def rebuild_totals() -> int:
    """Forget all sums and make them from the rows; returns how many there are. Nobody follows meanwhile."""
    _lock(is_alone=True)
    count = 0
    for (model, key, numbers), truth in zip(KEPT, _truth(None), strict=True):
        model._default_manager.all()._raw_delete(model._default_manager.db)  # type: ignore[attr-defined]
        sums = _with_above(truth)
        for rows in _made(model, key, numbers, sums):
            bulk.insert(rows)
        count += len(sums)
    return count


def _followed_later() -> set[int]:
    """Units whose events nobody has followed yet: their sums are behind, and not wrong."""
    said = outbox.waiting(ActivityDecided.name, FiguresRecorded.name)
    units = {row["unit_id"] for row in said if "unit_id" in row}
    decided = [row["activity_id"] for row in said if "activity_id" in row]
    for start in range(0, len(decided), MANY):
        found = Activity.objects.filter(pk__in=decided[start : start + MANY])
        units |= set(found.values_list("unit_id", flat=True))
    return units


@transaction.atomic
def differing_units() -> set[int]:
    """Units with a sum, their own or of those below, that does not say what it should. Reads everything.

    Compared at a settled point, so that what was accepted a moment ago is no fault: nobody follows meanwhile; a unit's own
    sums are held against its rows unless an event of it still waits; a sum of those below is held against the units' own
    sums, which are written together with it.
    """
    _lock(is_alone=True)
    truths = _truth(None)
    # Asked after the rows were read: whatever was decided before that has left its event.
    later, wrong = _followed_later(), set[int]()
    for (model, key, numbers), truth in zip(KEPT, truths, strict=True):
        own = _kept(model, key, numbers, None)
        wrong |= {row[0] for row in indicators.differences(truth, own)} - later
        rows = model._default_manager.filter(path="").values_list(*key, *numbers).iterator(chunk_size=MANY)
        size = len(key)
        kept = {row[:size]: row[size:] for row in rows if any(row[size:])}
        below = {row: sums for row, sums in _with_above(own).items() if not row[1] and any(sums)}
        wrong |= {row[0] for row in indicators.differences(below, kept)}
    return wrong
