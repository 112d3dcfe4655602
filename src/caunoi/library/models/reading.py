"""A file on its way into the library."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.choices import ReadingState
from caunoi.library.models.document import Document
from caunoi.organisations.models import Unit


class DocumentReading(models.Model):
    """What the machine read from one file; nothing becomes a Document until a person confirms it."""

    public_id = PublicIdField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.QUEUED)
    is_scanned = models.BooleanField(default=False)
    pages_count = models.PositiveIntegerField(null=True)
    pages_done_count = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    found = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="readings")
    started_at = models.DateTimeField()
    # The last sign of life: asked for, begun, or some pages further. A job that was lost gives none.
    seen_at = models.DateTimeField()
    attempts_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
