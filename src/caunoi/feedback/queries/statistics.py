"""Figures of the desk, and what is being said. Everything is counted among the cases that the reader may see, so that
nobody learns from a count that a case which names them exists. The number of statements is constant.

See docs/mechanisms/statistics.md for what each figure means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.choices import Channel, State
from caunoi.feedback.models import Case, Rating, Topic
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.feedback.queries.reach import open_cases
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import disclosure, rates, workdays

# What is no case of anybody's work: set apart, not let in, put aside, or counted with another.
UNCOUNTED = (State.QUARANTINED, State.SCREENING, State.MERGED, State.WITHDRAWN)
SATISFIED_FROM = 4
# A topic is called rising from this many cases on.
RISING_LEAST = 5
DIMENSIONS = ("unit", "area", "channel")


@dataclass(frozen=True)
class Share:
    """A numerator and what it is of: figures are never shown without either."""

    n: int
    total: int


@dataclass(frozen=True)
class Figures:
    """Of one period and reader. Times are in working days from receipt to answer."""

    received_count: int
    answered_count: int
    backlog_count: int
    overdue_count: int
    median_days: int | None
    p90_days: int | None
    on_time: Share
    reopened: Share
    satisfied: Share


@dataclass(frozen=True)
class Line:
    """One unit, area or channel of a table."""

    value: str
    label: str
    received_count: int
    answered_count: int
    backlog_count: int
    on_time: Share


@dataclass(frozen=True)
class Month:
    """What came and what was answered in a month; the first and the last may be cut by the period."""

    first: date
    received_count: int
    answered_count: int
    on_time: Share


@dataclass(frozen=True)
class Rising:
    """A subject, how often it was spoken of in these weeks and in the weeks before, and the ratio with its interval."""

    topic: Topic
    now_count: int
    before_count: int
    ratio: rates.Ratio


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def counted(user: User, scope: Scope, unit: Unit | None = None) -> QuerySet[Case]:
    """The cases that figures are of, for this reader; with a unit, those that it watches or answers."""
    rows = cases_visible_to(user, scope).exclude(state__in=UNCOUNTED)
    return rows.filter(Q(desk=unit) | Q(unit=unit)) if unit else rows


def _between(field: str, since: date, until: date) -> Q:
    """[since, until): days where the federation works."""
    return Q(**{f"{field}__gte": _moment(since), f"{field}__lt": _moment(until)})


def _times(answered: QuerySet[Case], calendar: workdays.Calendar) -> list[tuple[int, int]]:
    """(working days from receipt to answer, cases) of what was answered: the database counts pairs of days."""
    pairs = answered.annotate(start=TruncDate("received_at"), stop=TruncDate("answered_at")).values("start", "stop")
    found: Counter[int] = Counter()
    for start, stop, count in pairs.annotate(n=Count("pk")).values_list("start", "stop", "n"):
        found[workdays.working_days_between(_moment(start), _moment(stop), calendar)] += count
    return sorted(found.items())


def figures(user: User, scope: Scope, *, since: date, until: date, at: datetime, unit: Unit | None = None) -> Figures:
    """All figures of a period [since, until). Backlog and overdue are of now. Six statements, each along one index."""
    rows = counted(user, scope, unit)
    answered_rows = rows.filter(_between("answered_at", since, until))
    was_answered = Q(answered_at__isnull=False) | Q(reopened_count__gt=0)
    came = rows.filter(_between("received_at", since, until)).aggregate(
        n=Count("pk"), ever=Count("pk", filter=was_answered), reopened=Count("pk", filter=Q(reopened_count__gt=0))
    )
    answered = answered_rows.aggregate(n=Count("pk"), on_time=Count("pk", filter=Q(is_on_time=True)))
    waiting = open_cases(rows).aggregate(n=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=at)))
    rated = Rating.objects.filter(case__in=answered_rows.values("pk")).aggregate(
        n=Count("pk", filter=Q(score__gte=SATISFIED_FROM)), total=Count("pk")
    )
    times = _times(answered_rows, calendar_for(None))
    return Figures(
        received_count=came["n"], answered_count=answered["n"], backlog_count=waiting["n"],
        overdue_count=waiting["overdue"], median_days=rates.quantile(times, 0.5), p90_days=rates.quantile(times, 0.9),
        on_time=Share(answered["on_time"], answered["n"]), reopened=Share(came["reopened"], came["ever"]),
        satisfied=Share(rated["n"], rated["total"]),
    )  # fmt: skip


def _labels(dimension: str, values: Sequence[Any]) -> dict[Any, str]:
    if dimension == "unit":
        return dict(Unit.objects.filter(pk__in=values).values_list("pk", "name"))
    words = Channel if dimension == "channel" else ReformArea
    return {value: str(label) for value, label in words.choices}


def by_dimension(
    user: User, scope: Scope, dimension: str, *, since: date, until: date, unit: Unit | None = None
) -> list[Line]:
    """A table of a period by "unit", "area" or "channel", the most received first. Four statements at most."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"figures are by {DIMENSIONS}, not {dimension}")
    rows = counted(user, scope, unit)
    came = dict(rows.filter(_between("received_at", since, until)).values_list(dimension).annotate(n=Count("pk")))
    waiting = dict(open_cases(rows).values_list(dimension).annotate(n=Count("pk")))
    on_time = Count("pk", filter=Q(is_on_time=True))
    answered = rows.filter(_between("answered_at", since, until)).values_list(dimension)
    shares = {value: Share(n, total) for value, n, total in answered.annotate(n=on_time, total=Count("pk"))}
    values = {*came, *waiting, *shares}
    labels = _labels(dimension, list(values))
    lines = [
        Line(
            value=str(value or ""), label=labels.get(value, ""), received_count=came.get(value, 0),
            answered_count=shares.get(value, Share(0, 0)).total, backlog_count=waiting.get(value, 0),
            on_time=shares.get(value, Share(0, 0)),
        )
        for value in values
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.received_count, line.label, line.value))


