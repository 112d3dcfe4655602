"""How long what is kept, and the lists by which it is removed: one makes the list, another confirms it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.feedback.choices import RemovalState, RetentionGroup
from caunoi.feedback.models.case import Case
from caunoi.kit.ids import PublicIdField

USER = settings.AUTH_USER_MODEL


class RetentionRule(models.Model):
    """Months after which cases of a group are removed, counted from when they were finished. No rule: kept."""

    group = models.CharField(max_length=10, choices=RetentionGroup, unique=True)
    months = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=200)
    is_verified = models.BooleanField(default=False)


class LegalHold(models.Model):
    """A case that is kept past its time, and why; until it is lifted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    from_at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="hold_once")]


class Removal(models.Model):
    """A list of cases whose time has run out: {case id: rule}. Nothing is removed before another person confirms it."""

    public_id = PublicIdField()
    state = models.CharField(max_length=9, choices=RemovalState, default=RemovalState.LISTED)
    cases = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    removed_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["LISTED", "CONFIRMED"]), name="removal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(made_by=None) | ~Q(confirmed_by=F("made_by")),
                name="removal_two_people",
            ),
        ]
