"""The signed "biên bản" of coverage at a moment, and the sign-off of a branch that is whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.directives.choices import Level
from caunoi.directives.models.directive import Directive
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit


class CoverageMinutes(models.Model):
    """Append-only: what was proven at `at` for a unit's branch, with the SHA-256 of the rows that it rests on."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="minutes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The branch by its frozen path; empty in minutes from before it was kept.
    path = models.CharField(max_length=255, blank=True)
    version_number = models.PositiveIntegerField(default=1)
    # Printed with its QR code: who holds the paper can verify it. Empty in minutes from before.
    code = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    rows_sha256 = models.CharField(max_length=64)
    docx = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="minutes_code_once"),
        ]
        indexes = [models.Index(fields=["rows_sha256"], name="minutes_hash")]


class SignOff(models.Model):
    """Append-only: an officer signed that a branch was whole at a level. Units added later do not undo it."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="sign_offs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=255)
    version_number = models.PositiveIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    total = models.PositiveIntegerField()
    at = models.DateTimeField()
    minutes = models.ForeignKey(CoverageMinutes, on_delete=models.PROTECT, related_name="sign_offs")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "path", "version_number", "level"], name="sign_off_once"),
        ]
