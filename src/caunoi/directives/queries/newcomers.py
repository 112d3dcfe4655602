"""Units that came under a directive's rule after it was issued: founded, or moved into the branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from caunoi.directives.choices import RecipientRule
from caunoi.directives.models import Directive, Recipient
from caunoi.directives.queries.coverage import candidates
from caunoi.organisations.models import Placement, Succession
from caunoi.organisations.queries import path_on
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure.workdays import Limit, Unit, due_at

# What was due long ago is not sent to anybody any more.
OFFERED_FOR = timedelta(days=90)
SHOWN_MOST = 200


@dataclass(frozen=True)
class Newcomer:
    """A unit under the rule that is no recipient; `after` are recipients that it took over from."""

    unit_id: int
    code: str
    name: str
    since_on: date
    after: list[Recipient]


def _fresh(directive: Directive, on: date) -> QuerySet[Placement]:
    branch = path_on(directive.issuer, on)
    if branch is None or directive.rule == RecipientRule.LIST or directive.due_on < on - OFFERED_FOR:
        return Placement.objects.none()
    facts = directive.rule_facts
    rows = candidates(
        directive.rule, branch=branch, on=on, kinds=facts.get("kinds", []), area=facts.get("area", ""), units=()
    )
    known = Recipient.objects.filter(directive=directive, unit=OuterRef("unit"))
    # Who stood in its place before was asked then; each founding and each move begins a placement.
    return rows.filter(~Exists(known), from_on__gte=directive.frozen_on)


def newcomer_ids(directive: Directive, on: date) -> list[int]:
    """Keys of the units that came under the rule since."""
    return list(_fresh(directive, on).order_by("path").values_list("unit_id", flat=True))


def newcomers(directive: Directive, on: date) -> list[Newcomer]:
    """The same as the issuer reads it, by their places; three statements."""
    rows = list(_fresh(directive, on).select_related("unit").order_by("path")[:SHOWN_MOST])
    taken = Succession.objects.filter(successor__in=[row.unit_id for row in rows])
    pairs = set(taken.values_list("successor_id", "predecessor_id"))
    old = Recipient.objects.filter(directive=directive, unit__in={predecessor for _successor, predecessor in pairs})
    known = {row.unit_id: row for row in old}
    return [
        Newcomer(
            row.unit_id, row.unit.code, row.unit.name, row.from_on,
            [known[before] for unit, before in sorted(pairs) if unit == row.unit_id and before in known],
        )
        for row in rows
    ]  # fmt: skip


def newcomer_due(directive: Directive, on: date) -> date:
    """The deadline of a unit that is added on a day: the directive's, or so many working days where that is later."""
    start = timezone.make_aware(datetime.combine(on, time(8)))
    limit = Limit(max(directive.newcomer_days, 1), Unit.WD)
    return max(directive.due_on, due_at(start, limit, calendar_for(directive.issuer, on)).date())


def offering(on: date) -> Sequence[Directive]:
    """Directives whose rule may take in units yet."""
    rows = Directive.objects.exclude(rule=RecipientRule.LIST).filter(due_on__gte=on - OFFERED_FOR)
    return list(rows.select_related("issuer").order_by("pk"))


def later_count(directive: Directive, path: str, since: datetime | None = None) -> int:
    """How many units of a branch were added after the day of freezing, or after a moment."""
    if not directive.added_count:
        return 0
    if since is None and path == getattr(directive, "issuer_path", None):
        return directive.added_count
    rows = Recipient.objects.filter(
        directive=directive, is_later_addition=True, path__gte=path, path__lt=path[:-1] + "0"
    )  # fmt: skip
    return rows.filter(added_at__gt=since).count() if since else rows.count()
