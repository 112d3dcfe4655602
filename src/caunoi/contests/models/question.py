"""The question bank of a union; what a contest draws from is copied out of it, so that a later change touches no contest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from caunoi.contests.choices import Difficulty, QuestionState
from caunoi.kit.ids import PublicIdField
from caunoi.library.models import Document
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Question(models.Model):
    """One multiple-choice question; `correct` is the place of the right option, counted from 0."""

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=600)
    # pure.vietnamese.fold of text, tags and basis: search without accents.
    folded = models.TextField()
    options: models.JSONField[Any, Any] = models.JSONField()
    correct = models.PositiveSmallIntegerField()
    explanation = models.CharField(max_length=600, blank=True)
    difficulty = models.CharField(max_length=6, choices=Difficulty, default=Difficulty.MEDIUM)
    tags: models.JSONField[Any, Any] = models.JSONField(default=list)
    # The clause that the answer rests on, in words; and the document, when it is in the library.
    basis = models.CharField(max_length=300, blank=True)
    basis_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=QuestionState, default=QuestionState.CONFIRMED)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="question_unit_state")]

    def __str__(self) -> str:
        return self.text
