"""The signed "biên bản" of coverage at a moment."""

from django.conf import settings
from django.db import models

from caunoi.directives.models.directive import Directive
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit


class CoverageMinutes(models.Model):
    """Append-only: what was proven at `at` for a unit's branch, with the SHA-256 of the rows that it rests on."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="minutes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    rows_sha256 = models.CharField(max_length=64)
    docx = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
