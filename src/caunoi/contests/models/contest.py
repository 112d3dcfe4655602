"""A contest, its rounds, the frozen questions it draws from, and the people who run it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.contests.choices import ContestState, Difficulty, Eligibility, TieBreak
from caunoi.contests.models.question import Question
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


def usual_ties() -> list[str]:
    """Prediction, then duration, then the earliest: the order of the three regulations that were read."""
    return [TieBreak.PREDICTION, TieBreak.DURATION, TieBreak.EARLIEST]


class Contest(models.Model):
    """Announced, it changes no more: the seed's hash, the pool and the rules are what people were told."""

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contests")
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    eligibility = models.CharField(max_length=7, choices=Eligibility, default=Eligibility.ANYONE)
    # Who takes part with their name and telephone agrees to this text first.
    consent_text = models.TextField(blank=True)
    question_count = models.PositiveSmallIntegerField(default=10)
    # So many of a difficulty; what is left of question_count is drawn from all.
    quotas: models.JSONField[Any, Any] = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(default=10)
    attempts_per_round = models.PositiveSmallIntegerField(default=1)
    has_prediction = models.BooleanField(default=True)
    tie_order: models.JSONField[Any, Any] = models.JSONField(default=usual_ties)
    # [{"name", "count", "kind"}], the first first.
    prizes: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=ContestState, default=ContestState.DRAFT)
    # Hexadecimal; in clear nowhere until `revealed_at`. The hash covers the pool too: pure/draws.py.
    seed = EncryptedField(blank=True)
    seed_hash = models.CharField(max_length=64, blank=True)
    # How many papers were drawn: the next one's number.
    papers_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "-announced_at"], name="contest_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(announced_at=None, announced_by=None) | Q(announced_at__isnull=False),
                name="contest_announced_pair",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """A stretch of time in which papers may be begun; a paper's time ends with it."""

    public_id = PublicIdField()
    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Before its time, by a person, with the reason that everybody reads.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.CharField(max_length=300, blank=True)
    # Finished papers when the round was over: what predictions are measured against.
    entries_count = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_in_order"),
        ]


class PoolQuestion(models.Model):
    """A question of a contest: chosen while it is a draft, copied and frozen when it is announced."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="pool")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)
    options: models.JSONField[Any, Any] = models.JSONField()
    correct = models.PositiveSmallIntegerField()
    explanation = models.CharField(max_length=600, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    difficulty = models.CharField(max_length=6, choices=Difficulty)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="pool_number_once"),
            models.UniqueConstraint(fields=["contest", "question"], name="pool_question_once"),
        ]


class CommitteeSeat(models.Model):
    """Somebody who runs the contest: may try it, and wins nothing (rules of LĐLĐ Vĩnh Phúc 2021)."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="committee")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    full_name = EncryptedField()
    phone_fingerprint = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
