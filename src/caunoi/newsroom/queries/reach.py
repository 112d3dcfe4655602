"""How far articles reached, and what can be known of it at all. See docs/mechanisms/reach.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article, Reach, Use
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today
from caunoi.pure.disclosure import SMALL

SENT, DELIVERED, OPENED, READ = STEPS = ("sent", "delivered", "opened", "read")
# What a channel can tell. Nobody knows who heard a loudspeaker or read a leaflet on a wall.
TELLS: dict[str, frozenset[str]] = {
    Channel.WEB: frozenset({OPENED, READ}),
    Channel.NOTICE: frozenset({DELIVERED}),
    Channel.EMAIL: frozenset({SENT, DELIVERED, OPENED}),
    Channel.SMS: frozenset({SENT, OPENED}),
    Channel.ZALO: frozenset({SENT, OPENED}),
    Channel.LEAFLET: frozenset({SENT, OPENED}),
    Channel.LOUDSPEAKER: frozenset({SENT}),
    Channel.MEETING: frozenset({SENT, OPENED}),
}
RECENT, UNITS_SHOWN = timedelta(days=30), 50


@dataclass(frozen=True)
class Line:
    """Counts of a channel; None is not known, which is not nothing."""

    channel: str
    label: str
    counts: tuple[int | None, ...]
    is_used: bool


def _grouped(rows: QuerySet[Reach], *keys: str) -> list[dict[str, Any]]:
    """The sums for each value of the keys, most opened first. What was sent is counted by use, not here."""
    sums: dict[str, Any] = {step: Coalesce(Sum(f"{step}_count"), 0) for step in STEPS if step != SENT}
    sums[SENT] = Value(0)
    grouped: Any = rows.order_by().values(*keys).annotate(**sums)
    return list(grouped.order_by("-opened", *keys)[:UNITS_SHOWN])


def reach_of(article: Article) -> list[Line]:
    """A line for each channel, in their order."""
    counted = {row["channel"]: row for row in _grouped(Reach.objects.filter(article=article), "channel")}
    uses = Use.objects.filter(article=article).order_by().values("channel").annotate(n=Sum("sent_count"))
    used = {row["channel"]: row["n"] for row in uses}
    lines = []
    for channel in Channel:
        found: dict[str, int] = counted.get(channel, dict.fromkeys(STEPS, 0))
        counts = {step: found[step] for step in STEPS} | {SENT: used.get(channel, 0)}
        shown = tuple(counts[step] if step in TELLS[channel] else None for step in STEPS)
        lines.append(Line(channel, str(channel.label), shown, any(shown)))
    return lines


@dataclass(frozen=True)
class UnitLine:
    """A unit's counts of a channel; None is fewer than five readers, who might be found by the number."""

    unit: Unit
    label: str
    counts: tuple[int | None, ...]


def _hidden(step: str, count: int) -> int | None:
    """Openings and readings are of people; what was sent is of the sender."""
    return None if step in {OPENED, READ} and 0 < count < SMALL else count


def reach_by_unit(article: Article, scope: Scope) -> list[UnitLine]:
    """Units of the person's branches, those with most openings first."""
    rows = Reach.objects.filter(article=article, unit__in=placed_today(scope).values("unit_id"))
    found = _grouped(rows, "unit_id", "channel")
    units = Unit.objects.in_bulk([row["unit_id"] for row in found])
    return [
        UnitLine(
            units[row["unit_id"]], str(Channel(row["channel"]).label),
            tuple(_hidden(step, row[step]) for step in STEPS),
        )
        for row in found
    ]  # fmt: skip


def days_of(article: Article) -> tuple[date | None, date | None]:
    """The first and the last day that anything was counted."""
    days = Reach.objects.filter(article=article).order_by("day").values_list("day", flat=True)
    return days.first(), days.last()


def reach_rows(articles: QuerySet[Article], since: date) -> QuerySet[Article]:
    """Published articles, newest first, with `opened` and `finished` on the web since a day."""
    web = Q(reach__channel=Channel.WEB, reach__day__gte=since)
    rows = articles.filter(published__isnull=False).annotate(
        opened=Coalesce(Sum("reach__opened_count", filter=web), 0),
        finished=Coalesce(Sum("reach__read_count", filter=web), 0),
    )
    return rows.select_related("owner").order_by("-published_at", "-id")
