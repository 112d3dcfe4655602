"""Administrative procedures: what to bring, in which steps, to whom, for how much and how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.ids import PublicIdField
from caunoi.library.choices import LimitUnit
from caunoi.library.models.document import Document
from caunoi.organisations.models import Unit


class Procedure(models.Model):
    """One procedure under its national code ("1.011441"); cases know it through their topic's `procedure_code`."""

    public_id = PublicIdField()
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=500)
    folded_name = models.CharField(max_length=600, db_index=True)
    # "Đất đai", "Hộ tịch": the field as the national list names it.
    field_name = models.CharField(max_length=120, blank=True, db_index=True)
    # Who decides it, and who may ask for it, in words.
    body = models.CharField(max_length=300)
    applicants = models.TextField(blank=True)
    # Where papers are handed in, one place a line.
    places = models.TextField(blank=True)
    online_url = models.URLField(max_length=300, blank=True)
    conditions = models.TextField(blank=True)
    time_limit = models.CharField(max_length=300, blank=True)
    # The same as a number, where it is one.
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_unit = models.CharField(max_length=2, choices=LimitUnit, blank=True)
    fee = models.TextField(blank=True)
    result = models.TextField(blank=True)
    # The decision that announced it, in words; `is_verified`: someone read it beside the source.
    source = models.CharField(max_length=300, blank=True)
    is_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="procedures")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Brought along by the loader: where the owner stands on the day.
    owner_path: str | None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_amount=None, limit_unit="") | (Q(limit_amount__gt=0) & ~Q(limit_unit="")),
                name="procedure_limit_whole",
            ),
            models.CheckConstraint(condition=Q(is_verified=False) | ~Q(source=""), name="procedure_verified_by_source"),
        ]

    def __str__(self) -> str:
        return self.name


class ProcedureStep(models.Model):
    """What is done one after another."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "position"], name="procedure_step_once")]


class ProcedurePaper(models.Model):
    """What to bring; `copies` in words ("1 bản chính")."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    copies = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "position"], name="procedure_paper_once")]


class ProcedureBasis(models.Model):
    """A document that the procedure rests on, known by its symbol until it is in the library."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="procedures")
    symbol = models.CharField(max_length=80)
    symbol_key = models.CharField(max_length=80, db_index=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "symbol_key"], name="procedure_basis_once")]
