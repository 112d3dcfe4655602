"""After the answer: what senders think of it, what people ask about their data, what retention leaves behind."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.feedback.choices import DataRequestState, DataRight, Outcome
from caunoi.feedback.models.case import Case
from caunoi.feedback.models.people import Follower
from caunoi.feedback.models.petition import PetitionVoice
from caunoi.feedback.models.thread import Entry
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Rating(models.Model):
    """What one follower thinks of one reply, 1 to 5, with reasons (values of RatingReason). Changed until reopened."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ratings")
    follower = models.ForeignKey(Follower, on_delete=models.PROTECT, related_name="ratings")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "follower"], name="rating_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five"),
        ]


class DataRequest(models.Model):
    """A person asks about their own data (Luật 91/2025/QH15; NĐ 356/2025: acknowledge in 2 working days, do in 15 or 20)."""

    public_id = PublicIdField()
    right = models.CharField(max_length=8, choices=DataRight)
    state = models.CharField(max_length=12, choices=DataRequestState, default=DataRequestState.RECEIVED)
    desk = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Who asks: the holder of a case's receipt, of a voice's in a petition not yet sent on, or a signed-in person.
    follower = models.ForeignKey(Follower, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    voice = models.ForeignKey(PetitionVoice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The request can be followed by its own receipt.
    receipt_hash = models.CharField(max_length=64, unique=True)
    name = EncryptedField(blank=True)
    contact = EncryptedField(blank=True)
    text = EncryptedField()
    has_third_party = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    acknowledge_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    answer = EncryptedField(blank=True)
    is_extended = models.BooleanField(default=False)
    extension_reason = EncryptedField(blank=True)
    # Erasure takes two: who proposed it does not carry it out.
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    finished_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    # What was erased, counted: no words.
    erased = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["desk", "state", "due_at"], name="data_request_desk")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(state__in=["DONE", "REFUSED"]), name="data_request_finished_says_so"
            ),
            models.CheckConstraint(
                condition=~Q(right="DELETE", state="DONE")
                | (Q(proposed_by__isnull=False) & ~Q(proposed_by=F("finished_by"))),
                name="erasure_takes_two",
            ),
        ]


class Tombstone(models.Model):
    """What stays of a case that retention removed: that it was, when, and what came of it. Nobody can be known from it."""

    case_public_id = models.UUIDField(unique=True)
    # Its address in the public register, where it had one: there the stone stands.
    publication_public_id = models.UUIDField(null=True, unique=True)
    code = models.CharField(max_length=9)
    kind = models.CharField(max_length=14)
    area = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=11)
    received_on = models.DateField()
    closed_on = models.DateField(null=True)
    is_on_time = models.BooleanField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    rule = models.CharField(max_length=120)
    removed_at = models.DateTimeField()
    entry_count = models.PositiveIntegerField()
    file_count = models.PositiveIntegerField()
