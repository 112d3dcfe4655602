"""Members of the recipients: asked for, planned in frozen ranges, counted when they have read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.choices import AcknowledgementChannel
from caunoi.directives.events import MembersCalled
from caunoi.directives.models import Directive, MemberCall, MemberChunk, MemberCount, MemberReading, Recipient
from caunoi.directives.queries.members import MemberPage, members_of_units, ready_chunks, untold
from caunoi.kit import audit, bulk, outbox, queue
from caunoi.organisations.models import Member

JOB = "caunoi.directives.jobs.tell_members"
CHUNK = 5_000
# Jobs that are asked for at once: as many workers may share a call.
SLOTS = 4
# Nobody has moved for so long: whoever had the call in hand is gone.
RING_AGAIN = timedelta(seconds=15)


@transaction.atomic
def call_members(*, directive: Directive, by: User | None, at: datetime) -> MemberCall:
    """Let the members of the recipients be told of the directive as it stands now, each once for a version.

    Raises ValidationError when they were told already. Who counts is found when the call is planned, moments later.
    """
    call, is_new = MemberCall.objects.get_or_create(
        directive=directive, version_number=directive.version_number, defaults={"asked_at": at, "asked_by": by}
    )
    if not is_new:
        raise ValidationError(_("Bản này đã báo đến đoàn viên. Bản mới thì báo lại được."))
    audit.record(directive, "directives.call_members", by=by, at=at, version=directive.version_number)
    outbox.post(MembersCalled(call.pk))
    return call


def _bounds(members: QuerySet[Member]) -> list[int]:
    """The last key of each chunk: every so many members, counted by the database."""
    numbered = members.annotate(place=Window(RowNumber(), order_by="pk"))
    ends = numbered.annotate(rest=F("place") % CHUNK).filter(rest=0).order_by("pk").values_list("pk", flat=True)
    last = members.aggregate(last=Max("pk"))["last"]
    return sorted({*ends, *([last] if last else [])})


@transaction.atomic
def plan_members(*, call_id: int, by: User | None = None, at: datetime) -> int:
    """Freeze how many members each recipient has, and the ranges in which they will be told. Returns how many members.

    A call that is planned stays as it is. No member is read here, only counted.
    """
    call = MemberCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.planned_at:
        return call.member_count
    recipients = Recipient.objects.filter(directive=call.directive_id)
    call.planned_at = at
    _count_in(call, recipients, wave=0, at=at)
    audit.record(call.directive, "directives.plan_members", by=by, at=at, members=call.member_count)
    return call.member_count


@transaction.atomic
def plan_later_members(*, directive_id: int, by: User | None = None, at: datetime) -> int:
    """Let members of units that were added since be told, too, where members were told at all. Returns how many members.

    Each unit is taken in once, and whoever was told with another unit before is left out: nobody is told twice.
    """
    calls = MemberCall.objects.select_for_update(of=("self",)).filter(directive=directive_id)
    call = calls.order_by("-version_number").first()
    # Before the call is planned its plan takes in all units that there are then.
    if call is None or call.planned_at is None:
        return 0
    counted = MemberCount.objects.filter(call=call)
    recipients = Recipient.objects.filter(directive=directive_id).exclude(pk__in=counted.values("recipient"))
    before, wave = call.member_count, (counted.aggregate(last=Max("wave"))["last"] or 0) + 1
    _count_in(call, recipients, wave=wave, at=at)
    count = call.member_count - before
    audit.record(call.directive, "directives.plan_later_members", by=by, at=at, members=count, wave=wave)
    return count


def _count_in(call: MemberCall, recipients: QuerySet[Recipient], *, wave: int, at: datetime) -> None:
    """Count the members of these recipients into the call, set out the ranges in which they are told, ask for workers."""
    members = members_of_units(recipients.values("unit_id"))
    members = untold(members, call.pk) if wave else members
    by_unit = dict(members.order_by().values_list("unit_id").annotate(n=Count("pk")))
    first, ends = members.aggregate(first=Min("pk"))["first"], _bounds(members)
    counts = [
        MemberCount(call=call, recipient_id=pk, path=path, wave=wave, member_count=by_unit.get(unit_id, 0))
        for pk, unit_id, path in recipients.values_list("pk", "unit_id", "path")
    ]
    bulk.insert(counts)
    before, chunks = (first - 1 if first else 0), []
    for place, last in enumerate(ends, call.chunks.count() + 1):
        chunks.append(MemberChunk(call=call, wave=wave, number=place, after_id=before, last_id=last, cursor=before))
        before = last
    MemberChunk.objects.bulk_create(chunks)
    call.member_count += sum(by_unit.values())
    call.rung_at = at
    is_left = bool(chunks) or call.chunks.filter(done_at=None).exists()
    call.done_at = None if is_left else call.done_at or at
    call.save()
    if chunks:
        _ring(call.pk)


def _ring(call_id: int) -> None:
    for _slot in range(SLOTS):
        queue.enqueue(JOB, call_id=call_id)


@transaction.atomic
def ring_for_members(*, at: datetime) -> int:
    """Ask for workers again where a call stands still: workers were killed, a queue emptied. Returns how many calls.

    A job that is asked for once too often finds no free range, and ends.
    """
    late = at - RING_AGAIN
    moving = MemberChunk.objects.filter(call=OuterRef("pk"), moved_at__gt=late)
    calls = MemberCall.objects.filter(Q(rung_at=None) | Q(rung_at__lte=late), done_at=None, planned_at__isnull=False)
    left = MemberChunk.objects.filter(call=OuterRef("pk"), done_at=None)
    # With nothing left, a worker was killed before it noted the end; with nothing ready, what failed is left alone.
    waiting = calls.filter(Exists(ready_chunks(at).filter(call=OuterRef("pk"))) | ~Exists(left))
    ids = list(waiting.exclude(Exists(moving)).order_by("pk").values_list("pk", flat=True)[:10])
    for pk in ids:
        if calls.filter(pk=pk).update(rung_at=at):
            _ring(pk)
    return len(ids)


@transaction.atomic
def note_member_reading(
    *, page: MemberPage, channel: str = AcknowledgementChannel.LINK, by: User | None, at: datetime
) -> tuple[MemberReading, bool]:
    """A member says that they have read it: once, however often it is said. Returns the row, and whether it is new."""
    row, is_new = MemberReading.objects.get_or_create(
        call=page.call, member=page.member, defaults={"recipient": page.recipient, "channel": channel, "at": at}
    )
    if is_new:
        # Whoever joined the roster after the count is told of nothing, and must not make the share more than whole.
        rows = MemberCount.objects.filter(call=page.call, recipient=page.recipient, read_count__lt=F("member_count"))
        rows.update(read_count=F("read_count") + 1)
        audit.record(page.recipient, "directives.note_member_reading", by=by, at=at, member=page.member.pk)
    return row, is_new
