"""Who is to be told by the ladder, now and later."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone

from caunoi.directives.choices import EvidenceState, RungAudience, RungKind, StepOutcome
from caunoi.directives.models import Directive, Evidence, LadderRung, Recipient, RungStep
from caunoi.directives.queries.versions import obligations_of
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure.ladders import Rung, day_of, reached

# Nobody is reminded of what was due longer ago.
KEPT = timedelta(days=90)
PART = 2_000


def owing(directive: Directive) -> QuerySet[Recipient]:
    """Recipients that are not done: not implemented; where nothing asks for evidence, not even acknowledged."""
    rows = Recipient.objects.filter(directive=directive, implemented_at=None)
    if obligations_of(directive).exclude(evidence_required="").exists():
        return rows
    return rows.filter(acknowledged_at=None)


def laddered(on: date) -> list[int]:
    """Keys of the directives whose ladder may be climbed."""
    rows = Directive.objects.filter(has_ladder=True, recipients__due_on__gte=on - KEPT)
    return list(rows.distinct().order_by("pk").values_list("pk", flat=True))


def rungs_of(directive: Directive) -> list[LadderRung]:
    """The rungs that are up, in the order of their days."""
    rows = directive.rungs.filter(is_on=True)
    return sorted(rows, key=lambda row: (_offset(row), row.audience == RungAudience.ABOVE))


def _offset(rung: LadderRung) -> int:
    return -rung.days if rung.kind == RungKind.BEFORE else rung.days


def _pure(rung: LadderRung) -> Rung:
    return Rung(rung.pk, _offset(rung), rung.is_in_working_days, rung.since_on)


def waiting_for_review(recipients: Collection[Recipient]) -> set[int]:
    """Keys of the recipients whose evidence waits for somebody above: the next step is not theirs.

    Evidence of a version before, which does not count any more, keeps nobody from being reminded.
    """
    rows = Evidence.objects.filter(
        recipient__in=recipients, recipient__acknowledged_at__isnull=False, state=EvidenceState.SUBMITTED,
        version_number__gte=F("recipient__directive__evidence_since"),
    )  # fmt: skip
    return set(rows.values_list("recipient_id", flat=True))


@dataclass(frozen=True)
class Climb:
    """A rung whose day has come, for whom, and the rungs before it whose days nobody was there for."""

    rung: LadderRung
    day: date
    missed: dict[int, date]
    recipients: QuerySet[Recipient]

    def parts(self) -> Iterator[list[Recipient]]:
        """Its recipients, some thousand at a time: ten thousand and more are never held at once."""
        after = 0
        while part := list(self.recipients.filter(pk__gt=after).order_by("pk")[:PART]):
            yield part
            after = part[-1].pk


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _due_days(directive: Directive, until: date) -> list[date]:
    """The deadlines that recipients have: mostly one, and one for each later addition."""
    rows = owing(directive).filter(due_on__gte=until - KEPT).order_by("due_on")
    return list(rows.values_list("due_on", flat=True).distinct())


def _started_on(directive: Directive) -> date:
    return timezone.localtime(directive.versions.get(number=directive.version_number).issued_at).date()


class _Ladder:
    """A directive's ladder on a day."""

    def __init__(self, directive: Directive, today: date) -> None:
        self.directive, self.today = directive, today
        self.rungs = rungs_of(directive)
        self.calendar = calendar_for(directive.issuer, today)
        self.started_on = _started_on(directive)

    def climb(self, due_on: date, audience: str) -> Climb | None:
        """The newest rung of an audience that has come for one deadline, with who has not been told by it yet."""
        own = {row.pk: row for row in self.rungs if row.audience == audience}
        pure, is_working = [_pure(row) for row in own.values()], self.calendar.is_working
        newest = reached(pure, due_on, start=self.started_on, today=self.today, is_working=is_working)
        if newest is None or (own[newest.key].is_in_working_days and not is_working(self.today)):
            return None
        rows = owing(self.directive).filter(due_on=due_on, added_at__lt=midnight(newest.day))
        steps = RungStep.objects.filter(
            recipient=OuterRef("pk"), rung=newest.key, version_number=self.directive.version_number
        )
        fresh = rows.exclude(Exists(steps)).select_related("unit")
        return Climb(own[newest.key], newest.day, newest.missed, fresh) if fresh.exists() else None


def climbs_due(directive: Directive, at: datetime) -> list[Climb]:
    """What is to be climbed now: for each deadline and audience the newest rung, for who has not been told by it yet."""
    ladder = _Ladder(directive, timezone.localtime(at).date())
    days = _due_days(directive, ladder.today) if ladder.rungs else []
    found = (ladder.climb(due_on, audience) for due_on in days for audience in RungAudience)
    return [climb for climb in found if climb]


@dataclass(frozen=True)
class RungLine:
    """A rung as the page shows it: its day, who hears of it if nothing changes, and what was done."""

    rung: LadderRung
    day: date
    is_past: bool
    owing_count: int
    silent_count: int
    outcomes: list[tuple[str, int]]


@dataclass(frozen=True)
class LadderPart:
    """The rungs for the recipients with one deadline."""

    due_on: date
    total: int
    lines: list[RungLine]


def steps_of(directive: Directive) -> dict[tuple[int, date], list[tuple[str, int]]]:
    """What became of each rung, by its key and the deadline: the outcome in words, and of how many recipients."""
    rows = RungStep.objects.filter(recipient__directive=directive, version_number=directive.version_number)
    found: dict[tuple[int, date], list[tuple[str, int]]] = {}
    for rung, due_on, outcome, n in (
        rows.values_list("rung", "recipient__due_on", "outcome").annotate(n=Count("id")).order_by("outcome")
    ):
        found.setdefault((rung, due_on), []).append((str(StepOutcome(outcome).label), n))
    return found


def ladder_of(
    directive: Directive, rungs: Sequence[LadderRung], silent: Collection[int], today: date
) -> list[LadderPart]:
    """Who will be told when, and who was: for each deadline, with the rungs given (saved or not)."""
    calendar, started_on = calendar_for(directive.issuer, today), _started_on(directive)
    owed: dict[date, list[int]] = {}
    for due_on, unit_id in owing(directive).values_list("due_on", "unit_id"):
        owed.setdefault(due_on, []).append(unit_id)
    totals = dict(directive.recipients.values_list("due_on").annotate(n=Count("id")))
    done = steps_of(directive) if any(row.pk for row in rungs) else {}

    def line(rung: LadderRung, due_on: date) -> RungLine:
        day = day_of(_pure(rung), due_on, calendar.is_working)
        units = owed.get(due_on, [])
        is_past = day < today or day <= started_on or day < rung.since_on
        quiet = sum(unit in silent for unit in units)
        return RungLine(rung, day, is_past, len(units), quiet, done.get((rung.pk, due_on), []))

    return [
        LadderPart(due_on, total, sorted((line(row, due_on) for row in rungs), key=lambda row: row.day))
        for due_on, total in sorted(totals.items())
    ]
