"""What comes of a contest: what a person should look at, who won, and the minutes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.contests.choices import FlagKind, FlagState, PrizeKind
from caunoi.contests.models.contest import Contest
from caunoi.contests.models.paper import Entrant
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Flag(models.Model):
    """A sign about an entrant. Nothing follows from it until a person has decided, with a reason."""

    public_id = PublicIdField()
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=10, choices=FlagKind)
    # Seconds, and how many others share it; who they are is worked out again from the papers.
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=FlagState, default=FlagState.OPEN)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entrant", "kind"], name="flag_once"),
            models.CheckConstraint(
                condition=Q(state=FlagState.OPEN, decided_at=None)
                | (~Q(state=FlagState.OPEN) & Q(decided_at__isnull=False)),
                name="flag_decided_pair",
            ),
        ]


class Award(models.Model):
    """A prize that was given, in the words that were published; the name is covered when its time is over."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="awards")
    number = models.PositiveSmallIntegerField()
    prize = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=PrizeKind)
    entrant = models.ForeignKey(Entrant, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=255)
    name = models.CharField(max_length=120, blank=True)
    masked_phone = models.CharField(max_length=20, blank=True)
    # What it was given for, as figures: right answers, time, distance; or participants and members.
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="award_number_once")]


class ContestMinutes(models.Model):
    """The record of the results, as it was signed: DOCX and PDF, with the hash of the papers it rests on."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="record")
    at = models.DateTimeField()
    papers_sha256 = models.CharField(max_length=64)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
