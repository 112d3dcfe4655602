"""The public register: published cases newest first, and its figures. No page counts the register; a million rows cost
what ten cost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from caunoi.feedback.choices import OPEN_STATES
from caunoi.feedback.models import Case, Publication, PublicationTally, Rating
from caunoi.feedback.queries.search import publications_matching
from caunoi.organisations.models import Unit
from caunoi.pure import disclosure

PAGE, FEED = 20, 30
# A figure of fewer would point at single senders (DOMAIN 3.5).
FEWEST = disclosure.SMALL
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Wanted:
    """What a reader filters by; `first_on` to `last_on` are months of publication, both within."""

    unit: Unit | None = None
    area: str = ""
    outcome: str = ""
    first_on: date | None = None
    last_on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Share:
    """A numerator over its denominator; hidden while the denominator is small."""

    count: int
    total: int

    @property
    def is_hidden(self) -> bool:
        """Whether it would point at single people."""
        return self.total < FEWEST


@dataclass(frozen=True)
class Cursor:
    """Where a page ends: what follows is older, or as old with a lower key."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{int(self.at.timestamp() * 1_000_000)}.{self.pk}"

    @classmethod
    def of(cls, text: str) -> Cursor | None:
        """The cursor of an address; None for anything else."""
        at, _dot, pk = text.partition(".")
        if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit() and len(at) <= 17 and len(pk) <= 18):
            return None
        return cls(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(at)), int(pk))


def month_after(first: date) -> date:
    """The first day of the month that follows."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def _filtered(wanted: Wanted) -> QuerySet[Publication]:
    rows = Publication.objects.filter(withdrawn_at=None)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.area:
        rows = rows.filter(area=wanted.area)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.first_on:
        rows = rows.filter(published_at__gte=_midnight(wanted.first_on))
    if wanted.last_on:
        rows = rows.filter(published_at__lt=_midnight(month_after(wanted.last_on)))
    return publications_matching(rows, wanted.text) if wanted.text else rows


def register_page(
    wanted: Wanted, before: Cursor | None = None, size: int = PAGE
) -> tuple[list[Publication], Cursor | None]:
    """A page of the register and where the next one begins, by the index alone (keyset)."""
    rows = _filtered(wanted).select_related("unit").order_by("-published_at", "-id")
    if before is not None:
        rows = rows.filter(Q(published_at__lt=before.at) | Q(published_at=before.at, id__lt=before.pk))
        rows = rows.filter(published_at__lte=before.at)  # said twice, so that the index is entered at the right place
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], Cursor(last.published_at, last.pk) if last else None


def newest_publications(count: int) -> list[Publication]:
    """The newest answers, for first pages and the feed."""
    return register_page(Wanted(), size=count)[0]


def on_time_share(wanted: Wanted, today: date) -> tuple[Share, date, date]:
    """Published answers that came on time, of all in the months asked for (the last twelve where none are), by unit and
    area; and the months."""
    last = (wanted.last_on or today).replace(day=1)
    first = wanted.first_on or (last - timedelta(days=MONTHS_SHOWN * 30 - 20)).replace(day=1)
    rows = PublicationTally.objects.filter(month_on__gte=first.replace(day=1), month_on__lte=last)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.area:
        rows = rows.filter(area=wanted.area)
    found = rows.aggregate(n=Sum("on_time_count"), total=Sum("count"))
    return Share(found["n"] or 0, found["total"] or 0), first, last


def ratings_of(publication: Publication) -> tuple[float, int] | None:
    """The mean rating of the answer and how many rated; None while few did."""
    found = Rating.objects.filter(case=publication.case_id).aggregate(mean=Avg("score"), n=Count("id"))
    return (found["mean"], found["n"]) if found["n"] >= FEWEST else None


@dataclass(frozen=True)
class Overdue:
    """A unit's open cases past their date, of all its open ones. Small figures are hidden."""

    unit: Unit
    late: Share

    @property
    def is_few(self) -> bool:
        """Whether the number of late ones itself would point at people."""
        return 0 < self.late.count < FEWEST

    @property
    def is_total_hidden(self) -> bool:
        """Whether the total, beside the late ones, would tell how few are not late."""
        return not self.is_few and disclosure.share(self.late.count, self.late.total) is None


def overdue_by_unit(at: datetime) -> tuple[list[Overdue], int]:
    """Units with open cases past their date, most first; and how many more units have too few open cases to be shown."""
    rows = Case.objects.filter(state__in=OPEN_STATES).values(held_by=Coalesce("unit", "desk"))
    counted = rows.annotate(total=Count("id"), late=Count("id", filter=Q(due_at__lt=at))).filter(late__gt=0)
    found = {row["held_by"]: Share(row["late"], row["total"]) for row in counted}
    shown = {pk: share for pk, share in found.items() if not share.is_hidden}
    units = Unit.objects.in_bulk(list(shown))
    table = [Overdue(units[pk], share) for pk, share in shown.items()]
    # The order of small figures would tell them apart: they stand last, by name.
    table.sort(key=lambda row: (row.is_few, 0 if row.is_few else -row.late.count, row.unit.folded_name))
    return table, len(found) - len(shown)


def publications_found(cases: Collection[int]) -> dict[int, Publication]:
    """Those of the cases that a search found whose answer is public now, by case."""
    return {row.case_id: row for row in Publication.objects.filter(case__in=cases, withdrawn_at=None)}


def publication_at(public_id: UUID) -> Publication:
    """A published case, also one that was taken out (its place stays). Raises Publication.DoesNotExist."""
    return Publication.objects.select_related("unit", "body", "topic", "case").get(public_id=public_id)


def month_figures(today: date) -> Share:
    """Last month's published answers on time: what the home page says."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    rows = PublicationTally.objects.filter(month_on=first).aggregate(n=Sum("on_time_count"), total=Sum("count"))
    return Share(rows["n"] or 0, rows["total"] or 0)
