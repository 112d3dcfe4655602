"""How far articles reached, and what can be known of it at all. See docs/mechanisms/reach.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article, Reach, Use
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today
from caunoi.pure.disclosure import SMALL

SENT, DELIVERED, OPENED, READ = STEPS = ("sent", "delivered", "opened", "read")
COUNTED = (DELIVERED, OPENED, READ)
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
    """The sums of what was counted for each value of the keys, most opened first; what was sent stands in the uses."""
    sums = {step: Coalesce(Sum(f"{step}_count"), 0) for step in COUNTED}
    grouped: Any = rows.order_by().values(*keys).annotate(**sums)
    return list(grouped.order_by("-opened", *keys)[:UNITS_SHOWN])


def reach_of(article: Article) -> list[Line]:
    """A line for each channel, in their order."""
    counted = {row["channel"]: row for row in _grouped(Reach.objects.filter(article=article), "channel")}
    uses = Use.objects.filter(article=article).order_by().values("channel").annotate(n=Sum("sent_count"))
    used = {row["channel"]: row["n"] for row in uses}
    lines = []
    for channel in Channel:
        found: dict[str, int] = counted.get(channel, dict.fromkeys(COUNTED, 0))
        counts = {step: found[step] for step in COUNTED} | {SENT: used.get(channel, 0)}
        # Of a message that a person sent by hand nobody knows whether it arrived; of the house's own there are reports.
        shown = tuple(counts[step] if step in TELLS[channel] or counts[step] else None for step in STEPS)
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
    """Units of the person's branches, those with most openings first, then those that used most."""
    about = {"article": article, "unit__in": placed_today(scope).values("unit_id")}
    found = {
        (row["unit_id"], row["channel"]): row for row in _grouped(Reach.objects.filter(**about), "unit_id", "channel")
    }
    uses: Any = Use.objects.filter(**about).order_by().values("unit_id", "channel").annotate(n=Sum("sent_count"))
    sent = {
        (row["unit_id"], row["channel"]): row["n"] for row in uses.order_by("-n", "unit_id", "channel")[:UNITS_SHOWN]
    }
    units = Unit.objects.in_bulk({unit for unit, _channel in [*found, *sent]})
    nothing = dict.fromkeys(COUNTED, 0)
    lines = []
    for unit, channel in list(dict.fromkeys([*found, *sent]))[:UNITS_SHOWN]:
        counts = found.get((unit, channel), nothing) | {SENT: sent.get((unit, channel), 0)}
        shown = tuple(_hidden(step, counts[step]) for step in STEPS)
        lines.append(UnitLine(units[unit], str(Channel(channel).label), shown))
    return lines


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
