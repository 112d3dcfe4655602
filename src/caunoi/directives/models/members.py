"""Telling the members of the recipients: who is counted, how far the telling is, who has read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from caunoi.directives.choices import AcknowledgementChannel
from caunoi.directives.models.directive import Directive
from caunoi.directives.models.recipient import Recipient
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Member


class MemberCall(models.Model):
    """A version of a directive told to the members of its recipients. `member_count` is frozen at `planned_at`."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="member_calls")
    version_number = models.PositiveIntegerField(default=1)
    member_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # When workers were last asked for.
    rung_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "version_number"], name="member_call_once"),
        ]
        indexes = [
            models.Index(fields=["rung_at"], condition=models.Q(done_at=None), name="member_call_open"),
        ]


class MemberCount(models.Model):
    """How many members a recipient had when the call was planned, and how many of them have read. `path` is the frozen one."""

    call = models.ForeignKey(MemberCall, on_delete=models.CASCADE, related_name="counts")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="member_counts")
    path = models.CharField(max_length=255)
    # 0: counted when the call was planned; later ones came with units that were added since.
    wave = models.PositiveSmallIntegerField(default=0)
    member_count = models.PositiveIntegerField()
    read_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "recipient"], name="member_count_once"),
            models.CheckConstraint(
                condition=models.Q(read_count__lte=models.F("member_count")), name="member_read_within_count"
            ),
        ]
        indexes = [models.Index(fields=["call", "path"], name="member_count_path")]


class MemberChunk(models.Model):
    """A frozen range of the roster's keys. Members up to `cursor` are told; it moves with the messages or not at all."""

    call = models.ForeignKey(MemberCall, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    # Whose members: those of the units that were counted in the same wave.
    wave = models.PositiveSmallIntegerField(default=0)
    # Keys above `after_id` up to `last_id`.
    after_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    cursor = models.BigIntegerField()
    told_count = models.PositiveIntegerField(default=0)
    # Without an account, a telephone or an address that an open channel reaches.
    unreached_count = models.PositiveIntegerField(default=0)
    # Who stopped what would have reached them.
    stopped_count = models.PositiveIntegerField(default=0)
    # The last batch: while none is written, no worker has the call in hand.
    moved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # A batch that fails is tried again later each time, and smaller, so that it comes close to what it stumbles over.
    failures_count = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="member_chunk_once")]
        indexes = [
            models.Index(fields=["call", "number"], condition=models.Q(done_at=None), name="member_chunk_open"),
        ]


class MemberReading(models.Model):
    """A member said "I have read it", beside the unit's own acknowledgement."""

    call = models.ForeignKey(MemberCall, on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="member_readings")
    channel = models.CharField(max_length=10, choices=AcknowledgementChannel)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "member"], name="member_reading_once")]
