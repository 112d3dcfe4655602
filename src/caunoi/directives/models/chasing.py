"""Who is told when, and what officers noted when they reached out: the ladder and the chase list."""

from django.conf import settings
from django.db import models

from caunoi.directives.choices import ContactKind, ContactOutcome, RungAudience, RungKind, StepOutcome
from caunoi.directives.models.directive import Directive
from caunoi.directives.models.recipient import Recipient


class LadderRung(models.Model):
    """One rung of a directive's ladder: so many days before or after the deadline. Taken down, it stays as history."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="rungs")
    kind = models.CharField(max_length=8, choices=RungKind)
    days = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(max_length=8, choices=RungAudience)
    is_in_working_days = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    # The day that it was last put up: it does not reach back.
    since_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "kind", "days", "audience"], name="rung_once"),
        ]


class RungStep(models.Model):
    """Append-only: a rung was reached for a recipient in a version, and what became of it. Each happens once."""

    rung = models.ForeignKey(LadderRung, on_delete=models.CASCADE, related_name="steps")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="rung_steps")
    version_number = models.PositiveIntegerField()
    # The day that the rung stood for, and the moment that it was climbed at.
    on = models.DateField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=StepOutcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "rung", "version_number"], name="rung_step_once"),
        ]


class ContactNote(models.Model):
    """Append-only: an officer reached out to a unit about a directive, or tried to."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind)
    outcome = models.CharField(max_length=12, choices=ContactOutcome)
    person_name = models.CharField(max_length=120, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
