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
from caunoi.directives.queries.members import MemberPage, members_to_tell, ready_chunks
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
    members = members_to_tell(call.directive_id)
    by_unit = dict(members.order_by().values_list("unit_id").annotate(n=Count("pk")))
    rows = Recipient.objects.filter(directive=call.directive_id).values_list("pk", "unit_id", "path")
    counts = [
        MemberCount(call=call, recipient_id=pk, path=path, member_count=by_unit.get(unit_id, 0))
        for pk, unit_id, path in rows
    ]
    bulk.insert(counts)
    before, first = 0, members.aggregate(first=Min("pk"))["first"]
    before = first - 1 if first else 0
    chunks = []
    for number, last in enumerate(_bounds(members), 1):
        chunks.append(MemberChunk(call=call, number=number, after_id=before, last_id=last, cursor=before))
        before = last
    MemberChunk.objects.bulk_create(chunks)
    call.member_count, call.planned_at, call.rung_at = sum(by_unit.values()), at, at
    call.done_at = None if chunks else at
    call.save()
    audit.record(call.directive, "directives.plan_members", by=by, at=at, members=call.member_count)
    if chunks:
        _ring(call.pk)
    return call.member_count


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
    ready = ready_chunks(at).filter(call=OuterRef("pk"))
    ids = list(calls.filter(Exists(ready)).exclude(Exists(moving)).order_by("pk").values_list("pk", flat=True)[:10])
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
