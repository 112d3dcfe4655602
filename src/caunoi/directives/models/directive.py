"""A directive: a document sent to units with duties and a deadline."""

from django.conf import settings
from django.db import models

from caunoi.directives.choices import RecipientRule
from caunoi.kit.ids import PublicIdField
from caunoi.library.models import Document
from caunoi.organisations.models import Unit


class Directive(models.Model):
    """Issued once; its recipients and obligations are frozen at `issued_at`."""

    public_id = PublicIdField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="directives")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives")
    title = models.CharField(max_length=300)
    message = models.TextField(blank=True)
    due_on = models.DateField()
    is_public = models.BooleanField(default=True)
    # How the recipients were found, as a fact for the minutes: {"rule": "SUBTREE", "unit": …, "kinds": […]}.
    rule = models.CharField(max_length=8, choices=RecipientRule)
    rule_facts = models.JSONField(default=dict)
    recipient_count = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()
    # The tree of this date is the tree of the proof.
    frozen_on = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-issued_at"], name="directive_newest")]

    def __str__(self) -> str:
        return self.title


class DirectiveObligation(models.Model):
    """What recipients must do; frozen at issue."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="obligations")
    position = models.PositiveIntegerField()
    text = models.TextField()
    actor = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    evidence_required = models.CharField(max_length=200, blank=True)