def by_month(user: User, scope: Scope, *, since: date, until: date, unit: Unit | None = None) -> list[Month]:
    """Every month that the period touches, oldest first, also those without a case. Two statements."""
    rows = counted(user, scope, unit)
    came = rows.filter(_between("received_at", since, until)).annotate(month=TruncMonth("received_at")).values("month")
    went = rows.filter(_between("answered_at", since, until)).annotate(month=TruncMonth("answered_at")).values("month")
    received = {at.date(): n for at, n in came.annotate(n=Count("pk")).values_list("month", "n")}
    on_time = went.annotate(n=Count("pk", filter=Q(is_on_time=True)), total=Count("pk"))
    shares = {at.date(): Share(n, total) for at, n, total in on_time.values_list("month", "n", "total")}
    months, first = [], since.replace(day=1)
    while first < until:
        share = shares.get(first, Share(0, 0))
        months.append(Month(first, received.get(first, 0), share.total, share))
        first = (first + timedelta(days=31)).replace(day=1)
    return months


def units_counted(user: User, scope: Scope, *, since: date, until: date) -> tuple[list[Unit], list[Unit]]:
    """Desks and answering units of what came in the period, by name: what figures can be narrowed to. Two statements."""
    rows = counted(user, scope).filter(_between("received_at", since, until))
    pairs = set(rows.order_by().values_list("desk", "unit").distinct())
    found = Unit.objects.in_bulk({pk for pair in pairs for pk in pair if pk})
    desks, units = ({pair[place] for pair in pairs if pair[place]} for place in (0, 1))

    def named(keys: set[int]) -> list[Unit]:
        return sorted((found[pk] for pk in keys), key=lambda unit: unit.folded_name)

    return named(desks), named(units)


def published_table(
    user: User, scope: Scope, *, since: date, until: date, unit: Unit | None = None
) -> tuple[list[str], list[str], Any]:
    """Cases received, by area and channel, as they may be shown to others than who may see the cases: small cells are
    suppressed (SAFETY T19). Labels of rows and columns, and what pure.disclosure gives."""
    rows = counted(user, scope, unit).filter(_between("received_at", since, until))
    cells = {(row["area"], row["channel"]): row["n"] for row in rows.values("area", "channel").annotate(n=Count("pk"))}
    areas, channels = sorted({area for area, _ in cells}), sorted({channel for _, channel in cells})
    if not cells:
        return [], [], None
    counts = [[cells.get((area, channel), 0) for channel in channels] for area in areas]
    return areas, channels, disclosure.suppress(counts)


def rising_topics(
    user: User, scope: Scope, *, on: date, weeks: int = 4, most: int = 8, unit: Unit | None = None
) -> list[Rising]:
    """Subjects spoken of in the last whole weeks up to `on` against as many weeks before, the surest rise first.

    Both times are measured in working days, as fewer people write in the week of Tết. All subjects that were spoken of
    are compared at once, and the intervals widened for it. Three statements.
    """
    length = timedelta(weeks=weeks)
    until, middle, since = on, on - length, on - 2 * length
    calendar = calendar_for(None)
    exposures = [
        max(
            1,
            workdays.working_days_between(
                _moment(start) - timedelta(days=1), _moment(stop) - timedelta(days=1), calendar
            ),
        )
        for start, stop in ((middle, until), (since, middle))
    ]
    rows = counted(user, scope, unit).filter(_between("received_at", since, until), topic__isnull=False).values("topic")
    found = (
        rows.annotate(
            now=Count("pk", filter=_between("received_at", middle, until)),
            before=Count("pk", filter=_between("received_at", since, middle)),
        )
        .values_list("topic", "now", "before")
        .order_by("topic")
    )
    compared = [row for row in found if max(row[1], row[2]) >= RISING_LEAST]
    topics = Topic.objects.in_bulk([pk for pk, _now, _before in compared])
    lines = [
        Rising(
            topics[pk], now, before,
            rates.rate_ratio(
                now, before, exposure_now=exposures[0], exposure_before=exposures[1], comparisons=len(compared)
            ),
        )
        for pk, now, before in compared
    ]  # fmt: skip
    rising = [line for line in lines if line.now_count >= RISING_LEAST and line.ratio.is_rising]
    return sorted(rising, key=lambda line: (-line.ratio.low, line.topic.code))[:most]
