"""What the machine proposes, what people decided, and the model that learns from the difference."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.feedback.models.case import Case
from caunoi.kit.ids import PublicIdField

USER = settings.AUTH_USER_MODEL


class TriageModel(models.Model):
    """A trained model with what it scored. At most one is in use; an older one can be taken back into use."""

    public_id = PublicIdField()
    version = models.PositiveIntegerField(unique=True)
    trained_at = models.DateTimeField()
    example_count = models.PositiveIntegerField()
    # The newest decision that it learned from.
    decided_until = models.BigIntegerField(default=0)
    # field -> {with_accents, without_accents, n, labels: {...}}; by cross-validation, see docs/mechanisms/triage.md
    accuracy = models.JSONField(default=dict)
    # field -> the model as pure.triage.model gives it
    content = models.JSONField(default=dict)
    is_active = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="triage_model_one_active")
        ]


class TriageProposal(models.Model):
    """The machine's proposals for a case, newest replaces older: [{field, value, score, spans, why}]."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="proposal")
    model = models.ForeignKey(TriageModel, null=True, on_delete=models.SET_NULL, related_name="+")
    lines = models.JSONField(default=list)
    # Cases that look alike: [{case: id, similarity}]; shown only where the reader may see them.
    alike = models.JSONField(default=list)
    made_at = models.DateTimeField()


class TriageDecision(models.Model):
    """Rows are only added: a person's decision on one field, beside what was proposed. What the model learns from."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    field = models.CharField(max_length=10)
    proposed = models.CharField(max_length=40, blank=True)
    decided = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["field", "id"], name="decision_field")]
