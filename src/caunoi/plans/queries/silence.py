"""Units that were asked for something and have said nothing: neither acknowledged nor reported, in any room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery, Window

from caunoi.accounts.models import User
from caunoi.directives.models import Acknowledgement, Evidence, Recipient
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import officers_of
from caunoi.plans.choices import Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Activity, Figure, Plan, PlanTask
from caunoi.plans.queries.sources import moments
from caunoi.pure.periods import Period
from caunoi.pure.plan_progress import FULL

# What was due longer ago is history, and asks nobody any more.
KEPT = timedelta(days=366)
# The ways in which a unit speaks: the rows, their unit, their moment.
WORDS: tuple[tuple[type[Model], str, str], ...] = (
    (Acknowledgement, "recipient__unit", "at"),
    (Evidence, "recipient__unit", "submitted_at"),
    (Activity, "unit", "submitted_at"),
    (Figure, "unit", "recorded_at"),
    (Plan, "unit", "submitted_at"),
)


@dataclass(frozen=True)
class Silence:
    """Units that were asked, and those of them that said nothing."""

    asked_count: int
    silent_count: int


@dataclass(frozen=True)
class SilentUnit:
    """A unit, when it was last heard of, and who acts for it."""

    placement: Placement
    heard_at: datetime | None
    people: Sequence[User]


def _asked(period: Period) -> Q:
    """A directive not carried out before the period, a task whose days touch it, a plan that waits for an answer."""
    first, after = moments(period)
    owed = Q(implemented_at=None) | Q(implemented_at__gte=first)
    received = Recipient.objects.filter(
        owed, unit=OuterRef("unit_id"), added_at__lt=after, due_on__gt=period.from_on - KEPT
    )
    to_do = PlanTask.objects.filter(
        owner=OuterRef("unit_id"), plan__state=PlanState.APPROVED, cancelled_at=None, own_progress__lt=FULL,
        from_on__lte=period.to_on, to_on__gte=period.from_on, carrier__in=(Carrier.OWN, Carrier.BOTH),
    ).exclude(adoption=Adoption.DECLINED)  # fmt: skip
    offered = Plan.objects.filter(
        unit=OuterRef("unit_id"), answer=PlanAnswer.SILENT, revision=0, created_at__lt=after,
        state__in=(PlanState.DRAFT, PlanState.RETURNED), year__gte=period.to_on.year,
    )  # fmt: skip
    return Q(Exists(received)) | Q(Exists(to_do)) | Q(Exists(offered))


def _spoke(period: Period) -> Q:
    first, _after = moments(period)
    found = Q(pk__in=[])
    for model, unit, moment in WORDS:
        rows = model._default_manager.filter(**{unit: OuterRef("unit_id"), f"{moment}__gte": first})
        found |= Q(Exists(rows))
    return found


def _unions_below(path: str, on: date) -> QuerySet[Placement]:
    rows = Placement.objects.on(on).below(path, include_self=False)
    return rows.filter(unit__kind__category=UnitCategory.UNION).order_by()


def _last(model: type[Model], unit: str, moment: str) -> Subquery:
    rows = model._default_manager.filter(**{unit: OuterRef("unit_id")}).order_by()
    return Subquery(rows.values(unit).annotate(last=Max(moment)).values("last"))


def _page(rows: QuerySet[Placement], start: int, limit: int) -> tuple[list[int], int]:
    """Keys of one page by name, and how many there are: who is silent is worked out once for both."""
    counted = rows.annotate(n=Window(Count("pk"))).order_by("unit__folded_name", "unit_id")
    page = list(counted.values_list("pk", "n")[start : start + limit])
    if page:
        return [pk for pk, _n in page], page[0][1]
    return [], rows.count() if start else 0


def silent_below(path: str, period: Period, *, start: int, limit: int) -> tuple[Silence, list[SilentUnit]]:
    """How many unions below a place were asked for something in a period that ends today, and said nothing in it; and a
    page of these by name, with whom to call. Four statements for any number of them."""
    asked = _unions_below(path, period.to_on).filter(_asked(period))
    keys, silent_count = _page(asked.exclude(_spoke(period)), start, limit)
    # When each was last heard is asked for the rows that are shown alone.
    rows = Placement.objects.filter(pk__in=keys).annotate(
        **{f"last_{number}": _last(*word) for number, word in enumerate(WORDS)}
    )
    page: list[Any] = list(rows.select_related("unit", "parent").order_by("unit__folded_name", "unit_id"))
    people = officers_of([row.unit_id for row in page], period.to_on)
    shown = [SilentUnit(row, _heard_at(row), people.get(row.unit_id, [])) for row in page]
    return Silence(asked.count(), silent_count), shown


def _heard_at(row: Any) -> datetime | None:
    moments_said = (getattr(row, f"last_{number}") for number in range(len(WORDS)))
    return max((at for at in moments_said if at), default=None)
