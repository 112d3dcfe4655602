"""What people write about, who is competent for it, and how long an answer may take: all of it data."""

from django.db import models
from django.db.models import F, Q

from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit, UnitKind


class Topic(models.Model):
    """A node of the tree of competences: a subject, or an administrative procedure with its code.

    The competent body is one unit, or the unit of a kind in whose area (`Unit.area_code`) the case lies.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    # The national code of a procedure ("1.011441"); empty for a subject.
    procedure_code = models.CharField(max_length=20, blank=True)
    # Words by which triage knows it, one phrase a line.
    words = models.TextField(blank=True)
    competent_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    competent_kind = models.ForeignKey(UnitKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    is_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class LimitRule(models.Model):
    """A time limit of law or house rule within [valid_from, valid_to): amount and unit (WD, CD, WH of pure.workdays).

    Codes: ACCEPT, TRANSFER, ANSWER_NORMAL, ANSWER_COMPLEX, ANSWER_URGENT, DATA_ACKNOWLEDGE, DATA_DO, DATA_DO_COMPLEX.
    A rule of a topic goes before the general one. What was not read in its source is shown as "chưa đối chiếu".
    """

    code = models.CharField(max_length=24)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="limits")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=2)
    legal_basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "topic", "valid_from"], nulls_distinct=False, name="limit_rule_once"
            ),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="limit_in_order"),
        ]
