"""One unit that must be reached: the denominator, and the history behind each numerator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.directives.choices import AcknowledgementChannel, EvidenceState
from caunoi.directives.models.directive import Directive, DirectiveObligation
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit


class Recipient(models.Model):
    """A unit in the frozen denominator. `path` is its place when it was frozen, and never moves.

    The moments are the first of each kind of the version `version_number`, the newest; those of the versions before lie in
    PastReceipt. Their histories are Opening, Acknowledgement, CheckAttempt, Evidence and messages.
    """

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="recipients")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="received")
    unit_name = models.CharField(max_length=255)
    path = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    is_later_addition = models.BooleanField(default=False)
    due_on = models.DateField()
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    implemented_at = models.DateTimeField(null=True)
    # Beside the four: the check of understanding was passed.
    understood_at = models.DateTimeField(null=True)
    version_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="recipient_once"),
            # Else "implemented" could be more than "acknowledged".
            models.CheckConstraint(
                condition=Q(implemented_at=None) | Q(acknowledged_at__isnull=False), name="recipient_in_order"
            ),
        ]
        indexes = [
            # Holds all that coverage counts, so that a proof never reads the table itself.
            models.Index(
                fields=[
                    "directive",
                    "path",
                    "delivered_at",
                    "opened_at",
                    "acknowledged_at",
                    "implemented_at",
                ],
                name="recipient_coverage",
            ),
            models.Index(fields=["unit", "due_on"], condition=Q(implemented_at=None), name="recipient_open"),
            models.Index(fields=["directive", "due_on"], condition=Q(implemented_at=None), name="recipient_owing"),
        ]

    @property
    def acknowledgement(self) -> Acknowledgement | None:
        """That of the newest version; fetch `acknowledgements` along where there are many."""
        rows = self.acknowledgements.all()
        return next((row for row in rows if row.version_number == self.version_number), None)


class PastReceipt(models.Model):
    """Append-only: how a recipient stood when the next version came. The old proof rests on it."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="past_receipts")
    version_number = models.PositiveIntegerField()
    due_on = models.DateField()
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    implemented_at = models.DateTimeField(null=True)
    understood_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "version_number"], name="past_receipt_once")]


class Opening(models.Model):
    """Append-only: someone of the unit opened the directive."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="openings")
    channel = models.CharField(max_length=10, choices=AcknowledgementChannel)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Acknowledgement(models.Model):
    """Append-only: the unit says that it received and will carry on. One holds per recipient and version."""

    public_id = PublicIdField()
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="acknowledgements")
    version_number = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=AcknowledgementChannel)
    name = models.CharField(max_length=160, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()
    attendance_count = models.PositiveIntegerField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    sheet = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "version_number"], name="acknowledgement_once")]


class Evidence(models.Model):
    """Proof that an obligation was carried out; "implemented" counts only when a person accepted it."""

    public_id = PublicIdField()
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="evidence")
    obligation = models.ForeignKey(DirectiveObligation, null=True, on_delete=models.PROTECT, related_name="evidence")
    version_number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.SUBMITTED)
    note = models.TextField(blank=True)
    happened_on = models.DateField(null=True, blank=True)
    attendance_count = models.PositiveIntegerField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.CharField(max_length=500, blank=True)


class Reminder(models.Model):
    """Append-only; one a day for each recipient."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="reminders")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "on"], name="reminder_once_a_day")]
