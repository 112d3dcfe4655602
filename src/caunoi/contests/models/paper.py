"""Those who take part, their papers, and every answer as it was last saved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.contests.choices import Ending
from caunoi.contests.models.contest import Contest, Round
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Entrant(models.Model):
    """One person in one contest: with an account, or with name and telephone. The keyed hash finds a telephone again."""

    public_id = PublicIdField()
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entrants")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    full_name = EncryptedField()
    phone = EncryptedField(blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    # Set when the name and telephone were erased at the end of their time.
    forgotten_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["contest", "unit"], name="entrant_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "user"], condition=Q(user__isnull=False), name="entrant_user_once"
            ),
            models.UniqueConstraint(
                fields=["contest", "phone_fingerprint"], condition=~Q(phone_fingerprint=""), name="entrant_phone_once"
            ),
        ]


class Paper(models.Model):
    """One attempt. `drawn` is the questions and the order of their options, as seed and serial give them.

    It runs until `due_at` by the server's clock; `ending` says how it ended.
    """

    public_id = PublicIdField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="papers")
    # Its number among the contest's papers, from 1 without a gap: what the draw hangs on.
    serial = models.PositiveIntegerField()
    attempt = models.PositiveSmallIntegerField()
    drawn: models.JSONField[Any, Any] = models.JSONField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    prediction = models.PositiveIntegerField(null=True, blank=True)
    answered_count = models.PositiveSmallIntegerField(null=True, blank=True)
    correct_count = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ending=""), name="paper_running_due"),
            models.Index(fields=["round", "-correct_count"], name="paper_round_correct"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entrant"], condition=Q(ending=""), name="paper_one_running"),
            models.UniqueConstraint(fields=["entrant", "round", "attempt"], name="paper_attempt_once"),
            models.CheckConstraint(
                condition=Q(ending="", finished_at=None) | (~Q(ending="") & Q(finished_at__isnull=False)),
                name="paper_finished_pair",
            ),
        ]


class Answer(models.Model):
    """The option (its place in the pool's question) last saved for a place of a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    choice = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="answer_once")]
