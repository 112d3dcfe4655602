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

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.choices import OPEN_STATES, Channel, State
from caunoi.feedback.models import Case, Rating, Topic
from caunoi.feedback.queries.access import cases_visible_to
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
class Rising:
    """A subject, how often it was spoken of in these weeks and in the weeks before, and the ratio with its interval."""

    topic: Topic
    now_count: int
    before_count: int
    ratio: rates.Ratio


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def counted(user: User, scope: Scope) -> QuerySet[Case]:
    """The cases that figures are of, for this reader."""
    return cases_visible_to(user, scope).exclude(state__in=UNCOUNTED)


def _between(field: str, since: date, until: date) -> Q:
    """[since, until): days where the federation works."""
    return Q(**{f"{field}__gte": _moment(since), f"{field}__lt": _moment(until)})


def _times(rows: QuerySet[Case], since: date, until: date, calendar: workdays.Calendar) -> list[tuple[int, int]]:
    """(working days from receipt to answer, cases) of what was answered in the period: the database counts pairs of days."""
    pairs = rows.filter(_between("answered_at", since, until)).annotate(
        start=TruncDate("received_at"), stop=TruncDate("answered_at")
    )
    found: Counter[int] = Counter()
    for start, stop, count in pairs.values("start", "stop").annotate(n=Count("pk")).values_list("start", "stop", "n"):
        found[workdays.working_days_between(_moment(start), _moment(stop), calendar)] += count
    return sorted(found.items())


def figures(user: User, scope: Scope, *, since: date, until: date, at: datetime) -> Figures:
    """All figures of a period [since, until). Backlog and overdue are of now. Four statements."""
    rows = counted(user, scope)
    came, answered = _between("received_at", since, until), _between("answered_at", since, until)
    was_answered = Q(answered_at__isnull=False) | Q(reopened_count__gt=0)
    got = rows.filter(came | answered | Q(state__in=OPEN_STATES)).aggregate(
        received=Count("pk", filter=came),
        answered=Count("pk", filter=answered),
        on_time=Count("pk", filter=answered & Q(is_on_time=True)),
        backlog=Count("pk", filter=Q(state__in=OPEN_STATES)),
        overdue=Count("pk", filter=Q(state__in=OPEN_STATES, due_at__lt=at)),
        ever=Count("pk", filter=came & was_answered),
        reopened=Count("pk", filter=came & Q(reopened_count__gt=0)),
    )
    rated = Rating.objects.filter(case__in=rows.filter(answered)).aggregate(
        n=Count("pk", filter=Q(score__gte=SATISFIED_FROM)), total=Count("pk")
    )
    times = _times(rows, since, until, calendar_for(None))
    return Figures(
        received_count=got["received"], answered_count=got["answered"], backlog_count=got["backlog"],
        overdue_count=got["overdue"], median_days=rates.quantile(times, 0.5), p90_days=rates.quantile(times, 0.9),
        on_time=Share(got["on_time"], got["answered"]), reopened=Share(got["reopened"], got["ever"]),
        satisfied=Share(rated["n"], rated["total"]),
    )  # fmt: skip


def _labels(dimension: str, values: Sequence[Any]) -> dict[Any, str]:
    if dimension == "unit":
        return dict(Unit.objects.filter(pk__in=values).values_list("pk", "name"))
    words = Channel if dimension == "channel" else ReformArea
    return {value: str(label) for value, label in words.choices}


def by_dimension(user: User, scope: Scope, dimension: str, *, since: date, until: date) -> list[Line]:
    """A table of a period by "unit", "area" or "channel", the most received first. Two statements at most."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"figures are by {DIMENSIONS}, not {dimension}")
    came, answered = _between("received_at", since, until), _between("answered_at", since, until)
    rows = counted(user, scope).filter(came | answered | Q(state__in=OPEN_STATES)).values(dimension)
    found = list(
        rows.annotate(
            received=Count("pk", filter=came), answered=Count("pk", filter=answered),
            on_time=Count("pk", filter=answered & Q(is_on_time=True)),
            backlog=Count("pk", filter=Q(state__in=OPEN_STATES)), first=Min("pk"),
        ).order_by("-received", "first")
    )  # fmt: skip
    labels = _labels(dimension, [row[dimension] for row in found])
    return [
        Line(
            str(row[dimension] or ""), labels.get(row[dimension], ""), row["received"], row["answered"], row["backlog"],
            Share(row["on_time"], row["answered"]),
        )
        for row in found
    ]  # fmt: skip


def published_table(user: User, scope: Scope, *, since: date, until: date) -> tuple[list[str], list[str], Any]:
    """Cases received, by area and channel, as they may be shown to others than who may see the cases: small cells are
    suppressed (SAFETY T19). Labels of rows and columns, and what pure.disclosure gives."""
    rows = counted(user, scope).filter(_between("received_at", since, until))
    cells = {(row["area"], row["channel"]): row["n"] for row in rows.values("area", "channel").annotate(n=Count("pk"))}
    areas, channels = sorted({area for area, _ in cells}), sorted({channel for _, channel in cells})
    if not cells:
        return [], [], None
    counts = [[cells.get((area, channel), 0) for channel in channels] for area in areas]
    return areas, channels, disclosure.suppress(counts)


def rising_topics(user: User, scope: Scope, *, on: date, weeks: int = 4, most: int = 8) -> list[Rising]:
    """Subjects spoken of in the last whole weeks up to `on` against as many weeks before, the surest rise first.

    Both times are measured in working days, as fewer people write in the week of Tết. All subjects that were spoken of
    are compared at once, and the intervals widened for it. Two statements.
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
    rows = counted(user, scope).filter(_between("received_at", since, until), topic__isnull=False).values("topic")
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
