"""The check of understanding: one to three questions beside the acknowledgement, never in its way."""

from django.conf import settings
from django.db import models

from caunoi.directives.choices import AcknowledgementChannel
from caunoi.directives.models.directive import Directive
from caunoi.directives.models.recipient import Recipient
from caunoi.kit.ids import PublicIdField


class CheckQuestion(models.Model):
    """One question. Never changed: a new wording is a new row, so that answers keep what was asked."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=600)
    options = models.JSONField(default=list)
    correct = models.PositiveSmallIntegerField()
    # What a wrong answer leads back to, in the words of the text, and where it stands there.
    passage = models.TextField()
    anchor = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class CheckAttempt(models.Model):
    """Append-only: someone of the unit answered. `answers` holds the chosen place by the question's key."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="check_attempts")
    version_number = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    wrong_count = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=AcknowledgementChannel)
    name = models.CharField(max_length=160, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
