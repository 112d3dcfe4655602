"""The ladder of reminders: put up by an officer, climbed by the machine, each rung once for each recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import notices, queries
from caunoi.directives.choices import RungAudience, RungKind, StepOutcome
from caunoi.directives.events import RungReached
from caunoi.directives.models import Directive, LadderRung, Recipient, Reminder, RungStep
from caunoi.directives.queries.ladder import midnight
from caunoi.kit import audit, bulk, outbox
from caunoi.notifications.queries import quiet_until
from caunoi.organisations.queries import officers_of

RUNGS_MOST, FURTHEST_DAYS = 12, 60


@dataclass(frozen=True)
class LadderDraft:
    """Days before the deadline, on it, and after it, for the unit and for the level above."""

    before: Sequence[int] = (7, 3, 1)
    is_at_due: bool = True
    overdue: Sequence[int] = ()
    above: Sequence[int] = (1,)
    is_in_working_days: bool = True
    is_on: bool = True

    def rungs(self) -> list[tuple[str, int, str]]:
        """Kind, days and audience of each rung."""
        unit, above = RungAudience.UNIT.value, RungAudience.ABOVE.value
        rows = [(RungKind.BEFORE.value, days, unit) for days in self.before]
        rows += [(RungKind.DUE.value, 0, unit)] if self.is_at_due else []
        rows += [(RungKind.OVERDUE.value, days, unit) for days in self.overdue]
        return rows + [(RungKind.OVERDUE.value, days, above) for days in self.above]


@transaction.atomic
def set_ladder(*, directive: Directive, draft: LadderDraft, by: User | None, at: datetime) -> list[LadderRung]:
    """Put up the ladder, change it, or take it down. Steps that were taken stay, and no rung reaches back.

    Raises ValidationError for more rungs than anybody would read, or days out of reach.
    """
    wanted = draft.rungs()
    if len(wanted) > RUNGS_MOST:
        raise ValidationError(_("Nhiều nhất %(n)d nấc nhắc.") % {"n": RUNGS_MOST})
    if any(days > FURTHEST_DAYS for _kind, days, _audience in wanted):
        raise ValidationError(_("Nấc xa nhất là %(n)d ngày.") % {"n": FURTHEST_DAYS})
    directive.refresh_from_db(from_queryset=Directive.objects.select_for_update(no_key=True))
    today, was_on = timezone.localtime(at).date(), directive.has_ladder
    known = {(row.kind, row.days, row.audience): row for row in directive.rungs.all()}
    for key, row in known.items():
        is_up = key in wanted
        if is_up and not (row.is_on and was_on):
            row.since_on = today
        row.is_on, row.is_in_working_days = is_up, draft.is_in_working_days
    LadderRung.objects.bulk_update(known.values(), ["is_on", "is_in_working_days", "since_on"])
    fresh = [
        LadderRung(
            directive=directive, kind=kind, days=days, audience=audience, since_on=today,
            is_in_working_days=draft.is_in_working_days,
        )
        for kind, days, audience in dict.fromkeys(wanted)
        if (kind, days, audience) not in known
    ]  # fmt: skip
    LadderRung.objects.bulk_create(fresh)
    directive.has_ladder = draft.is_on
    directive.save(update_fields=["has_ladder"])
    audit.record(directive, "directives.set_ladder", by=by, at=at, rungs=wanted, is_on=draft.is_on)
    return queries.rungs_of(directive)


def _outcomes(rung: LadderRung, rows: Sequence[Recipient], day: date) -> dict[int, StepOutcome]:
    """What becomes of the rung for each recipient."""
    if rung.audience == RungAudience.ABOVE:
        return {row.pk: StepOutcome.TOLD for row in rows}
    people = officers_of({row.unit_id for row in rows}, day)
    done = set(Reminder.objects.filter(recipient__in=rows, on=day).values_list("recipient_id", flat=True))
    waiting = queries.waiting_for_review(rows)
    mailed = queries.with_live_mailbox(row.unit for row in rows if row.unit_id not in people)

    def outcome(row: Recipient) -> StepOutcome:
        if row.pk in waiting:
            return StepOutcome.WAITING
        if row.unit_id not in people and row.unit_id not in mailed:
            return StepOutcome.NOBODY
        return StepOutcome.ALREADY if row.pk in done else StepOutcome.TOLD

    return {row.pk: outcome(row) for row in rows}


def _write_part(climb: queries.Climb, rows: Sequence[Recipient], number: int, at: datetime) -> int:
    """The steps of some recipients and those that were missed before them, and the reminders; returns how many are told."""
    rung, today = climb.rung, timezone.localtime(at).date()
    outcomes = _outcomes(rung, rows, today)
    facts = {"version_number": number, "at": at}
    steps = [RungStep(rung=rung, recipient=row, on=climb.day, outcome=outcomes[row.pk], **facts) for row in rows]
    for key, on in climb.missed.items():
        begun = midnight(on)
        steps += [
            RungStep(rung_id=key, recipient=row, on=on, outcome=StepOutcome.MISSED, **facts)
            for row in rows
            if row.added_at < begun
        ]
    bulk.insert(steps, ignore_conflicts=True)
    told = [pk for pk, outcome in outcomes.items() if outcome == StepOutcome.TOLD]
    if rung.audience == RungAudience.UNIT:
        bulk.insert([Reminder(recipient_id=pk, on=today, at=at) for pk in told], ignore_conflicts=True)
    return len(told)


def _write(directive: Directive, climb: queries.Climb, at: datetime) -> int:
    """One rung for everybody, and the event that tells people."""
    rung, told, reached = climb.rung, 0, 0
    for rows in climb.parts():
        told += _write_part(climb, rows, directive.version_number, at)
        reached += len(rows)
    audit.record(
        directive, "directives.climb_rung", by=None, at=at, rung=f"{rung.kind} {rung.days} {rung.audience}",
        told=told, reached=reached,
    )  # fmt: skip
    outbox.post(RungReached(directive.pk, rung.pk, directive.version_number, at.isoformat()))
    return told


@transaction.atomic
def climb_ladder(*, directive_id: int, at: datetime) -> int:
    """Climb what is to be climbed of one directive now; nothing in quiet hours. Returns how many are told.

    Two workers at once: the second waits for the lock, and finds the steps taken.
    """
    if quiet_until(at) != at:
        return 0
    directive = Directive.objects.select_for_update(no_key=True).get(pk=directive_id)
    if not directive.has_ladder:
        return 0
    return sum(_write(directive, climb, at) for climb in queries.climbs_due(directive, at))


def climb_ladders(*, at: datetime) -> int:
    """The same for every directive with a ladder that is not long past; each in a transaction of its own."""
    day = timezone.localtime(at).date()
    return sum(climb_ladder(directive_id=pk, at=at) for pk in queries.laddered(day))


def send_rung(*, directive_id: int, rung_id: int, version_number: int, stepped_at: datetime, at: datetime) -> int:
    """Tell those whom a rung is to tell, unless they are done meanwhile; safe to run again. Returns how many messages."""
    directive = Directive.objects.select_related("issuer").get(pk=directive_id)
    rung = LadderRung.objects.get(pk=rung_id)
    steps = RungStep.objects.filter(rung=rung, version_number=version_number, at=stepped_at)
    owing = queries.owing(directive).filter(version_number=version_number).select_related("unit")
    told = owing.filter(pk__in=steps.filter(outcome=StepOutcome.TOLD).values("recipient"))
    local = timezone.localtime(stepped_at)
    day, key = local.date(), f"rung:{rung.pk}:{version_number}:{local:%y%m%d%H%M}"
    if rung.audience == RungAudience.ABOVE:
        below = list(told.select_related(None).only("path", "unit_name"))
        return notices.tell_above(directive=directive, recipients=below, is_overdue=True, key=key, at=at)
    own = f"rung:{rung.pk}:{version_number}"
    count = notices.tell(directive=directive, recipients=told, key=own, say=notices.rung_words(day), at=at)
    lost = list(owing.filter(pk__in=steps.filter(outcome=StepOutcome.NOBODY).values("recipient")))
    return count + notices.tell_above(directive=directive, recipients=lost, is_overdue=False, key=key, at=at)
