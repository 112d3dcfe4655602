"""A case, its history and its clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.feedback.choices import (
    OPEN_STATES,
    Channel,
    ExtensionState,
    Identity,
    Kind,
    PauseGround,
    State,
    Urgency,
)
from caunoi.feedback.models.topic import LimitRule, Topic
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Case(models.Model):
    """One phản ánh or kiến nghị. Who sent it is in Sender and Follower; `text` is theirs and is never overwritten."""

    public_id = PublicIdField()
    # What people say on the phone; random, because a sequence would show that others exist.
    code = models.CharField(max_length=9, unique=True)
    channel = models.CharField(max_length=9, choices=Channel)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.REFLECTION)
    state = models.CharField(max_length=11, choices=State, default=State.RECEIVED)
    urgency = models.CharField(max_length=7, choices=Urgency, default=Urgency.NORMAL)
    identity = models.CharField(max_length=7, choices=Identity, default=Identity.HANDLER)
    title = models.CharField(max_length=160)
    text = models.TextField()
    # A possible denunciation: the words lie here, encrypted, and `text` is empty.
    sealed_text = EncryptedField(blank=True)
    place = EncryptedField(blank=True)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="cases"
    )
    # The body that it is about, as the sender said and triage confirmed.
    body = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="cases_about"
    )
    # The union that receives, sorts and watches; the unit that answers; the person who handles.
    desk = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="cases_watched")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="cases_handled"
    )
    handler = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    accept_due_at = models.DateTimeField(null=True, blank=True)
    # Frozen at each transition; an open promise never shrinks.
    due_at = models.DateTimeField(null=True, blank=True)
    # The moment that the answer's clock started to run, and the rule that it runs by.
    clock_from_at = models.DateTimeField(null=True, blank=True)
    limit_rule = models.ForeignKey(LimitRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The verdict at the answer; a later change of the calendar does not rewrite it.
    is_on_time = models.BooleanField(null=True, blank=True)
    last_at = models.DateTimeField()
    transfer_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    appeal_count = models.PositiveSmallIntegerField(default=0)
    escalation = models.PositiveSmallIntegerField(default=0)
    voice_count = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    follow_up_at = models.DateTimeField(null=True, blank=True)
    # Keyed hash of the intake's idempotency key, and of what was sent with it: the same key is the same case.
    intake_key = models.CharField(max_length=64, null=True, unique=True)
    intake_print = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField(default=False)
    # No column: worked out for those that are shown, by queries.clocks.count_working_days.
    working_days_left: int | None = None

    class Meta:
        indexes = [
            # The tabs of an inbox are counted from it alone.
            models.Index(
                fields=["due_at", "id", "state", "desk", "unit"],
                condition=Q(state__in=OPEN_STATES),
                name="case_open_due",
            ),
            models.Index(fields=["desk", "state", "due_at"], name="case_desk"),
            models.Index(fields=["unit", "state", "due_at"], name="case_unit"),
            models.Index(fields=["state", "-received_at"], name="case_state"),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["unit", "-received_at"], name="case_unit_newest"),
            models.Index(fields=["body", "-received_at"], name="case_body_newest"),
            models.Index(fields=["topic", "-received_at"], name="case_topic_newest"),
            models.Index(fields=["answered_at"], condition=Q(answered_at__isnull=False), name="case_answered"),
            models.Index(fields=["follow_up_at"], condition=Q(follow_up_at__isnull=False), name="case_follow_up"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False) | ~Q(state=State.MERGED),
                name="merged_case_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_into_itself"),
        ]

    def __str__(self) -> str:
        return self.code


class CaseStep(models.Model):
    """History, rows are only added (the audit chain proves it): a deed, what it changed, and the due dates as they were frozen by it."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=24)
    state_from = models.CharField(max_length=11, choices=State, blank=True)
    state_to = models.CharField(max_length=11, choices=State)
    unit_from = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    # The reason is shown to the sender only where this says so.
    is_reason_public = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    accept_due_at = models.DateTimeField(null=True)
    # Ids and numbers that the deed needs to be understood or undone; no words of people.
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="step_of_case")]


class Pause(models.Model):
    """The clock stands still within [from_at, to_at), on a ground of law only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    ground = models.CharField(max_length=14, choices=PauseGround)
    note = models.TextField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(to_at=None), name="pause_one_open"),
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="pause_in_order"),
        ]


class Extension(models.Model):
    """More time, asked for with a reason and decided by another person; the sender is told."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    days = models.PositiveSmallIntegerField()  # working days
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="ASKED"), name="extension_one_asked"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="extension_decided_by_someone",
            ),
        ]
